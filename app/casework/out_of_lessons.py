"""The register of other ways to be out of lessons, as people enter, end and cancel rows.

The bundle takes the register as it was; what is entered on a page is entered for now (in_registers.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.calendar import Calendar
from app.casework.exclusion import OutOfLessons
from app.casework.history import note_event
from app.casework.in_registers import (
    why_not_on_roll,
    why_not_permitted,
    why_not_then,
    why_out_already,
    why_too_many_sessions,
    why_unexplained,
)
from app.casework.people import Pupil
from app.casework.permissions import Permission
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership
from app.casework.wording import OUT_OF_LESSONS_WORDS
from app.casework.words import OutOfLessonsKind
from app.casework.years import why_far_ahead

OUT_RECORDED = "out of lessons recorded"
OUT_ENDED = "out of lessons ended"
OUT_CANCELLED = "out of lessons cancelled"
COUNTED_IN_SESSIONS = frozenset({OutOfLessonsKind.INTERNAL_REMOVAL, OutOfLessonsKind.SENT_HOME})


def record_out_of_lessons(
    pupil: Pupil,
    kind: OutOfLessonsKind,
    *,
    starts_on: date,
    ends_on: date | None,
    sessions: int | None,
    session: Session,
    calendar: Calendar,
    by: Membership,
    at: datetime,
) -> OutOfLessons:
    """Record another way a pupil was out of lessons; sessions are half school days, until today where it has no end yet.

    Refuses `ends_before_start`, `year_far_off`, `too_far_ahead`, `sessions_needed`, `too_many_sessions`, `not_on_roll`,
    `entered_already`, `not_permitted`.
    """
    refuse_if(why_not_permitted(by, Permission.KEEP_REGISTERS))
    refuse_if(why_not_then(starts_on, by.on, calendar))
    if ends_on is not None:
        refuse_if(_ends_before(starts_on, ends_on) or why_far_ahead(ends_on, by.on, "ends_on"))
    refuse_if(_why_not_so_many(kind, starts_on, ends_on or max(starts_on, by.on), sessions, calendar))
    refuse_if(why_not_on_roll(pupil, starts_on))
    standing = _standing(session, pupil, kind)
    refuse_if(why_out_already(standing, pupil, OUT_OF_LESSONS_WORDS[kind].lower(), starts_on, ends_on, sessions))
    after = {"kind": kind, "from": starts_on, "to": ends_on, "sessions": sessions}
    note_event(session, OUT_RECORDED, by=by, at=at, person_key=pupil.key, after=after)
    return OutOfLessons(
        school_id=by.school_id, pupil_id=pupil.id, kind=kind, starts_on=starts_on, ends_on=ends_on, sessions=sessions
    )


def _why_not_so_many(
    kind: OutOfLessonsKind, starts_on: date, until: date, sessions: int | None, calendar: Calendar
) -> Refusal | None:
    if (sessions or 0) < (1 if kind in COUNTED_IN_SESSIONS else 0):
        return Refusal("sessions_needed", "Give its sessions: a school day is two.", field="sessions")
    return why_too_many_sessions(starts_on, until, sessions, calendar) if sessions else None


def _standing(session: Session, pupil: Pupil, kind: OutOfLessonsKind) -> Sequence[OutOfLessons]:
    """The rows of this pupil and kind that stand, the earliest first."""
    mine = select(OutOfLessons).where(OutOfLessons.school_id == pupil.school_id, OutOfLessons.pupil_id == pupil.id)
    stands = mine.where(OutOfLessons.kind == kind, OutOfLessons.cancelled_on.is_(None))
    return session.scalars(stands.order_by(OutOfLessons.starts_on, OutOfLessons.id)).all()


def _ends_before(starts_on: date, ends_on: date, field: str = "ends_on") -> Refusal | None:
    if ends_on >= starts_on:
        return None
    return Refusal("ends_before_start", f"It ends before it begins. Give {starts_on:%d/%m/%Y} or later.", field)


def end_out_of_lessons(
    row: OutOfLessons,
    pupil_key: str,
    *,
    ended_on: date,
    sessions: int | None,
    session: Session,
    calendar: Calendar,
    by: Membership,
    at: datetime,
) -> None:
    """Say on which day a row without an end ended; `sessions`: half school days, all of them.

    Refuses `already_cancelled`, `ended_already`, `ends_before_start`, `in_the_future`, `sessions_needed`,
    `too_many_sessions`, `not_permitted`.
    """
    refuse_if(why_not_permitted(by, Permission.KEEP_REGISTERS) or _why_cancelled(row))
    if row.ends_on is not None:
        refuse_if(Refusal("ended_already", f"It ended on {row.ends_on:%d/%m/%Y} already."))
    if ended_on > by.on:
        refuse_if(Refusal("in_the_future", "That day has not come yet.", field="ended_on"))
    refuse_if(_ends_before(row.starts_on, ended_on, "ended_on"))
    refuse_if(_why_not_so_many(row.kind, row.starts_on, ended_on, sessions, calendar))
    told = {"before": _as_it_stands(row), "after": {"to": ended_on, "sessions": sessions}}
    note_event(session, OUT_ENDED, by=by, at=at, person_key=pupil_key, **told)
    row.ends_on, row.sessions = ended_on, sessions


def cancel_out_of_lessons(
    row: OutOfLessons, pupil_key: str, *, session: Session, by: Membership, at: datetime, because: str
) -> None:
    """Cancel a row that was entered wrongly; it stays readable and counts nowhere. To correct it, enter it again.

    Refuses `already_cancelled`, `reason_needed`, `not_permitted`."""
    refuse_if(_why_cancelled(row))
    refuse_if(why_unexplained(because) or why_not_permitted(by, Permission.KEEP_REGISTERS))
    before, after = _as_it_stands(row), {"cancelled_on": by.on}
    told = {"person_key": pupil_key, "because": because.strip(), "before": before, "after": after}
    note_event(session, OUT_CANCELLED, by=by, at=at, **told)
    row.cancelled_on, row.cancelled_because = by.on, because.strip()


def _as_it_stands(row: OutOfLessons) -> dict[str, object]:
    return {"kind": row.kind, "from": row.starts_on, "to": row.ends_on, "sessions": row.sessions}


def _why_cancelled(row: OutOfLessons) -> Refusal | None:
    return Refusal("already_cancelled", "This row was cancelled already.") if row.cancelled_on is not None else None
