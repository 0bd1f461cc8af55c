"""What SQLite is told of a full school names real tables and columns, and is told by every migration."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from app.casework.sizes import ROWS, VALUES
from app.casework.tables import metadata


def test_every_size_is_of_a_table_and_every_number_of_values_of_a_column() -> None:
    columns = {column.name for table in metadata.tables.values() for column in table.columns}

    assert set(ROWS) - set(metadata.tables) == set()
    assert set(VALUES) - columns == set()


def test_a_migrated_database_knows_the_sizes(sqlite_template: Path) -> None:
    with closing(sqlite3.connect(sqlite_template)) as database:
        told = dict(database.execute("SELECT tbl, stat FROM sqlite_stat1 WHERE idx IS NULL").fetchall())
        owned = "SELECT stat FROM sqlite_stat1 WHERE idx = 'ix_cases_owner_id_opened_at_id'"
        (of_an_owner,) = database.execute(owned).fetchone()

    assert {name: told[name] for name in ROWS} == {name: str(rows) for name, rows in ROWS.items()}
    assert of_an_owner == f"{ROWS['cases']} {ROWS['cases'] // VALUES['owner_id']} 1 1"
