"""Exclusions avoided (measure.md 4): the headline of a term, and its cohort by status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.casework.measure import Reckoning, Status
from app.casework.words import Confidence, Sanction
from reports.figures.registers import missing
from reports.figures.term_view import Figures, TermView


def exclusions_avoided(view: TermView) -> Figures:
    """The headline; its counts are None while any line of `actual` is missing (figures.md 4)."""
    absent = missing(view.facts, view.term.academic_year, view.term.name)
    figures: Figures = {"printed": not absent, "missing": absent}
    if absent:
        return {**figures, "probable": None, "possible": None, "strict": None}
    credited = credited_in(view)
    probable = [each for each in credited if each.confidence == Confidence.PROBABLE]
    possible = [each for each in credited if each.confidence == Confidence.POSSIBLE]
    return {
        **figures,
        "probable": {**_by_kind(probable), "school_days": _days(probable)},
        "possible": {**_by_kind(possible), "school_days": _days(possible)},
        "strict": _by_kind([each for each in probable if each.is_strict]),
    }


def credited_in(view: TermView) -> list[Reckoning]:
    """Candidates of any term that became avoided on a day of this term: credit is given once."""
    return [each for each in view.candidates.decided_restoratively if view.is_in_term(each.avoided_on)]


def _by_kind(reckonings: Sequence[Reckoning]) -> Figures:
    kinds = Counter(each.claim.kind for each in reckonings if each.claim)
    return {
        "suspensions": kinds[Sanction.SUSPENSION.value],
        "permanent_exclusions": kinds[Sanction.PERMANENT_EXCLUSION.value],
    }


def _days(reckonings: Sequence[Reckoning]) -> int:
    return sum(each.claim.school_days for each in reckonings if each.claim)


def cohort(view: TermView) -> Figures:
    """Candidates of this term's incidents by status; the eight add up to `candidates`."""
    statuses = Counter(each.status for each in view.cohort)
    return {"candidates": len(view.cohort), **{status.value: statuses[status] for status in Status}}
