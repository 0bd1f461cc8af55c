"""Closing a case, telling those who were harmed, and reopening: ordinary events, each with its reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.casework.agreeing import AgreementState, state_of
from app.casework.calendar import london
from app.casework.case import Case
from app.casework.checking_in import nobody_to_speak_to, not_safe
from app.casework.going_back import goes_back_to
from app.casework.holds import answers_of
from app.casework.in_order import why_before
from app.casework.lifecycle import Move, take
from app.casework.next_step import OVER
from app.casework.on_the_spot import KINDS
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership
from app.casework.to_decide import why_awaited
from app.casework.told_how import harmed_in, tellings_of, untold
from app.casework.wording import listed
from app.casework.words import Answer, ClosingReason, ResponseStatus, Stage

NOT_TOLD = Refusal(
    "harmed_not_told",
    "Each person harmed is told how it ended before a case closes. Record when, or say why not.",
    field="not_told_because",
)


def someone_was_harmed(case: Case) -> bool:
    """Whether an incident of the case has a person harmed."""
    return bool(harmed_in(case))


def tell_harmed(
    case: Case,
    told_at: datetime,
    *,
    session: Session,
    by: Membership,
    at: datetime,
    whom: Collection[str] | None = None,
) -> None:
    """Record that those harmed who waited for it were told how it ended, agreement kept or not (practice.md 3.8); of them
    those whose keys are in `whom`, else each.

    Refuses `nobody_harmed`, `in_the_future`, `before_the_incident`.
    """
    if not someone_was_harmed(case):
        refuse_if(Refusal("nobody_harmed", "Nobody is named as harmed in this case.", field="harmed_told_at"))
    if told_at > at:
        now = f"{london(at):%d/%m/%Y %H:%M}"
        refuse_if(Refusal("in_the_future", f"That is later than now ({now}).", field="harmed_told_at"))
    refuse_if(why_before(case.incidents, told_at, "harmed_told_at"))
    known = tellings_of(session, case).known
    waiting = [part.person.key for part in untold(case, known)]
    told_now = [key for key in waiting if whom is None or key in whom]
    for key in told_now:
        take(case, Move.HARMED_TOLD, by=by, at=at, happened_at=told_at, person_key=key)
    if told_now == waiting:
        case.tell_on = None
        if all(told.on is not None for told in known.values()):
            case.harmed_told_at, case.not_told_because = told_at, None


def why_not_tell_later(case: Case) -> Refusal | None:
    """Refuses `still_open`: how it ended is told as the case is closed, and by itself only after that."""
    if case.stage in OVER:
        return None
    instead = "Those harmed are told as it is closed; close it then."
    return Refusal("still_open", "This case has not ended yet, so nobody can be told how it ended.", instead=instead)


def tell_later(
    case: Case, whom: Collection[str], *, session: Session, by: Membership, at: datetime, not_told_because: str
) -> None:
    """Record who of those named as harmed only after the end was told now, and why the others are not. Refuses what
    `why_not_tell_later`, `tell_harmed` and `leave_untold` say."""
    refuse_if(why_not_tell_later(case))
    if whom:
        tell_harmed(case, at, session=session, by=by, at=at, whom=whom)
    if not_told_because or not whom:
        leave_untold(case, session=session, by=by, at=at, because=not_told_because)


def leave_untold(case: Case, *, session: Session, by: Membership, at: datetime, because: str) -> None:
    """Record why those harmed who wait for it, after the case has ended, are not told. Refuses `harmed_not_told`,
    `each_was_told`."""
    waiting = untold(case, tellings_of(session, case).known)
    refuse_if(_why_not_both(case, because) if not waiting else None)
    if not because.strip():
        message = "Tick whom you have told. Say why not, if somebody was not told."
        refuse_if(Refusal("harmed_not_told", message, "not_told_because"))
    for part in waiting:
        key, after = part.person.key, {"not_told": True}
        take(case, Move.HARMED_TOLD, by=by, at=at, person_key=key, because=because.strip(), after=after)
    case.tell_on = None


def _why_not_both(case: Case, not_told_because: str | None) -> Refusal | None:
    if case.harmed_told_at is None or not (not_told_because or "").strip():
        return None
    message = (
        "Each person harmed has been told, so nobody was not. Take the reason away, or the tick of who was not told."
    )
    return Refusal("each_was_told", message, "not_told_because")


def why_not_reason(case: Case, reason: ClosingReason) -> Refusal | None:
    """Refuses a reason that the record of the case contradicts: `still_open` (any reason, while an agreement is active),
    `no_agreement`, `not_kept`, `was_kept`, `not_on_the_spot` (no such response was held, or it led to an agreement), `nobody_declined`."""
    states = [state_of(agreement) for response in case.responses for agreement in response.agreements]
    standing = [state for state in states if state is not AgreementState.WITHDRAWN]
    if AgreementState.ACTIVE in standing:
        instead = "Say first how each of its actions stands, or withdraw it; then it can be closed."
        return Refusal("still_open", "An agreement is active still.", "closing_reason", instead=instead)
    found: tuple[str, str] | None = None
    match reason:
        case ClosingReason.AGREEMENT_KEPT | ClosingReason.AGREEMENT_NOT_KEPT:
            found = _why_not_agreed(reason, states, standing)
        case ClosingReason.MET_ON_THE_SPOT if standing or not _was_met_on_the_spot(case):
            found = (
                "not_on_the_spot",
                "It was not met on the spot: an agreement stands, or nothing of the kind was held.",
            )
        case ClosingReason.DECLINED if not _somebody_declined(case):
            found = "nobody_declined", "Nobody is recorded as having declined. Record that first."
    return Refusal(found[0], f"{found[1]} Or choose another reason.", "closing_reason") if found else None


def _why_not_agreed(
    reason: ClosingReason, states: Sequence[AgreementState], standing: Sequence[AgreementState]
) -> tuple[str, str] | None:
    if not states:
        return "no_agreement", "No agreement was made in this case."
    is_kept = bool(standing) and all(state is AgreementState.KEPT for state in standing)
    if reason is ClosingReason.AGREEMENT_KEPT and not is_kept:
        return "not_kept", "Not everything that was agreed was kept."
    if reason is ClosingReason.AGREEMENT_NOT_KEPT and is_kept:
        return "was_kept", "All that was agreed was kept."
    return None


def _was_met_on_the_spot(case: Case) -> bool:
    return any(each.kind in KINDS and each.status is ResponseStatus.HELD for each in case.responses)


def _somebody_declined(case: Case) -> bool:
    if case.stage is Stage.DECLINED or any(each.status is ResponseStatus.DECLINED for each in case.responses):
        return True
    answers = answers_of(case)
    return answers is not None and answers.everyone_willing is Answer.NO


def why_not_close(
    case: Case,
    reason: ClosingReason,
    *,
    session: Session,
    at: datetime,
    not_told_because: str | None = None,
    made_safe: str = "",
) -> Refusal | None:
    """Refuses `harmed_not_told` (domain.md, Case flow), `each_was_told` (and yet a reason), `response_planned` (a meeting
    is still planned), `not_safe` (somebody said last that they are not, and nothing is said to have been done) and what
    `why_awaited` and `why_not_reason` say."""
    awaited = why_awaited(session, case, at)
    if awaited is not None:
        return awaited
    if any(response.status is ResponseStatus.PLANNED for response in case.responses):
        return Refusal("response_planned", "A response is still planned. Record what became of it first.")
    unfit = why_not_reason(case, reason)
    if unfit is not None:
        return unfit
    unsafe = [each.person.display_name for each in not_safe(case.check_ins)]
    if unsafe and not made_safe.strip():
        message = f"{listed(unsafe)} did not feel safe, or was not sure, when asked last. Say what was done about it."
        return Refusal("not_safe", message, "made_safe", instead="Or ask again at a check-in, and close it after that.")
    if someone_was_harmed(case) and case.harmed_told_at is None and not (not_told_because or "").strip():
        return NOT_TOLD
    return _why_not_both(case, not_told_because)


def close_case(
    case: Case,
    reason: ClosingReason,
    *,
    session: Session,
    by: Membership,
    at: datetime,
    not_told_because: str | None = None,
    made_safe: str = "",
) -> None:
    """Close the case. `made_safe`: what was done for somebody who did not feel safe when asked last.

    Refuses what `why_not_close` says, `wrong_stage`, `not_permitted`.
    """
    refuse_if(
        why_not_close(case, reason, session=session, at=at, not_told_because=not_told_because, made_safe=made_safe)
    )
    after = {"closing_reason": reason.value, **_made_safe(made_safe)}
    take(case, Move.CLOSED, by=by, at=at, because=not_told_because, after=after)
    case.closed_at, case.closing_reason = at, reason
    _note_not_told(case, not_told_because)
    nobody_to_speak_to(case)


def _made_safe(words: str) -> dict[str, str]:
    return {"made_safe": words.strip()} if words.strip() else {}


def _note_not_told(case: Case, not_told_because: str | None) -> None:
    if case.harmed_told_at is None:
        case.not_told_because = (not_told_because or "").strip() or None


def take_no_further_action(
    case: Case,
    *,
    session: Session,
    by: Membership,
    at: datetime,
    because: str,
    not_told_because: str | None = None,
    made_safe: str = "",
) -> None:
    """End a case that needs nothing more, with the reason. Refuses what `why_not_close` says, `reason_needed`,
    `wrong_stage`."""
    reason = ClosingReason.NO_FURTHER_ACTION
    refuse_if(
        why_not_close(case, reason, session=session, at=at, not_told_because=not_told_because, made_safe=made_safe)
    )
    _note_not_told(case, not_told_because)
    take(case, Move.NO_FURTHER_ACTION_TAKEN, by=by, at=at, because=because, after=_made_safe(made_safe))
    case.closed_at, case.closing_reason = at, reason
    nobody_to_speak_to(case)


def reopen_case(case: Case, *, by: Membership, at: datetime, because: str) -> None:
    """Open an ended case again, where its agreement stands: a normal event. How it will end is not what those harmed were told, so they are told
    anew; the history says what they were told before. Refuses `reason_needed`, `wrong_stage`."""
    before = {"closing_reason": case.closing_reason, "harmed_told_at": case.harmed_told_at}
    take(case, Move.REOPENED, by=by, at=at, because=because, to=goes_back_to(case), before=before)
    case.closed_at = case.closing_reason = case.harmed_told_at = case.not_told_because = case.tell_on = None
