"""Every number of the termly report, as data: one module per section of measure.md, by the rules of figures.md.

`snapshot` is what `--json` writes, what the PDF is printed from, and what publishing freezes. `context` holds
what an honest reader needs beside it.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from app.casework.calendar import term_or_refuse
from app.casework.facts import Facts
from app.casework.facts.uncollected import uncollected
from reports.disclosure import for_publication
from reports.figures.agreements import agreements
from reports.figures.avoided import cohort, exclusions_avoided
from reports.figures.context import context_of
from reports.figures.groups import groups
from reports.figures.harmed import harmed
from reports.figures.over_claiming import over_claiming
from reports.figures.participation import funnel, responses
from reports.figures.registers import actual, cancelled, history, pupils_on_roll
from reports.figures.revisions import first_groups, revisions
from reports.figures.term_view import Figures, TermView
from reports.figures.training import training
from reports.figures.units import units

__all__ = ["Copies", "context", "copies", "snapshot"]


@uncollected()
def snapshot(facts: Facts, term_name: str, as_at: date, *, restricted: bool = False) -> Figures:
    """The report of a term (`2025-26 autumn`) as at a day, shaped as bundle.md says.

    `restricted`: true counts in `groups`; else they are published by disclosure control (figures.md 5).
    Refuses with `no_such_term` a term that the school's calendar lacks.
    """
    view = TermView(facts, term_or_refuse(facts.calendar, term_name), as_at)
    return _snapshot(view, groups(view) if restricted else _published_groups(view))


@uncollected()
def context(facts: Facts, term_name: str, as_at: date) -> Figures:
    """What stands beside the snapshot (figures.md 8, Unwise 1, 2, 3 and 10); refuses like `snapshot`."""
    return context_of(TermView(facts, term_or_refuse(facts.calendar, term_name), as_at))


class Copies(NamedTuple):
    """One report: the snapshot as published, the head's with true counts in `groups`, what stands beside both, and the
    candidates that are counted (`units`)."""

    published: Figures
    restricted: Figures
    context: Figures
    candidates: list[tuple[str, object, object, str | None]]


@uncollected()
def copies(facts: Facts, term_name: str, as_at: date) -> Copies:
    """Both snapshots and their context, each candidate reckoned once; refuses like `snapshot`."""
    view = TermView(facts, term_or_refuse(facts.calendar, term_name), as_at)
    published = _snapshot(view, _published_groups(view))
    return Copies(published, {**published, "groups": groups(view)}, context_of(view), units(view))


def _snapshot(view: TermView, groups: Figures) -> Figures:
    facts, term, as_at = view.facts, view.term, view.as_at
    return {
        "school": {"urn": facts.school.urn, "name": facts.school.name},
        "term": {
            "name": term.full_name,
            "starts_on": term.starts_on.isoformat(),
            "ends_on": term.ends_on.isoformat(),
            "period_ends_on": term.period_ends_on.isoformat(),
        },
        "as_at": as_at.isoformat(),
        "settings": {
            "holding_school_days": facts.holding,
            "response_within_school_days": facts.limit,
            "baseline_years": list(view.baseline_years),
        },
        "exclusions_avoided": exclusions_avoided(view),
        "cohort": cohort(view),
        "actual": actual(facts, term, as_at),
        "cancelled": cancelled(view),
        "pupils_on_roll": pupils_on_roll(facts, term.academic_year, term.name, as_at),
        "history": history(view),
        "over_claiming": over_claiming(view),
        "harmed": harmed(view),
        "agreements": agreements(view),
        "funnel": funnel(view),
        "responses": responses(view),
        "groups": groups,
        "training": training(view),
        "revisions": revisions(view),
    }


def _published_groups(view: TermView) -> Figures:
    first = first_groups(view)
    return first[1] if first else for_publication(groups(view))
