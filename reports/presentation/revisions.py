"""Section 10, first part: figures published earlier that are different when reckoned again as at the report's day."""

from __future__ import annotations

from typing import Any

from reports.presentation.avoided import STATUSES
from reports.presentation.blocks import Block, Paragraph, row, table, words_cell
from reports.presentation.cover import Cover
from reports.presentation.words import Snapshot, capital, counted, long_date, number, term_words
from reports.terms import Noun, Terms

MEASURES = {
    "occasions": "occasions",
    "pupils": "pupils",
    "school_days": "school days",
    "suspensions": "suspensions",
    "permanent_exclusions": "permanent exclusions",
}
REPORTS = Noun("report published earlier, the last of its term", "reports published earlier, the last of each term")
# What `reports/figures/revisions.py` compares.
WHAT = (
    "exclusions avoided, what became of the candidates, the lines of section 5 (rates apart) and pupils on roll. The other "
    "figures are not compared."
)
CONFIDENCES = {
    "probable": "Avoided, probable",
    "possible": "Avoided, possible",
    "strict": "Avoided, stricter reading",
}


def revision_blocks(snapshot: Snapshot, cover: Cover, terms: Terms) -> list[Block]:
    """The table of revisions, or why there is none. Published reports themselves never change."""
    revisions, day = snapshot["revisions"], long_date(snapshot["as_at"])
    compared = cover.count("reports_compared")
    if compared == 0:
        return [Paragraph(f"No report had been published by {day}, so there is none to compare with.")]
    if not revisions:
        earlier = "reports published earlier" if compared is None else counted(compared, REPORTS)
        return [Paragraph(f"Compared with {earlier}, none of these is different as at {day}: {WHAT}")]
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
        f"Figures published earlier that are different as at {day}",
        ["Term", "Published as at", "Figure", "Was", "Now"],
        rows,
        note=f"The published report stays as it was; the difference is shown here. Compared are {WHAT}",
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
