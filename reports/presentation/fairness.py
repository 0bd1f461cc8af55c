"""Section 6: is it fair? Pupils by what they are, in the published or in the restricted form of figures.md 5."""

from __future__ import annotations

from collections.abc import Mapping

from reports.disclosure import true_counts_in
from reports.presentation.blocks import Block, Caution, Cell, Paragraph, Row, Table, row, table
from reports.presentation.cover import Cover
from reports.presentation.group_rates import TOO_FEW, day_taken_over, printed, rates_blocks
from reports.presentation.groups import DIMENSIONS, ordered, value_name
from reports.presentation.words import Snapshot, long_date, number

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
    return [Paragraph(lead), *_taken_over(snapshot, cover), note, *tables, *rates_blocks(snapshot, cover)]


def _refuse_true_counts(groups: Mapping[str, Group]) -> None:
    name = true_counts_in(groups)
    if name is not None:
        raise TrueCountsInPublishedCopy(
            f"The groups by {name} hold true counts; the governors’ copy takes the published form (figures.md 5)."
        )


def _taken_over(snapshot: Snapshot, cover: Cover) -> list[Block]:
    day = day_taken_over(snapshot, cover)
    if day is None:
        return []
    return [
        Caution(
            "Published once",
            f"These tables were published as they stood on {long_date(day)} and are taken over unchanged: there "
            "is never a second version from which to subtract.",
        )
    ]


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
