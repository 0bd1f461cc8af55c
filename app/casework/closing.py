"""Closing a case, telling those who were harmed, and reopening: ordinary events, each with its reason."""

from __future__ import annotations

from datetime import datetime

from app.casework.calendar import london
from app.casework.case import Case
from app.casework.in_order import why_before
from app.casework.lifecycle import Move, take
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership
from app.casework.words import ClosingReason, ResponseStatus, Stage


def someone_was_harmed(case: Case) -> bool:
    """Whether an incident of the case has a person harmed."""
    return any(part.part.harmed for incident in case.incidents for part in incident.involvements)


def tell_harmed(case: Case, told_at: datetime, *, by: Membership, at: datetime) -> None:
    """Record that every person harmed was told how it ended, agreement kept or not (practice.md 3.8).

    Refuses `nobody_harmed`, `in_the_future`, `before_the_incident`.
    """
    if not someone_was_harmed(case):
        refuse_if(Refusal("nobody_harmed", "Nobody is named as harmed in this case.", field="harmed_told_at"))
    if told_at > at:
        now = f"{london(at):%d/%m/%Y %H:%M}"
        refuse_if(Refusal("in_the_future", f"That is later than now ({now}).", field="harmed_told_at"))
    refuse_if(why_before(case.incidents, told_at, "harmed_told_at"))
    take(case, Move.HARMED_TOLD, by=by, at=at, happened_at=told_at)
    case.harmed_told_at, case.not_told_because = told_at, None


def why_not_close(case: Case, reason: ClosingReason, *, not_told_because: str | None = None) -> Refusal | None:
    """Refuses `harmed_not_told` (domain.md, Case flow), `response_planned` (a meeting is still planned) and
    `no_agreement` (an agreement is said to be kept where none was made)."""
    if any(response.status is ResponseStatus.PLANNED for response in case.responses):
        return Refusal("response_planned", "A response is still planned. Record what became of it first.")
    agreements = [agreement for response in case.responses for agreement in response.agreements]
    if reason in (ClosingReason.AGREEMENT_KEPT, ClosingReason.AGREEMENT_NOT_KEPT) and not agreements:
        return Refusal("no_agreement", "No agreement was made in this case. Choose another reason.", "closing_reason")
    if someone_was_harmed(case) and case.harmed_told_at is None and not (not_told_because or "").strip():
        return Refusal(
            "harmed_not_told",
            "Each person harmed is told how it ended before a case closes. Record when, or say why not.",
            field="not_told_because",
        )
    return None


def close_case(
    case: Case, reason: ClosingReason, *, by: Membership, at: datetime, not_told_because: str | None = None
) -> None:
    """Close the case. Refuses what `why_not_close` says, `wrong_stage`, `not_permitted`."""
    refuse_if(why_not_close(case, reason, not_told_because=not_told_because))
    take(case, Move.CLOSED, by=by, at=at, because=not_told_because, after={"closing_reason": reason.value})
    case.closed_at, case.closing_reason = at, reason
    if case.harmed_told_at is None:
        case.not_told_because = (not_told_because or "").strip() or None


def take_no_further_action(case: Case, *, by: Membership, at: datetime, because: str) -> None:
    """End a case that needs nothing more, with the reason. Refuses `reason_needed`, `wrong_stage`."""
    take(case, Move.NO_FURTHER_ACTION_TAKEN, by=by, at=at, because=because)
    case.closed_at, case.closing_reason = at, ClosingReason.NO_FURTHER_ACTION


def reopen_case(case: Case, *, by: Membership, at: datetime, because: str) -> None:
    """Open an ended case again: a normal event. Refuses `reason_needed`, `wrong_stage`."""
    take(case, Move.REOPENED, by=by, at=at, because=because, to=Stage.TRIAGE)
    case.closed_at = case.closing_reason = None
