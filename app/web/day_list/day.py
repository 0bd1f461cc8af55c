"""The day that lists are for, and what they are made of: lines that say who, what and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.casework.calendar import Calendar, london
from app.casework.permissions import Permission
from app.casework.staff import Membership

MOST = 10
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do or to know: what about whom, where it is done (if anywhere), when it is due."""

    what: str
    href: str | None = None
    due_words: str | None = None
    due_state: str = "later"
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines under a heading. `empty` teaches what would stand here; without it an empty listing is left out."""

    title: str
    lines: list[Line] = field(default_factory=list)
    empty: str | None = None
    count_words: str | None = None
    more: tuple[str, str] | None = None

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.lines) or self.empty is not None


@dataclass(frozen=True, slots=True)
class Day:
    """Who looks, on which day, with the school's calendar."""

    me: Membership
    on: date
    calendar: Calendar

    def may(self, permission: Permission) -> bool:
        """Whether whoever looks holds the permission today."""
        return self.me.may(permission)

    def due(self, day: date | None) -> tuple[str | None, str]:
        """The due date in words, in school days where it is to come, with its state."""
        if day is None:
            return None, "later"
        written = self.written(day)
        if day < self.on:
            return f"was due {'yesterday, ' if day == self.on - ONE_DAY else ''}{written}", "overdue"
        if day == self.on:
            return "today", "due"
        days = self.calendar.number_between(self.on, day) if self.calendar.reaches(day) else 0
        if day == self.on + ONE_DAY or days == 1:
            return f"{'tomorrow' if day == self.on + ONE_DAY else 'next school day'}, {written}", "later"
        return (f"in {days} school days, {written}" if days else written), "later"

    def written(self, day: date) -> str:
        """`Thu 26 Nov`, with the year where it is another."""
        return f"{day:%a} {day.day} {day:%b}" + ("" if day.year == self.on.year else f" {day.year}")

    def day_of(self, at: datetime) -> date:
        """The London day of an instant."""
        return london(at).date()

    def since(self, at: datetime) -> str:
        """How long ago in words: `today 11:20`, `yesterday`, `Thu 12 Nov`."""
        day = self.day_of(at)
        if day == self.on:
            return f"today {london(at):%H:%M}"
        return "yesterday" if day == self.on - ONE_DAY else self.written(day)


def counted(found: int, most: int = MOST) -> str | None:
    """How many there are, in words, where one more than `most` was asked for."""
    return None if not found else f"more than {most}" if found > most else str(found)
