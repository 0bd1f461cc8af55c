"""National rates to print beside the school's own, each with its counts, its date and its source.

`benchmarks.csv` is data: a later release of the Department is one more set of rows, never a change of the rows that a
published report was printed with. A report sees only what had been released on its day, so that it prints the same
again (statutory.md 3; Open Government Licence v3.0).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("benchmarks.csv")
PHASES = frozenset({"primary", "secondary", "special"})


@dataclass(frozen=True)
class Benchmark:
    """National counts of one term, phase and group of pupils (`all`, `fsm`, `not_fsm`)."""

    academic_year: str
    term: str
    phase: str
    pupils: str
    suspensions: int
    permanent_exclusions: int
    headcount: int
    headcount_from: str
    release: str
    released_on: date
    source: str

    def per_100(self, count: int) -> Fraction:
        """`count` per 100 pupils of the headcount, exact; rounded in print only."""
        return Fraction(100 * count, self.headcount)


@cache
def all_benchmarks(file: Path = FILE) -> tuple[Benchmark, ...]:
    """Every row of the file, in its order. A malformed row raises ValueError or KeyError."""
    with file.open(encoding="utf-8", newline="") as rows:
        return tuple(_benchmark(row) for row in csv.DictReader(rows))


def _benchmark(row: dict[str, str]) -> Benchmark:
    return Benchmark(
        academic_year=row["academic_year"],
        term=row["term"],
        phase=row["phase"],
        pupils=row["pupils"],
        suspensions=int(row["suspensions"]),
        permanent_exclusions=int(row["permanent_exclusions"]),
        headcount=int(row["headcount"]),
        headcount_from=row["headcount_from"],
        release=row["release"],
        released_on=date.fromisoformat(row["released_on"]),
        source=row["source"],
    )


def national_for(phase: str, season: str, *, as_at: date) -> Benchmark | None:
    """The newest national figures of the same `season` (autumn, spring, summer) released on or before `as_at`.

    A phase that the Department does not publish apart (all-through, nursery) gets all schools together.
    """
    wanted = phase.strip().casefold()
    wanted = wanted if wanted in PHASES else "all"
    released = [
        row
        for row in all_benchmarks()
        if (row.phase, row.term, row.pupils) == (wanted, season, "all") and row.released_on <= as_at
    ]
    return max(released, key=lambda row: (row.academic_year, row.released_on), default=None)
