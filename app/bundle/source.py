"""Where a bundle lies: a folder or a zip. Guards against a zip that is larger than it looks, or that points elsewhere.

Only `.csv` files at the top are the bundle; every other file is left alone (bundle.md).
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.bundle.problems import Problems

LARGEST_UNPACKED = 1024 * 1024 * 1024
LARGEST_RATIO = 200
RATIO_MATTERS_FROM = 10 * 1024 * 1024
MOST_MEMBERS = 1_000
# The end of a zip's list of files: 22 bytes, then a comment of at most 65,535 (APPNOTE 4.3.16).
END_OF_ZIP = b"PK\x05\x06"
LONGEST_END = 22 + 65_535
ALONE = "Pack the bundle’s .csv files alone."
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError)


class NotABundle(Exception):
    """The path can't be read as a bundle at all; the message says what would be right."""


class Source:
    """The `.csv` files of one folder or zip, by name."""

    def __init__(self, path: Path, names: tuple[str, ...], archive: zipfile.ZipFile | None) -> None:
        self.path, self.names, self._archive = path, names, archive

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """The bytes of one file."""
        if self._archive is None:
            with (self.path / name).open("rb") as lines:
                yield lines
        else:
            with self._archive.open(name) as packed:
                yield packed


@contextmanager
def open_source(path: Path, problems: Problems) -> Iterator[Source]:
    """Open the bundle at `path`; what can't be trusted is noted in `problems` and not listed."""
    if path.is_dir():
        yield Source(path, _names_of_folder(path, problems), None)
    elif path.is_file():
        try:
            if _number_of_members(path) > MOST_MEMBERS:
                problems.add(path.name, None, None, f"It holds more than {MOST_MEMBERS:,} files.", ALONE)
                yield Source(path, (), None)
                return
            archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError):
            raise NotABundle(f"{path} is neither a folder nor a zip file that can be read.") from None
        with archive:
            yield Source(path, _names_of_zip(path, archive, problems), archive)
    else:
        raise NotABundle(f"There is no folder or zip file at {path}.")


def _number_of_members(path: Path) -> int:
    """How many files the zip says it holds, from its last bytes: the list itself could fill the memory."""
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, 2) - LONGEST_END))
        end = file.read()
    place = end.rfind(END_OF_ZIP)
    if place < 0 or len(end) < place + 22:
        raise zipfile.BadZipFile
    number: int = struct.unpack_from("<H", end, place + 10)[0]
    return number


def _names_of_folder(path: Path, problems: Problems) -> tuple[str, ...]:
    names = []
    size = 0
    for file in sorted(path.iterdir()):
        if file.is_dir() and not file.is_symlink():
            _tell_what_lies_deeper(file, problems)
        if file.suffix.lower() != ".csv":
            continue
        if file.is_symlink() or not file.is_file():
            problems.add_unread(file.name, None, None, "It is a link or a folder.", "Put the file itself there.")
        elif not os.access(file, os.R_OK):
            problems.add_unread(file.name, None, None, "It can’t be read by this user.", "Allow it to be read.")
        else:
            size += file.stat().st_size
            names.append(file.name)
    if size > LARGEST_UNPACKED:
        wrong = "The files are larger than 1 GiB together."
        problems.add(path.name, None, None, wrong, "Import the years one after the other.")
        return ()
    return tuple(names)


def _tell_what_lies_deeper(folder: Path, problems: Problems) -> None:
    """A `.csv` in a folder of the bundle would be missed without a word; in a zip it is refused as well."""
    if not os.access(folder, os.R_OK | os.X_OK):
        return
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() == ".csv":
            name = f"{folder.name}/{file.name}"
            problems.add_unread(name, None, None, "It lies in a folder of the bundle.", "Put the files at its top.")


def _names_of_zip(path: Path, archive: zipfile.ZipFile, problems: Problems) -> tuple[str, ...]:
    members = archive.infolist()
    trouble = _too_large(members)
    if trouble:
        problems.add(path.name, None, None, trouble, ALONE)
        return ()
    names: set[str] = set()
    twice: set[str] = set()
    for member in members:
        name = member.filename
        if not name.lower().endswith(".csv"):
            continue
        why = _why_not_trusted(member)
        if why:
            problems.add_unread(name, None, None, *why)
        else:
            (twice if name in names else names).add(name)
    for name in sorted(twice):
        problems.add_unread(name, None, None, "The zip holds it twice.", "Keep one.")
    return tuple(sorted(names - twice))


def _why_not_trusted(member: zipfile.ZipInfo) -> tuple[str, str] | None:
    """What is wrong with a `.csv` of the zip, and what would be right."""
    if _leads_out(member.filename) or stat.S_ISLNK(member.external_attr >> 16):
        return "It leads out of the zip.", "Pack plain files with plain names."
    if "/" in member.filename:
        return "It lies in a folder of the zip.", "Put the files at the top of the zip."
    if member.flag_bits & 0x1:
        return "It is locked with a password.", "Pack it without one."
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "It is packed in a way that can’t be read here.", "Pack it in the usual way (deflate)."
    return None


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name


def _too_large(members: list[zipfile.ZipInfo]) -> str | None:
    if len(members) > MOST_MEMBERS:
        return f"It holds more than {MOST_MEMBERS:,} files."
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        return "Unpacked it would be larger than 1 GiB."
    for member in members:
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size > RATIO_MATTERS_FROM and ratio > LARGEST_RATIO:
            return f"{member.filename} would grow to {ratio:.0f} times its size."
    return None
