"""A response held where it happened, recorded with the incident in one form: a kind word, a few questions, a small
conference. A low-level incident met there and then is closed by the same form (domain.md, Case flow)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.casework.agreeing import Undertaking, record_agreement
from app.casework.calendar import Calendar, london
from app.casework.case import Case
from app.casework.checking_in import plan_check_ins
from app.casework.lifecycle import Move, take
from app.casework.logging_incident import Account, NamedPart, log_incident
from app.casework.people import Person
from app.casework.refusals import Refusal, refuse_if
from app.casework.response import Participant, Response
from app.casework.staff import Membership, StaffMember
from app.casework.suitability import Answers, gate_for, with_tags
from app.casework.words import Answer, ClosingReason, Part, ParticipationLevel, ResponseKind, ResponseStatus, Stage

STATEMENT, QUESTIONS, CONFERENCE = (
    ResponseKind.AFFECTIVE_STATEMENT,
    ResponseKind.AFFECTIVE_QUESTIONS,
    ResponseKind.IMPROMPTU_CONFERENCE,
)
KINDS = (STATEMENT, QUESTIONS, CONFERENCE)
# In the order in which they are asked (practice.md 2.1): of whoever caused harm, of whoever was harmed.
ASKED_WHO_CAUSED = {
    "what_happened": "What happened?",
    "thinking_then": "What were you thinking at the time?",
    "thoughts_since": "What have you thought about since?",
    "who_is_affected": "Who has been affected, and how?",
    "put_right": "What would put it right?",
}
ASKED_WHO_WAS_HARMED = {
    "first_thought": "What did you think when you realised?",
    "effect": "How has it affected you and others?",
    "hardest": "What has been the hardest part?",
    "needed": "What do you need now?",
}
NEXT_STEP = {QUESTIONS: "Ask the affective questions", CONFERENCE: "Hold the small conference"}
SERIOUS = 3


@dataclass(frozen=True, slots=True)
class OnTheSpot:
    """What was done at once. `took_part`: ids of those named who were there; `will`: what each undertakes, by id;
    `is_repeated`: repeated, or one side stronger or afraid; `words` of a statement only if the adult chose to keep them.
    """

    kind: ResponseKind
    held_at: datetime
    took_part: frozenset[int] = frozenset()
    is_repeated: Answer | None = None
    calm_enough: bool | None = None
    asked: frozenset[str] = frozenset()
    words: str | None = None
    outcome_sentence: str | None = None
    will: tuple[tuple[Person, str], ...] = ()
    due_on: date | None = None
    check_in_on: date | None = None


def why_not_on_the_spot(account: Account, parts: Sequence[NamedPart], spot: OnTheSpot, at: datetime) -> Refusal | None:
    """Refuses `before_the_incident`, `in_the_future`, `is_repeated_needed`, the gates' codes, `two_needed`,
    `nobody_took_part`, `in_the_past`."""
    happened = f"{london(account.occurred_at):%d/%m/%Y %H:%M}"
    if spot.held_at < account.occurred_at:
        return Refusal(
            "before_the_incident", f"That is before the incident ({happened}). Give a later time.", "held_at"
        )
    if spot.held_at > at:
        now = f"{london(at):%d/%m/%Y %H:%M}"
        return Refusal("in_the_future", f"That is later than now ({now}). Record it once it was held.", "held_at")
    today = london(at).date()
    for field, day in (("due_on", spot.due_on), ("check_in_on", spot.check_in_on)):
        if day is not None and day < today:
            return Refusal("in_the_past", f"That day is over. Give today ({today:%d/%m/%Y}) or a later day.", field)
    if spot.kind is STATEMENT:
        return None
    return _why_not_this_kind(account, parts, spot)


def _why_not_this_kind(account: Account, parts: Sequence[NamedPart], spot: OnTheSpot) -> Refusal | None:
    there = [part for person, part in parts if person.id in spot.took_part]
    if not parts:
        return None  # that nobody is named is said first, where the incident is logged
    if not there:
        return Refusal("nobody_took_part", "Tick who took part, or choose another response.", "people")
    if spot.kind is not CONFERENCE:
        return None
    if len(there) < 2:
        said = "A small conference has both sides in it. Tick two people who took part, or choose affective questions."
        return Refusal("two_needed", said, "people")
    if spot.is_repeated is None:
        return Refusal(
            "is_repeated_needed", "Say whether it is repeated, or whether one side is stronger.", "is_repeated"
        )
    unknown = Answers(**dict.fromkeys(Answers.__dataclass_fields__, Answer.DONT_KNOW))
    stopped = gate_for(spot.kind, with_tags(replace(unknown, power_imbalance=spot.is_repeated), account.tags))
    return replace(stopped, field="is_repeated") if stopped else None


def log_and_respond(
    reference: str,
    account: Account,
    parts: Sequence[NamedPart],
    spot: OnTheSpot,
    *,
    leader: StaffMember,
    calendar: Calendar,
    by: Membership,
    at: datetime,
) -> Case:
    """Log an incident with the response that met it. It is closed at once unless something was promised, somebody may
    be unsafe, it is serious, or a person harmed was not there to hear how it ended.

    Refuses what `log_incident` and `why_not_on_the_spot` say.
    """
    refuse_if(why_not_on_the_spot(account, parts, spot, at))
    case = log_incident(reference, account, parts, by=by, at=at, may_name_nobody=spot.kind is STATEMENT)
    response = _held(case, parts, spot, by=by)
    about, after = f"response {response.reference}", _told(spot)
    promised = bool(spot.will) or spot.check_in_on is not None
    if not promised and not _stays_open(account, parts, spot):
        take(case, Move.MET_ON_THE_SPOT, by=by, at=at, about=about, happened_at=spot.held_at, after=after)
        case.closed_at, case.closing_reason = at, ClosingReason.MET_ON_THE_SPOT
        if any(part.harmed for _person, part in parts):
            case.harmed_told_at = at
    else:
        chosen = {"kind": spot.kind}
        take(case, Move.RESPONSE_CHOSEN, by=by, at=at, about=about, happened_at=spot.held_at, after=chosen)
        goes_to = None if spot.will else Stage.FOLLOW_UP if promised else Stage.TRIAGE
        take(case, Move.RESPONSE_HELD, by=by, at=at, about=about, happened_at=spot.held_at, after=after, to=goes_to)
    case.responses.append(response)
    if promised:
        case.owner_id = by.staff_id
        _promise(case, response, parts, spot, leader=leader, calendar=calendar, by=by, at=at)
    return case


def log_for_later(
    reference: str,
    account: Account,
    parts: Sequence[NamedPart],
    kind: ResponseKind,
    on: date,
    *,
    by: Membership,
    at: datetime,
) -> Case:
    """Log an incident whose people are not calm enough to talk yet: whoever logged it means to, on that day
    (practice.md 5.4). Refuses what `log_incident` says."""
    case = log_incident(reference, account, parts, by=by, at=at)
    case.owner_id = by.staff_id
    case.next_step, case.next_step_on = f"{NEXT_STEP[kind]}, once everyone is calm", on
    return case


def _stays_open(account: Account, parts: Sequence[NamedPart], spot: OnTheSpot) -> bool:
    if account.anyone_unsafe or account.severity >= SERIOUS:
        return True
    absent = [person for person, part in parts if part.harmed and person.id not in spot.took_part]
    return spot.kind is not STATEMENT and bool(absent)


def _told(spot: OnTheSpot) -> dict[str, object]:
    told: dict[str, object] = {"kind": spot.kind.value}
    return told | ({"is_repeated": spot.is_repeated.value} if spot.is_repeated else {})


def _held(case: Case, parts: Sequence[NamedPart], spot: OnTheSpot, *, by: Membership) -> Response:
    response = Response(
        school_id=case.school_id,
        reference=f"{case.reference}-R01",
        kind=spot.kind,
        status=ResponseStatus.HELD,
        held_at=spot.held_at,
        led_by_id=by.staff_id,
        chosen_because="met there and then",
        calm_enough=spot.calm_enough,
        words=spot.words or None,
        outcome_sentence=spot.outcome_sentence or None,
    )
    for person, part in parts:
        there = spot.kind is STATEMENT or person.id in spot.took_part
        meets = ParticipationLevel.MEETS if there and part.harmed and spot.kind is CONFERENCE else None
        row = Participant(school_id=case.school_id, person_id=person.id, took_part=there, declined_by_them=False)
        row.participation_level, row.questions_asked = meets, _asked_of(part, spot) if there else frozenset()
        response.participants.append(row)
    return response


def _asked_of(part: Part, spot: OnTheSpot) -> frozenset[str]:
    both = {**ASKED_WHO_CAUSED, **ASKED_WHO_WAS_HARMED}
    mine = ASKED_WHO_CAUSED if part is Part.CAUSED_HARM else ASKED_WHO_WAS_HARMED if part is Part.WAS_HARMED else both
    return spot.asked & mine.keys()


def _promise(
    case: Case,
    response: Response,
    parts: Sequence[NamedPart],
    spot: OnTheSpot,
    *,
    leader: StaffMember,
    calendar: Calendar,
    by: Membership,
    at: datetime,
) -> None:
    """Write down what was undertaken, and when somebody looks again: the day given, else the day it is due, else the
    second school day from now (practice.md 3.9)."""
    made_on = london(spot.held_at).date()
    if spot.will:
        today = london(at).date()
        soon = calendar.after(today, 2) or today + timedelta(days=2)
        undertakings = [Undertaking(what, person, None, spot.due_on) for person, what in spot.will]
        review = spot.check_in_on or spot.due_on or soon
        record_agreement(response, undertakings, made_on=made_on, review_on=review, owner=leader, by=by, at=at)
    if spot.check_in_on is not None:
        sides = [person for person, part in parts if part.harmed or part.caused] or [person for person, _ in parts]
        plan_check_ins(case, sides, [spot.check_in_on], owner_id=by.staff_id, by=by, at=at)
