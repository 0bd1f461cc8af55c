"""Reads a whole bundle into rows, family by family, and notes every problem of every row.

Files are read in the order in which they depend on each other, so that each key can be looked up as it is met.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.bundle.files import FAMILIES, file_order
from app.bundle.keys import Keys, key_of_row
from app.bundle.problems import Problems
from app.bundle.reader import Allowance, Line, lines_of
from app.bundle.source import Source
from app.bundle.spec import Column, Family, further_header

SCHOOL_FILE = "school.csv"


@dataclass(slots=True)
class Given:
    """One row of the bundle. `further` None: the bundle says nothing about the further columns."""

    line: int
    main: tuple[Any, ...]
    further: tuple[Any, ...] | None = None


@dataclass
class Reading:
    """What a bundle says, by family."""

    rows: dict[str, list[Given]] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)

    def of(self, file: str) -> list[Given]:
        """The rows of a family by the name of its main file."""
        return self.rows.get(file, [])


def refuse_unknown_files(source: Source, problems: Problems) -> None:
    """An unknown `.csv` is refused by name, never ignored (bundle.md)."""
    known = {*file_order(), "events.csv"}
    for name in source.names:
        if name not in known:
            problems.add(
                name, None, None, "It is not a file of the bundle.", "Rename it as bundle.md names it, or take it out."
            )
    if SCHOOL_FILE not in source.names:
        problems.add(SCHOOL_FILE, None, None, "The file is missing.", "Every bundle names its school in school.csv.")


def read_family(source: Source, family: Family, keys: Keys, reading: Reading, allowance: Allowance) -> None:
    """Read the one or two files of a family; their rows are kept in `reading`."""
    given: list[Given] = []
    file = f"{family.file}.csv"
    seen: dict[tuple[Any, ...], int] = {}
    if file in source.names:
        for line in lines_of(source, file, family.columns, reading.problems, allowance):
            _check_references(file, line, family.columns, keys, reading.problems)
            row = dict(zip(family.names, line.values, strict=True))
            _check_row(file, line, family, row, reading.problems)
            _check_key(file, line, family, seen, reading.problems)
            if family.target:
                _name(file, line, family.target, row, keys, reading.problems)
            given.append(Given(line.number, line.values))
    reading.rows[family.file] = given
    if family.further and f"{family.further.file}.csv" in source.names:
        _read_further(source, family, keys, reading, allowance)


def _check_references(file: str, line: Line, columns: tuple[Column, ...], keys: Keys, problems: Problems) -> None:
    for column, value in zip(columns, line.values, strict=True):
        if column.to and value is not None:
            wrong = keys.missing(column.to, value)
            if wrong:
                problems.add(file, line.number, column.name, wrong, "Add it, or name one of this school.")


def _check_row(file: str, line: Line, family: Family, row: Mapping[str, Any], problems: Problems) -> None:
    if not line.sound:
        return
    for rule in family.rules:
        for column, wrong, right in rule(row):
            problems.add(file, line.number, column, wrong, right)


def _check_key(file: str, line: Line, family: Family, seen: dict[tuple[Any, ...], int], problems: Problems) -> None:
    if family.repeats:
        return
    key = family.identity(line.values)
    if all(value is None for value in key):
        return
    first = seen.setdefault(key, line.number)
    if first != line.number:
        told = ", ".join(str(value) for value in key if value is not None)
        problems.add(
            file, line.number, family.key[0], f"“{told}” is already on line {first}.", "Keep one row for each."
        )


def _name(file: str, line: Line, target: str, row: dict[str, Any], keys: Keys, problems: Problems) -> None:
    key = key_of_row(target, row)
    if target in ("pupils", "staff"):
        other = "staff" if target == "pupils" else "pupils"
        if key in keys.ids[other] or key in keys.new[other]:
            problems.add(
                file, line.number, None, f"“{key}” names somebody else already.", "Give each person their own key."
            )
    keys.add(target, key)


def _read_further(source: Source, family: Family, keys: Keys, reading: Reading, allowance: Allowance) -> None:
    assert family.further is not None  # noqa: S101  (the caller asked)
    file = f"{family.further.file}.csv"
    columns = further_header(family)
    width = len(columns) - len(family.further.columns)
    mains: dict[tuple[Any, ...], list[Given]] = {}
    for given in reading.rows[family.file]:
        mains.setdefault(tuple(given.main[place] for place in _places(family)), []).append(given)
    for line in lines_of(source, file, columns, reading.problems, allowance):
        _check_references(file, line, columns, keys, reading.problems)
        key, number = line.values[:width], 1
        if family.further.numbered:
            key, number = key[:-1], key[-1] or 0
        rows = mains.get(key, [])
        if not 1 <= number <= len(rows):
            right = f"Give each row the key of a row of {family.file}.csv."
            reading.problems.add(file, line.number, columns[0].name, f"No such row in {family.file}.csv.", right)
        elif rows[number - 1].further is not None:
            reading.problems.add(file, line.number, columns[0].name, "The same row again.", "Keep one row for each.")
        else:
            rows[number - 1].further = line.values[width:]


def _places(family: Family) -> tuple[int, ...]:
    """Where the key stands in a main row, in the order of the columns (as the file of further columns has it)."""
    return tuple(place for place, name in enumerate(family.names) if name in family.key)


def read_all(source: Source, keys: Keys, problems: Problems) -> Reading:
    """Read every file of the bundle. Raises TooMuch where it holds more than a bundle may."""
    reading = Reading(problems=problems)
    allowance = Allowance()
    refuse_unknown_files(source, problems)
    for family in FAMILIES:
        read_family(source, family, keys, reading, allowance)
    return reading
