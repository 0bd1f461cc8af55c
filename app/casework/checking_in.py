"""Check-ins: planned with a person, held, or skipped with a reason. "No" or "unsure" to safe raises the case,
until it is answered with yes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, func, literal, tuple_
from sqlalchemy import case as when

from app.casework.calendar import Calendar
from app.casework.case import Case
from app.casework.check_in import CheckIn
from app.casework.in_order import why_before
from app.casework.lifecycle import Move, take
from app.casework.notice import NoticeKind, tell_assigned
from app.casework.people import Person
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership
from app.casework.table import Instant
from app.casework.words import PutRight, Safe

# practice.md 3.9: 2 and 10 school days, six school weeks, one term (of about twelve school weeks).
DEFAULT_SCHOOL_DAYS = (2, 10, 30, 60)
SPEAK_NOW = "Somebody does not feel safe: speak to them and to the safeguarding lead today"


class Answered(Protocol):
    """A check-in, as it is stored or as it was read for a page."""

    id: Any
    person_id: Any
    held_on: Any
    recorded_at: Any
    safe: Any
    put_right: Any


C = TypeVar("C", bound=Answered)


# What was said last: on the latest day; of one day what was written down last; where nothing tells that, the less safe.
_FROM_A_FILE = datetime.min.replace(tzinfo=UTC)
_LESS_SAFE = (None, Safe.YES, Safe.UNSURE, Safe.NO)


def _order(each: Answered) -> tuple[Any, ...]:
    return each.held_on, each.recorded_at or _FROM_A_FILE, _LESS_SAFE.index(each.safe), each.id


def is_said_later(later: Any, each: Any) -> ColumnElement[bool]:
    """The same order for a statement: whether the one row of check-ins was answered after the other."""
    in_order = (
        tuple_(
            row.held_on,
            func.coalesce(row.recorded_at, literal(_FROM_A_FILE, Instant)),
            when(*((row.safe == safe, place) for place, safe in enumerate(_LESS_SAFE) if safe), else_=0),
            row.id,
        )
        for row in (later, each)
    )
    one, other = in_order
    return one > other


def last_answers(check_ins: Iterable[C]) -> dict[int, C]:
    """The last check-in that was held with each person, by the person's id: what they said before counts no more."""
    held = (c for c in check_ins if c.held_on is not None and (c.safe or c.put_right))
    return {c.person_id: c for c in sorted(held, key=_order)}


def not_safe(check_ins: Iterable[C]) -> list[C]:
    """The last check-in of each person who said in it that they do not feel safe, or are not sure."""
    return [each for each in last_answers(check_ins).values() if each.safe in (Safe.NO, Safe.UNSURE)]


def default_dates(calendar: Calendar, made_on: date) -> tuple[date, ...]:
    """The days on which to look again after an agreement, as far as the calendar reaches."""
    found = (calendar.after(made_on, days) for days in DEFAULT_SCHOOL_DAYS)
    return tuple(day for day in found if day is not None)


def plan_check_ins(
    case: Case, people: Iterable[Person], dates: Iterable[date], *, owner_id: int | None, by: Membership, at: datetime
) -> list[CheckIn]:
    """Promise to look again, with each person on each date on which that isn't promised yet. Refuses `in_the_past`,
    `not_permitted`."""
    wanted = tuple(dict.fromkeys(dates))
    if any(day < by.on for day in wanted):
        refuse_if(Refusal("in_the_past", "A check-in is planned for today or later.", field="due_on"))
    made = []
    for person in people:
        new = [day for day in wanted if not _is_planned(case, person, day)]
        if not new:
            continue
        after = {"dates": [day.isoformat() for day in new]}
        take(case, Move.CHECK_IN_PLANNED, by=by, at=at, person_key=person.key, after=after)
        for day in new:
            check_in = CheckIn(school_id=case.school_id, person_id=person.id, due_on=day, owner_id=owner_id)
            case.check_ins.append(check_in)
            made.append(check_in)
    if made:
        tell_assigned(case, NoticeKind.CHECK_IN, owner_id, by=by, at=at)
    return made


def _is_planned(case: Case, person: Person, day: date) -> bool:
    """Whether a check-in with this person is open for that day."""
    return any(c.person_id == person.id and c.due_on == day and _why_not_open(c) is None for c in case.check_ins)


def plan_check_in(
    case: Case, person: Person, day: date, *, owner_id: int | None, by: Membership, at: datetime
) -> CheckIn:
    """Promise to look again with one person. Refuses `planned_already`, `in_the_past`, `not_permitted`."""
    if _is_planned(case, person, day):
        message = f"A check-in with {person.display_name} is planned for that day already. Choose another day."
        refuse_if(Refusal("planned_already", message, field="due_on"))
    return plan_check_ins(case, [person], [day], owner_id=owner_id, by=by, at=at)[0]


def hold_check_in(
    check_in: CheckIn,
    *,
    held_on: date,
    safe: Safe | None,
    put_right: PutRight | None,
    anything_since: str,
    by: Membership,
    at: datetime,
) -> bool:
    """Record the answers. True where "no" or "unsure" to safe must be raised with the owner and the safeguarding lead
    at once: not where that person has said since that they feel safe. Refuses `already_held`, `already_skipped`,
    `in_the_future`, `before_the_incident`, `no_answer` (safe or not)."""
    refuse_if(_why_not_open(check_in))
    if held_on > by.on:
        refuse_if(Refusal("in_the_future", "That day has not come yet.", field="held_on"))
    refuse_if(why_before(check_in.case.incidents, held_on, "held_on"))
    if safe is None:
        refuse_if(Refusal("no_answer", "Ask at least whether they feel safe.", field="safe"))
    check_in.held_on, check_in.held_by_id, check_in.recorded_at = held_on, by.staff_id, at
    check_in.safe, check_in.put_right, check_in.anything_since = safe, put_right, anything_since or None
    waiting = not_safe(check_in.case.check_ins)
    raised = check_in in waiting
    after = {"safe": safe and safe.value, "put_right": put_right and put_right.value, "raised": raised}
    take(check_in.case, Move.CHECK_IN_HELD, by=by, at=at, person_key=check_in.person.key, after=after)
    if raised:
        check_in.case.next_step = SPEAK_NOW
        check_in.case.next_step_on = by.on
    elif not waiting:
        nobody_to_speak_to(check_in.case)
    return raised


def nobody_to_speak_to(case: Case) -> None:
    """What was raised has its answer."""
    if case.next_step == SPEAK_NOW:
        case.next_step = case.next_step_on = None


def _why_not_open(check_in: CheckIn) -> Refusal | None:
    if check_in.held_on is not None:
        return Refusal("already_held", "This check-in was held already. Plan another one.")
    if check_in.skipped_on is not None:
        return Refusal("already_skipped", "This check-in was skipped, with a reason. Plan another one.")
    return None


def skip_check_in(check_in: CheckIn, *, by: Membership, at: datetime, because: str) -> None:
    """A check-in that will not be held, and why. Refuses `already_held`, `already_skipped`, `reason_needed`."""
    refuse_if(_why_not_open(check_in))
    take(check_in.case, Move.CHECK_IN_SKIPPED, by=by, at=at, because=because, person_key=check_in.person.key)
    check_in.skipped_on, check_in.skipped_because = by.on, because
