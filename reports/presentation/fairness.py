"""Section 6: is it fair? Pupils by what they are, in the published or in the restricted form of figures.md 5."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from reports.disclosure import LEAST_FOR_RATES, STEP
from reports.presentation.blocks import Block, Caution, Cell, Paragraph, Row, Table, row, table, words_cell
from reports.presentation.cover import Cover
from reports.presentation.groups import DIMENSIONS, value_name
from reports.presentation.words import NONE, Snapshot, long_date, number

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
    "Reckoned from the figures printed in this report only. Counts and rolls are rounded down, so these are "
    "rough: they raise questions, and settle not one of them."
)
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
    return [Paragraph(lead), *_taken_over(cover), note, *tables, *_rates(snapshot, restricted=cover.restricted)]


def _refuse_true_counts(groups: Mapping[str, Group]) -> None:
    for name, dimension in groups.items():
        rows = list(dimension.values())
        figures = [figure for each in rows if each is not None for figure in each.values()]
        if rows and (None not in rows or any(figure % STEP for figure in figures)):
            raise TrueCountsInPublishedCopy(
                f"The groups by {name} hold true counts; the governors’ copy takes the published form (figures.md 5)."
            )


def _taken_over(cover: Cover) -> list[Block]:
    day = (cover.context or {}).get("groups_as_at")
    if not isinstance(day, str):
        return []
    return [
        Caution(
            "Published once",
            f"These tables were published as they stood on {long_date(day)} and are taken over unchanged: there "
            "is never a second version from which to subtract.",
        )
    ]


def _table(dimension: Group, key: str, name: str, *, restricted: bool) -> Table:
    rows = [
        _row(value_name(key, value), figures, restricted=restricted) for value, figures in sorted(dimension.items())
    ]
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


def _rates(snapshot: Snapshot, *, restricted: bool) -> list[Block]:
    rows = [
        _rate_row(
            f"{name}: {value_name(key, value)}", figures, _others(snapshot, value, snapshot["groups"][key]), restricted
        )
        for key, name in DIMENSIONS
        if key in snapshot["groups"]
        for value, figures in sorted(snapshot["groups"][key].items())
        if figures is not None and figures["on_roll"] >= LEAST_FOR_RATES
    ]
    if not rows:
        return [
            Paragraph(
                f"No printed group has {LEAST_FOR_RATES} pupils on roll, so no rates or ratios are printed this term."
            )
        ]
    against = ("Avoided, against all others", "Excluded anyway, against all others")
    return [
        table(
            "Per 100 pupils of the group, and against all other pupils",
            ["Group", "Offered", "Met", "Avoided", "Excluded anyway", *against],
            rows,
            note=f"For groups of {LEAST_FOR_RATES} pupils or more, to whole numbers. {'' if restricted else ROUGH}".strip(),
            words=against,
        )
    ]


def _rate_row(name: str, own: Mapping[str, int], others: Mapping[str, int] | None, restricted: bool) -> Row:
    rates = [_whole(own[key], own["on_roll"], restricted) for key in ("offered", "met", "avoided", "excluded")]
    ratios = [ratio(own, others, key) for key in ("avoided", "excluded")]
    if {*rates, *ratios} == {TOO_FEW, NONE}:
        return row(name, Cell(TOO_FEW, numeric=False, span=len(rates) + len(ratios)))
    return row(name, *rates, *map(words_cell, ratios))


def _whole(count: int, pupils: int, restricted: bool) -> str:
    if not count and not restricted:
        return TOO_FEW
    return str(round(Fraction(100 * count, pupils)))


def _others(snapshot: Snapshot, value: str, dimension: Group) -> Mapping[str, int] | None:
    """All pupils but the group's, from figures that the report prints as totals of the school; None if unknown."""
    own, cohort, pupils = dimension[value], snapshot["cohort"], snapshot["pupils_on_roll"]
    if own is None or pupils is None:
        return None
    return {
        "on_roll": pupils - own["on_roll"],
        "avoided": cohort["avoided"] - own["avoided"],
        "excluded": cohort["excluded"] + cohort["postponed"] - own["excluded"],
    }


def ratio(own: Mapping[str, int], others: Mapping[str, int] | None, key: str) -> str:
    """The group's rate over that of all others, in words and to a whole number; a dash if either side is too small."""
    if others is None or others["on_roll"] < LEAST_FOR_RATES or not own[key] or not others[key]:
        return NONE
    value = round(Fraction(own[key] * others["on_roll"], own["on_roll"] * others[key]))
    return f"about {number(value)} times" if value > 1 else "about the same" if value == 1 else "less than half"
