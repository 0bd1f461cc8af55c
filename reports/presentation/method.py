"""Section 10, method note: settings and dates, what an honest reader needs beside the headline, how to check."""

from __future__ import annotations

from reports.presentation.blocks import (
    Block,
    Bullets,
    Definition,
    Definitions,
    Heading,
    Paragraph,
    Row,
    Table,
    row,
    table,
    words_cell,
)
from reports.presentation.cover import Cover
from reports.presentation.definitions import definitions
from reports.presentation.words import PERCENT_FROM, Snapshot, counted, listed, long_date, number, of, percent
from reports.terms import Noun, Terms

# Printed, so that a reader can tell whether two reports were worded and laid out by the same rules.
EDITION = 1


def method_blocks(snapshot: Snapshot, cover: Cover, terms: Terms, digest: str) -> list[Block]:
    """Dates and settings, the strict reading, context, definitions, and the digest of the figures."""
    beside = _beside_the_headline(snapshot, cover, terms)
    return [
        Heading("Beside the headline", "report-beside"),
        Bullets(tuple(beside)),
        Heading("Dates and settings", "report-settings"),
        _settings(snapshot, cover),
        Heading("Definitions", "report-definitions"),
        Definitions(definitions(snapshot)),
        Heading("Checking this report", "report-checking"),
        *_checking(snapshot, cover, digest),
    ]


def _settings(snapshot: Snapshot, cover: Cover) -> Table:
    term, settings = snapshot["term"], snapshot["settings"]
    rows = [
        _said("School", f"{snapshot['school']['name']}, URN {snapshot['school']['urn']}"),
        _said("Figures as at", f"{long_date(snapshot['as_at'])}: everything of that day had happened"),
        _said("Term", f"{long_date(term['starts_on'])} to {long_date(term['ends_on'])}"),
        _said(
            "Counted to the term", f"everything to {long_date(term['period_ends_on'])}, the day before the next term"
        ),
        _said(
            "Pupils on roll", "not known" if snapshot["pupils_on_roll"] is None else number(snapshot["pupils_on_roll"])
        ),
        _said("Holding period", f"{number(settings['holding_school_days'])} school days from the agreement"),
        _said("Response within", f"{number(settings['response_within_school_days'])} school days of the decision"),
        _said("Baseline years", listed(list(settings["baseline_years"])) or "none"),
        *_of_the_cover(cover),
    ]
    return table("Dates and settings of this report", ["Setting", "Value"], rows, words=["Value"], wordy=True)


def _said(name: str, value: str) -> Row:
    return row(name, words_cell(value))


def _of_the_cover(cover: Cover) -> list[Row]:
    rows = [_said("Phase and nation", f"{cover.phase or 'phase not recorded'}, {cover.nation}")]
    if cover.school_days_note:
        rows.append(_said("School days", cover.school_days_note))
    if cover.restricted:
        rows.append(_said("Approval", "none: this copy is the head’s own and is never published"))
    else:
        rows.append(_said("Approved by", cover.approved_by or "not yet approved"))
        rows.append(_said("Published on", long_date(cover.published_on) if cover.published_on else "not yet published"))
    rows.append(_said("Edition of words and layout", number(EDITION)))
    return rows


def _beside_the_headline(snapshot: Snapshot, cover: Cover, terms: Terms) -> list[str]:
    return [line for line in (_strict(snapshot, terms), *_context(snapshot, cover, terms)) if line]


def _strict(snapshot: Snapshot, terms: Terms) -> str:
    strict = snapshot["exclusions_avoided"]["strict"]
    if strict is None:
        return "The stricter reading is held back together with the headline."
    both = (
        f"{counted(strict['suspensions'], terms.suspension)} and "
        f"{counted(strict['permanent_exclusions'], terms.permanent_exclusion)}"
    )
    return f"Stricter reading, no exclusion for anything in the holding period: {both} of the probable ones remain."


