"""Section 6: is it fair? Pupils by what they are, in the published or in the restricted form of figures.md 5."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from reports.disclosure import LEAST_FOR_RATES, STEP
from reports.presentation.blocks import Block, Caution, Cell, Paragraph, Row, Table, row, table, words_cell
from reports.presentation.cover import Cover
from reports.presentation.groups import DIMENSIONS, ordered, value_name
from reports.presentation.ratios import CANNOT, Span, against_others, behind, roll_behind
from reports.presentation.words import Snapshot, long_date, number

TOO_FEW = "too few to print"
KEYS = (
    ("on_roll", "On roll"),
    ("candidates", "Candidates"),
    ("offered", "Offered"),
    ("met", "Met"),
    ("avoided", "Avoided"),
    ("excluded", "Excluded anyway"),
)
PUBLISHED_NOTE = (
    "Every figure is rounded down to a multiple of five and reads “n or more”; one that would read 0 is “too "
    "few to print”, which never means none; in the file of figures (JSON) it stands as 0. In each table the largest "
    "group is left out as “all others”, there null. "
    "Nothing else may be worked out from these tables: rows do not add up to the totals of section 4."
)
RESTRICTED_NOTE = (
    "This copy has the true counts. They can point to a child: it is for the headteacher and is never published."
)
ROUGH = (
    "Reckoned from the figures printed in this report only, which are rounded down: they raise questions, and settle "
    "not one of them. "
)
RATED = ("offered", "met", "avoided", "excluded")
# What is set against all others, and the statuses of the cohort that make its total.
COMPARED = {"avoided": ("avoided",), "excluded": ("excluded", "postponed")}
Group = Mapping[str, Mapping[str, int] | None]


class TrueCountsInPublishedCopy(ValueError):
    """The snapshot has true counts of groups, and the cover says that governors will read it."""


def fairness_blocks(snapshot: Snapshot, cover: Cover) -> list[Block]:
    """One table for each characteristic, then what rates may be reckoned. Refuses true counts in a published copy."""
    groups = snapshot["groups"]
    if not cover.restricted:
        _refuse_true_counts(groups)
    note = Caution("True counts", RESTRICTED_NOTE) if cover.restricted else Paragraph(PUBLISHED_NOTE)
    tables = [_table(groups[key], key, name, restricted=cover.restricted) for key, name in DIMENSIONS if key in groups]
    lead = (
        "The candidates of this term’s incidents by sex, special educational needs, free school meals, ethnic "
        "group and whether looked after, beside the pupils on roll. “Excluded anyway” are those excluded, and "
        "those excluded within the holding period."
    )
    return [Paragraph(lead), *_taken_over(snapshot, cover), note, *tables, *_rates(snapshot, cover)]


def _refuse_true_counts(groups: Mapping[str, Group]) -> None:
    for name, dimension in groups.items():
        rows = list(dimension.values())
        figures = [figure for each in rows if each is not None for figure in each.values()]
        if rows and (None not in rows or any(figure % STEP for figure in figures)):
            raise TrueCountsInPublishedCopy(
                f"The groups by {name} hold true counts; the governors’ copy takes the published form (figures.md 5)."
            )


def _taken_over(snapshot: Snapshot, cover: Cover) -> list[Block]:
    day = _day_taken_over(snapshot, cover)
    if day is None:
        return []
    return [
        Caution(
            "Published once",
            f"These tables were published as they stood on {long_date(day)} and are taken over unchanged: there "
            "is never a second version from which to subtract.",
        )
    ]


def _day_taken_over(snapshot: Snapshot, cover: Cover) -> str | None:
    """The earlier day of which the published tables are; the head's copy has its own counts."""
    day = None if cover.restricted else (cover.context or {}).get("groups_as_at")
    return day if isinstance(day, str) and day != snapshot["as_at"] else None


def _table(dimension: Group, key: str, name: str, *, restricted: bool) -> Table:
    rows = [_row(value_name(key, value), figures, restricted=restricted) for value, figures in ordered(key, dimension)]
    copy = "true counts" if restricted else "rounded down"
    return table(f"{name}, {copy}", ["Group", *(label for _, label in KEYS)], rows)


