"""Where a bundle lies: a folder or a zip. Guards against a zip that is larger than it looks, or that points elsewhere.

Only `.csv` files at the top are the bundle; every other file is left alone (bundle.md).
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.bundle.problems import Problems

LARGEST_UNPACKED = 1024 * 1024 * 1024
LARGEST_RATIO = 200
RATIO_MATTERS_FROM = 10 * 1024 * 1024
MOST_MEMBERS = 1_000


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
            archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError):
            raise NotABundle(f"{path} is neither a folder nor a zip file that can be read.") from None
        with archive:
            yield Source(path, _names_of_zip(archive, problems), archive)
    else:
        raise NotABundle(f"There is no folder or zip file at {path}.")


def _names_of_folder(path: Path, problems: Problems) -> tuple[str, ...]:
    names = []
    size = 0
    for file in sorted(path.iterdir()):
        if file.suffix.lower() != ".csv":
            continue
        if file.is_symlink() or not file.is_file():
            problems.add(file.name, None, None, "It is a link or a folder.", "Put the file itself there.")
            continue
        size += file.stat().st_size
        names.append(file.name)
    if size > LARGEST_UNPACKED:
        problems.add(
            path.name, None, None, "The files are larger than 1 GiB together.", "Leave out what is not needed."
        )
        return ()
    return tuple(names)


def _names_of_zip(archive: zipfile.ZipFile, problems: Problems) -> tuple[str, ...]:
    members = archive.infolist()
    trouble = _too_large(members)
    if trouble:
        problems.add("the zip", None, None, trouble, "Pack the bundle's .csv files alone.")
        return ()
    names: list[str] = []
    for member in members:
        name = member.filename
        if not name.lower().endswith(".csv") or ("/" in name.rstrip("/") and not _leads_out(name)):
            if name.lower().endswith(".csv"):
                problems.add(
                    name, None, None, "It lies in a folder of the zip.", "Put the files at the top of the zip."
                )
            continue
        if _leads_out(name) or stat.S_ISLNK(member.external_attr >> 16):
            problems.add(name, None, None, "Its name leads out of the zip.", "Pack plain files with plain names.")
        elif member.flag_bits & 0x1:
            problems.add(name, None, None, "It is locked with a password.", "Pack it without one.")
        elif name in names:
            problems.add(name, None, None, "The zip holds it twice.", "Keep one.")
        else:
            names.append(name)
    return tuple(sorted(names))


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name


def _too_large(members: list[zipfile.ZipInfo]) -> str | None:
    if len(members) > MOST_MEMBERS:
        return f"It holds {len(members)} files."
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        return "Unpacked it would be larger than 1 GiB."
    for member in members:
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size > RATIO_MATTERS_FROM and ratio > LARGEST_RATIO:
            return f"{member.filename} would grow to {ratio:.0f} times its size."
    return None