def _context(snapshot: Snapshot, cover: Cover, terms: Terms) -> list[str]:
    """One sentence for each count that the cover brings; what it does not bring is not mentioned."""
    lines = []
    out = cover.count("avoided_with_out_of_lessons")
    if out is not None and snapshot["exclusions_avoided"]["printed"]:
        pupils = counted(out, Noun("pupil", "pupils")) if out else "none"
        lines.append(
            f"Of the pupils whose exclusion is counted as avoided, {pupils} had another record of being out of "
            "lessons between the incident and the end of the holding period."
        )
    if (pupils_among := cover.count("candidate_pupils")) is not None:
        lines.append(f"The candidates of this term are {counted(pupils_among, Noun('pupil', 'different pupils'))}.")
    if (new := cover.count("candidates_under_new_policy")) is not None:
        lines.append(
            f"Candidates under a version of the policy less than a year old at the start of the term: {number(new)}."
        )
    lines += _calibration(cover, terms)
    if cover.restricted and (unrecorded := cover.count("indicated_without_threshold")) is not None:
        lines.append(
            "Pupils in incidents of this term whose policy indicates exclusion, where nobody recorded "
            f"anything: {number(unrecorded)}. They are no candidates; this line stands in the restricted copy "
            "only."
        )
    return lines


def _calibration(cover: Cover, terms: Terms) -> list[str]:
    total = cover.count("probable_not_restorative_total")
    excluded = cover.count("probable_not_restorative_excluded")
    if total is None or excluded is None:
        return []
    if not total:
        return [
            "In the year to this term no probable threshold went any way but the restorative one: how often "
            "“probable” comes true is not known."
        ]
    share = f" ({percent(excluded, total)})" if total >= PERCENT_FROM else ""
    return [
        "Of the probable thresholds of the year to this term that did not go the restorative way, "
        f"{of(excluded, total)} ended in exclusion{share}. The head chose which went which way, so the two groups "
        "differ: this shows no cause, and not what would have become of the others."
    ]


def _checking(snapshot: Snapshot, cover: Cover, digest: str) -> list[Block]:
    items = [Definition("SHA-256 of the figures", digest)]
    if cover.digest:
        items.append(Definition("SHA-256 of what stands beside the figures", cover.digest))
    if cover.event_head:
        items.append(Definition("Head of the school’s record of events when this was built", cover.event_head))
    return [
        Paragraph(
            "The foot of each page carries the first 12 digits of the SHA-256 of the figures file (JSON) from which the "
            "report was made. It covers the figures, dates and settings of that file, and nothing else."
        ),
        *_of_a_draft(snapshot, cover),
        Paragraph(_beside_the_figures(cover)),
        Definitions(tuple(items)),
    ]


def _of_a_draft(snapshot: Snapshot, cover: Cover) -> list[Block]:
    """Why the digest of a draft's page is another than that of its paper and file."""
    if cover.restricted or cover.status == "published":
        return []
    if snapshot["groups"] is None:
        return [Paragraph("“groups” is null in the file of a draft; with the groups its figures have another digest.")]
    return [
        Paragraph(
            "These figures hold the groups, as they will when they are published; the PDF and the file that the page of a "
            "draft gives leave them out, and have another digest."
        )
    ]


def _beside_the_figures(cover: Cover) -> str:
    beside = (
        "the school’s own words, who approved the report and on which day, and the counts under “Beside the headline”"
    )
    if cover.restricted:
        return "This restricted copy is never published: no record holds its digest. What governors read has its own."
    if not cover.digest:
        return f"What stands beside the figures, {beside}, has no digest: that is made when the report is published."
    return (
        f"What stands beside the figures, {beside}, has a SHA-256 of its own. When a report is published, both are written "
        "into the school’s record of events, where each entry is chained to the one before. The record leaves in the "
        "school’s export (events.csv), and whoever runs the service can set the two digests of a printed copy beside its "
        "entry; this page compares nothing. The same version of the software prints the same report from both again."
    )
