"""Agreements as they are made, kept, changed and withdrawn. How one stands is derived from its actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.casework.agreement import Action, Agreement, AgreementChange
from app.casework.giving import why_not_follow_up
from app.casework.lifecycle import Move, take
from app.casework.notice import NoticeKind, tell_assigned
from app.casework.people import Person, PersonKind
from app.casework.refusals import Refusal, refuse_if
from app.casework.response import Response
from app.casework.staff import Membership, StaffMember
from app.casework.told_how import harmed_in
from app.casework.words import ActionStatus, ResponseStatus, Stage

LONG_DUE_SCHOOL_DAYS = 15
WHY_NOT_KEPT = {
    "support_missing": "the support was missing",
    "forgot": "it was forgotten",
    "unsafe": "it was not safe",
    "unwilling": "they were not willing",
    "unrealistic": "it was not realistic",
}


OPEN_ACTIONS = frozenset({ActionStatus.PLANNED, ActionStatus.DONE_UNCHECKED})


class AgreementState(StrEnum):
    ACTIVE = "active"
    KEPT = "kept"
    PARTLY_KEPT = "partly_kept"
    NOT_KEPT = "not_kept"
    WITHDRAWN = "withdrawn"


def state_of(agreement: Agreement) -> AgreementState:
    """How an agreement stands today (figures.md 4, `agreements.made`)."""
    return state_from([a.status for a in agreement.actions], is_withdrawn=agreement.withdrawn_on is not None)


def state_from(words: Sequence[ActionStatus], *, is_withdrawn: bool) -> AgreementState:
    """The same from the statuses of its actions."""
    if is_withdrawn:
        return AgreementState.WITHDRAWN
    if OPEN_ACTIONS.intersection(words) or all(word is ActionStatus.CHANGED for word in words):
        return AgreementState.ACTIVE
    failed, partly = ActionStatus.NOT_DONE in words, ActionStatus.PARTLY in words
    if not failed and not partly:
        return AgreementState.KEPT
    if not partly and ActionStatus.DONE_VERIFIED not in words:
        return AgreementState.NOT_KEPT
    return AgreementState.PARTLY_KEPT


@dataclass(frozen=True, slots=True)
class Undertaking:
    """One action as agreed: what, by whom, for whom, due, the adult's help, how it will be known."""

    what: str
    by: Person
    done_for: Person | None
    due_on: date | None
    adult_support: str = ""
    how_known: str = ""
    is_apology: bool = False
    apology_asked_for: str = ""


def why_not_agreed(
    undertakings: Sequence[Undertaking], made_on: date, owner: object, review_on: date | None
) -> Refusal | None:
    """Refuses `no_action`, `what_needed` (nothing is agreed in it), `owner_needed`, `review_needed`,
    `apology_not_asked_for` (practice.md 3.2), `due_too_early`."""
    if not undertakings:
        return Refusal("no_action", "Write at least one action: what, by whom, by when.", field="actions")
    if owner is None:
        return Refusal("owner_needed", "An agreement needs somebody who follows it up. Choose them.", "follow_up_owner")
    if review_on is None or review_on < made_on:
        return Refusal("review_needed", "Give a day, after the agreement, on which it is looked at again.", "review_on")
    return next(filter(None, (_why_not_this(undertaking, made_on) for undertaking in undertakings)), None)


def _why_not_this(undertaking: Undertaking, made_on: date) -> Refusal | None:
    if not undertaking.what.strip():
        return Refusal("what_needed", "Say what is agreed, in a few words.", field="what")
    if undertaking.is_apology and not undertaking.apology_asked_for.strip():
        message = "An apology is agreed only if the person harmed asked for one. Write in which form they asked."
        return Refusal("apology_not_asked_for", message, field="actions")
    if undertaking.due_on and undertaking.due_on < made_on:
        return Refusal("due_too_early", "An action is due before the agreement was made.", field="actions")
    return None


