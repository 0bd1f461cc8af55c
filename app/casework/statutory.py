"""What the law asks for after a suspension or permanent exclusion in England, as far as the register shows it.

Days are school days of the school's own calendar. The register does not hold when a notice was sent or whether the
board has met, so a duty is shown until its day and a few school days longer, never as missed (statutory.md 1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from app.casework.calendar import Calendar

FROM_DAY_SIX = 6
BOARD_MAY_MEET, BOARD_MUST_MEET = 5.0, 15.0
WITHIN_FIFTY, WITHIN_FIFTEEN = 50, 15
CEILING, WARN_FROM = 45.0, 40.0
HALF = 0.5
RECENT = 5
COMES_BACK = "Comes back, with a reintegration meeting"


class Row(NamedTuple):
    """One row of the register. `sessions` are half school days; a lunchtime is one. `left_on`: the pupil's last day on roll."""

    pupil: int
    kind: str
    starts_on: date
    sessions: int | None
    cancelled_on: date | None
    left_on: date | None = None


class Duty(NamedTuple):
    """What is due, by when, and the rule in words. `by` None: at once, without a day of its own."""

    pupil: int
    by: date | None
    what: str
    why: str


def duties(rows: Iterable[Row], calendar: Calendar, on: date) -> list[Duty]:
    """What follows from the rows and is still to come on `on`, or was due in the last `RECENT` school days; in order of days.

    `rows`: of any pupil and any school year; those of July reach into the autumn. Cancelled ones count to the 45 days
    and to nothing else. So do those from before the calendar begins, whose school days nobody can count.
    """
    by_pupil: dict[int, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.starts_on, row.kind)):
        by_pupil[row.pupil].append(row)
    found = {duty for mine in by_pupil.values() for duty in _of_pupil(mine, calendar, on)}
    shown = (duty for duty in found if _is_shown(duty, calendar, on))
    return sorted(shown, key=lambda duty: (duty.by or date.max, duty.pupil, duty.what))


def _is_shown(duty: Duty, calendar: Calendar, on: date) -> bool:
    """A coming back is over when its day is; whoever missed another deadline should still read of it."""
    if duty.by is None or duty.by >= on:
        return True
    return duty.what != COMES_BACK and calendar.number_between(duty.by, on) <= RECENT


def _of_pupil(rows: Sequence[Row], calendar: Calendar, on: date) -> Iterable[Duty]:
    known_from = calendar.terms[0].starts_on if calendar.terms else date.min
    standing = [row for row in rows if row.cancelled_on is None and row.starts_on >= known_from]
    for row in standing:
        if row.kind == "permanent":
            yield from _permanent(row, calendar)
    yield from _returns(standing, calendar)
    yield from _day_six(standing, calendar)
    for term in calendar.terms:
        yield from _board([row for row in standing if row.starts_on in term], calendar)
    yield from _ceiling(rows, calendar, on)


def _permanent(row: Row, calendar: Calendar) -> Iterable[Duty]:
    board = calendar.after(row.starts_on, WITHIN_FIFTEEN)
    yield Duty(row.pupil, board, "The governing board meets", "15 school days after a permanent exclusion")
    sixth = calendar.nth_day(row.starts_on, FROM_DAY_SIX)
    yield Duty(row.pupil, sixth, "The local authority provides full-time education", "from the sixth school day")


def _returns(rows: Sequence[Row], calendar: Calendar) -> Iterable[Duty]:
    for row in rows:
        if row.kind == "suspension" and row.sessions:
            back = calendar.nth_day(row.starts_on, -(-row.sessions // 2) + 1)
            words = "a fresh start with the parents; the meeting is never a condition of coming back"
            if _is_here(row, back):
                yield Duty(row.pupil, back, COMES_BACK, words)


def _day_six(rows: Sequence[Row], calendar: Calendar) -> Iterable[Duty]:
    """Full-time education from the sixth day of suspensions that follow one another without a school day between."""
    start, end, sessions = date.min, date.min, 0
    for row in (r for r in rows if r.kind == "suspension" and r.sessions):
        follows = calendar.number_between(end, row.starts_on) <= 1 and start != date.min
        start, sessions = (start, sessions + (row.sessions or 0)) if follows else (row.starts_on, row.sessions or 0)
        end = calendar.nth_day(row.starts_on, -(-(row.sessions or 0) // 2)) or date.max
        if sessions * HALF > BOARD_MAY_MEET:
            sixth = calendar.nth_day(start, FROM_DAY_SIX)
            if _is_here(row, sixth):
                yield Duty(row.pupil, sixth, "Full-time education is arranged", "from the sixth consecutive school day")


def _is_here(row: Row, day: date | None) -> bool:
    """Whether the pupil is still on roll that day; a day that the calendar does not know yet is after any leaving."""
    return row.left_on is None or (day or date.max) <= row.left_on


def _board(rows: Sequence[Row], calendar: Calendar) -> Iterable[Duty]:
    """When the total of one term's rows passes 5 or 15 days, counted from the day whose row tipped it."""
    total = 0.0
    for row in (r for r in rows if r.kind != "permanent"):
        before, total = total, total + (row.sessions or 0) * HALF
        if before <= BOARD_MUST_MEET < total:
            by = calendar.after(row.starts_on, WITHIN_FIFTEEN)
            yield Duty(row.pupil, by, "The governing board meets", "more than 15 days out in the term: 15 school days")
        elif before <= BOARD_MAY_MEET < total:
            by = calendar.after(row.starts_on, WITHIN_FIFTY)
            why = "more than 5 days out in the term: 50 school days, if the parents make representations"
            yield Duty(row.pupil, by, "The governing board considers it", why)


def _ceiling(rows: Sequence[Row], calendar: Calendar, on: date) -> Iterable[Duty]:
    """45 days in a school year, across all schools; days that were served before a row was cancelled count."""
    begun = _school_year_began(calendar, on)
    total = sum(_days_out(row, calendar) for row in rows if begun <= row.starts_on <= on)
    if total >= WARN_FROM:
        why = f"{total:g} of {CEILING:g} school days in this school year, at all schools together"
        yield Duty(rows[0].pupil, None, "Near the most that is lawful", why)


def _school_year_began(calendar: Calendar, on: date) -> date:
    """1 August, once there has been a school day since; in the holiday before it the old year still runs."""
    has_begun = on.month > 8 or calendar.number_between(date(on.year, 7, 31), on) > 0
    return date(on.year - (not has_begun), 8, 1)


def _days_out(row: Row, calendar: Calendar) -> float:
    days = (row.sessions or 0) * HALF
    if row.cancelled_on is None:
        return days
    served = calendar.number_between(row.starts_on, row.cancelled_on)
    return min(days, float(served if row.cancelled_on > row.starts_on else 0))
