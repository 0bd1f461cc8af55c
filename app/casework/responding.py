"""Responses as they are chosen, prepared, held, declined or ended; each gate is enforced here, for every way in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count

from app.casework.calendar import Calendar, london
from app.casework.case import Case
from app.casework.giving import why_not_have
from app.casework.going_back import goes_back_to
from app.casework.holds import answers_of, released_kinds
from app.casework.in_order import why_before
from app.casework.lifecycle import Move, take
from app.casework.notice import NoticeKind, tell_assigned
from app.casework.people import Person
from app.casework.permissions import Permission
from app.casework.preparing import why_not_ready
from app.casework.refusals import Refusal, refuse_if
from app.casework.response import Participant, Response
from app.casework.staff import Membership, StaffMember
from app.casework.suitability import NOBODY_ASKED, WAITING, Answers, Suggestion, gate_for, with_tags
from app.casework.training import Training
from app.casework.wording import LEVEL_WORDS
from app.casework.words import Answer, ParticipationLevel, ResponseKind, ResponseStatus

_LED_BY: dict[ResponseKind, Permission] = {
    ResponseKind.CIRCLE: Permission.LEAD_CIRCLE,
    ResponseKind.FORMAL_CONFERENCE: Permission.LEAD_FORMAL_CONFERENCE,
}
_NEEDS_TRAINING = frozenset({ResponseKind.CIRCLE, ResponseKind.FORMAL_CONFERENCE})


@dataclass(frozen=True, slots=True)
class Leader:
    """Who is to lead: their membership of the day and their training."""

    member: StaffMember
    membership: Membership
    training: Sequence[Training]


def answers_now(case: Case) -> Answers:
    """The answers that stand, with what a lifted hold has released counted as no, and what its incidents are tagged as
    counted as yes. Nobody asked yet: don’t know, which stops both kinds of conference."""
    given = answers_of(case) or NOBODY_ASKED
    released = replace(given, **dict.fromkeys(released_kinds(case).intersection(WAITING), Answer.NO))
    return with_tags(released, {tag for incident in case.incidents for tag in incident.tags})


def why_not_kind(case: Case, kind: ResponseKind) -> Refusal | None:
    """The gate that stops this kind of response to this case now, or None."""
    return gate_for(kind, answers_now(case))


def why_not_lead(
    case: Case, kind: ResponseKind, leader: Leader, on: date, *, override_because: str | None = None
) -> Refusal | None:
    """Refuses `not_allowed_to_lead`, `cannot_have` (they could never open this case), `not_impartial` (logged, saw or was harmed by the event; practice.md 2.3) and
    `training_not_current` (the headteacher may override with a reason)."""
    name = leader.member.display_name
    needed = _LED_BY.get(kind, Permission.LEAD_INFORMAL_RESPONSE)
    if not leader.membership.may(needed):
        return Refusal("not_allowed_to_lead", f"{name}’s role does not include: {needed.value}.", field="led_by")
    refused = why_not_have(case, leader.member, leader.membership, field="led_by")
    if refused is not None or (kind is not ResponseKind.FORMAL_CONFERENCE and kind not in _NEEDS_TRAINING):
        return refused
    if kind is ResponseKind.FORMAL_CONFERENCE and _took_a_part(case, leader.member.id):
        message = f"{name} logged, saw or was part of what happened. Choose somebody who was not."
        return Refusal("not_impartial", message, field="led_by")
    if not any(row.is_current(on) for row in leader.training) and not (override_because or "").strip():
        message = f"{name}’s training is not current on {on:%d/%m/%Y}. Choose somebody whose training is."
        return Refusal(
            "training_not_current", message, field="led_by", instead="The headteacher may accept it, with a reason."
        )
    return None


def _took_a_part(case: Case, staff_id: int) -> bool:
    return any(
        incident.logged_by_id == staff_id or any(part.person_id == staff_id for part in incident.involvements)
        for incident in case.incidents
    )


def choose_response(
    case: Case,
    kind: ResponseKind,
    leader: Leader,
    *,
    suggested: Suggestion,
    planned_for: datetime | None,
    by: Membership,
    at: datetime,
    because: str = "",
    override_because: str | None = None,
) -> Response:
    """Choose a response. Another kind than suggested needs one line of reason.

    Refuses the gates' codes, `not_allowed_to_lead`, `cannot_have`, `not_impartial`, `training_not_current`, `reason_needed`,
    `before_the_incident`, `wrong_stage`, `not_permitted`.
    """
    on = london(planned_for or at).date()
    if override_because and not by.may(Permission.OVERRIDE_TRAINING):
        refuse_if(Refusal("not_permitted", "Only the headteacher may accept training that is not current."))
    refuse_if(why_not_kind(case, kind) or why_not_lead(case, kind, leader, on, override_because=override_because))
    if leader.member.id != by.staff_id and not by.may(Permission.PLAN_RESPONSE):
        refuse_if(Refusal("not_permitted", "Your role does not include choosing a response for others to lead."))
    refuse_if(_why_needed(kind, suggested, because) or why_before(case.incidents, planned_for, "planned_for"))
    response = Response(
        school_id=case.school_id,
        reference=_next_reference(case),
        kind=kind,
        status=ResponseStatus.PLANNED,
        planned_for=planned_for,
        led_by_id=leader.member.id,
        chosen_because=because.strip() or suggested.why,
        training_override_because=override_because or None,
    )
    about = f"response {response.reference}"
    take(case, Move.RESPONSE_CHOSEN, by=by, at=at, because=response.chosen_because, about=about, after={"kind": kind})
    case.responses.append(response)
    tell_assigned(case, NoticeKind.LEADS, response.led_by_id, by=by, at=at)
    case.next_step = case.next_step_on = None  # what triage had promised led to this
    return response


def _next_reference(case: Case) -> str:
    """Counted on from all of the case, those that came with another case among them, which may have gone again."""
    taken = {response.reference for response in case.responses}
    numbered = (f"{case.reference}-R{number:02d}" for number in count(len(taken) + 1))
    return next(reference for reference in numbered if reference not in taken)


def _why_needed(kind: ResponseKind, suggested: Suggestion, because: str) -> Refusal | None:
    if kind is suggested.kind or because.strip():
        return None
    return Refusal("reason_needed", "Say in one line why you chose another response.", "chosen_because")


@dataclass(frozen=True, slots=True)
class Present:
    """A person in a response: took part, how far, declined, and at most one sentence of theirs."""

    person: Person
    took_part: bool
    participation_level: ParticipationLevel | None = None
    declined: bool = False
    sentence: str | None = None
    questions_asked: frozenset[str] = frozenset()
    adaptations: str | None = None
    not_adapted_because: str | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is recorded of a response that was held; each kind fills what its result needs (domain.md)."""

    held_at: datetime
    calm_enough: bool | None = None
    topic: str | None = None
    circle_group: str | None = None
    size: int | None = None
    minutes: int | None = None
    words: str | None = None
    outcome: str | None = None
    outcome_sentence: str | None = None
    place: str | None = None


