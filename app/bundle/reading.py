"""Reads a whole bundle into rows, family by family, and notes every problem of every row.

Files are read in the order in which they depend on each other, so that each key can be looked up as it is met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.bundle.files import FAMILIES, file_order
from app.bundle.keys import Keys, key_of_row
from app.bundle.problems import Problems
from app.bundle.reader import Allowance, Line, lines_of
from app.bundle.source import Source
from app.bundle.spec import Column, Family, Further, further_header
from app.bundle.spool import Spool

SCHOOL_FILE = "school.csv"


class Given(NamedTuple):
    """One row of the bundle. `further` None: the bundle says nothing about the further columns."""

    line: int
    main: tuple[Any, ...]
    further: tuple[Any, ...] | None = None


@dataclass
class Reading:
    """What a bundle says, by family."""

    rows: dict[str, Spool[Given]] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)

    def of(self, file: str) -> Spool[Given]:
        """The rows of a family by the name of its main file."""
        return self.rows[file]


def refuse_unknown_files(source: Source, problems: Problems) -> None:
    """An unknown `.csv` is refused by name, never ignored (bundle.md)."""
    known = {*file_order(), "events.csv"}
    for name in source.names:
        if name not in known:
            plain = name.lower()
            right = f"Rename it {plain}." if plain in known else "Rename it as bundle.md names it, or take it out."
            problems.add(name, None, None, "It is not a file of the bundle.", right)
            problems.unread.add(plain)
    if SCHOOL_FILE not in source.names and SCHOOL_FILE not in problems.unread:
        problems.add(SCHOOL_FILE, None, None, "The file is missing.", "Every bundle names its school in school.csv.")


def read_family(source: Source, family: Family, keys: Keys, reading: Reading, allowance: Allowance) -> None:
    """Read the one or two files of a family; their rows are kept in `reading`."""
    file, problems = f"{family.file}.csv", reading.problems
    further = FurtherRows(source, family, keys, problems, allowance)
    reading.rows[family.file] = given = Spool[Given]()
    seen: dict[tuple[Any, ...], int] = {}
    for line in lines_of(source, file, family.columns, problems, allowance) if file in source.names else ():
        _check_references(file, line, family.columns, keys, problems)
        row = dict(zip(family.names, line.values, strict=True))
        _check_row(file, line, family, row, problems)
        _check_key(file, line, family, seen, problems)
        if family.target:
            _name(file, line, family.target, row, keys, problems)
        given.append(Given(line.number, line.values, further.of(line.values)))
    if file not in problems.unread:
        further.tell_left_over()
    elif family.target:
        keys.give_up(family.target)


class FurtherRows:
    """The rows of a family's further file, waiting for the rows of the main file that they belong to."""

    def __init__(self, source: Source, family: Family, keys: Keys, problems: Problems, allowance: Allowance) -> None:
        self._family, self._problems = family, problems
        self._waiting: dict[tuple[Any, ...], tuple[int, tuple[Any, ...]]] = {}
        self._numbers: Counter[tuple[Any, ...]] = Counter()
        self._places = tuple(place for place, name in enumerate(family.names) if name in family.key)
        self._file = f"{family.further.file}.csv" if family.further else ""
        if family.further and self._file in source.names:
            self._read(source, further_header(family), family.further, keys, allowance)

    def _read(
        self, source: Source, columns: tuple[Column, ...], further: Further, keys: Keys, allowance: Allowance
    ) -> None:
        width = len(columns) - len(further.columns)
        for line in lines_of(source, self._file, columns, self._problems, allowance):
            _check_references(self._file, line, columns, keys, self._problems)
            key = line.values[:width] if further.numbered else (*line.values[:width], 1)
            if key in self._waiting:
                self._tell(line.number, "The same row again.", "Keep one row for each.")
            else:
                self._waiting[key] = (line.number, line.values[width:])

    def of(self, main: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """What the further file says about the next row of the main file with these values."""
        if not self._waiting:
            return None
        key = tuple(main[place] for place in self._places)
        self._numbers[key] += 1
        found = self._waiting.pop((*key, self._numbers[key]), None)
        return found[1] if found else None

    def tell_left_over(self) -> None:
        """Each row that no row of the main file was waiting for is a problem."""
        for line, _values in self._waiting.values():
            main = f"{self._family.file}.csv"
            self._tell(line, f"No such row in {main}.", f"Give each row the key of a row of {main}.")

    def _tell(self, line: int, wrong: str, right: str) -> None:
        self._problems.add(self._file, line, self._family.names[self._places[0]], wrong, right)


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


def read_all(source: Source, keys: Keys, problems: Problems) -> Reading:
    """Read every file of the bundle. Raises TooMuch where it holds more than a bundle may."""
    reading = Reading(problems=problems)
    allowance = Allowance()
    refuse_unknown_files(source, problems)
    for family in FAMILIES:
        read_family(source, family, keys, reading, allowance)
    return reading
