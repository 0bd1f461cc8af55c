"""What an honest reader needs beside the figures (figures.md 8, Unwise 1, 2, 3 and 10)."""

from __future__ import annotations

from datetime import timedelta

from app.casework.facts import Facts
from app.casework.measure import Reckoning, Status, indicated
from app.casework.measure.course import Ground
from app.casework.words import Confidence, DecisionKind
from reports.figures.avoided import credited_in
from reports.figures.groups import pupils_in_groups
from reports.figures.revisions import first_groups, published
from reports.figures.term_view import Figures, TermView

A_YEAR = timedelta(days=365)
A_DAY = timedelta(days=1)


def context_of(view: TermView) -> Figures:
    """Counts for the method note, by the names that the report's cover knows."""
    first = first_groups(view)
    last = view.term.period_ends_on
    recent = view.candidates.recorded_between(last - A_YEAR + A_DAY, last)
    turned_away = [each for each in recent if _not_restorative(each)]
    return {
        "avoided_with_out_of_lessons": len({e.pupil for e in credited_in(view) if _was_out(view.facts, e)}),
        "candidate_pupils": len({each.pupil for each in view.cohort}),
        "candidates_under_new_policy": sum(1 for each in view.cohort if _under_new_policy(view, each)),
        "excluded_without_entry": sum(1 for each in view.cohort if each.ground is Ground.DECIDED_TO_EXCLUDE),
        "probable_not_restorative_total": len(turned_away),
        "probable_not_restorative_excluded": sum(1 for e in turned_away if e.status is Status.EXCLUDED),
        "indicated_without_threshold": _unrecorded(view),
        "groups_on_roll": len(pupils_in_groups(view)),
        "groups_as_at": first[0].as_at.isoformat() if first else None,
        "reports_compared": len({row.term for row in published(view)}),
    }


def _was_out(facts: Facts, each: Reckoning) -> bool:
    """Out of lessons in another way, on a day from the incident to the end of holding: the days counted as kept
    in education may have been spent there."""
    first, last = each.incident.occurred_at.date(), each.holding_ends_on
    rows = facts.out_of_lessons_of.get(each.pupil, ())
    return last is not None and any(row.from_on <= last and (row.to_on is None or row.to_on >= first) for row in rows)


def _not_restorative(each: Reckoning) -> bool:
    """Probable, decided, and never decided restoratively: what the head did in the year up to the end of this term
    says how probable “probable” is."""
    decided = {row.decision for row in each.evidence.decisions}
    settled = bool(decided or each.evidence.register)
    return settled and DecisionKind.RESTORATIVE not in decided and each.confidence == Confidence.PROBABLE


def _under_new_policy(view: TermView, each: Reckoning) -> bool:
    """Under a version in force for less than a year at the start of the term, unless it is the first of all."""
    row = each.evidence.indicated.row
    if row is None or row.in_force_from == view.facts.policy_dates[0]:
        return False
    return row.in_force_from > view.term.starts_on - A_YEAR


def _unrecorded(view: TermView) -> int:
    """Pupils and incidents whose policy indicates exclusion and where nobody recorded anything."""
    return sum(
        1
        for row in view.incidents
        if (row.category, row.severity) in view.facts.may_indicate_exclusion
        for pupil in view.facts.caused.get(row.incident, ())
        if pupil in view.facts.pupil
        and indicated(view.facts, pupil, row).extent.excludes
        and not view.candidates.of((pupil, row.incident)).is_candidate
    )
