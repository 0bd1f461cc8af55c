"""Reads the rows of one file: RFC 4180, UTF-8 (a BOM is tolerated), a header row.

One problem for each cell that can't be read; nothing of a file is kept here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from app.bundle.cells import Unfit
from app.bundle.problems import Problems
from app.bundle.source import Source
from app.bundle.spec import Column

MOST_ROWS = 2_000_000
LONGEST_LINE = 8 * 1024 * 1024
BOM = b"\xef\xbb\xbf"
OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")


class TooMuch(Exception):
    """More than a bundle may hold; reading stops at once."""


@dataclass(slots=True)
class Line:
    """One row as values, in the canonical order of its columns; `sound`: every cell could be read."""

    number: int
    values: tuple[Any, ...]
    sound: bool


@dataclass
class Allowance:
    """How many rows the whole bundle may still bring."""

    left: int = MOST_ROWS

    def take(self, file: str) -> None:
        """One row; refuses the row after the last allowed one."""
        self.left -= 1
        if self.left < 0:
            raise TooMuch(
                f"{file}: the bundle holds more than {MOST_ROWS:,} rows. Import the years one after the other."
            )


def lines_of(
    source: Source, file: str, columns: Sequence[Column], problems: Problems, allowance: Allowance
) -> Iterator[Line]:
    """The rows of `file` one by one; nothing is kept. Stops at a header that can't be understood."""
    with source.opened(file) as opened:
        yield from _lines(opened, file, columns, problems, allowance)


def _lines(
    opened: IO[bytes], file: str, columns: Sequence[Column], problems: Problems, allowance: Allowance
) -> Iterator[Line]:
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(_decoded(opened, file, problems), strict=True)
    try:
        header = next(reader, None)
        places = _places(header, file, columns, problems)
        if header is None or places is None:
            return
        before = reader.line_num
        for cells in reader:
            number, before = before + 1, reader.line_num
            if not cells:
                continue
            allowance.take(file)
            if len(cells) != len(header):
                wrong = f"The row has {len(cells)} cells."
                problems.add(file, number, None, wrong, f"Give {len(header)}, one for each column of the header.")
                continue
            yield _line(number, [cells[place] for place in places], file, columns, problems)
    except csv.Error as error:
        right = "Write quotation marks within a cell twice, and close every one."
        problems.add(file, reader.line_num, None, f"The row can’t be read ({error}).", right)


def _decoded(opened: IO[bytes], file: str, problems: Problems) -> Iterator[str]:
    number = 0
    while line := opened.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise TooMuch(f"{file}, line {number}: the line is longer than 8 MiB. Lines end with CR LF or LF.")
        if number == 1:
            if line.startswith(OTHER_ENCODINGS):
                problems.add(file, 1, None, "The file is not UTF-8 but UTF-16.", "Save it as CSV UTF-8.")
                return
            line = line.removeprefix(BOM)
        if b"\x00" in line:
            problems.add(file, number, None, "The line has a NUL byte.", "Save the file as CSV UTF-8 again.")
            line = line.replace(b"\x00", b"")
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError as error:
            wrong = f"Byte {error.start + 1} of the line is not UTF-8."
            problems.add(file, number, None, wrong, "Save the file as CSV UTF-8.")
            yield line.decode("utf-8", "replace")


def _places(header: list[str] | None, file: str, columns: Sequence[Column], problems: Problems) -> list[int] | None:
    if header is None:
        problems.add(file, 1, None, "The file is empty.", "Give its header row: " + ",".join(c.name for c in columns))
        return None
    names = [column.name for column in columns]
    missing = [name for name in names if name not in header]
    unknown = [name for name in header if name not in names]
    twice = sorted({name for name in header if header.count(name) > 1})
    for name in missing:
        problems.add(file, 1, name, "The column is missing.", "Add it; its cells may be empty if unknown.")
    for name in unknown:
        problems.add(file, 1, name, "The column is not known.", f"The columns are {', '.join(names)}.")
    for name in twice:
        problems.add(file, 1, name, "The column is there twice.", "Keep one.")
    return None if missing or unknown or twice else [header.index(name) for name in names]


def _line(number: int, cells: list[str], file: str, columns: Sequence[Column], problems: Problems) -> Line:
    values: list[Any] = []
    sound = True
    for column, text in zip(columns, cells, strict=True):
        value = column.default
        if text:
            try:
                value = column.read(text)
            except Unfit as unfit:
                problems.add(file, number, column.name, unfit.wrong, unfit.right)
                sound = False
        elif column.required:
            problems.add(file, number, column.name, "It is empty.", "Every row needs it.")
            sound = False
        values.append(value)
    return Line(number, tuple(values), sound)
