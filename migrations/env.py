"""Runs the numbered migrations on SQLite and PostgreSQL alike.

On SQLite a batch migration rebuilds its table. With foreign keys on, the rebuild would stop or silently delete the
children, so they are switched off before the transaction and checked after it (stack.md 3.2).
"""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection, TypeDecorator

from app.casework.sizes import tell_planner
from app.casework.tables import metadata


class BrokenReferences(Exception):
    """A migration left rows that point nowhere; it is rolled back."""


def _plain_type(kind: str, item: Any, autogenerate: Any) -> str | bool:
    """Write our own column types as the plain ones beneath them: a migration must not change with our code."""
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    beneath = item.impl_instance
    length = getattr(beneath, "length", None)
    return f"sa.{type(beneath).__name__}({f'length={length}' if length else ''})"


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        render_item=_plain_type,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


def _run_on_sqlite(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    # Within a transaction SQLite ignores this pragma, so it goes to the driver before one begins.
    driver.execute("PRAGMA foreign_keys=OFF")
    with connection.begin():
        _run(connection)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise BrokenReferences(f"{len(broken)} rows point nowhere, the first in {broken[0][0]}")
        tell_planner(driver)
    driver.execute("PRAGMA foreign_keys=ON")


def main() -> None:
    """Run on the application's database."""
    engine: Any = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _run_on_sqlite(connection)
        else:
            with connection.begin():
                _run(connection)


main()
