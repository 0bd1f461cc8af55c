"""The only mention of Flask-SQLAlchemy: binds a session to casework's tables, and fixes how SQLite is used.

SQLite runs in WAL with synchronous FULL and foreign keys on, asserted on every connection; a request that writes
begins with BEGIN IMMEDIATE, because upgrading a read to a write skips the busy timeout (stack.md 3.1).
"""

from __future__ import annotations

from typing import Any

from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.casework.table import Table
from app.casework.tables import metadata

db = SQLAlchemy(model_class=Table, disable_autonaming=True, session_options={"autoflush": False})
migrate = Migrate(db=db, directory="migrations", render_as_batch=True)

WRITING = "amends_writing"
BUSY_TIMEOUT_MS = 10_000
_PRAGMAS = {"foreign_keys": 1, "synchronous": 2, "busy_timeout": BUSY_TIMEOUT_MS}

_BUSY = ("database is locked", "database table is locked")

__all__ = ["begin_writing", "db", "is_busy", "metadata", "migrate", "prepare_engine", "writing"]


class UnsafeDatabase(Exception):
    """The database does not keep what it promises; the service refuses to run on it."""


def prepare_engine(engine: Engine) -> None:
    """Set up every connection of a SQLite engine; other engines are left as they are."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    is_file = bool(cursor.execute("PRAGMA database_list").fetchone()[2])
    mode = cursor.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    if is_file and mode != "wal":
        raise UnsafeDatabase("SQLite could not be put in WAL mode; the data folder may be on a network drive.")
    for name, value in _PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={value}")
        if cursor.execute(f"PRAGMA {name}").fetchone()[0] != value:
            raise UnsafeDatabase(f"SQLite did not take {name}={value}.")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def writing(engine: Engine) -> Connection:
    """A connection whose transactions write, beside that of any session; close it by `with`."""
    return engine.connect().execution_options(**{WRITING: True})


def begin_writing(session: Session) -> None:
    """Make the transaction that this session is about to begin a writing one; call before the first query."""
    session.connection(execution_options={WRITING: True})


def is_busy(fault: OperationalError) -> bool:
    """Whether somebody else was writing for longer than `BUSY_TIMEOUT_MS`; any other fault is of the database."""
    return any(words in str(fault) for words in _BUSY)
