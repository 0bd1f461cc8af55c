"""The account that a case page gives of a candidate: what was found at each step, and which rule decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.casework.facts import DecisionRow
from app.casework.facts.dates import action_status
from app.casework.measure import recorded, wording
from app.casework.measure.course import Exclusion, Ground, Status, Verdict, same_matter
from app.casework.measure.recorded import Line, Name

if TYPE_CHECKING:
    from app.casework.measure.reckoning import Reckoning


def account(reckoning: Reckoning, name: Name) -> list[Line]:
    """Lines of (label, value, note), in the order in which the evidence arises (measure.md)."""
    return [
        recorded.logged(reckoning, name),
        recorded.policy(reckoning),
        recorded.threshold(reckoning, name),
        recorded.decision(reckoning, name),
        *recorded.register(reckoning),
        recorded.first_meeting(reckoning),
        *_order(reckoning),
        *(_course(reckoning, reckoning.verdict, name) if reckoning.verdict else ()),
        *_status(reckoning),
    ]


def _order(reckoning: Reckoning) -> Iterator[Line]:
    hindrance = reckoning.evidence.hindrance
    note = wording.HINDRANCE[hindrance] if hindrance else ""
    yield "Evidence before the response in order", "No" if hindrance else "Yes", note
    claim = reckoning.claim
    if claim is not None and reckoning.is_candidate:
        yield "Most that can be claimed", wording.sanction(claim), "The lesser of policy and confirmation."


def _course(reckoning: Reckoning, verdict: Verdict, name: Name) -> Iterator[Line]:
    facts, decision = reckoning.facts, reckoning.evidence.decision
    if decision is None:
        return
    limit = facts.calendar.after(decision.decided_at.date(), facts.limit)
    note = f"{wording.school_days(facts.limit)} after the decision."
    yield "Response due by", wording.day(limit) if limit else "Later than the calendar reaches", note
    held = [f"{wording.kind(row.kind).capitalize()}, {wording.minute(at)}" for at, row in verdict.meetings]
    yield "Responses that count", str(len(held)), "; ".join(held)
    yield _agreement(verdict)
    if verdict.agreed:
        yield _actions(verdict, name)
    elif verdict.meetings:
        yield _agreement_due(reckoning, verdict)
    yield _window(reckoning, verdict)
    yield _exclusion(reckoning, verdict)


def _agreement_due(reckoning: Reckoning, verdict: Verdict) -> Line:
    facts, last = reckoning.facts, verdict.meetings[-1][0].date()
    due = facts.calendar.after(last, facts.limit)
    note = f"{wording.school_days(facts.limit)} after the last response that counts."
    return "Agreement due by", wording.day(due) if due else "Later than the calendar reaches", note


def _exclusion(reckoning: Reckoning, verdict: Verdict) -> Line:
    label, excluded = "Exclusion for the same matter", verdict.exclusion
    if excluded is None:
        return label, "No exclusion", ""
    source = "By decision" if isinstance(excluded.source, DecisionRow) else "In the register"
    link = same_matter(reckoning.facts, reckoning.pupil, reckoning.incident, excluded)
    return label, wording.day(excluded.day), f"{source}: {link}.{_in_the_register(reckoning, excluded)}"


def _in_the_register(reckoning: Reckoning, excluded: Exclusion) -> str:
    """Where a decision counts from its day on: the day on which the register says that the exclusion began."""
    if not isinstance(excluded.source, DecisionRow):
        return ""
    rows = reckoning.facts.register_of.get((reckoning.pupil, excluded.source.incident), ())
    began = [row.starts_on for row in rows if row.starts_on >= excluded.day]
    return f" It began on {wording.day(min(began))}." if began else ""


def _agreement(verdict: Verdict) -> Line:
    label = "Agreement that counts"
    if verdict.agreed is None:
        return label, "No agreement", "It needs an action by the pupil."
    row = verdict.agreed.agreement
    note = f"Withdrawn on {wording.day(row.withdrawn_on)}." if row.withdrawn_on else ""
    return label, row.reference, f"Made on {wording.day(row.made_on)}. {note}".strip()


def _actions(verdict: Verdict, name: Name) -> Line:
    """The actions that count, as at the day of the verdict."""
    actions = verdict.agreed.actions if verdict.agreed else []
    told = []
    for action in actions:
        state = action_status(action, verdict.x)
        dated = action.status_on is not None and action.status_on <= verdict.x
        when = f" on {wording.day(action.status_on)}" if dated and action.status_on else ""
        by = name(action.by) if action.by is not None else "nobody"
        told.append(f"{action.number}, by {by}: {wording.ACTION.get(state, state)}{when}")
    return "Actions that count", str(len(actions)), "; ".join(told)


def _window(reckoning: Reckoning, verdict: Verdict) -> Line:
    length = wording.school_days(reckoning.facts.holding)
    since = "agreement" if verdict.agreed else "decision"
    end = wording.day(verdict.window_end) if verdict.window_end else "Later than the calendar reaches"
    return "Holding period ends on", end, f"{length} after the {since}."


def _status(reckoning: Reckoning) -> Iterator[Line]:
    status, ground = reckoning.status, reckoning.ground
    if status is None or ground is None:
        yield "Status", "No candidate", wording.NOT_CANDIDATE
        return
    value, note = wording.STATUS[status], recorded.reason(reckoning)
    if reckoning.avoided_on:
        value = f"{value} on {wording.day(reckoning.avoided_on)}"
    elif ground is Ground.ACTION_NOT_KEPT and reckoning.verdict:
        note = f"{note} Agreement {_agreement(reckoning.verdict)[1]}."
    yield "Status", value, note
    if status is Status.AVOIDED:
        other = reckoning.excluded_meanwhile
        by_decision = other is not None and isinstance(other.source, DecisionRow)
        verb = "Decided" if by_decision else "Excluded"
        note = (
            f"{verb} on {wording.day(other.day)}, for another matter.{_in_the_register(reckoning, other)}"
            if other
            else ""
        )
        yield (
            "Also by the stricter reading",
            "No" if other else "Yes",
            note or "No exclusion for anything in that time.",
        )
