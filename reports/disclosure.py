"""Disclosure control of splits of pupils by what they *are* (figures.md 5): what may be printed beside exact totals.

Whoever knows the method and every exact total can still not tell a cell of 1 to 4 from at least two other values,
unless its total is 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

STEP = 5
LEAST_FOR_RATES = 25

Row = dict[str, int]
Dimension = Mapping[str, Row]


def for_publication(groups: Mapping[str, Dimension]) -> dict[str, dict[str, Row | None]]:
    """Every dimension as the governors' copy prints it; the reference of each is None, "all others"."""
    return {dimension: published(rows) for dimension, rows in groups.items()}


def without_groups(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of a draft as those read them who may not see its groups: null, which is unknown and never none."""
    return {**snapshot, "groups": None}


def true_counts_in(groups: Mapping[str, Mapping[str, Mapping[str, int] | None]]) -> str | None:
    """A dimension that is not in the published form, where there is one: without reference, or not in fives."""
    for name, rows in groups.items():
        figures = [figure for row in rows.values() if row is not None for figure in row.values()]
        if rows and (None not in rows.values() or any(figure % STEP for figure in figures)):
            return name
    return None


def published(rows: Dimension) -> dict[str, Row | None]:
    """One dimension: floors to five, the largest VALUE left out, nothing that gives the rest away."""
    if not rows:
        return {}
    reference = reference_of(rows)
    parts = {
        "on_roll": {value: row["on_roll"] for value, row in rows.items()},
        "avoided": {value: row["avoided"] for value, row in rows.items()},
        "excluded": {value: row["excluded"] for value, row in rows.items()},
        "other": {value: row["candidates"] - row["avoided"] - row["excluded"] for value, row in rows.items()},
    }
    printed = {part: floors(counts, reference) for part, counts in parts.items()}
    return {value: None if value == reference else _row(rows[value], value, printed) for value in sorted(rows)}


def reference_of(rows: Dimension) -> str:
    """The VALUE with most pupils on roll; of equals the first in text order."""
    return min(sorted(rows), key=lambda value: -rows[value]["on_roll"])


def floors(counts: Mapping[str, int], reference: str) -> dict[str, int]:
    """floor5 of each VALUE but the reference; while they leave the reference less than 5 of the total, 5 off the
    greatest (of equals the first)."""
    printed = {value: floor5(counts[value]) for value in sorted(counts) if value != reference}
    most = max(0, sum(counts.values()) - STEP)
    while sum(printed.values()) > most:
        greatest = min(printed, key=lambda value: -printed[value])
        printed[greatest] -= STEP
    return printed


def floor5(count: int) -> int:
    """Rounded down to fives."""
    return STEP * (count // STEP)


def _row(true: Row, value: str, printed: Mapping[str, Mapping[str, int]]) -> Row:
    candidates = sum(printed[part][value] for part in ("avoided", "excluded", "other"))
    return {
        "on_roll": printed["on_roll"][value],
        "candidates": candidates,
        "offered": min(floor5(true["offered"]), candidates),
        "met": min(floor5(true["met"]), candidates),
        "avoided": printed["avoided"][value],
        "excluded": printed["excluded"][value],
    }


def rate(part: int, on_roll: int) -> int | None:
    """Printed `part` per 100 of printed `on_roll`, to a whole number, half to even; None under 25 on roll."""
    return None if on_roll < LEAST_FOR_RATES else round(100 * part / on_roll)
