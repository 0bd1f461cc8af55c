"""How each action of an agreement stands: what is said of it, what somebody has seen, what is wanted no longer."""

from __future__ import annotations

from datetime import datetime

from app.casework.agreeing import OPEN_ACTIONS
from app.casework.agreement import Action
from app.casework.lifecycle import Move, take
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership
from app.casework.words import ActionStatus

_REPORTED = frozenset({ActionStatus.DONE_UNCHECKED, ActionStatus.PARTLY, ActionStatus.NOT_DONE})


def _settle(
    action: Action, status: ActionStatus, move: Move, *, by: Membership, at: datetime, because: str | None
) -> None:
    if action.status not in OPEN_ACTIONS | {ActionStatus.PARTLY, ActionStatus.NOT_DONE}:
        refuse_if(Refusal("already_settled", "This action has ended already."))
    case = action.agreement.response.case
    about = f"agreement {action.agreement.reference}, action {action.number}"
    change = ({"status": action.status.value}, {"status": status.value})
    take(case, move, by=by, at=at, because=because, about=about, before=change[0], after=change[1])
    action.status, action.status_on = status, by.on


def report_action(action: Action, status: ActionStatus, *, by: Membership, at: datetime) -> None:
    """Record what is said of an action: done (not checked yet), partly, not done. Refuses `already_settled`,
    `unknown_report`."""
    if status not in _REPORTED:
        refuse_if(Refusal("unknown_report", "Say whether it is done, partly done or not done.", field="status"))
    _settle(action, status, Move.ACTION_REPORTED, by=by, at=at, because=None)


def verify_action(action: Action, *, by: Membership, at: datetime) -> None:
    """Somebody other than its doer has seen that it was done. Refuses `verified_by_doer`, `already_settled`."""
    if action.by_id == by.staff_id:
        refuse_if(Refusal("verified_by_doer", "Somebody other than the person who did it checks that it was done."))
    _settle(action, ActionStatus.DONE_VERIFIED, Move.ACTION_VERIFIED, by=by, at=at, because=None)
    action.verified_by_id = by.staff_id


def release_action(action: Action, *, by: Membership, at: datetime, because: str) -> None:
    """The person it was for wants it no longer: never a failure (practice.md 3.5). Refuses `for_nobody`,
    `already_settled`, `reason_needed`."""
    if action.for_id is None:
        refuse_if(Refusal("for_nobody", "This action is for nobody in particular, so nobody can release it."))
    _settle(action, ActionStatus.NO_LONGER_WANTED, Move.ACTION_RELEASED, by=by, at=at, because=because)
