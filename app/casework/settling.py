"""How each action of an agreement stands: what is said of it, what somebody has seen, what is wanted no longer; and
what was marked wrongly, put right."""

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
    if action.status not in OPEN_ACTIONS:
        message = "This action has ended already. If it was marked wrongly, put it right, with the reason."
        refuse_if(Refusal("already_settled", message))
    case = action.agreement.response.case
    change = ({"status": action.status.value}, {"status": status.value})
    take(case, move, by=by, at=at, because=because, about=_named(action), before=change[0], after=change[1])
    action.status, action.status_on = status, by.on


def _named(action: Action) -> str:
    return f"agreement {action.agreement.reference}, action {action.number}"


def _why_not_seen_by(action: Action, by: Membership) -> Refusal | None:
    if action.by_id != by.staff_id:
        return None
    return Refusal("verified_by_doer", "Somebody other than the person who did it checks that it was done.", "what")


def _why_not_released(action: Action) -> Refusal | None:
    if action.for_id is not None:
        return None
    return Refusal("for_nobody", "This action is for nobody in particular, so nobody can release it.", "what")


def report_action(action: Action, status: ActionStatus, *, by: Membership, at: datetime) -> None:
    """Record what is said of an action: done (not checked yet), partly, not done. Refuses `already_settled`,
    `unknown_report`."""
    if status not in _REPORTED:
        refuse_if(Refusal("unknown_report", "Say whether it is done, partly done or not done.", field="status"))
    _settle(action, status, Move.ACTION_REPORTED, by=by, at=at, because=None)


def verify_action(action: Action, *, by: Membership, at: datetime) -> None:
    """Somebody other than its doer has seen that it was done. Refuses `verified_by_doer`, `already_settled`."""
    refuse_if(_why_not_seen_by(action, by))
    _settle(action, ActionStatus.DONE_VERIFIED, Move.ACTION_VERIFIED, by=by, at=at, because=None)
    action.verified_by_id = by.staff_id


def release_action(action: Action, *, by: Membership, at: datetime, because: str) -> None:
    """The person it was for wants it no longer: never a failure (practice.md 3.5). Refuses `for_nobody`,
    `already_settled`, `reason_needed`."""
    refuse_if(_why_not_released(action))
    _settle(action, ActionStatus.NO_LONGER_WANTED, Move.ACTION_RELEASED, by=by, at=at, because=because)


def may_be_corrected(action: Action) -> bool:
    """Whether it was marked as ended. What is open is marked in the ordinary way, and a change stands by consent."""
    return action.status not in OPEN_ACTIONS and action.status is not ActionStatus.CHANGED


def correct_action(action: Action, status: ActionStatus, *, by: Membership, at: datetime, because: str) -> None:
    """Put right an action that was marked wrongly: how it stands from today, with the reason; the mark before it stays in
    the history. Refuses `not_ended`, `same_status`, `verified_by_doer`, `for_nobody`, `reason_needed`, `wrong_stage`."""
    if not may_be_corrected(action) or status is ActionStatus.CHANGED:
        refuse_if(Refusal("not_ended", "Only an action that was marked as ended is put right here."))
    if status is action.status:
        refuse_if(Refusal("same_status", "That is how it stands already. Choose how it should stand.", field="what"))
    refuse_if(_why_not_seen_by(action, by) if status is ActionStatus.DONE_VERIFIED else None)
    refuse_if(_why_not_released(action) if status is ActionStatus.NO_LONGER_WANTED else None)
    change = ({"stands": action.status.value}, {"stands": status.value})
    case = action.agreement.response.case
    take(
        case,
        Move.ACTION_CORRECTED,
        by=by,
        at=at,
        because=because,
        about=_named(action),
        before=change[0],
        after=change[1],
    )
    action.status, action.status_on = status, None if status is ActionStatus.PLANNED else by.on
    action.verified_by_id = by.staff_id if status is ActionStatus.DONE_VERIFIED else None
