"""A group's rate against that of all other pupils, in a word that no count behind the printed figures contradicts.

The governors' copy prints floors (figures.md 5), so a printed 10 can be 14, and a word reckoned from the floors alone
always makes the group look smaller. A word is given only where every count that the print allows gives the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from reports.disclosure import LEAST_FOR_RATES, STEP

CANNOT = "cannot be told"
HALF, SAME_FROM, SAME_TO, TWICE = Fraction(1, 2), Fraction(4, 5), Fraction(5, 4), 2
Printed = Mapping[str, Mapping[str, int] | None]


class Span(NamedTuple):
    """The least and the greatest that a count can be."""

    low: int
    high: int


def behind(dimension: Printed, value: str, key: str, total: int) -> Span:
    """The true counts that a published cell allows, beside the exact `total` over all groups.

    The floors of one part of a table may have been lowered once, in one cell, if they come within two steps of it.
    """
    own, shown = _cell(dimension[value], key), sum(_cell(row, key) for row in dimension.values())
    slack = STEP - 1 if shown <= total - 2 * STEP else 2 * STEP - 1
    return Span(own, min(own + slack, total - (shown - own)))


def roll_behind(printed: int) -> Span:
    """The true rolls that a published roll allows: the largest group is left out, so its floors always leave it five."""
    return Span(printed, printed + STEP - 1)


def _cell(row: Mapping[str, int] | None, key: str) -> int:
    return 0 if row is None else row[key]


def against_others(count: Span, on_roll: Span, total: int, pupils: int) -> str:
    """The group's rate over that of all others (`total` and `pupils`, less the group), in words.

    Nothing is told from fewer than STEP on either side, nor of a roll under LEAST_FOR_RATES.
    """
    if min(count.low, total - count.high) < STEP or min(on_roll.low, pupils - on_roll.high) < LEAST_FOR_RATES:
        return CANNOT
    least = _ratio(count.low, on_roll.high, total, pupils)
    return word(least, _ratio(count.high, on_roll.low, total, pupils))


def _ratio(count: int, on_roll: int, total: int, pupils: int) -> Fraction:
    return Fraction(count * (pupils - on_roll), on_roll * (total - count))


def word(least: Fraction, most: Fraction) -> str:
    """What holds of every ratio from `least` to `most`."""
    if most < HALF:
        return "less than half"
    if most < SAME_FROM:
        return "lower"
    if least >= TWICE:
        return f"at least {int(least)} times"
    if least > SAME_TO:
        return "higher"
    return "about the same" if least >= SAME_FROM and most <= SAME_TO else CANNOT