def why_not_held(response: Response, meeting: Meeting, present: Sequence[Present], at: datetime) -> Refusal | None:
    """Refuses `in_the_future`, `before_the_incident`, `not_calm`, `both_ticked` (took part and declined),
    `told_otherwise`, `nobody_took_part`, `two_needed` (in a small conference), `not_adapted`."""
    if meeting.held_at > at:
        now = f"{london(at):%d/%m/%Y %H:%M}"
        return Refusal("in_the_future", f"That is later than now ({now}). Record it once it was held.", "held_at")
    early = why_before(response.case.incidents, meeting.held_at, "held_at")
    if early:
        return early
    if meeting.calm_enough is False:
        message = "Not everyone was calm enough to talk. Try later today or tomorrow, and record it then."
        return Refusal("not_calm", message, "calm_enough")
    return _why_not_these(response, present)


def _why_not_these(response: Response, present: Sequence[Present]) -> Refusal | None:
    both = next((p.person.display_name for p in present if p.took_part and p.declined), None)
    if both:
        message = f"{both} is ticked as having taken part, and as having declined. Keep one of the two."
        return Refusal("both_ticked", message, "people")
    otherwise = next(filter(None, (_why_not_so_far(p) for p in present)), None)
    if otherwise:
        return otherwise
    there = sum(1 for p in present if p.took_part)
    if response.kind is not ResponseKind.AFFECTIVE_STATEMENT and not there:
        return Refusal("nobody_took_part", "Tick who took part. If nobody did, record that it was declined.", "people")
    if response.kind is ResponseKind.IMPROMPTU_CONFERENCE and there == 1:
        message = (
            "A small conference has both sides in it. Tick two people who took part, or record that it was declined."
        )
        return Refusal("two_needed", message, "people")
    if answers_now(response.case).communication_need is Answer.YES and response.kind is ResponseKind.FORMAL_CONFERENCE:
        return _not_adapted(present)
    return None


