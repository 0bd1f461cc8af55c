"""One kind of row of facts: which columns are read from its table, and how a stored value becomes one of facts.

Values come as they are stored and are turned into facts a column at a time, each different value once: a hundred
thousand rows hold a few thousand days. Rows of several tables can come back from one statement as text (a case page
may make few). SQLite and PostgreSQL answer alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, literal, null, select, type_coerce
from sqlalchemy.orm import QueryableAttribute
from sqlalchemy.types import NullType

from app.casework import scope
from app.casework.calendar import london

Parse = Callable[[Any], Any]


def written_day(stored: str | date) -> date:
    """A stored day: SQLite says text."""
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


def written_time(stored: str | datetime) -> datetime:
    """A stored instant (UTC) as the London time that the rules compare."""
    at = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return at + _AHEAD[at.toordinal(), at.hour]


def written_yes(stored: str | int) -> bool:
    """A stored truth: SQLite says 1, PostgreSQL says true, and as text each says its own."""
    return stored in (1, "1", "true", "t")


def written_words(stored: str) -> frozenset[str]:
    """Words of one cell, `;` between them."""
    return frozenset(filter(None, stored.split(";")))


DAY: Parse = written_day
TIME: Parse = written_time
YES: Parse = written_yes
WORDS: Parse = written_words
AS_STORED = (int, str)
WIDEST = 9


def plain(mapped: Any) -> Any:
    """The columns beneath a mapped class, the column beneath a mapped attribute: no objects are made of the rows."""
    if isinstance(mapped, type):
        return mapped.__table__.c  # type: ignore[attr-defined]
    return mapped.property.columns[0] if isinstance(mapped, QueryableAttribute) else mapped


class _Ahead(dict[tuple[int, int], timedelta]):
    """By how much London is ahead of an hour of UTC: asking the zone for each of many thousand times takes long."""

    def __missing__(self, hour: tuple[int, int]) -> timedelta:
        at = datetime.combine(date.fromordinal(hour[0]), time(hour[1]))
        ahead = self[hour] = london(at.replace(tzinfo=UTC)) - at
        return ahead


_AHEAD = _Ahead()


class _Known(dict[Any, Any]):
    """Values of facts by stored value, each made when it is first asked for."""

    def __init__(self, parse: Parse) -> None:
        super().__init__({None: None})
        self.parse = parse

    def __missing__(self, stored: Any) -> Any:
        made = self[stored] = self.parse(stored)
        return made


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One kind of row: the field of `Facts`, the row type, its table, its columns, and the columns' parsers; `only`: rows of which all
    of it is so."""

    field: str
    row: Callable[..., Any]
    entity: Any
    columns: tuple[tuple[Any, Parse], ...]
    only: tuple[ColumnElement[bool], ...] = ()

    def select(self, school_id: int, *where: Any) -> Select[Any]:
        """The columns as stored, of rows of one school; `parse` reads them."""
        columns = [type_coerce(plain(column), NullType()) for column, _ in self.columns]
        return scope.whole_school_columns(school_id, plain(self.entity), *columns).where(*self.only, *where)

    def among(self, keys: ColumnElement[bool]) -> Select[Any]:
        """The same for rows that hang on records found before, which are of the school already: the database shall
        begin at those and not at the school."""
        columns: list[Any] = [type_coerce(plain(column), NullType()) for column, _ in self.columns]
        return select(*columns).where(keys, *self.only)

    def parse(self, found: Sequence[Any]) -> list[Any]:
        """Rows of facts from rows as stored."""
        return self._made(found, AS_STORED)

    def tagged(self, school_id: int, *where: Any) -> Select[Any]:
        """The columns as text with the field's name before them and blanks behind, to stand in a UNION with others."""
        columns = [cast(plain(column), String) for column, _ in self.columns]
        blanks = [cast(null(), String)] * (WIDEST - len(columns))
        all_columns = [column.label(f"c{n}") for n, column in enumerate([literal(self.field), *columns, *blanks])]
        return scope.whole_school_columns(school_id, plain(self.entity), *all_columns).where(*self.only, *where)

    def parse_text(self, found: Sequence[Any]) -> list[Any]:
        """Rows of facts from rows of text; blanks behind are left."""
        return self._made(found, (str,))

    def _made(self, found: Sequence[Any], as_they_are: tuple[Parse, ...]) -> list[Any]:
        read = (
            column if parse in as_they_are else map(_Known(parse).__getitem__, column)
            for (_, parse), column in zip(self.columns, zip(*found, strict=True), strict=False)
        )
        return list(map(self.row, *read)) if found else []
