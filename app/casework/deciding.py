"""Thresholds and decisions, as people record them.

The bundle takes history as it was; on a page only those entitled that day may act (figures.md 1.5, 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.casework.case import Case
from app.casework.deciding_again import why_not_again
from app.casework.exclusion import Decision, Threshold
from app.casework.incident import Incident
from app.casework.lifecycle import MOVES, Move, take
from app.casework.notice import NoticeKind
from app.casework.people import Pupil
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership
from app.casework.telling import settle_heads, tell_heads, tell_of_threshold
from app.casework.who_answers import why_nobody_confirms, why_not_entitled
from app.casework.words import Confidence, DecisionKind, ResponseStatus, Sanction


def why_not_caused(incident: Incident, pupil: Pupil, field: str = "pupil") -> Refusal | None:
    """Refuses `did_not_cause_harm`."""
    if any(part.person_id == pupil.id and part.part.caused for part in incident.involvements):
        return None
    message = f"{pupil.display_name} is not named as having caused harm in {incident.reference}. Choose a pupil who is."
    return Refusal("did_not_cause_harm", message, field=field)


def ask_for_threshold(
    incident: Incident,
    pupil: Pupil,
    *,
    session: Session,
    is_asked_already: bool,
    by: Membership,
    at: datetime,
    because: str,
) -> None:
    """Ask the head, or a deputy, to say which sanction is under consideration, before anybody meets; the head is told.

    Refuses `did_not_cause_harm`, `asked_already` (and nothing recorded since), `head_cannot_see` (nor a deputy),
    `reason_needed`, `not_permitted`.
    """
    refuse_if(why_not_caused(incident, pupil))
    if is_asked_already:
        message = f"The head was asked about {pupil.display_name} already, and has not answered yet."
        refuse_if(Refusal("asked_already", message, field="pair"))
    refuse_if(why_nobody_confirms(session, incident.case, at))
    about = f"incident {incident.reference}"
    take(incident.case, Move.THRESHOLD_ASKED_FOR, by=by, at=at, because=because, about=about, person_key=pupil.key)
    tell_heads(session, incident.case, NoticeKind.THRESHOLD, by=by, at=at)


def why_over(case: Case) -> Refusal | None:
    """Refuses `case_over`: what a threshold considers waits for the head, and of a case that is over nothing does."""
    if case.stage in MOVES[Move.THRESHOLD_RECORDED].frm:
        return None
    instead = "Open it again first, with the reason; then confirm the threshold."
    return Refusal("case_over", "This case has ended, so nobody would be asked to decide.", instead=instead)


def record_threshold(
    incident: Incident,
    pupil: Pupil,
    sanction: Sanction,
    *,
    session: Session,
    school_days: int | None,
    clause: str,
    confidence: Confidence,
    by: Membership,
    at: datetime,
    because: str | None = None,
    is_change: bool = False,
    policy_version: str | None = None,
) -> Threshold:
    """Record the sanction under consideration, before the decision and any response; the head is told. It is locked: a
    later change (`is_change`) is a new row with a reason. `policy_version`: in force on the day of the incident.

    Refuses `not_entitled`, `logged_it`, `did_not_cause_harm`, `days_needed`, `clause_needed`, `reason_needed`,
    `case_over`.
    """
    refuse_if(why_over(incident.case))
    refuse_if(
        why_not_entitled(incident, by) or why_not_caused(incident, pupil) or _incomplete(sanction, school_days, clause)
    )
    refuse_if(_unexplained(because) if is_change else None)
    days = school_days if sanction is Sanction.SUSPENSION else None
    after = {"sanction": sanction, "school_days": days, "clause": clause, "confidence": confidence}
    told: dict[str, Any] = {"about": f"incident {incident.reference}", "person_key": pupil.key, "after": after}
    take(incident.case, Move.THRESHOLD_RECORDED, by=by, at=at, because=because, **told)
    tell_of_threshold(session, incident, pupil, sanction, by=by, at=at)
    return Threshold(
        school_id=incident.school_id, incident=incident, pupil_id=pupil.id, sanction=sanction, school_days=days,
        clause=clause.strip(), confidence=confidence, recorded_by_id=by.staff_id, recorded_at=at,
        because=because or None, policy_version=policy_version,
    )  # fmt: skip


def _unexplained(because: str | None) -> Refusal | None:
    if (because or "").strip():
        return None
    message = "One was recorded before, and stays as it is. Say in one line why this one differs."
    return Refusal("reason_needed", message, field="because")


def _incomplete(sanction: Sanction, school_days: int | None, clause: str) -> Refusal | None:
    if sanction is Sanction.SUSPENSION and (school_days or 0) < 1:
        return Refusal("days_needed", "Give the school days of the suspension, at least 1.", field="school_days")
    if not clause.strip():
        return Refusal("clause_needed", "Name the clause of the behaviour policy.", field="clause")
    return None


def late_for_the_measure(incident: Incident, pupil: Pupil) -> str | None:
    """A warning, never a refusal: a response with this pupil was held already, so this can only be counted as
    recorded late (measure.md, Evidence 2)."""
    for response in incident.case.responses:
        took_part = any(p.person_id == pupil.id and p.took_part for p in response.participants)
        if response.status is ResponseStatus.HELD and took_part and response.kind != "affective_statement":
            return "A response with this pupil has been held already, so it will be listed as recorded late."
    return None


def record_decision(
    incident: Incident,
    pupil: Pupil,
    decision: DecisionKind,
    *,
    session: Session,
    who_was_asked: str,
    reason_given: str,
    what_next: str,
    by: Membership,
    at: datetime,
    earlier: Sequence[DecisionKind] = (),
    because: str | None = None,
) -> Decision:
    """The head's decision, with the three answers of fair process; the notice that it waits is settled. `earlier`: what
    was decided before about this pupil and incident; it stays, and the history says why it was decided again.

    Refuses `not_head_that_day`, `did_not_cause_harm`, `reason_needed` (decided before), `answer_needed` (one of the
    three is empty), `not_permitted`.
    """
    if not by.is_head:
        message = "Only the headteacher, or whoever is acting headteacher today, decides. Nothing is stored."
        refuse_if(Refusal("not_head_that_day", message, field="decision"))
    refuse_if(why_not_caused(incident, pupil) or why_not_again(pupil, earlier, because))
    answers = {"who_was_asked": who_was_asked, "reason_given": reason_given, "what_next": what_next}
    for field, words in answers.items():
        if not words.strip():
            refuse_if(Refusal("answer_needed", "Fair process needs this answer, in a few words.", field=field))
    about = f"incident {incident.reference}"
    after = {"decision": decision}
    told: dict[str, Any] = {"about": about, "person_key": pupil.key, "after": after, "because": because or None}
    take(incident.case, Move.DECISION_RECORDED, by=by, at=at, **told)
    settle_heads(session, incident.case, NoticeKind.DECISION, besides=pupil, at=at)
    return Decision(
        school_id=incident.school_id, incident=incident, pupil_id=pupil.id, decision=decision,
        decided_by_id=by.staff_id, decided_at=at, **{field: words.strip() for field, words in answers.items()},
    )  # fmt: skip