_THERE = frozenset({ParticipationLevel.MEETS, ParticipationLevel.PART})
_NOT_THERE = frozenset({ParticipationLevel.INFORMED_ONLY, ParticipationLevel.NONE})


def _why_not_so_far(p: Present) -> Refusal | None:
    """`told_otherwise`: how far somebody took part says something else than that they did, or did not."""
    if p.participation_level not in (_NOT_THERE if p.took_part else _THERE):
        return None
    name, how_far = p.person.display_name, LEVEL_WORDS[p.participation_level.value].lower()
    ticked = "ticked" if p.took_part else "not ticked"
    message = f"{name} is {ticked} as having taken part, and “how far” says “{how_far}”. Change one of the two."
    return Refusal("told_otherwise", message, "people")


def _not_adapted(present: Iterable[Present]) -> Refusal | None:
    for p in present:
        if p.took_part and not (p.adaptations or p.not_adapted_because):
            message = f"Say how it was adapted for {p.person.display_name}, or why it was not."
            return Refusal("not_adapted", message, "people")
    return None


def hold_response(
    response: Response,
    meeting: Meeting,
    present: Sequence[Present],
    *,
    calendar: Calendar,
    by: Membership,
    at: datetime,
) -> None:
    """Record that a response was held, and who took part. Gates are asked again, as they stand now.

    Refuses what `why_not_kind`, `why_not_held` and `why_not_ready` say, `not_planned`, `wrong_stage`.
    """
    if response.status is not ResponseStatus.PLANNED:
        refuse_if(Refusal("not_planned", "This response is not planned any more."))
    attending = [p.person.id for p in present if p.took_part]
    refuse_if(
        why_not_kind(response.case, response.kind)
        or why_not_held(response, meeting, present, at)
        or why_not_ready(response, attending, london(meeting.held_at).date(), calendar)
    )
    about = f"response {response.reference}"
    take(response.case, Move.RESPONSE_HELD, by=by, at=at, about=about, happened_at=meeting.held_at)
    response.status = ResponseStatus.HELD
    for name in Meeting.__dataclass_fields__:
        setattr(response, name, getattr(meeting, name))
    for p in present:
        _note_presence(response, p)


def _note_presence(response: Response, p: Present) -> None:
    found = next((row for row in response.participants if row.person_id == p.person.id), None)
    row = found or Participant(school_id=response.school_id, person_id=p.person.id)
    row.took_part, row.participation_level, row.declined_by_them = p.took_part, p.participation_level, p.declined
    row.sentence, row.questions_asked = p.sentence or None, p.questions_asked
    row.adaptations, row.not_adapted_because = p.adaptations or None, p.not_adapted_because or None
    if found is None:
        response.participants.append(row)


def decline_response(response: Response, declined_by: Iterable[Person], *, by: Membership, at: datetime) -> None:
    """Record that it was declined, and by whom: an ordinary, unpenalised ending. Refuses `not_planned`,
    `declined_by_nobody`, `wrong_stage`."""
    if response.status is not ResponseStatus.PLANNED:
        refuse_if(Refusal("not_planned", "This response is not planned any more."))
    people = list(declined_by)
    if not people:
        message = "Tick who declined. If nobody did, record that it was cancelled, and why."
        refuse_if(Refusal("declined_by_nobody", message, field="declined"))
    about, to = f"response {response.reference}", goes_back_to(response.case, ends=response)
    take(response.case, Move.RESPONSE_DECLINED, by=by, at=at, about=about, to=to)
    response.status, response.ended_on = ResponseStatus.DECLINED, by.on
    for person in people:
        _note_presence(response, Present(person, took_part=False, declined=True))


def end_response(response: Response, status: ResponseStatus, *, by: Membership, at: datetime, because: str) -> None:
    """Record that it was stopped half-way or cancelled, and why. Refuses `not_planned`, `reason_needed`."""
    if response.status is not ResponseStatus.PLANNED:
        refuse_if(Refusal("not_planned", "This response is not planned any more."))
    about, to = f"response {response.reference}", goes_back_to(response.case, ends=response)
    after = {"status": status.value}
    take(response.case, Move.RESPONSE_ENDED, by=by, at=at, because=because, about=about, to=to, after=after)
    response.status, response.ended_on, response.ended_because = status, by.on, because
