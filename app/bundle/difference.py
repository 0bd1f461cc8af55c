"""What an import would do: which rows are added, which are changed, which are left alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.bundle.reading import Given
from app.bundle.spec import Family
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

    added: list[Given] = field(default_factory=list)
    changed: list[tuple[Stored, Given]] = field(default_factory=list)
    left_alone: int = 0

    @property
    def counts(self) -> Counts:
        """The three numbers."""
        return Counts(len(self.added), len(self.changed), self.left_alone)


def is_same(given: Given, stored: Stored) -> bool:
    """Whether storing the row would change nothing; further columns count only where the bundle gives them."""
    return given.main == stored.main and (given.further is None or given.further == stored.further)


def compare(family: Family, given: Iterable[Given], stored: Iterable[Stored]) -> Difference:
    """Pair the rows of a bundle with those stored: equal rows first, then by key in order."""
    difference = Difference()
    there: dict[tuple[Any, ...], list[Stored]] = {}
    for row in stored:
        there.setdefault(family.identity(row.main), []).append(row)
    unequal: list[tuple[tuple[Any, ...], Given]] = []
    for new in given:
        key = family.identity(new.main)
        rows = there.get(key, [])
        place = next((place for place, row in enumerate(rows) if is_same(new, row)), None)
        if place is None:
            unequal.append((key, new))
        else:
            del rows[place]
            difference.left_alone += 1
    for key, new in unequal:
        rows = there.get(key, [])
        if rows and not family.append_only:
            difference.changed.append((rows.pop(0), new))
        else:
            difference.added.append(new)
    return difference
