"""Thresholds and decisions, the register, and the other ways to be out of lessons, as people record them.

The bundle takes history as it was; on a page only those entitled that day may act (figures.md 1.5, 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.deciding_again import why_not_again
from app.casework.exclusion import Decision, Exclusion, OutOfLessons, Threshold
from app.casework.history import note_event
from app.casework.in_order import why_before
from app.casework.incident import Incident
from app.casework.lifecycle import Move, refusal, take
from app.casework.notice import NoticeKind
from app.casework.people import Pupil
from app.casework.permissions import Permission, Role
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership
from app.casework.telling import settle_heads, tell_heads, tell_of_threshold
from app.casework.words import Confidence, DecisionKind, ExclusionKind, OutOfLessonsKind, ResponseStatus, Sanction


def _caused(incident: Incident, pupil: Pupil, field: str = "pupil") -> Refusal | None:
    if any(part.person_id == pupil.id and part.part.caused for part in incident.involvements):
        return None
    message = f"{pupil.display_name} is not named as having caused harm in {incident.reference}. Choose a pupil who is."
    return Refusal("did_not_cause_harm", message, field=field)


def why_not_entitled(incident: Incident, by: Membership) -> Refusal | None:
    """Refuses `not_entitled` and `logged_it` (never the person who logged it, unless that is the head that day)."""
    if not by.holds(Role.HEADTEACHER, Role.DEPUTY_HEADTEACHER):
        return Refusal("not_entitled", "Only the headteacher or a deputy headteacher confirms a threshold.")
    if incident.logged_by_id == by.staff_id and not by.is_head:
        return Refusal("logged_it", "You logged this incident, so the headteacher or another deputy confirms it.")
    return None


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

    Refuses `did_not_cause_harm`, `asked_already` (and nothing recorded since), `reason_needed`, `not_permitted`.
    """
    refuse_if(_caused(incident, pupil))
    if is_asked_already:
        message = f"The head was asked about {pupil.display_name} already, and has not answered yet."
        refuse_if(Refusal("asked_already", message, field="pair"))
    about = f"incident {incident.reference}"
    take(incident.case, Move.THRESHOLD_ASKED_FOR, by=by, at=at, because=because, about=about, person_key=pupil.key)
    tell_heads(session, incident.case, NoticeKind.THRESHOLD, by=by, at=at)


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
    `wrong_stage`.
    """
    refuse_if(why_not_entitled(incident, by) or _caused(incident, pupil) or _incomplete(sanction, school_days, clause))
    refuse_if(_unexplained(because) if is_change else None)
    after = {"sanction": sanction, "school_days": school_days, "clause": clause, "confidence": confidence}
    told: dict[str, Any] = {"about": f"incident {incident.reference}", "person_key": pupil.key, "after": after}
    take(incident.case, Move.THRESHOLD_RECORDED, by=by, at=at, because=because, **told)
    tell_of_threshold(session, incident, pupil, sanction, by=by, at=at)
    return Threshold(
        school_id=incident.school_id,
        incident=incident,
        pupil_id=pupil.id,
        sanction=sanction,
        school_days=school_days if sanction is Sanction.SUSPENSION else None,
        clause=clause.strip(),
        confidence=confidence,
        recorded_by_id=by.staff_id,
        recorded_at=at,
        because=because or None,
        policy_version=policy_version,
    )


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
    refuse_if(_caused(incident, pupil) or why_not_again(pupil, earlier, because))
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


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row of the register as typed: `sessions` are half school days; `reasons` official codes, at most three."""

    kind: ExclusionKind
    starts_on: date
    sessions: int | None
    reasons: tuple[str, ...]


def record_exclusion(
    reference: str,
    pupil: Pupil,
    row: RegisterRow,
    *,
    session: Session,
    incident: Incident | None,
    by: Membership,
    at: datetime,
) -> Exclusion:
    """Enter a suspension or permanent exclusion in the register.

    Refuses `sessions_needed`, `too_many_reasons`, `not_on_roll`, `before_the_incident`, `did_not_cause_harm`,
    `entered_already`, `not_permitted`.
    """
    _permitted(by, Permission.KEEP_REGISTERS)
    if row.kind is not ExclusionKind.PERMANENT and (row.sessions or 0) < 1:
        refuse_if(Refusal("sessions_needed", "Give its sessions: a school day is two, a lunchtime one.", "sessions"))
    if len(row.reasons) > 3:
        refuse_if(Refusal("too_many_reasons", "At most three reasons, the most important first.", field="reasons"))
    refuse_if(_on_roll(pupil, row.starts_on) or _why_entered(session, pupil, row))
    if incident is not None:
        refuse_if(_caused(incident, pupil, "incident") or why_before([incident], row.starts_on, "starts_on"))
    about, after = f"exclusion {reference}", {"kind": row.kind, "starts_on": row.starts_on, "sessions": row.sessions}
    if incident is not None:
        take(incident.case, Move.EXCLUSION_RECORDED, by=by, at=at, about=about, person_key=pupil.key, after=after)
    else:
        note_event(session, Move.EXCLUSION_RECORDED, by=by, at=at, about=about, person_key=pupil.key, after=after)
    return Exclusion(
        school_id=by.school_id,
        reference=reference,
        pupil_id=pupil.id,
        kind=row.kind,
        starts_on=row.starts_on,
        sessions=row.sessions,
        reasons=";".join(row.reasons),
        incident_id=incident.id if incident else None,
    )


