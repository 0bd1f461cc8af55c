"""How a file of the bundle is declared. Reading, checking, importing and writing are all derived from this.

A `Family` is one table of casework with its main file and, where the table has columns that the main file leaves
out, a file of further columns (`Further`), whose rows repeat the key of the main row.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import sqlalchemy as sa

from app.bundle import cells
from app.casework.table import Instant, Minute, Table, Word, WordSet

Row = Mapping[str, Any]
Fault = tuple[str | None, str, str]
"""Column, what is wrong, what would be right."""
Rule = Callable[[Row], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Column:
    """`name` in the file, `into` in the table; `to`: the kind of record it names by key. `default`: what an empty
    cell means."""

    name: str
    into: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    required: bool = False
    default: Any = None
    to: str | None = None
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Further:
    """A file of further columns. `numbered`: rows with one key are told apart by their number in the main file."""

    file: str
    columns: tuple[Column, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Family:
    """One table of casework as files.

    `key`: columns by which a row is found again; `same`: what makes two rows one, where the key alone doesn't say;
    `repeats`: several rows may have the same key; `append_only`: a row that differs is a new row; `target`: what
    others name these rows as, by the first key; `fixed`: what else a new row holds; `where`: which rows of the
    table are meant; `optional`: the file is written only if there is something in it; `order`: of rows, if not key.
    """

    file: str
    table: sa.Table
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    further: Further | None = None
    repeats: bool = False
    append_only: bool = False
    target: str | None = None
    fixed: Callable[[Row], dict[str, Any]] | None = None
    where: Mapping[str, Any] = field(default_factory=dict)
    optional: bool = False
    order: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    same: Callable[[Row], tuple[Any, ...]] | None = None

    def identity(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """By what a row is found again: its key, unless the family knows better."""
        if self.same is not None:
            return self.same(dict(zip(self.names, values, strict=True)))
        return tuple(values[place] for place in self.places)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns of the main file, in their canonical order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Where the key stands in a row."""
        return tuple(self.names.index(name) for name in self.key)

    @property
    def every_column(self) -> tuple[Column, ...]:
        """The columns of both files."""
        return self.columns + (self.further.columns if self.further else ())


def table_of(model: type[Table]) -> sa.Table:
    """The table of a model, for statements in bulk."""
    return cast(sa.Table, model.__table__)


NUMBER = Column("number", "", cells.read_whole, cells.written, required=True, is_number=True)


def further_header(family: Family) -> tuple[Column, ...]:
    """The columns of the file of further columns: the key, the number where rows share keys, the rest."""
    assert family.further is not None  # noqa: S101  (asked only of families that have one)
    keys = tuple(column for column in family.columns if column.name in family.key)
    return keys + ((NUMBER,) if family.further.numbered else ()) + family.further.columns


def columns_of(
    table: sa.Table, declared: str, words: Mapping[str, type[enum.StrEnum]] | None = None
) -> tuple[Column, ...]:
    """Columns from a short text such as `incident=reference case=case_id>cases location`: name in the file,
    `=` column of the table where it differs, `>` the kind of record it names by key."""
    return tuple(_column(table, word, words or {}) for word in declared.split())


def _column(table: sa.Table, declared: str, words: Mapping[str, type[enum.StrEnum]]) -> Column:
    named, _, to = declared.partition(">")
    name, _, into = named.partition("=")
    stored = table.c[into or name]
    read, write = (cells.reader_of_text(220), cells.written) if to else _ways(stored.type)
    if name in words and isinstance(stored.type, WordSet):
        read = cells.reader_of_list(words[name])
    is_list = isinstance(stored.type, WordSet)
    default = stored.default
    scalar = default.arg if isinstance(default, sa.ColumnDefault) and default.is_scalar else None
    has_default = default is not None
    return Column(
        name=name,
        into=into or name,
        read=read,
        write=write,
        required=not stored.nullable and not has_default,
        default=frozenset() if is_list else scalar,
        to=to or None,
        is_number=isinstance(stored.type, sa.Integer) and not to,
    )


def _ways(kind: sa.types.TypeEngine[Any]) -> tuple[Callable[[str], Any], Callable[[Any], str]]:
    if isinstance(kind, Word):
        return cells.reader_of_words(kind.words), cells.written
    if isinstance(kind, WordSet):
        return cells.read_list, cells.written
    if isinstance(kind, Minute):
        return cells.read_time, lambda at: cells.write_time(at) if at else ""
    if isinstance(kind, Instant):
        return cells.read_instant, lambda at: cells.write_instant(at) if at else ""
    if isinstance(kind, sa.String):
        return cells.reader_of_text(kind.length), cells.written
    readers: Iterable[tuple[type[sa.types.TypeEngine[Any]], Callable[[str], Any]]] = (
        (sa.Boolean, cells.read_yes_no),
        (sa.Float, cells.read_decimal),
        (sa.Integer, cells.read_whole),
        (sa.Date, cells.read_date),
        (sa.Time, cells.read_clock),
    )
    return next(read for each, read in readers if isinstance(kind, each)), cells.written
