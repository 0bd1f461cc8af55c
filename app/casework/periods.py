"""The school's day: its lessons and breaks as the timetable has them, and which one a moment falls into.

The timetable is the school's own (periods.csv); each row may hold on some weekdays only, because Fridays are often
shorter. Times are London's, as the clock on the wall shows them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.casework.table import InSchool, Table, Word, WordSet, of_school

BEFORE_SCHOOL, AFTER_SCHOOL, BREAK, LUNCH, OUT_OF_SCHOOL = (
    "Before school",
    "After school",
    "Break",
    "Lunch",
    "Outside school days",
)
CHANGEOVER = "Between lessons"
# A gap of so many minutes that the timetable doesn't name: people changing rooms, a break, or the time to eat.
LONGEST_CHANGEOVER, SHORTEST_LUNCH = 10, 30


class PeriodKind(StrEnum):
    LESSON = "lesson"
    REGISTRATION = "registration"
    BREAK = "break"
    LUNCH = "lunch"


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


WEEKDAYS = tuple(Weekday)


class Period(InSchool, Table):
    """One line of the timetable. `weekdays` empty: every school day."""

    __tablename__ = "periods"
    __table_args__ = of_school(
        UniqueConstraint("school_id", "name", "weekdays"), CheckConstraint("ends_at > starts_at", name="times")
    )

    name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[PeriodKind] = mapped_column(Word(PeriodKind), default=PeriodKind.LESSON)
    weekdays: Mapped[frozenset[str]] = mapped_column(WordSet, default=frozenset)
    starts_at: Mapped[time]
    ends_at: Mapped[time]

    def holds_on(self, weekday: str) -> bool:
        """Whether this line is part of that weekday."""
        return not self.weekdays or weekday in self.weekdays


def periods_on(periods: Iterable[Period], weekday: str) -> list[Period]:
    """The lines of one weekday in order of time."""
    return sorted((p for p in periods if p.holds_on(weekday)), key=lambda p: (p.starts_at, p.ends_at))


def period_at(periods: Iterable[Period], moment: datetime, *, is_school_day: bool) -> str | None:
    """What the timetable calls a London moment: a lesson's name, or before school, break, lunch, after school. A period
    holds its first minute and not its last. None where the school has no timetable for that day."""
    if not is_school_day:
        return OUT_OF_SCHOOL
    lines = periods_on(periods, WEEKDAYS[moment.weekday()])
    clock = moment.time()
    if not lines:
        return None
    named = next((p.name for p in lines if p.starts_at <= clock < p.ends_at), None)
    if named is not None:
        return named
    if clock < lines[0].starts_at:
        return BEFORE_SCHOOL
    following = next((p for p in lines if p.starts_at > clock), None)
    return AFTER_SCHOOL if following is None else _gap(lines, following)


def _gap(lines: list[Period], following: Period) -> str:
    """A gap that the timetable leaves unnamed, by its length in minutes."""
    before = max((p for p in lines if p.ends_at <= following.starts_at), key=lambda p: p.ends_at)
    minutes = _minutes(following.starts_at) - _minutes(before.ends_at)
    if minutes <= LONGEST_CHANGEOVER:
        return CHANGEOVER
    return LUNCH if minutes >= SHORTEST_LUNCH else BREAK


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