def _row(name: str, figures: Mapping[str, int] | None, *, restricted: bool) -> Row:
    if figures is None:
        return row(f"All others ({name})", Cell("the largest group, left out", numeric=False, span=len(KEYS)))
    counts = [figures[key] for key, _ in KEYS]
    if restricted:
        return row(name, *(number(count) for count in counts))
    return row(name, *_rounded_down(counts))


def _rounded_down(counts: list[int]) -> list[Cell]:
    """Printed figures; a run of zeros at the end of the row becomes one cell, so that its words are read once."""
    last = max((n + 1 for n, count in enumerate(counts) if count), default=0)
    cells = [Cell(printed(count)) for count in counts[:last]]
    if last < len(counts):
        cells.append(Cell(TOO_FEW, numeric=False, span=len(counts) - last))
    return cells


def printed(count: int) -> str:
    """ "5 or more", or "too few to print" for 0: never "none" (figures.md 5.4)"""
    return f"{number(count)} or more" if count else TOO_FEW


def _rates(snapshot: Snapshot, cover: Cover) -> list[Block]:
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
    why = _why(snapshot, cover, told=told)
    return [_rates_table(rows, f"{'' if cover.restricted else ROUGH}{why}", told=told)]


class _Rates(NamedTuple):
    name: str
    rates: list[str]
    ratios: list[str]

    def row(self, *, told: bool) -> Row:
        return row(self.name, *self.rates, *map(words_cell, self.ratios if told else ()))


def _rates_table(rows: list[_Rates], why: str, *, told: bool) -> Table:
    against = ("Avoided, against all others", "Excluded anyway, against all others") if told else ()
    return table(
        f"Per 100 pupils of the group{', and against all other pupils' if told else ''}",
        ["Group", "Offered", "Met", "Avoided", "Excluded anyway", *against],
        [each.row(told=told) for each in rows],
        note=f"For groups of {LEAST_FOR_RATES} pupils or more of which anything is printed, to whole numbers. {why}",
        words=against,
    )


def _why(snapshot: Snapshot, cover: Cover, *, told: bool) -> str:
    """What a word against all others rests on, or why there is none."""
    if snapshot["pupils_on_roll"] is None:
        return "The number of pupils on roll is not known: nothing is set against all others."
    if _day_taken_over(snapshot, cover):
        return "The totals of section 4 are of another day than these tables: nothing is set against all others."
    if not told:
        allow = "" if cover.restricted else ", or the rounded figures allow more and less alike"
        return f"Nothing can be told against all others: fewer than {STEP}, or a roll under {LEAST_FOR_RATES}, stand on one side{allow}."
    allowed = "" if cover.restricted else "only where every count that the printed figures allow gives it, and "
    return (
        f"A word against all others stands {allowed}not from fewer than {STEP} on either side; “about the same” is 0.8 "
        "to 1.25 times."
    )


def _whole(own: Mapping[str, int], key: str, *, restricted: bool) -> str:
    """Per 100 of the group. From floors the least that it can be: over the greatest roll that the print allows."""
    if restricted:
        return str(round(Fraction(100 * own[key], own["on_roll"])))
    return printed(100 * own[key] // roll_behind(own["on_roll"]).high)


def _against(snapshot: Snapshot, cover: Cover, group: tuple[str, str], own: Mapping[str, int], key: str) -> str:
    """The group's rate against all others': by the totals that the report prints, if they are of the same day."""
    pupils, total = snapshot["pupils_on_roll"], sum(snapshot["cohort"][each] for each in COMPARED[key])
    if pupils is None or _day_taken_over(snapshot, cover):
        return CANNOT
    if cover.restricted:
        return against_others(Span(own[key], own[key]), Span(own["on_roll"], own["on_roll"]), total, pupils)
    dimension, value = group
    count = behind(snapshot["groups"][dimension], value, key, total)
    return against_others(count, roll_behind(own["on_roll"]), total, pupils)
