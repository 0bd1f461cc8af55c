"""What an import would do: which rows are added, which are changed, which are left alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.bundle.reading import Given
from app.bundle.spec import Family
from app.bundle.spool import Spool
from app.bundle.stored import Stored


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of one file by what an import does with them."""

    added: int
    changed: int
    left_alone: int


@dataclass
class Difference:
    """The rows of one family. Rows that the bundle does not have are never removed."""

    added: Spool[Given] = field(default_factory=Spool)
    changed: list[tuple[Stored, Given]] = field(default_factory=list)
    left_alone: int = 0

    @property
    def counts(self) -> Counts:
        """The three numbers."""
        return Counts(len(self.added), len(self.changed), self.left_alone)


def is_same(given: Given, stored: Stored) -> bool:
    """Whether storing the row would change nothing; further columns count only where the bundle gives them."""
    return given.main == stored.main and (given.further is None or given.further == stored.further)


def compare(family: Family, given: Spool[Given], stored: Iterable[Stored]) -> Difference:
    """Pair the rows of a bundle with those stored: equal rows first, then by key in order."""
    difference = Difference()
    there: dict[tuple[Any, ...], list[Stored]] = {}
    for row in stored:
        there.setdefault(family.identity(row.main), []).append(row)
    is_left = bytearray(len(given))
    for number, new in enumerate(given):
        rows = there.get(family.identity(new.main), [])
        place = next((place for place, row in enumerate(rows) if is_same(new, row)), None)
        if place is not None:
            del rows[place]
            is_left[number] = 1
    difference.left_alone = sum(is_left)
    for left, new in zip(is_left, given, strict=True):
        if left:
            continue
        rows = there.get(family.identity(new.main), [])
        if rows and not family.append_only:
            difference.changed.append((rows.pop(0), new))
        else:
            difference.added.append(new)
    return difference
