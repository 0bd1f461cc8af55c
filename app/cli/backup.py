"""Backups of the SQLite database: taken while the service runs, verified by reading, restored in one step.

A backup is a SQLite file of its own, readable by its owner alone. PostgreSQL has its own tools for the same.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import create_engine, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from app.casework.history import Event, first_break
from app.casework.school import School
from app.casework.scope import whole_school
from app.cli.database import bring_up_to_date
from app.db import db
from app.web.clock import now

AT_ONCE = 1_000


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--verify", is_flag=True, help="Take none; read FILE through and say whether it could be restored.")
@with_appcontext
def backup(file: Path, verify: bool) -> None:
    """Copy the database to FILE while the service runs, or verify the backup in FILE."""
    if not verify:
        take(database_file(), file)
    _stop_at(problems_of(file))
    click.echo(f"{file} is whole and can be restored.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """Put the backup in FILE in place of the database; what was there is kept beside it. Everybody is signed out."""
    _stop_at(problems_of(file))
    target = database_file()
    if target.exists():
        kept = target.with_name(f"{target.name}.before-restore-{now():%Y%m%dT%H%M%S}")
        take(target, kept)
        click.echo(f"What was there before is kept in {kept}.")
    db.engine.dispose()
    target.parent.mkdir(parents=True, exist_ok=True)
    _copy(file, target)
    _sign_everybody_out(target)
    bring_up_to_date()
    _send_nothing_twice(target)
    click.echo(f"{file} is restored.")


commands = (backup, restore)


def database_file() -> Path:
    """The SQLite file of this installation; leaves with status 1 on another database."""
    settings = current_app.config["AMENDS"]
    if not settings.is_sqlite:
        click.echo("This installation is on PostgreSQL: use pg_dump and pg_restore.", err=True)
        sys.exit(1)
    return Path(make_url(settings.database_url).database or "")


def take(source: Path, file: Path) -> None:
    """A consistent copy of a database that may be in use, complete or not there at all."""
    if not source.exists():
        click.echo(f"There is no database at {source}.", err=True)
        sys.exit(1)
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY, 0o600))
    _copy(source, unfinished)
    with closing(sqlite3.connect(unfinished)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
    with unfinished.open("rb+") as written:
        os.fsync(written.fileno())
    unfinished.replace(file)


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written, pages=AT_ONCE)


def problems_of(file: Path) -> list[str]:
    """Why a backup could not be restored: damaged pages, rows that point nowhere, a broken history. Empty: it could."""
    if not file.exists():
        return [f"There is no file {file}."]
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            said = [row[0] for row in copy.execute("PRAGMA integrity_check(10)")]
            broken = copy.execute("PRAGMA foreign_key_check").fetchmany(1)
            copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as problem:
        return [f"{file} is no backup of Amends: {problem}."]
    problems = [] if said == ["ok"] else [f"Damaged: {line}" for line in said]
    if broken:
        problems.append(f"Rows of {broken[0][0]} point nowhere.")
    return problems or _broken_chains(file)


def _broken_chains(file: Path) -> list[str]:
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    )
    with Session(engine) as session:
        schools = session.execute(select(School.id, School.name)).all()
        breaks = [
            (name, first_break(session.scalars(whole_school(Event, key).order_by(Event.number))))
            for key, name in schools
        ]
    engine.dispose()
    return [f"The history of {name} is broken at event {number}." for name, number in breaks if number is not None]


def _sign_everybody_out(target: Path) -> None:
    ended = "UPDATE user_sessions SET ended_at = ?, ended_because = 'restored from a backup' WHERE ended_at IS NULL"
    with closing(sqlite3.connect(target)) as restored, restored:
        restored.execute(ended, (now().replace(tzinfo=None).isoformat(" "),))


def _send_nothing_twice(target: Path) -> None:
    """What waited to be mailed when the backup was made has been sent since, or tells of another day."""
    ended = "UPDATE mails SET state = 'not_sent', problem = 'restored from a backup' WHERE state <> 'sent'"
    with closing(sqlite3.connect(target)) as restored, restored:
        restored.execute(ended)


def _stop_at(problems: list[str]) -> None:
    if problems:
        click.echo("\n".join(problems), err=True)
        sys.exit(1)
