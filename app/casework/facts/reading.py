"""One kind of row of facts: which columns are read from its table, and how their text becomes a value.

Every column is asked for as text. So rows of several tables can come back from one statement (a case page may make
few), SQLite and PostgreSQL answer alike, and nothing but plain tuples is made of a hundred thousand rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Select, String, cast, literal, null

from app.casework import scope
from app.casework.calendar import london

Parse = Callable[[str], Any]


def written_time(text: str) -> datetime:
    """A stored instant (UTC) as the London time that the rules compare."""
    return london(datetime.fromisoformat(text).replace(tzinfo=UTC))


def written_yes(text: str) -> bool:
    """A stored truth: SQLite says 1, PostgreSQL says true."""
    return text in ("1", "true", "t")


def written_words(text: str) -> frozenset[str]:
    """Words of one cell, `;` between them."""
    return frozenset(filter(None, text.split(";")))


DAY: Parse = date.fromisoformat
TIME: Parse = written_time
YES: Parse = written_yes
WORDS: Parse = written_words
WIDEST = 9


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One kind of row: the field of `Facts`, the row type, its table, its columns, and the columns' parsers."""

    field: str
    row: Callable[..., Any]
    entity: Any
    columns: tuple[tuple[Any, Parse], ...]

    def select(self, school_id: int, *where: Any) -> Select[Any]:
        """The columns as text, of rows of one school."""
        columns = [cast(column, String) for column, _ in self.columns]
        return scope.whole_school_columns(school_id, self.entity, *columns).where(*where)

    def tagged(self, school_id: int, *where: Any) -> Select[Any]:
        """The same with the field's name before it and blanks behind, to stand in a UNION with others."""
        columns = [cast(column, String) for column, _ in self.columns]
        blanks = [cast(null(), String)] * (WIDEST - len(columns))
        all_columns = [column.label(f"c{n}") for n, column in enumerate([literal(self.field), *columns, *blanks])]
        return scope.whole_school_columns(school_id, self.entity, *all_columns).where(*where)

    def parse(self, found: Iterable[Any]) -> list[Any]:
        """Rows of facts from rows of text."""
        parsers = [parse for _, parse in self.columns]
        make = self.row
        return [
            make(*[None if text is None else parse(text) for parse, text in zip(parsers, texts, strict=False)])
            for texts in found
        ]
