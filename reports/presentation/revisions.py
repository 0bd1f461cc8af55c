"""Section 10, first part: figures published earlier that are different when reckoned again today."""

from __future__ import annotations

from typing import Any

from reports.presentation.avoided import STATUSES
from reports.presentation.blocks import Block, Paragraph, row, table, words_cell
from reports.presentation.words import Snapshot, capital, long_date, number, term_words
from reports.terms import Terms

MEASURES = {
    "occasions": "occasions",
    "pupils": "pupils",
    "school_days": "school days",
    "suspensions": "suspensions",
    "permanent_exclusions": "permanent exclusions",
}
CONFIDENCES = {
    "probable": "Avoided, probable",
    "possible": "Avoided, possible",
    "strict": "Avoided, stricter reading",
}


def revision_blocks(snapshot: Snapshot, terms: Terms) -> list[Block]:
    """The table of revisions, or that there are none. Published reports themselves never change."""
    revisions = snapshot["revisions"]
    if not revisions:
        return [
            Paragraph("No figure of a report published earlier is different today, or none has been published yet.")
        ]
    rows = [
        row(
            capital(term_words(each["term"])),
            words_cell(long_date(each["published_as_at"])),
            words_cell(figure_name(each["key"], terms)),
            _figure(each["was"]),
            _figure(each["now"]),
        )
        for each in revisions
    ]
    made = table(
        "Figures published earlier that are different today",
        ["Term", "Published as at", "Figure", "Was", "Now"],
        rows,
        note="The published report stays as it was; the difference is shown here.",
        words=["Published as at", "Figure"],
        wordy=True,
    )
    return [made]


def _figure(value: Any) -> str:
    return "not known" if value is None else number(value)


def figure_name(key: str, terms: Terms) -> str:
    """A dotted key of the snapshot in words: `cohort.avoided` is "Candidates: avoided"."""
    statuses = {status: name.lower() for status, name, *_ in STATUSES} | {"candidates": "all"}
    parts = key.split(".")
    if key == "pupils_on_roll":
        return "Pupils on roll"
    if parts[0] == "cohort" and parts[-1] in statuses:
        return f"Candidates: {statuses[parts[-1]]}"
    if parts[0] == "actual" and len(parts) == 3 and parts[1] in terms.lines:
        return f"{terms.lines[parts[1]]}: {MEASURES.get(parts[2], parts[2])}"
    if parts[0] == "exclusions_avoided" and len(parts) == 3 and parts[1] in CONFIDENCES:
        return f"{CONFIDENCES[parts[1]]}: {MEASURES.get(parts[2], parts[2])}"
    return key
