"""Section 6, last part: rates of groups, and what may be said of them against all other pupils."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from reports.disclosure import LEAST_FOR_RATES, STEP
from reports.presentation.blocks import Block, Paragraph, Row, Table, row, table, words_cell
from reports.presentation.cover import Cover
from reports.presentation.groups import DIMENSIONS, ordered, value_name
from reports.presentation.ratios import CANNOT, Span, against_others, behind, roll_behind
from reports.presentation.words import Snapshot, number

TOO_FEW = "too few to print"
ROUGH = (
    "Reckoned from the figures printed in this report only, which are rounded down: they raise questions, and settle "
    "not one of them. "
)
RATED = ("offered", "met", "avoided", "excluded")
# What is set against all others, and the statuses of the cohort that make its total.
COMPARED = {"avoided": ("avoided",), "excluded": ("excluded", "postponed")}


def printed(count: int) -> str:
    """ "5 or more", or "too few to print" for 0: never "none" (figures.md 5.4)"""
    return f"{number(count)} or more" if count else TOO_FEW


def day_taken_over(snapshot: Snapshot, cover: Cover) -> str | None:
    """The earlier day of which the published tables are; the head's copy has its own counts."""
    day = None if cover.restricted else (cover.context or {}).get("groups_as_at")
    return day if isinstance(day, str) and day != snapshot["as_at"] else None


def rates_blocks(snapshot: Snapshot, cover: Cover) -> list[Block]:
    """Rates of the groups that are large enough, with a word against all others where one can be told."""
    kept = [
        (key, name, value, figures)
        for key, name in DIMENSIONS
        if key in snapshot["groups"]
        for value, figures in ordered(key, snapshot["groups"][key])
        if figures is not None and figures["on_roll"] >= LEAST_FOR_RATES
    ]
    if not kept:
        return [
            Paragraph(
                f"No printed group has {LEAST_FOR_RATES} pupils on roll, so no rates or ratios are printed this term."
            )
        ]
    rows = [
        _Rates(
            f"{name}: {value_name(key, value)}",
            [_whole(figures, each, restricted=cover.restricted) for each in RATED],
            [_against(snapshot, cover, (key, value), figures, each) for each in COMPARED],
        )
        for key, name, value, figures in kept
    ]
    rows = [each for each in rows if {*each.rates, *each.ratios} - {TOO_FEW, CANNOT}]
    if not rows:
        return [Paragraph("In every group too few are printed for a rate or a ratio.")]
    told = any({*each.ratios} != {CANNOT} for each in rows)
    rough = "to whole numbers. " if cover.restricted else f"of which anything is printed, to whole numbers. {ROUGH}"
    note = f"For groups of {LEAST_FOR_RATES} pupils or more, {rough}{_why(snapshot, cover, told=told)}"
    return [_rates_table(rows, note, told=told)]


class _Rates(NamedTuple):
    name: str
    rates: list[str]
    ratios: list[str]

    def row(self, *, told: bool) -> Row:
        return row(self.name, *self.rates, *map(words_cell, self.ratios if told else ()))


def _rates_table(rows: list[_Rates], note: str, *, told: bool) -> Table:
    against = ("Avoided, against all others", "Excluded anyway, against all others") if told else ()
    return table(
        f"Per 100 pupils of the group{', and against all other pupils' if told else ''}",
        ["Group", "Offered", "Met", "Avoided", "Excluded anyway", *against],
        [each.row(told=told) for each in rows],
        note=note,
        words=against,
    )


def _why(snapshot: Snapshot, cover: Cover, *, told: bool) -> str:
    """What a word against all others rests on, or why there is none."""
    return f"{_why_told(snapshot, cover, told=told)}{_other_roll(snapshot, cover)}"


def _other_roll(snapshot: Snapshot, cover: Cover) -> str:
    """That the school gave another number on roll than it has pupils: by it no group may be set against others."""
    pupils, roll = _pupils(snapshot, cover, next(iter(snapshot["groups"]))), snapshot["pupils_on_roll"]
    if pupils is None or pupils == roll or day_taken_over(snapshot, cover):
        return ""
    section_5 = "not known" if roll is None else number(roll)
    return (
        f" These tables count {number(pupils)} pupils on roll, those entered one by one; the roll of section 5 is "
        f"{section_5}."
    )


def _why_told(snapshot: Snapshot, cover: Cover, *, told: bool) -> str:
    if day_taken_over(snapshot, cover):
        return "The totals of section 4 are of another day than these tables: nothing is set against all others."
    if not cover.restricted and cover.count("groups_on_roll") is None:
        return "The number of pupils behind these tables is not known: nothing is set against all others."
    if not told:
        allow = "" if cover.restricted else ", or the rounded figures allow more and less alike"
        return f"Nothing can be told against all others: fewer than {STEP}, or a roll under {LEAST_FOR_RATES}, stand on one side{allow}."
    allowed = "" if cover.restricted else ", and every count that the printed figures allow must give it"
    return f"A word against all others needs {STEP} or more on either side{allowed}; “about the same” is 0.8 to 1.25 times."


def _whole(own: Mapping[str, int], key: str, *, restricted: bool) -> str:
    """Per 100 of the group. From floors the least that it can be: over the greatest roll that the print allows."""
    if restricted:
        whole = round(Fraction(100 * own[key], own["on_roll"]))
        return "under 1" if own[key] and not whole else str(whole)
    return printed(100 * own[key] // roll_behind(own["on_roll"]).high)


def _against(snapshot: Snapshot, cover: Cover, group: tuple[str, str], own: Mapping[str, int], key: str) -> str:
    """The group's rate against all others': by the totals that the groups have, if they are of the same day."""
    dimension, value = group
    pupils, total = _pupils(snapshot, cover, dimension), sum(snapshot["cohort"][each] for each in COMPARED[key])
    if pupils is None or day_taken_over(snapshot, cover):
        return CANNOT
    if cover.restricted:
        return against_others(Span(own[key], own[key]), Span(own["on_roll"], own["on_roll"]), total, pupils)
    count = behind(snapshot["groups"][dimension], value, key, total)
    return against_others(count, roll_behind(own["on_roll"]), total, pupils)


def _pupils(snapshot: Snapshot, cover: Cover, dimension: str) -> int | None:
    """On roll in all groups of a dimension together: never the roll of the census, which the school may have given
    otherwise (figures.md 1.4). None where a copy without true counts came without it."""
    if not cover.restricted:
        return cover.count("groups_on_roll")
    rows: Mapping[str, Mapping[str, int]] = snapshot["groups"][dimension]
    return sum(row["on_roll"] for row in rows.values())
