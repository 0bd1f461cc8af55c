"""Writes a school as a bundle: every file in canonical order, so that the same school gives the same bytes.

Formula-like cells stay as they are: the bundle is for exchange, not for a spreadsheet's eyes.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.bundle import chain
from app.bundle.cells import written
from app.bundle.files import FAMILIES
from app.bundle.keys import stored_keys
from app.bundle.spec import Column, Family, further_header
from app.bundle.stored import BATCH, Names, Stored, stored_rows

PRIVATE = 0o600
# A fixed date makes the zip the same bytes each time; zip files know none before 1980.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)

Lines = Iterator[list[str]]


class CannotWrite(Exception):
    """The bundle can't be written there; the message says what would be right."""


def export_bundle(session: Session, school_id: int, path: Path | str) -> int:
    """Write the school to `path`: a zip if it ends in .zip, else a new folder. Returns the number of files.

    Raises CannotWrite where something is there already, and for a folder that doesn't exist: a mistyped path would leave
    the school's data where nobody looks. Nothing is ever overwritten.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise CannotWrite(f"There is no folder {path.parent}. Name a place in a folder that exists.")
    try:
        if path.suffix.lower() == ".zip":
            return _to_zip(session, school_id, path)
        return _to_folder(session, school_id, path)
    except OSError as reason:
        raise CannotWrite(f"{path} can’t be written: {reason.strerror}. Name another place.") from reason


def _to_folder(session: Session, school_id: int, path: Path) -> int:
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise CannotWrite(f"{path} exists already. Name a new folder, or a file ending in .zip.")
    unfinished = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    count = 0
    try:
        for name, lines in bundle_files(session, school_id):
            with open(os.open(unfinished / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as raw:
                _write(raw, lines)
            count += 1
        unfinished.rename(path)  # an empty folder of that name gives way; half a bundle is never there
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return count


def _to_zip(session: Session, school_id: int, path: Path) -> int:
    if path.exists():
        raise CannotWrite(f"{path} exists already. Name a new file.")
    unfinished = path.with_name(f".{path.name}.unfinished")
    count = 0
    try:
        descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, PRIVATE)
        with open(descriptor, "w+b") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, lines in bundle_files(session, school_id):
                with archive.open(_member(name), "w") as raw:
                    _write(raw, lines)
                count += 1
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, ZIP_DATE)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = PRIVATE << 16
    member.create_system = 3
    return member


def _write(raw: IO[bytes], lines: Lines) -> None:
    text = io.TextIOWrapper(raw, encoding="utf-8", newline="", write_through=False)
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    text.flush()
    text.detach()


def bundle_files(session: Session, school_id: int) -> Iterator[tuple[str, Lines]]:
    """Name and lines of every file in canonical order; files of further columns only where there is something."""
    keys = stored_keys(session, school_id)
    names = Names(keys)
    for family in FAMILIES:
        rows = sorted(stored_rows(session, family, keys, names), key=_order_of(family))
        if rows or not family.optional:
            yield f"{family.file}.csv", _table(family.columns, (row.main for row in rows))
        if family.further is not None:
            further = list(_further(family, rows))
            if further:
                yield f"{family.further.file}.csv", _table(further_header(family), further)
    if session.scalar(sa.select(chain.EVENTS.c.id).where(chain.EVENTS.c.school_id == school_id).limit(1)) is not None:
        yield chain.FILE, _table(chain.COLUMNS, _events(session, school_id))


def _table(columns: tuple[Column, ...], rows: Iterable[Iterable[Any]]) -> Lines:
    yield [column.name for column in columns]
    writers = [column.write for column in columns]
    for values in rows:
        yield [write(value) for write, value in zip(writers, values, strict=True)]


def _order_of(family: Family) -> Any:
    """Rows by the family's order, then by everything else they hold; numbers as numbers, empty first."""
    first = family.order or family.key
    leading = [family.names.index(name) for name in first]
    if family.file == "contacts":
        # The order of contact is the order in which they were entered.
        return lambda row: (str(row.main[0]), row.id)
    columns = family.every_column

    def key(row: Stored) -> tuple[Any, ...]:
        values = row.main + row.further
        told = [_sortable(column, value) for column, value in zip(columns, values, strict=True)]
        return (*(told[place] for place in leading), *told)

    return key


def _sortable(column: Column, value: Any) -> tuple[bool, int, str]:
    if value is None:
        return (False, 0, "")
    return (True, value, "") if column.is_number else (True, 0, written(value))


def _further(family: Family, rows: list[Stored]) -> Iterator[tuple[Any, ...]]:
    """The rows that hold more than the main file tells, with their key and, where keys repeat, their number."""
    further = family.further
    assert further is not None  # noqa: S101  (the caller asked)
    nothing = tuple(column.default for column in further.columns)
    places = [place for place, name in enumerate(family.names) if name in family.key]
    numbers: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in rows:
        key = tuple(row.main[place] for place in places)
        numbers[key] += 1
        if row.further != nothing:
            yield (*key, *((numbers[key],) if further.numbered else ()), *row.further)


def _events(session: Session, school_id: int) -> Iterator[tuple[Any, ...]]:
    wanted = sa.select(*(chain.EVENTS.c[column.into] for column in chain.COLUMNS))
    wanted = wanted.where(chain.EVENTS.c.school_id == school_id).order_by(chain.EVENTS.c.number)
    for row in session.execute(wanted.execution_options(yield_per=BATCH)):
        yield tuple(row)
