"""Like terms side by side: the same-named terms of the years before, and this one (figures.md 4, history)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from reports.presentation.words import Snapshot, academic_year, exact_rate, runs_until, season

# No trend is said, and no arrow printed, from fewer like terms than this to compare with.
LIKE_TERMS = 3


@dataclass(frozen=True)
class TermColumn:
    """One term of the comparison: its year, its roll and its lines. `runs_until`: its last day while it is not over."""

    term: str
    pupils: int | None
    actual: dict[str, Any]
    runs_until: str | None = None

    @property
    def year(self) -> str:
        """ "2024-25", or "2025-26 so far" of a term that is not over."""
        return f"{academic_year(self.term)} so far" if self.runs_until else academic_year(self.term)

    @property
    def name(self) -> str:
        """ "autumn 2024-25", or "autumn 2025-26 so far" """
        return f"{season(self.term)} {self.year}"

    def value(self, line: str, key: str) -> Any:
        """A figure of a line; None where the line was not supplied."""
        figures = self.actual[line]
        return None if figures is None else figures.get(key)

    def exact(self, line: str) -> Fraction | None:
        """The line's occasions per 100 pupils, exact; None where unknown."""
        occasions = self.value(line, "occasions")
        return None if occasions is None else exact_rate(occasions, self.pupils)


def columns_of(snapshot: Snapshot) -> list[TermColumn]:
    """The like terms before, oldest first, then this one."""
    before = [TermColumn(each["term"], each["pupils_on_roll"], each["actual"]) for each in snapshot["history"]]
    now = (snapshot["term"]["name"], snapshot["pupils_on_roll"], snapshot["actual"])
    return [*before, TermColumn(*now, runs_until(snapshot))]


def part_of_a_term(column: TermColumn) -> str:
    """What must be known where a term that is not over stands beside whole ones; empty once it is over."""
    if column.runs_until is None:
        return ""
    return (
        f"“{column.year}” is a part of a term, which runs until {column.runs_until}; the other columns are whole terms."
    )


def trend(columns: list[TermColumn], line: str) -> str:
    """This term's rate against like terms, in words with an arrow; never from fewer than LIKE_TERMS of them, and never
    of a part of a term."""
    if columns[-1].runs_until:
        return "part of a term"
    *before, now = (column.exact(line) for column in columns)
    known = [value for value in before if value is not None]
    if now is None or len(known) < LIKE_TERMS:
        return "too few terms"
    if now > max(known):
        return "↑ above all three"
    if now < min(known):
        return "↓ below all three"
    return "within their range"
