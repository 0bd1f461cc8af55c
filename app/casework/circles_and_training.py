"""Logging a proactive circle and entering a completed course: both have happened, within a time that can be."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from app.casework.circle import Circle
from app.casework.history import note_event
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership, StaffMember
from app.casework.training import Training
from app.casework.years import why_long_ago

CIRCLES_BACK = 2  # years
A_WORKING_LIFE = 50


def _not_yet(day: date, on: date, field: str) -> Refusal | None:
    return Refusal("in_the_future", "That day has not come yet.", field) if day > on else None


def log_circle(
    session: Session,
    held_on: date,
    *,
    group: str,
    purpose: str,
    size: int | None,
    minutes: int | None,
    by: Membership,
    at: datetime,
) -> Circle:
    """Log a circle that was held; whoever logs it kept it. Refuses `in_the_future`, `year_far_off`."""
    refuse_if(_not_yet(held_on, by.on, "held_on") or why_long_ago(held_on, by.on, "held_on", years=CIRCLES_BACK))
    note_event(session, "circle logged", by=by, at=at, after={"group": group})
    made = {"group": group, "purpose": purpose, "size": size, "minutes": minutes}
    return Circle(school_id=by.school_id, held_on=held_on, keeper_id=by.staff_id, **made)


def record_training(
    session: Session,
    member: StaffMember,
    course: str,
    *,
    level: str,
    provider: str | None,
    hours: float | None,
    completed_on: date,
    expires_on: date | None,
    by: Membership,
    at: datetime,
) -> Training:
    """Enter a course that somebody has completed. Refuses `in_the_future`, `year_far_off`, `ends_before_start`."""
    field = "completed_on"
    refuse_if(_not_yet(completed_on, by.on, field) or why_long_ago(completed_on, by.on, field, years=A_WORKING_LIFE))
    if expires_on is not None and expires_on < completed_on:
        refuse_if(Refusal("ends_before_start", "It ends before it was completed.", field="expires_on"))
    note_event(session, "training recorded", by=by, at=at, after={"staff": member.staff_code})
    made = {"course": course, "level": level, "provider": provider, "hours": hours}
    return Training(
        school_id=by.school_id, staff_id=member.id, completed_on=completed_on, expires_on=expires_on, **made
    )
