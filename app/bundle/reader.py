"""Reads the rows of one file: RFC 4180, UTF-8 (a BOM is tolerated), a header row.

One problem for each cell that can't be read; nothing of a file is kept here.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from app.bundle.cells import Unfit, refuse_garbled, shown
from app.bundle.problems import Problems
from app.bundle.source import DAMAGED, Source
from app.bundle.spec import Column

MOST_ROWS = 2_000_000
LONGEST_LINE = 8 * 1024 * 1024
LONGEST_NAME = 60
BOM = b"\xef\xbb\xbf"
OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")


class TooMuch(Exception):
    """More than a bundle may hold; reading stops at once."""

    def __init__(self, file: str, line: int | None, wrong: str, right: str) -> None:
        super().__init__(wrong)
        self.file, self.line, self.wrong, self.right = file, line, wrong, right


class Unreadable(Exception):
    """A file that is no CSV in UTF-8; the rest of it is not looked at."""

    def __init__(self, line: int, wrong: str, right: str) -> None:
        super().__init__(wrong)
        self.line, self.wrong, self.right = line, wrong, right


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

    def take(self, file: str, line: int) -> None:
        """One row; refuses the row after the last allowed one."""
        self.left -= 1
        if self.left < 0:
            wrong = f"With this row the bundle holds more than {MOST_ROWS:,} rows."
            raise TooMuch(file, line, wrong, "Import the years one after the other.")


def lines_of(
    source: Source, file: str, columns: Sequence[Column], problems: Problems, allowance: Allowance
) -> Iterator[Line]:
    """The rows of `file` one by one; nothing is kept. Stops where the file can't be read, and notes it as unread."""
    try:
        with source.opened(file) as opened:
            yield from _lines(opened, file, columns, problems, allowance)
    except DAMAGED:
        problems.add_unread(file, None, None, "It can’t be unpacked: the zip is damaged.", "Pack the files again.")


def _lines(
    opened: IO[bytes], file: str, columns: Sequence[Column], problems: Problems, allowance: Allowance
) -> Iterator[Line]:
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(_decoded(opened, file), strict=True)
    before = 0
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
            allowance.take(file, number)
            if len(cells) != len(header):
                wrong = f"The row has {len(cells)} cells."
                problems.add(file, number, None, wrong, f"Give {len(header)}, one for each column of the header.")
                continue
            yield _line(number, [cells[place] for place in places], file, columns, problems)
    except Unreadable as why:
        problems.add_unread(file, why.line, None, why.wrong, why.right)
    except csv.Error as error:
        problems.add_unread(file, before + 1, None, *_why_no_csv(str(error)))


def _why_no_csv(error: str) -> tuple[str, str]:
    if "new-line" in error:
        return "A line ends with CR alone.", "End lines with CR LF or LF, as CSV UTF-8 does."
    if "unexpected end" in error:
        return "A quotation mark is opened in this row and never closed.", "Close it; within a cell write it twice."
    wrong = "After the quotation mark that closes a cell comes neither a comma nor the end of the line."
    return wrong, "Close every quotation mark; within a cell write it twice."


def _decoded(opened: IO[bytes], file: str) -> Iterator[str]:
    number = 0
    while line := opened.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise TooMuch(file, number, "The line is longer than 8 MiB.", "End lines with CR LF or LF.")
        if number == 1:
            if line.startswith(OTHER_ENCODINGS) or b"\x00" in line:
                raise Unreadable(1, "The file is not UTF-8; it looks like UTF-16.", "Save it as CSV UTF-8.")
            line = line.removeprefix(BOM)
        # What is not UTF-8 comes out marked, and is told with its column (cells.refuse_garbled).
        yield line.decode("utf-8", "surrogateescape")


def _places(header: list[str] | None, file: str, columns: Sequence[Column], problems: Problems) -> list[int] | None:
    names = [column.name for column in columns]
    listed = ", ".join(names)
    if header is None:
        problems.add_unread(file, 1, None, "The file is empty.", f"Give its header row: {listed}.")
        return None
    found = Counter(header)
    if len(found) == 1 and len(names) > 1 and (parted := [mark for mark in ";\t|" if mark in header[0]]):
        mark = {";": "semicolons", "\t": "tabs", "|": "bars"}[parted[0]]
        problems.add_unread(
            file, 1, None, f"The cells are parted by {mark}.", "Part them by commas, as CSV UTF-8 does."
        )
        return None
    for name in names:
        if name not in found:
            problems.add_unread(file, 1, name, "The column is missing.", "Add it; its cells may be empty if unknown.")
    for name in found:
        if name not in names:
            told = name if name.isprintable() and 0 < len(name) <= LONGEST_NAME else shown(name)
            problems.add_unread(file, 1, told, "The column is not known.", f"The columns are: {listed}.")
        elif found[name] > 1:
            problems.add_unread(file, 1, name, "The column is there twice.", "Keep one.")
    return None if file in problems.unread else [header.index(name) for name in names]


def _line(number: int, cells: list[str], file: str, columns: Sequence[Column], problems: Problems) -> Line:
    values: list[Any] = []
    sound = True
    for column, text in zip(columns, cells, strict=True):
        value = column.default
        if text:
            try:
                refuse_garbled(text)
                value = column.read(text)
            except Unfit as unfit:
                problems.add(file, number, column.name, unfit.wrong, unfit.right)
                sound = False
        elif column.required:
            problems.add(file, number, column.name, "It is empty.", "Every row needs it.")
            sound = False
        values.append(value)
    return Line(number, tuple(values), sound)
