"""Who is head on a day: the headteacher, or whoever acts for them between two dates (figures.md 1.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.casework.history import Event, note_event
from app.casework.permissions import Permission, Role
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import ActingHead, Membership, StaffMember
from app.casework.two_people import DELEGATED, why_not_role_and_password

ENDED = "headship handed back"


def heads_on(members: Iterable[StaffMember], acting: Iterable[ActingHead], on: date) -> list[StaffMember]:
    """Everybody who decides on that day: acting heads first."""
    acts = {row.staff_id for row in acting if row.starts_on <= on and (row.ends_on is None or on <= row.ends_on)}
    in_post = [member for member in members if member.is_in_force(on)]
    first = [member for member in in_post if member.id in acts]
    return first + [m for m in in_post if Role.HEADTEACHER in m.roles and m.id not in acts]


def why_not_act(member: StaffMember, power: Membership | None, *, by: Membership) -> Refusal | None:
    """Refuses `to_oneself`, `has_left`, `cannot_act` (a role that sees no cases)."""
    name = member.display_name
    if member.id == by.staff_id:
        return Refusal("to_oneself", "Nobody makes themselves acting head. Ask somebody else to record it.", "staff")
    if power is None:
        return Refusal("has_left", f"{name} is not in post on the first day. Choose another.", field="staff")
    if not power.may(Permission.SEE_CASES):
        return Refusal("cannot_act", f"{name}’s role sees no cases, so they can’t act as head.", field="staff")
    return None


def delegate_headship(
    session: Session,
    member: StaffMember,
    power: Membership | None,
    *,
    starts_on: date,
    ends_on: date,
    others: Sequence[ActingHead],
    by: Membership,
    at: datetime,
    because: str,
) -> ActingHead:
    """Make somebody head from one day to another, both inclusive. `power`: their membership on the first day;
    `others`: the acting heads recorded before.

    Refuses `not_permitted`, what `why_not_act` says, `needs_second_person`, `in_the_past`, `ends_before_start`,
    `overlaps`, `reason_needed`.
    """
    _permitted(by)
    refuse_if(why_not_act(member, power, by=by))
    refuse_if(why_not_role_and_password(session, Role.HEADTEACHER, member, by=by, at=at, field="staff"))
    if starts_on < by.on:
        message = f"Who was head on a day gone by is not changed. Give {by.on:%d/%m/%Y} or later."
        refuse_if(Refusal("in_the_past", message, field="starts_on"))
    if ends_on < starts_on:
        refuse_if(Refusal("ends_before_start", "It ends before it begins.", field="ends_on"))
    if any(row.starts_on <= ends_on and (row.ends_on is None or starts_on <= row.ends_on) for row in others):
        message = "Somebody acts on one of these days already. End that first, or choose other days."
        refuse_if(Refusal("overlaps", message, field="starts_on"))
    if not because.strip():
        refuse_if(Refusal("reason_needed", "Say in one line why.", field="because"))
    after = {"from": starts_on, "to": ends_on}
    note_event(session, DELEGATED, by=by, at=at, person_key=member.key, because=because.strip(), after=after)
    return ActingHead(school_id=by.school_id, staff_id=member.id, starts_on=starts_on, ends_on=ends_on)


def hand_back(
    session: Session, row: ActingHead, member: StaffMember, *, by: Membership, at: datetime, because: str
) -> None:
    """End somebody's acting with today, call it off before it began, or take it back where today is all of it and they
    recorded nothing since: it was the wrong person. What they decided on their days stands.

    Refuses `not_permitted`, `over_already`, `acted_already`, `reason_needed`.
    """
    _permitted(by)
    is_taken_back = can_be_taken_back(row, by.on)
    if row.ends_on is not None and row.ends_on <= by.on and not is_taken_back:
        refuse_if(Refusal("over_already", f"It ends on {row.ends_on:%d/%m/%Y} already; a day is not divided."))
    if not because.strip():
        refuse_if(Refusal("reason_needed", "Say in one line why.", field="because"))
    if is_taken_back:
        refuse_if(_why_acted(session, member))
    is_called_off = row.starts_on > by.on
    before = {"from": row.starts_on, "to": row.ends_on}
    after = {"called_off": True} if is_called_off else {"taken_back": True} if is_taken_back else {"to": by.on}
    told = {"person_key": member.key, "because": because.strip(), "before": before, "after": after}
    note_event(session, ENDED, by=by, at=at, **told)
    if is_called_off or is_taken_back:
        session.delete(row)
    else:
        row.ends_on = by.on


def can_be_taken_back(row: ActingHead, on: date) -> bool:
    """Whether today is the one day of it."""
    return row.starts_on == on == row.ends_on


def _why_acted(session: Session, member: StaffMember) -> Refusal | None:
    """Whatever they recorded since it was given may rest on it."""
    of_school = Event.school_id == member.school_id
    given = select(func.max(Event.number)).where(of_school, Event.kind == DELEGATED, Event.person_key == member.key)
    since = Event.number > given.scalar_subquery()
    theirs = select(Event.id).where(of_school, Event.by_code == member.staff_code, since)
    if session.scalar(theirs.limit(1)) is None:
        return None
    message = f"{member.display_name} has recorded something since they were given the headship: it may rest on it."
    return Refusal("acted_already", message, instead="It ends with the day.")


def _permitted(by: Membership) -> None:
    if not by.may(Permission.DELEGATE_HEADSHIP):
        refuse_if(Refusal("not_permitted", "Your role at this school does not say who is head for the day."))
