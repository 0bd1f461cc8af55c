"""The whole report from a snapshot and its cover: the answer, then the ten sections in the order of measure.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reports.presentation.agreements import agreement_blocks
from reports.presentation.avoided import avoided_blocks
from reports.presentation.blocks import Block, Figure, Heading, Paragraph, Report, Section, Table
from reports.presentation.cover import Cover
from reports.presentation.elsewhere import elsewhere_blocks
from reports.presentation.facilitators import facilitator_blocks
from reports.presentation.fairness import fairness_blocks
from reports.presentation.harmed import harmed_blocks
from reports.presentation.headline import answer, facts, first_cautions
from reports.presentation.limits import limits_blocks
from reports.presentation.method import method_blocks
from reports.presentation.over_claiming import over_claiming_blocks
from reports.presentation.participation import participation_blocks
from reports.presentation.revisions import revision_blocks
from reports.presentation.words import Snapshot, long_date, term_words
from reports.terms import Terms, terms_for

TITLE = "Repair and exclusion"
DIGITS = 12
PRINTED_ONCE = (
    "Groups are printed once for a term, in its published report. A draft leaves them out, on paper and in the file of "
    "figures that goes with it: two drafts side by side could be subtracted from each other. The headteacher reads them "
    "on the page of the draft before publishing it."
)


def present(snapshot: Snapshot, cover: Cover, digest: str) -> Report:
    """Everything that is printed. `digest` is the SHA-256 of the snapshot; it is not worked out here."""
    terms = terms_for(cover.nation)
    return Report(
        school=snapshot["school"]["name"],
        urn=snapshot["school"]["urn"],
        title=TITLE,
        audience=f"Report to the {terms.audience}",
        term=term_words(snapshot["term"]["name"]),
        as_at=long_date(snapshot["as_at"]),
        standing=_standing(snapshot, cover),
        mark=cover.mark,
        copy="restricted" if cover.restricted else cover.status,
        digest=digest[:DIGITS],
        created=(cover.published_on.isoformat() if cover.published_on else snapshot["as_at"]),
        headline=answer(snapshot, terms),
        cautions=first_cautions(snapshot),
        facts=facts(snapshot, terms),
        sections=tuple(_sections(snapshot, cover, terms, digest)),
    )


def _standing(snapshot: Snapshot, cover: Cover) -> str:
    """Who approved it, when it was published, and whether one of its term was before. What it is not yet, the mark says."""
    approved = f"Approved by {cover.approved_by}." if cover.approved_by else ""
    published = f"Published on {long_date(cover.published_on)}." if cover.published_on else ""
    first = (cover.context or {}).get("groups_as_at")
    before = ""
    if isinstance(first, str) and first != snapshot["as_at"]:
        before = f"This term again: a report as at {long_date(first)} was published before."
    return " ".join(part for part in (approved, published, before) if part)


def _sections(snapshot: Snapshot, cover: Cover, terms: Terms, digest: str) -> Iterator[Section]:
    titled: tuple[tuple[str, list[Block]], ...] = (
        ("Are those harmed safer?", harmed_blocks(snapshot)),
        ("Are agreements kept?", agreement_blocks(snapshot)),
        ("Who takes part, who declines, who is not offered?", participation_blocks(snapshot)),
        ("Exclusions avoided", avoided_blocks(snapshot, terms, cover)),
        ("Has exclusion moved elsewhere?", elsewhere_blocks(snapshot, terms, cover)),
        ("Is it fair?", _fairness(snapshot, cover)),
        ("Are facilitators trained and not overloaded?", facilitator_blocks(snapshot)),
        ("Over-claiming check", over_claiming_blocks(snapshot, cover, terms)),
        ("Limits", limits_blocks(snapshot, cover)),
        ("Revisions and method", _last(snapshot, cover, terms, digest)),
    )
    for number, (title, blocks) in enumerate(titled, start=1):
        yield Section(number, title, tuple(numbered(number, blocks)))


def _fairness(snapshot: Snapshot, cover: Cover) -> list[Block]:
    return [Paragraph(PRINTED_ONCE)] if snapshot["groups"] is None else fairness_blocks(snapshot, cover)


def _last(snapshot: Snapshot, cover: Cover, terms: Terms, digest: str) -> list[Block]:
    return [
        Heading("Revisions of figures published earlier", "report-revisions"),
        *revision_blocks(snapshot, cover, terms),
        *method_blocks(snapshot, cover, terms, digest),
    ]


def numbered(section: int, blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with tables and figures numbered within their section: Table 5.2, Figure 5.1."""
    tables = figures = 0
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            yield replace(block, number=f"Table {section}.{tables}", id=f"report-table-{section}-{tables}")
        elif isinstance(block, Figure):
            figures += 1
            yield replace(block, number=f"Figure {section}.{figures}", id=f"report-figure-{section}-{figures}")
        else:
            yield block