def _why_entered(session: Session, pupil: Pupil, row: RegisterRow) -> Refusal | None:
    same = select(Exclusion.reference).where(
        Exclusion.school_id == pupil.school_id, Exclusion.pupil_id == pupil.id, Exclusion.kind == row.kind,
        Exclusion.starts_on == row.starts_on, Exclusion.cancelled_on.is_(None),
    )  # fmt: skip
    found = session.scalars(same).first()
    if found is None:
        return None
    message = f"{pupil.display_name} is in the register already from {row.starts_on:%d/%m/%Y}, as row {found}."
    return Refusal("entered_already", message, field="starts_on")


def _permitted(by: Membership, permission: Permission) -> None:
    if not by.may(permission):
        refuse_if(Refusal("not_permitted", f"Your role at this school does not include: {permission.value}."))


def _on_roll(pupil: Pupil, day: date) -> Refusal | None:
    if pupil.is_on_roll(day):
        return None
    return Refusal("not_on_roll", f"{pupil.display_name} was not on the school’s roll on {day:%d/%m/%Y}.", "starts_on")


def cancel_exclusion(
    exclusion: Exclusion, cancelled_on: date, *, session: Session, by: Membership, at: datetime, because: str
) -> None:
    """Cancel a row: its days stay on record (statutory.md 1). Refuses `already_cancelled`, `reason_needed`,
    `in_the_future`, `not_permitted`."""
    if exclusion.cancelled_on is not None:
        refuse_if(Refusal("already_cancelled", "This row was cancelled already."))
    if cancelled_on > by.on:
        refuse_if(Refusal("in_the_future", "That day has not come yet.", field="cancelled_on"))
    if not because.strip():
        refuse_if(Refusal("reason_needed", "Say in one line why.", field="because"))
    _permitted(by, Permission.DECIDE)
    about, after = f"exclusion {exclusion.reference}", {"cancelled_on": cancelled_on}
    case = exclusion.incident.case if exclusion.incident else None
    if case is not None:
        refuse_if(refusal(case, Move.EXCLUSION_CANCELLED, by=by, because=because))
        take(case, Move.EXCLUSION_CANCELLED, by=by, at=at, because=because, about=about, after=after)
    else:
        note_event(session, Move.EXCLUSION_CANCELLED, by=by, at=at, because=because, about=about, after=after)
    exclusion.cancelled_on, exclusion.cancelled_because = cancelled_on, because.strip()


def record_out_of_lessons(
    pupil: Pupil,
    kind: OutOfLessonsKind,
    *,
    starts_on: date,
    ends_on: date | None,
    sessions: int | None,
    session: Session,
    by: Membership,
    at: datetime,
) -> OutOfLessons:
    """Record another way a pupil was out of lessons; sessions are half school days.

    Refuses `ends_before_start`, `sessions_needed`, `not_on_roll`, `not_permitted`.
    """
    _permitted(by, Permission.KEEP_REGISTERS)
    if ends_on is not None and ends_on < starts_on:
        refuse_if(Refusal("ends_before_start", "It ends before it begins.", field="ends_on"))
    if sessions is not None and sessions < 0:
        refuse_if(Refusal("sessions_needed", "Give its sessions: a school day is two.", field="sessions"))
    refuse_if(_on_roll(pupil, starts_on))
    after = {"kind": kind, "from": starts_on, "to": ends_on, "sessions": sessions}
    note_event(session, "out of lessons recorded", by=by, at=at, person_key=pupil.key, after=after)
    return OutOfLessons(
        school_id=by.school_id, pupil_id=pupil.id, kind=kind, starts_on=starts_on, ends_on=ends_on, sessions=sessions
    )
