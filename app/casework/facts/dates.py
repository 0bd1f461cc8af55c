"""Which day a row belongs to: from that day on it is *seen* (figures.md 1.1), and who held which office on a day."""

from __future__ import annotations

from datetime import date, timedelta

from app.casework.facts import rows
from app.casework.facts.lookups import Facts
from app.casework.facts.rows import Key
from app.casework.words import ActionStatus, ResponseStatus

HEAD = "headteacher"
DEPUTY = "deputy_headteacher"


def incident_seen_on(incident: rows.IncidentRow) -> date:
    """The later of the days of `occurred_at` and `logged_at`."""
    return max(incident.occurred_at, incident.logged_at).date()


def response_seen_on(facts: Facts, response: rows.ResponseRow) -> date:
    """The day of `held_at` if held, else of `planned_for`, else of the case's `opened_at`."""
    at = response.held_at if response.status == ResponseStatus.HELD else None
    at = at or response.planned_for
    if at is not None:
        return at.date()
    case = facts.case.get(response.case)
    return date.max if case is None else case.opened_at.date()


def agreement_seen_on(facts: Facts, agreement: rows.AgreementRow) -> date:
    """The later of `made_on` and its response's date."""
    response = facts.response.get(agreement.response)
    return agreement.made_on if response is None else max(agreement.made_on, response_seen_on(facts, response))


def check_in_seen_on(check_in: rows.CheckInRow) -> date:
    """The earlier of `due_on` and `held_on`."""
    return min(check_in.due_on or date.max, check_in.held_on or date.max)


def exclusion_seen_on(row: rows.ExclusionRow) -> date:
    """The earlier of `starts_on` and `cancelled_on`."""
    return row.starts_on if row.cancelled_on is None else min(row.starts_on, row.cancelled_on)


def never_was(row: rows.ExclusionRow) -> bool:
    """Cancelled on or before its first day."""
    return row.cancelled_on is not None and row.cancelled_on <= row.starts_on


def took_effect(row: rows.ExclusionRow, on: date) -> bool:
    """Started by `on`, and was not cancelled on or before its first day (figures.md 1.7)."""
    return row.starts_on <= on and not never_was(row)


def stands(row: rows.ExclusionRow, on: date) -> bool:
    """Started and not cancelled by `on` (figures.md 1.7)."""
    return row.starts_on <= on and (row.cancelled_on is None or row.cancelled_on > on)


def action_status(action: rows.ActionRow, on: date) -> str:
    """The status as at a day: planned until `status_on`; a verification by nobody or by the one who did it
    counts as done and unchecked (figures.md 1.1 and 7)."""
    if action.status_on is None or action.status_on > on:
        return ActionStatus.PLANNED
    if action.status == ActionStatus.DONE_VERIFIED and action.verified_by in (None, "", action.by):
        return ActionStatus.DONE_UNCHECKED
    return action.status


def withdrawn(agreement: rows.AgreementRow, on: date) -> bool:
    """Whether the agreement was withdrawn by that day."""
    return agreement.withdrawn_on is not None and agreement.withdrawn_on <= on


def gone_from(pupil: rows.PupilRow | None) -> date | None:
    """The day after the last day on roll: from it on the leaving is seen."""
    if pupil is None or pupil.on_roll_to is None:
        return None
    return pupil.on_roll_to + timedelta(days=1)


def holds(start: date | None, end: date | None, on: date) -> bool:
    """Whether `on` lies between two dates, both included; None is always, or still."""
    return (start is None or start <= on) and (end is None or on <= end)


def _has_role(facts: Facts, person: Key, on: date, role: str) -> bool:
    posts = facts.staff_of.get(person, ())
    return any(role in post.roles and holds(post.from_on, post.to_on, on) for post in posts)


def is_head(facts: Facts, person: Key, on: date) -> bool:
    """Head on a day: in post as headteacher, or acting (figures.md 1.5)."""
    acting = facts.acting_of.get(person, ())
    return _has_role(facts, person, on, HEAD) or any(holds(row.from_on, row.to_on, on) for row in acting)


def is_entitled(facts: Facts, person: Key, on: date) -> bool:
    """Head or deputy on that day: may confirm a threshold (figures.md 1.5)."""
    return is_head(facts, person, on) or _has_role(facts, person, on, DEPUTY)