def hints(undertakings: Iterable[Undertaking], latest_due: date | None) -> tuple[str, ...]:
    """Quiet advice that never blocks (practice.md 5.2, 3.1). `latest_due`: 15 school days after the agreement."""
    kinds = {undertaking.by.kind for undertaking in undertakings}
    told = []
    if PersonKind.PUPIL not in kinds:
        told.append("No child has an action here: is something being done for them?")
    if kinds <= {PersonKind.PUPIL}:
        told.append("No adult has an action here: what will an adult do to help?")
    if latest_due and any(u.due_on and u.due_on > latest_due for u in undertakings):
        told.append("An action is due more than 15 school days away. Could a first part be sooner?")
    return tuple(told)


def agreement_standing(response: Response) -> Agreement | None:
    """The agreement of this response, unless it was withdrawn: what one meeting agreed is written down once, and what
    becomes of it is a change of it (domain.md: versioned)."""
    return next((each for each in response.agreements if each.withdrawn_on is None), None)


def _why_not_here(response: Response, made_on: date, today: date) -> Refusal | None:
    if response.status is not ResponseStatus.HELD or response.held_at is None:
        return Refusal("response_not_held", "An agreement is made at a response that was held. Record it first.")
    if agreement_standing(response) is not None:
        message = (
            "What was agreed at this meeting is written down already. Change that agreement, or withdraw it first."
        )
        return Refusal("agreed_already", message)
    if made_on < response.held_at.date():
        return Refusal("made_before_the_meeting", "That is before the meeting was held.", field="made_on")
    if made_on > today:
        return Refusal("in_the_future", "That day has not come yet.", field="made_on")
    return None


def record_agreement(
    response: Response,
    undertakings: Sequence[Undertaking],
    *,
    made_on: date,
    review_on: date | None,
    owner: StaffMember | None,
    by: Membership,
    at: datetime,
    if_it_happens_again: str = "",
) -> Agreement:
    """Record what was agreed at a response that was held.

    Refuses `response_not_held`, `agreed_already`, `made_before_the_meeting`, `in_the_future`, what `why_not_agreed`
    and `why_not_follow_up` say, `wrong_stage`.
    """
    refuse_if(_why_not_here(response, made_on, by.on))
    refuse_if(why_not_agreed(undertakings, made_on, owner, review_on) or why_not_follow_up(response.case, owner, at))
    number = sum(len(each.agreements) for each in response.case.responses) + 1
    agreement = Agreement(
        school_id=response.school_id,
        reference=f"{response.case.reference}-A{number:02d}",
        made_on=made_on,
        review_on=review_on,
        follow_up_owner_id=owner.id if owner else None,
        if_it_happens_again=if_it_happens_again or None,
    )
    for position, undertaking in enumerate(undertakings, start=1):
        agreement.actions.append(_action(agreement, position, undertaking))
    about = f"agreement {agreement.reference}"
    take(response.case, Move.AGREEMENT_RECORDED, by=by, at=at, about=about)
    response.agreements.append(agreement)
    _tell_adults(agreement, undertakings, owner, by=by, at=at)
    response.outcome = response.outcome or "agreement"
    return agreement


def _tell_adults(
    agreement: Agreement, new: Iterable[Undertaking], owner: StaffMember | None, *, by: Membership, at: datetime
) -> None:
    """Tell whoever follows it up, and each adult once that they have something to do."""
    if owner is not None:
        tell_assigned(agreement.response.case, NoticeKind.FOLLOWS_UP, owner.id, by=by, at=at)
    for whom in sorted({undertaking.by.id for undertaking in new if undertaking.by.kind is PersonKind.STAFF}):
        tell_assigned(agreement.response.case, NoticeKind.ACTION, whom, by=by, at=at)


def _action(agreement: Agreement, number: int, undertaking: Undertaking, replaces: int | None = None) -> Action:
    return Action(
        school_id=agreement.school_id,
        number=number,
        what=undertaking.what,
        by_id=undertaking.by.id,
        for_id=undertaking.done_for.id if undertaking.done_for else None,
        due_on=undertaking.due_on,
        adult_support=undertaking.adult_support or None,
        how_known=undertaking.how_known or None,
        is_apology=undertaking.is_apology,
        apology_asked_for=undertaking.apology_asked_for or None,
        replaces=replaces,
        status=ActionStatus.PLANNED,
    )


