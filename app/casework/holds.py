"""The safety questions of a case, and what stops it: a hold, lifted by the safeguarding lead alone."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime

from app.casework.case import Case, Hold, SafetyCheck
from app.casework.confidentiality import set_level, take_everybody_off
from app.casework.lifecycle import Move, take
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership
from app.casework.suitability import GATES, Answers, waiting_for
from app.casework.words import Answer, Confidentiality, Stage


def answers_of(case: Case) -> Answers | None:
    """The answers that stand: the last ones given. None where nobody has answered yet."""
    if not case.safety_checks:
        return None
    last = case.safety_checks[-1]
    return Answers(**{name: getattr(last, name) for name in Answers.__dataclass_fields__})


def answer_safety_questions(
    case: Case, answers: Answers, *, by: Membership, at: datetime, review_on: date | None = None
) -> Hold | None:
    """Record the answers. One that must wait puts the case on hold at once (`review_on`: when it is looked at again);
    an allegation against staff leaves the ordinary flow for the headteacher alone.

    Refuses `review_needed` (a hold without a date to look again), `in_the_past`, `wrong_stage`.
    """
    waiting = waiting_for(answers)
    if waiting:
        refuse_if(_why_not_looked_at(review_on, by.on))
    take(case, Move.SAFETY_CHECKED, by=by, at=at, after={k: v.value for k, v in asdict(answers).items()})
    check = SafetyCheck(school_id=case.school_id, answered_at=at, answered_by_id=by.staff_id, **asdict(answers))
    case.safety_checks.append(check)
    if answers.staff_allegation is Answer.YES and not case.concerns_staff_conduct:
        take_everybody_off(case, at)
        case.concerns_staff_conduct = True
    return put_on_hold(case, waiting, review_on, by=by, at=at) if waiting else None


def _why_not_looked_at(review_on: date | None, today: date) -> Refusal | None:
    if review_on is None:
        return Refusal("review_needed", "Say on which day this is looked at again.", field="review_on")
    if review_on < today:
        message = f"That day is over. Give today ({today:%d/%m/%Y}) or a later day."
        return Refusal("in_the_past", message, field="review_on")
    return None


def put_on_hold(case: Case, kind: str, review_on: date | None, *, by: Membership, at: datetime) -> Hold | None:
    """Stop the case for safety, for the reason of the gate `kind`; nothing recorded is lost. None if on hold already."""
    if case.stage is Stage.ON_HOLD:
        return None
    because = next(gate.message for gate in GATES if gate.code == kind)
    hold = Hold(
        school_id=case.school_id,
        kind=kind,
        because=because,
        placed_at=at,
        placed_by_id=by.staff_id,
        review_on=review_on,
        stage_before=case.stage,
    )
    before, after = {}, {"hold": kind}
    if kind in ("sexual_or_domestic", "suspected_abuse") and case.confidentiality is not Confidentiality.SAFEGUARDING:
        before, after = {"confidentiality": case.confidentiality}, after | {"confidentiality": "safeguarding"}
        set_level(case, Confidentiality.SAFEGUARDING, at)
    take(case, Move.PUT_ON_HOLD, by=by, at=at, because=because, before=before, after=after)
    case.holds.append(hold)
    return hold


def lift_hold(
    case: Case, *, asked_by_harmed_child: bool, request: str, by: Membership, at: datetime, because: str
) -> None:
    """Lift the hold; the case goes back to where it was. After sexual or gender-based harm or domestic abuse a response
    may start only because the child who was harmed asked for it (practice.md 1.6 c): `request` says when, to whom and
    how, and stands in the history.

    Refuses `not_on_hold`, `not_asked_for`, `request_needed`, `not_permitted`, `reason_needed`.
    """
    hold = next((h for h in reversed(case.holds) if h.lifted_at is None), None)
    if hold is None:
        refuse_if(Refusal("not_on_hold", "This case is not on hold."))
        return
    if hold.kind == "sexual_or_domestic" and not asked_by_harmed_child:
        message = "This hold is lifted only when the child who was harmed has asked for it. Tick that they did."
        refuse_if(Refusal("not_asked_for", message, field="asked_by_harmed_child"))
    if hold.kind == "sexual_or_domestic" and not request.strip():
        refuse_if(Refusal("request_needed", "Say when, to whom and how the child asked.", field="request"))
    after = {"asked_by_harmed_child": True, "request": request.strip()} if asked_by_harmed_child else {}
    take(case, Move.HOLD_LIFTED, by=by, at=at, because=because, to=hold.stage_before, after=after)
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
    """The gates whose hold on this case has been lifted: they stop it no longer."""
    return frozenset(hold.kind for hold in case.holds if hold.lifted_at is not None)
