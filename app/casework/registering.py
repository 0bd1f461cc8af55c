"""The register of exclusions, as people enter and cancel rows.

The bundle takes registers as they were; what is entered on a page is entered for now (in_registers.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.as_decided import why_decided_lately, why_decided_otherwise
from app.casework.calendar import Calendar
from app.casework.deciding import why_not_caused
from app.casework.exclusion import Exclusion
from app.casework.history import note_event
from app.casework.in_order import why_before
from app.casework.in_registers import (
    span_of,
    why_no_school_day,
    why_not_on_roll,
    why_not_permitted,
    why_not_then,
    why_not_these_reasons,
    why_there_already,
    why_unexplained,
)
from app.casework.incident import Incident
from app.casework.lifecycle import Move, refusal, take
from app.casework.people import Pupil
from app.casework.permissions import Permission
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership
from app.casework.words import ExclusionKind


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
    calendar: Calendar,
    by: Membership,
    at: datetime,
    is_another: bool = False,
) -> Exclusion:
    """Enter a suspension or permanent exclusion in the register. `is_another`: not for what the head decided on lately.

    Refuses `sessions_needed`, what `in_registers.py` says of its reasons and days, `did_not_cause_harm`,
    `before_the_incident`, what `as_decided.py` says, `not_permitted`."""
    refuse_if(why_not_permitted(by, Permission.KEEP_REGISTERS))
    if row.kind is not ExclusionKind.PERMANENT and (row.sessions or 0) < 1:
        refuse_if(Refusal("sessions_needed", "Give its sessions: a school day is two, a lunchtime one.", "sessions"))
    refuse_if(why_not_these_reasons(row.reasons))
    refuse_if(why_not_then(row.starts_on, by.on, calendar) or why_no_school_day(row.starts_on, calendar))
    refuse_if(why_not_on_roll(pupil, row.starts_on) or _why_entered(session, pupil, row, calendar))
    if incident is not None:
        refuse_if(_why_not_for(incident, pupil, row, session))
    refuse_if(None if incident or is_another else why_decided_lately(session, pupil, by=by, at=at))
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


def _why_not_for(incident: Incident, pupil: Pupil, row: RegisterRow, session: Session) -> Refusal | None:
    return (
        why_not_caused(incident, pupil, "incident")
        or why_before([incident], row.starts_on, "starts_on")
        or why_decided_otherwise(session, incident, pupil, row.kind)
    )


def _why_entered(session: Session, pupil: Pupil, row: RegisterRow, calendar: Calendar) -> Refusal | None:
    standing = select(Exclusion).where(
        Exclusion.school_id == pupil.school_id, Exclusion.pupil_id == pupil.id, Exclusion.cancelled_on.is_(None)
    )
    span = span_of(row.kind, row.starts_on, row.sessions, calendar)
    found = session.scalars(standing.order_by(Exclusion.starts_on, Exclusion.id)).all()
    return why_there_already(found, pupil, row.kind, span, calendar)


def cancel_exclusion(exclusion: Exclusion, *, session: Session, by: Membership, at: datetime, because: str) -> None:
    """Cancel a row as from today; its days stay on record (statutory.md 1). The day is that of cancelling and is not
    typed, because a row that is cancelled before it began counts as never given (figures.md 1.7).

    Refuses `already_cancelled`, `reason_needed`, `not_permitted`."""
    if exclusion.cancelled_on is not None:
        refuse_if(Refusal("already_cancelled", "This row was cancelled already."))
    refuse_if(why_unexplained(because) or why_not_permitted(by, Permission.DECIDE))
    about, after = f"exclusion {exclusion.reference}", {"cancelled_on": by.on}
    case = exclusion.incident.case if exclusion.incident else None
    if case is not None:
        refuse_if(refusal(case, Move.EXCLUSION_CANCELLED, by=by, because=because))
        take(case, Move.EXCLUSION_CANCELLED, by=by, at=at, because=because, about=about, after=after)
    else:
        note_event(session, Move.EXCLUSION_CANCELLED, by=by, at=at, because=because, about=about, after=after)
    exclusion.cancelled_on, exclusion.cancelled_because = by.on, because.strip()
