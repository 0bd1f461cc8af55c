"""Section 4: exclusions avoided. The headline, then what became of every candidate of this term's incidents."""

from __future__ import annotations

from typing import Any

from reports.charts import Part, stacked_bar
from reports.presentation.blocks import Block, Caution, Figure, Paragraph, Table, row, table, words_cell
from reports.presentation.cover import Cover
from reports.presentation.headline import JUDGEMENT, avoided_words, missing_lines
from reports.presentation.words import Snapshot, number, span, term_words
from reports.terms import Terms

# status, its name in print, its shade, what it means: every candidate has exactly one (measure.md).
STATUSES = (
    ("avoided", "Avoided", "strong", "Agreement kept, and no exclusion for the same matter in the holding period"),
    ("in_progress", "In progress", "light", "Decided for a response; repair or holding period not yet finished"),
    ("not_sustained", "Not sustained", "pale", "No response in time, or the agreement was not kept, or the pupil left"),
    ("postponed", "Postponed", "barred", "Excluded within the holding period for the same matter"),
    ("excluded", "Excluded", "dark", "Excluded for the incident"),
    ("other_sanction", "Other sanction", "grey", "Not excluded, without a restorative response decided for"),
    ("undecided", "Undecided", "open", "Threshold recorded, no decision yet"),
    (
        "recorded_late",
        "Recorded late",
        "lined",
        "A response was used, but the record before it is missing or out of order",
    ),
)


OTHER_TERM = "This table goes by the term of the incident, the one above by the term of the last evidence"


def avoided_blocks(snapshot: Snapshot, terms: Terms, cover: Cover) -> list[Block]:
    """The headline by kind and confidence, or why it is not printed; then the cohort."""
    cohort = snapshot["cohort"]
    adds_up(cohort)
    return [*_headline(snapshot, terms), *_cohort(cohort, _beside(snapshot, cover))]


def adds_up(cohort: dict[str, int]) -> None:
    """Refuses (ValueError) a cohort whose eight statuses do not add up to its candidates."""
    if sum(cohort[key] for key, *_ in STATUSES) != cohort["candidates"]:
        raise ValueError("The statuses of the cohort do not add up to its candidates.")


def _headline(snapshot: Snapshot, terms: Terms) -> list[Block]:
    avoided = snapshot["exclusions_avoided"]
    if not avoided["printed"]:
        also = " and in section 8" if snapshot["over_claiming"]["would_be"] else ""
        text = (
            "The school has not said that these lines are complete for the "
            f"{term_words(snapshot['term']['name'])}: {missing_lines(snapshot, terms)}. Until each is supplied, "
            "nobody can tell whether exclusion has moved elsewhere, and the range of exclusions avoided in this term is "
            "held back. What became of the candidates of this term’s incidents is counted all the same, "
            f"below{also}: their “avoided” is open to the same doubt."
        )
        return [Caution("The headline is not printed", text)]
    return [
        Paragraph(
            f"Counted as avoided in this term: {' and '.join(avoided_words(avoided, terms))}. {JUDGEMENT}", lead=True
        ),
        _headline_table(avoided, terms),
    ]


def _headline_table(avoided: dict[str, Any], terms: Terms) -> Table:
    lines = {**terms.sanctions, "school_days": f"Indicated {terms.suspension.one} days not used"}
    rows = [
        row(
            name,
            number(avoided["probable"][key]),
            number(avoided["possible"][key]),
            span(avoided["probable"][key], avoided["possible"][key]),
        )
        for key, name in lines.items()
    ]
    return table(
        "Exclusions counted as avoided, by the confidence recorded before the decision",
        ["Sanction", "Probable", "Possible, in addition", "Printed as"],
        rows,
        note="Counted in the term in which the last evidence came in, once, whenever the incident was. The "
        f"days are those that policy indicated; a {terms.permanent_exclusion.one} is not turned into days. "
        "Where the pupils spent these days is not observed.",
    )


def same_number(snapshot: Snapshot) -> bool:
    """Whether the headline, of both confidences, and the avoided of this term's incidents are as many."""
    printed = [snapshot["exclusions_avoided"][key] for key in ("probable", "possible")]
    credited = sum(each["suspensions"] + each["permanent_exclusions"] for each in printed)
    return bool(credited == snapshot["cohort"]["avoided"])


def _beside(snapshot: Snapshot, cover: Cover) -> str:
    """Why numbers of the cohort's table differ from others in the report; only where they stand in it and differ."""
    other = ""
    if snapshot["exclusions_avoided"]["printed"]:
        other = f" {OTHER_TERM}{'' if same_number(snapshot) else ', so their numbers differ'}."
    given = [snapshot["actual"][key] for key in ("suspensions", "permanent_exclusions")]
    entries = None if None in given else sum(line["occasions"] for line in given)
    excluded = snapshot["cohort"]["excluded"]
    if entries is None or entries == excluded:
        return other
    return (
        f"{other} “Excluded” ({number(excluded)}{_without_entry(cover)}) goes by the term of the incident; section 5 counts the entries of the register ({number(entries)}) by the "
        "day on which they began, with or without an incident."
    )


def _without_entry(cover: Cover) -> str:
    """How many of the excluded are so by the decision alone; what the cover does not bring is not mentioned."""
    alone = cover.count("excluded_without_entry")
    if alone is None:
        return ""
    return (
        f", {number(alone)} of them without an entry in the register"
        if alone
        else ", each with an entry in the register"
    )


def _cohort(cohort: dict[str, int], beside: str) -> list[Block]:
    candidates = cohort["candidates"]
    said = ", ".join(f"{name.lower()} {cohort[key]}" for key, name, *_ in STATUSES)
    chart = stacked_bar(
        f"Candidates of this term’s incidents by what became of them. Of {candidates}: {said}.",
        "One bar cut into parts; the table below it has the same figures.",
        [Part(name, cohort[key], tone) for key, name, tone, _ in STATUSES],
        empty="There were no candidates in this term",
    )
    return [
        Paragraph(
            "A candidate is one pupil who caused harm in one incident in which exclusion was in play. The "
            "figure and the table follow every candidate of this term’s incidents to the day of the report."
        ),
        Figure("Candidates of this term’s incidents, by what became of them", chart),
        _cohort_table(cohort, beside),
    ]


def _cohort_table(cohort: dict[str, int], beside: str) -> Table:
    rows = [row(name, number(cohort[key]), words_cell(meaning)) for key, name, _, meaning in STATUSES]
    rows.append(row("All candidates", number(cohort["candidates"]), words_cell("The eight rows above"), weight="total"))
    return table(
        "Candidates of this term’s incidents, by what became of them",
        ["Status", "Candidates", "What it means"],
        rows,
        note=f"The eight rows add up to {number(cohort['candidates'])}. Both confidences. A young cohort has more in "
        f"progress: shares of terms at different ages must not be compared.{beside}",
        words=["What it means"],
        wordy=True,
    )
