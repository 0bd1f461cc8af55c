"""The rows of a school as they are stored, told in the words of the bundle: keys for ids, canonical values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.bundle.keys import Keys
from app.bundle.spec import Family, table_of
from app.casework.school import School

BATCH = 5_000
SCHOOLS = table_of(School)


@dataclass(slots=True)
class Stored:
    """One stored row: the values of the main file, and those of the file of further columns."""

    id: int
    main: tuple[Any, ...]
    further: tuple[Any, ...]


class Names:
    """Keys by id, the other way round than `Keys`."""

    def __init__(self, keys: Keys) -> None:
        self._names = {kind: {number: key for key, number in ids.items()} for kind, ids in keys.ids.items()}

    def of(self, kind: str, number: int | None) -> str | None:
        """The key of an id."""
        return None if number is None else self._names[kind][number]


def stored_rows(session: Session, family: Family, keys: Keys, names: Names | None = None) -> Iterator[Stored]:
    """Every row of one family, in the order in which they were entered."""
    names = names or Names(keys)
    columns = family.every_column
    table = family.table
    owner = table.c.id if table is SCHOOLS else table.c.school_id
    wanted = sa.select(table.c.id, *(table.c[column.into] for column in columns)).where(owner == keys.school_id)
    for name, value in family.where.items():
        wanted = wanted.where(table.c[name] == value)
    width = len(family.columns)
    for found in session.execute(wanted.order_by(table.c.id).execution_options(yield_per=BATCH)):
        values = tuple(
            names.of(column.to, value) if column.to else (None if value == "" and column.default is None else value)
            for column, value in zip(columns, found[1:], strict=True)
        )
        yield Stored(found[0], values[:width], values[width:])
