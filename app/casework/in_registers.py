"""What makes sense in a register: when a row may begin, how long it may be, and what stands there already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from app.casework.calendar import Calendar
from app.casework.exclusion import Exclusion, OutOfLessons
from app.casework.exclusion_reasons import MOST, REASONS
from app.casework.people import Pupil
from app.casework.permissions import Permission
from app.casework.refusals import Refusal
from app.casework.staff import Membership
from app.casework.wording import school_days
from app.casework.words import ExclusionKind
from app.casework.years import why_far_ahead, why_long_ago

DAYS_AHEAD = 10
YEARS_BACK = 2
A_DAY = timedelta(days=1)


def why_not_permitted(by: Membership, permission: Permission) -> Refusal | None:
    """Refuses `not_permitted`."""
    if by.may(permission):
        return None
    return Refusal("not_permitted", f"Your role at this school does not include: {permission.value}.")


def why_unexplained(because: str) -> Refusal | None:
    """Refuses `reason_needed`."""
    return None if because.strip() else Refusal("reason_needed", "Say in one line why.", field="because")


def why_not_on_roll(pupil: Pupil, day: date) -> Refusal | None:
    """Refuses `not_on_roll`."""
    if pupil.is_on_roll(day):
        return None
    return Refusal("not_on_roll", f"{pupil.display_name} was not on the school’s roll on {day:%d/%m/%Y}.", "starts_on")


def why_not_then(day: date, on: date, calendar: Calendar) -> Refusal | None:
    """Refuses `year_far_off` and `too_far_ahead`: a register says what happens, not what may be planned."""
    far = why_long_ago(day, on, "starts_on", years=YEARS_BACK) or why_far_ahead(day, on, "starts_on")
    latest = calendar.after(on, DAYS_AHEAD) or on + timedelta(days=14)
    if far is not None or day <= latest:
        return far
    message = f"It begins more than {school_days(DAYS_AHEAD)} ahead. Enter it from {_nearer(day, calendar)} on."
    return Refusal("too_far_ahead", message, field="starts_on")


def _nearer(day: date, calendar: Calendar) -> str:
    first = calendar.first_within(DAYS_AHEAD, day) if calendar.reaches(day) else None
    return f"{first or day - timedelta(days=14):%d/%m/%Y}"


def why_no_school_day(day: date, calendar: Calendar) -> Refusal | None:
    """Refuses `no_school_day`. Where the calendar has no days yet only the weekend is known."""
    if calendar.is_school_day(day) or (not calendar.covers(day) and day.weekday() < 5):
        return None
    following = calendar.after(day, 1)
    instead = f" The next is {following:%d/%m/%Y}." if following else ""
    return Refusal("no_school_day", f"{day:%d/%m/%Y} is no school day.{instead}", field="starts_on")


def why_not_these_reasons(reasons: Sequence[str]) -> Refusal | None:
    """Refuses `too_many_reasons`, `reason_twice`, `no_such_reason`."""
    if len(reasons) > MOST:
        return Refusal("too_many_reasons", "At most three reasons, the most important first.", field="reasons")
    for place, code in enumerate(reasons):
        if code in reasons[:place]:
            return Refusal("reason_twice", f"{code} is given twice. Once is enough.", field="reasons")
        if code not in REASONS:
            message = f"{code} is no reason code. Choose from the list below, such as PP."
            return Refusal("no_such_reason", message, field="reasons")
    return None


class Span(NamedTuple):
    """The days of a row of the exclusions register; `is_half`: it leaves a part of its last day. A permanent one counts
    with its first day alone, because the governing board may reinstate, and the register isn't told."""

    starts_on: date
    last: date
    is_half: bool

    def is_over_before(self, other: Span) -> bool:
        """Whether another may follow on straight after."""
        return self.last < other.starts_on or (self.last == other.starts_on and self.is_half)


def span_of(kind: ExclusionKind, starts_on: date, sessions: int | None, calendar: Calendar) -> Span:
    """Its school days. A lunchtime is one session, and one day has one of them."""
    if kind is ExclusionKind.PERMANENT:
        return Span(starts_on, starts_on, is_half=False)
    is_lunchtime = kind is ExclusionKind.LUNCHTIME
    days = (sessions or 1) if is_lunchtime else -(-(sessions or 1) // 2)
    last = calendar.nth_day(starts_on, days) or starts_on + timedelta(days=days - 1)
    return Span(starts_on, last, is_half=is_lunchtime or bool((sessions or 1) % 2))


def why_there_already(
    standing: Sequence[Exclusion], pupil: Pupil, kind: ExclusionKind, span: Span, calendar: Calendar
) -> Refusal | None:
    """Refuses `entered_already`: a standing row of this pupil has the same days, or one of kind and first day."""
    for row in standing:
        theirs = span_of(row.kind, row.starts_on, row.sessions, calendar)
        is_same = (row.kind, row.starts_on) == (kind, span.starts_on)
        if is_same or not (theirs.is_over_before(span) or span.is_over_before(theirs)):
            until = f" to {theirs.last:%d/%m/%Y}" if theirs.last > theirs.starts_on else ""
            message = (
                f"{pupil.display_name} is in the register already from {row.starts_on:%d/%m/%Y}{until}, as row "
                f"{row.reference}. Choose a day after it, or ask the headteacher to cancel that row first."
            )
            return Refusal("entered_already", message, field="starts_on")
    return None


def why_out_already(
    standing: Sequence[OutOfLessons],
    pupil: Pupil,
    kind: str,
    starts_on: date,
    ends_on: date | None,
    sessions: int | None,
) -> Refusal | None:
    """Refuses `entered_already`: a standing row of this pupil and kind (`kind`, in words) has a day of these. The morning
    and the afternoon of one day may be two rows."""
    shared = [r for r in standing if r.starts_on <= (ends_on or date.max) and starts_on <= (r.ends_on or date.max)]
    is_one_day = starts_on == ends_on and all(r.starts_on == r.ends_on for r in shared)
    halves = sum(number or 2 for number in (sessions, *(r.sessions for r in shared)))
    if not shared or (is_one_day and halves <= 2):
        return None
    row = shared[0]
    if row.ends_on is None:
        days, instead = f"since {row.starts_on:%d/%m/%Y}", "Say first when that ended, or cancel it."
    else:
        until = f"from {row.starts_on:%d/%m/%Y} to {row.ends_on:%d/%m/%Y}"
        days = until if row.ends_on > row.starts_on else f"on {row.starts_on:%d/%m/%Y}"
        instead = "Choose other days, or cancel that row first."
    message = f"{pupil.display_name} is in the list already with {kind} {days}."
    return Refusal("entered_already", message, field="starts_on", instead=instead)


def why_too_many_sessions(starts_on: date, until: date, sessions: int, calendar: Calendar) -> Refusal | None:
    """Refuses `too_many_sessions`: more than two for each school day from the first day to the last."""
    days = [starts_on + number * A_DAY for number in range((until - starts_on).days + 1)]
    number = sum(1 for day in days if why_no_school_day(day, calendar) is None)
    if sessions <= 2 * number:
        return None
    span = f"from {starts_on:%d/%m/%Y} to {until:%d/%m/%Y}"
    has = f"There {'are' if number > 1 else 'is'} {school_days(number)} {span}, so at most {2 * number} sessions."
    message = has if number else f"There is no school day {span}, so no session either."
    return Refusal("too_many_sessions", message, field="sessions")