def _why_no_consent(agreement: Agreement, agreed_by: str, *, harmed_agreed: bool) -> Refusal | None:
    is_harmed = bool(harmed_in(agreement.response.case))
    if agreed_by.strip() and (harmed_agreed or not is_harmed):
        return None
    among = ", the person harmed among them" if is_harmed else ""
    message = f"A change needs the consent of those it touches{among}. Write who agreed."
    return Refusal("consent_needed", message, field="agreed_by")


def change_agreement(
    action: Action,
    successor: Undertaking,
    *,
    asked_by: str,
    agreed_by: str,
    harmed_agreed: bool,
    by: Membership,
    at: datetime,
    because: str,
) -> Action:
    """Change an action by consent: a new version, with who asked and who agreed, the person harmed among them if anybody
    was harmed.

    Refuses `consent_needed`, `what_needed`, `already_settled`, `reason_needed`, `apology_not_asked_for`, `wrong_stage`.
    """
    agreement = action.agreement
    refuse_if(_why_no_consent(agreement, agreed_by, harmed_agreed=harmed_agreed))
    refuse_if(why_not_agreed([successor], agreement.made_on, by, agreement.review_on or by.on))
    if action.status not in OPEN_ACTIONS:
        refuse_if(Refusal("already_settled", "This action has ended already."))
    number = len(agreement.changes) + 2
    about = f"agreement {agreement.reference}, action {action.number}"
    after = {"version": number, "what": successor.what, "agreed_by": agreed_by, "asked_by": asked_by}
    case = agreement.response.case
    before = {"what": action.what}
    take(case, Move.AGREEMENT_CHANGED, by=by, at=at, because=because, about=about, before=before, after=after)
    action.status, action.status_on = ActionStatus.CHANGED, by.on
    agreement.changes.append(_change(agreement, number, asked_by, agreed_by, because, by=by))
    made = _action(agreement, max(a.number for a in agreement.actions) + 1, successor, replaces=action.number)
    agreement.actions.append(made)
    _tell_adults(agreement, [successor] if successor.by.id != action.by_id else [], None, by=by, at=at)
    return made


def _change(
    agreement: Agreement, number: int, asked_by: str, agreed_by: str, because: str, *, by: Membership
) -> AgreementChange:
    return AgreementChange(
        school_id=agreement.school_id,
        number=number,
        changed_on=by.on,
        asked_by=asked_by,
        agreed_by=agreed_by,
        because=because,
        recorded_by_id=by.staff_id,
    )


def withdraw_agreement(agreement: Agreement, *, by: Membership, at: datetime, because: str) -> None:
    """End an agreement that does not stand any more. Refuses `already_withdrawn`, `reason_needed`, `wrong_stage`."""
    if agreement.withdrawn_on is not None:
        refuse_if(Refusal("already_withdrawn", "This agreement was withdrawn already."))
    about = f"agreement {agreement.reference}"
    take(
        agreement.response.case,
        Move.AGREEMENT_WITHDRAWN,
        by=by,
        at=at,
        because=because,
        about=about,
        to=Stage.FOLLOW_UP,
    )
    agreement.withdrawn_on, agreement.withdrawn_because = by.on, because


def find_out_why(agreement: Agreement, why: str, note: str, *, by: Membership, at: datetime) -> None:
    """Why it was not kept, before anything else is done about it (practice.md 3.7). Refuses `unknown_why`."""
    if why not in WHY_NOT_KEPT:
        refuse_if(Refusal("unknown_why", "Choose what got in the way.", field="why_not_kept"))
    about = f"agreement {agreement.reference}"
    take(agreement.response.case, Move.FOUND_OUT_WHY, by=by, at=at, about=about, after={"why": why})
    agreement.why_not_kept, agreement.why_not_kept_note = why, note or None
