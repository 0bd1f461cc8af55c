"""The ground every table stands on: constraint names, column types, and the wall between schools.

Every row of a school carries `school_id`, and children reference `(school_id, id)` together: not even
a bug can join rows of two schools (architecture.md).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(DeclarativeBase):
    """The declarative base of all tables."""

    metadata = MetaData(naming_convention=NAMES)


class InSchool:
    """A row that belongs to one school."""

    id: Mapped[int] = mapped_column(primary_key=True)

    @declared_attr
    def school_id(cls) -> Mapped[int]:  # noqa: N805  (SQLAlchemy passes the class)
        return mapped_column(ForeignKey("schools.id"), index=False)


def of_school(*more: Any) -> tuple[Any, ...]:
    """Table arguments of a table in a school: the pair that children reference, and `more`."""
    return (UniqueConstraint("school_id", "id"), *more)


def belongs(column: str, table: str, target: str = "id") -> ForeignKeyConstraint:
    """A foreign key that can only point at a row of the same school."""
    return ForeignKeyConstraint(["school_id", column], [f"{table}.school_id", f"{table}.{target}"])


def indexed(*columns: str) -> Index:
    """An index within the school, for what is asked of all of it: dates, words, names."""
    return Index(None, "school_id", *columns)


def looked_up_by(*columns: str) -> Index:
    """An index that begins at the number of another record, which is one school's alone.

    Statements about a record that was found before begin at its number and need not name the school; an index that
    began with the school would not serve them.
    """
    return Index(None, *columns)


def together(*columns: str) -> CheckConstraint:
    """Columns that are all filled or all empty: who and when, a date and its reason."""
    filled = " AND ".join(f"{c} IS NOT NULL" for c in columns)
    empty = " AND ".join(f"{c} IS NULL" for c in columns)
    return CheckConstraint(f"({filled}) OR ({empty})", name="_".join(columns))


class Instant(TypeDecorator[datetime]):
    """A point in time, stored in UTC, always aware in Python."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Minute(Instant):
    """An instant to the minute: what the rules compare and what the bundle carries (figures.md 1)."""

    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        value = super().process_bind_param(value, dialect)
        return None if value is None else value.replace(second=0, microsecond=0)


E = TypeVar("E", bound=enum.StrEnum)


class Word(TypeDecorator[E], Generic[E]):
    """A short lower-case word of an enumeration; a word outside it can't be stored."""

    impl = String(40)
    cache_ok = True

    def __init__(self, words: type[E]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: E | str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        return None if value is None else self.words(value)


class WordSet(TypeDecorator[frozenset[str]]):
    """A set of words in one cell, `;` between them, in order: `senco;dsl`."""

    impl = String(400)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return ";".join(sorted(_words(map(str, value or ()))))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[str]:
        return _words((value or "").split(";"))


def _words(words: Iterable[str]) -> frozenset[str]:
    """Without the spaces around them: `bench; lunch` and `bench;lunch` are the same two words, in a bundle too."""
    return frozenset(filter(None, (word.strip() for word in words)))
