"""The safety questions of a case, and what stops it: a hold, lifted by the safeguarding lead alone."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlalchemy.orm import aliased

from app.casework.case import Case, Hold, SafetyCheck
from app.casework.confidentiality import set_level, take_everybody_off
from app.casework.lifecycle import Move, take
from app.casework.permissions import Permission
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership
from app.casework.suitability import GATES, QUESTIONS, WAITING, Answers, waiting_for
from app.casework.words import Answer, Confidentiality, Stage


def answers_of(case: Case) -> Answers | None:
    """The answers that stand: the last ones given. None where nobody has answered yet."""
    if not case.safety_checks:
        return None
    last = case.safety_checks[-1]
    return Answers(**{name: getattr(last, name) for name in Answers.__dataclass_fields__})


def answer_safety_questions(
    case: Case, answers: Answers, *, by: Membership, at: datetime, review_on: date | None = None
) -> list[Hold]:
    """Record the answers. Each that must wait puts the case on hold at once (`review_on`: when it is looked at again),
    unless it stood at yes and was lifted; an allegation against staff leaves the ordinary flow for the headteacher alone.
    Given by whoever lifts holds, that day is the one of every hold that stands. The holds that were placed now, the
    gravest first.

    Refuses `safeguarding_lead_only` (also a day that others move), `head_only` (a yes that others take back),
    `review_needed` (a hold without a date to look again), `in_the_past`, `wrong_stage`.
    """
    refuse_if(_why_not_taken_back(case, answers, by))
    waiting, moved = _not_held_yet(case, answers), _on_another_day(case, review_on)
    if waiting or moved:
        refuse_if(_why_not_looked_at(review_on, by.on))
    if not by.may(Permission.LIFT_HOLD):
        refuse_if(_NOT_THEIR_DAY if moved and not waiting else None)
        moved = []
    after: dict[str, Any] = {name: answer.value for name, answer in asdict(answers).items()}
    take(case, Move.SAFETY_CHECKED, by=by, at=at, after=after | ({"review_on": review_on} if moved else {}))
    for hold in moved:
        hold.review_on = review_on
    check = SafetyCheck(school_id=case.school_id, answered_at=at, answered_by_id=by.staff_id, **asdict(answers))
    case.safety_checks.append(check)
    if answers.staff_allegation is Answer.YES and not case.concerns_staff_conduct:
        take_everybody_off(case, at)
        case.concerns_staff_conduct = True
    return [put_on_hold(case, kind, review_on, by=by, at=at) for kind in waiting]


_NOT_THEIR_DAY = Refusal(
    "safeguarding_lead_only",
    "Only the safeguarding lead moves the day on which the hold is looked at again. Leave it empty, and speak with them.",
    field="review_on",
)


def _on_another_day(case: Case, review_on: date | None) -> list[Hold]:
    """The holds that stand and would be looked at again on another day than this one, if it is given."""
    return [hold for hold in open_holds(case) if review_on and hold.review_on != review_on]


def _why_not_taken_back(case: Case, answers: Answers, by: Membership) -> Refusal | None:
    """A yes is taken back by whoever lifts its gate (domain.md, Choosing a response). Once the safeguarding lead has
    lifted it, others may say that it is over; but not that there was no sexual or gender-based harm."""
    given = answers_of(case)
    back = [n for n in QUESTIONS if given and Answer.YES is getattr(given, n) is not getattr(answers, n)]
    if "staff_allegation" in back and case.concerns_staff_conduct:
        message = "The headteacher takes this back by returning the case to the ordinary flow. Leave it at yes."
        return Refusal("head_only", message, field="staff_allegation")
    theirs = (set(WAITING) - released_kinds(case)) | {"sexual_or_domestic"}
    kept = next((name for name in back if name in theirs), None)
    if kept is None or by.may(Permission.LIFT_HOLD):
        return None
    message = "Only the safeguarding lead takes this back. Leave it at yes, and speak with them."
    return Refusal("safeguarding_lead_only", message, field=kept)


def _not_held_yet(case: Case, answers: Answers) -> list[str]:
    """The answers for which the case is to be put on hold: those that have no hold yet, or said no since it was lifted."""
    given = answers_of(case)
    stands = {n for n in WAITING if given is None or getattr(given, n) is Answer.YES}
    known = {hold.kind for hold in open_holds(case)} | (stands & released_kinds(case))
    return [kind for kind in waiting_for(answers) if kind not in known]


def join_answers(
    case: Case, answers: Answers, *, frm: str, released: frozenset[str], by: Membership, at: datetime, because: str
) -> None:
    """Record the stricter of the answers of two cases, of which `frm` was joined to this one: nothing gets out of a gate
    by being joined. A yes whose lifted hold did not come along (`released`) puts the case on hold, to be looked at on a
    day that the safeguarding lead sets."""
    after = {k: v.value for k, v in asdict(answers).items()} | {"from": frm}
    take(case, Move.SAFETY_CHECKED, by=by, at=at, because=because, after=after)
    case.safety_checks.append(
        SafetyCheck(school_id=case.school_id, answered_at=at, answered_by_id=by.staff_id, **asdict(answers))
    )
    on_hold = {hold.kind for hold in open_holds(case)}
    for kind in waiting_for(answers):
        if kind not in on_hold | released:
            put_on_hold(case, kind, None, by=by, at=at)


def _why_not_looked_at(review_on: date | None, today: date) -> Refusal | None:
    if review_on is None:
        return Refusal("review_needed", "Say on which day this is looked at again.", field="review_on")
    if review_on < today:
        message = f"That day is over. Give today ({today:%d/%m/%Y}) or a later day."
        return Refusal("in_the_past", message, field="review_on")
    return None


def open_holds(case: Case) -> list[Hold]:
    """The holds of the case that are not lifted, the first first."""
    return [hold for hold in case.holds if hold.lifted_at is None]


def is_looked_at_first() -> ColumnElement[bool]:
    """Whether the hold in the row is, of those of its case that are not lifted, the one that is looked at again first:
    a case is said once, however many stop it."""
    other = aliased(Hold)
    mine, theirs = (func.coalesce(each.review_on, date.min) for each in (Hold, other))
    before = or_(theirs < mine, and_(theirs == mine, other.id < Hold.id))
    return and_(
        Hold.lifted_at.is_(None), ~exists().where(other.case_id == Hold.case_id, other.lifted_at.is_(None), before)
    )


def put_on_hold(case: Case, kind: str, review_on: date | None, *, by: Membership, at: datetime) -> Hold:
    """Stop the case for safety, for the reason of the gate `kind`; nothing recorded is lost. A case may be on hold for
    several reasons: each is lifted on its own, and any of them may raise the level."""
    because = next(gate.message for gate in GATES if gate.code == kind)
    stopped = open_holds(case)
    hold = Hold(
        school_id=case.school_id,
        kind=kind,
        because=because,
        placed_at=at,
        placed_by_id=by.staff_id,
        review_on=review_on,
        stage_before=stopped[0].stage_before if stopped else case.stage,
    )
    before, after = {}, {"hold": kind}
    if kind in ("sexual_or_domestic", "suspected_abuse") and case.confidentiality is not Confidentiality.SAFEGUARDING:
        before, after = {"confidentiality": case.confidentiality}, after | {"confidentiality": "safeguarding"}
        set_level(case, Confidentiality.SAFEGUARDING, at)
    take(case, Move.PUT_ON_HOLD, by=by, at=at, because=because, before=before, after=after)
    case.holds.append(hold)
    return hold


def needs_request(case: Case, kind: str) -> bool:
    """Whether this hold is lifted only because the child who was harmed asked for it (practice.md 1.6 c): after sexual or
    gender-based harm or domestic abuse, unless the safeguarding lead took back that there was any."""
    given = answers_of(case)
    return kind == "sexual_or_domestic" and (given is None or given.sexual_or_domestic is not Answer.NO)


def lift_hold(
    case: Case,
    hold: Hold | None,
    *,
    asked_by_harmed_child: bool,
    request: str,
    by: Membership,
    at: datetime,
    because: str,
) -> None:
    """Lift one hold of the case; with the last of them the case goes back to where it was. `request` says when, to whom and how the
    child asked (`needs_request`), and stands in the history.

    Refuses `not_on_hold`, `not_asked_for`, `request_needed`, `not_permitted`, `reason_needed`.
    """
    if hold is None:
        refuse_if(Refusal("not_on_hold", "This case is not on hold."))
        return
    if needs_request(case, hold.kind) and not asked_by_harmed_child:
        message = "This hold is lifted only when the child who was harmed has asked for it. Tick that they did."
        refuse_if(Refusal("not_asked_for", message, field="asked_by_harmed_child"))
    if needs_request(case, hold.kind) and not request.strip():
        refuse_if(Refusal("request_needed", "Say when, to whom and how the child asked.", field="request"))
    after: dict[str, Any] = {"hold": hold.kind}
    after |= {"asked_by_harmed_child": True, "request": request.strip()} if asked_by_harmed_child else {}
    to = Stage.ON_HOLD if len(open_holds(case)) > 1 else hold.stage_before
    take(case, Move.HOLD_LIFTED, by=by, at=at, because=because, to=to, after=after)
    hold.lifted_at, hold.lifted_by_id, hold.lifted_because = at, by.staff_id, because
    hold.asked_by_harmed_child = asked_by_harmed_child


def clear_allegation(case: Case, *, by: Membership, at: datetime, because: str) -> None:
    """Return a case to the ordinary flow once an allegation against staff was looked into elsewhere: it says so, and the
    safety questions are answered with no there.

    Refuses `no_allegation`, `not_permitted` (the headteacher alone), `reason_needed`.
    """
    answers = answers_of(case)
    if not case.concerns_staff_conduct or answers is None:
        refuse_if(Refusal("no_allegation", "This case holds no allegation against a member of staff."))
        return
    take(case, Move.ALLEGATION_CLEARED, by=by, at=at, because=because)
    case.concerns_staff_conduct = False
    given = asdict(replace(answers, staff_allegation=Answer.NO))
    case.safety_checks.append(
        SafetyCheck(school_id=case.school_id, answered_at=at, answered_by_id=by.staff_id, **given)
    )


def released_kinds(case: Case) -> frozenset[str]:
    """The gates whose hold on this case has been lifted: they stop it no longer, unless they stopped it again."""
    lifted = {hold.kind for hold in case.holds if hold.lifted_at is not None}
    return frozenset(lifted - {hold.kind for hold in open_holds(case)})
