"""When and where things happen: counts and shares of school days, never of children or teachers (practice.md 5.7).

A share is of the school days of the range: on 12 of 52 days there was at least one. One day with five incidents is
one day, so that a single bad afternoon does not draw a pattern. Pure functions of rows and a calendar.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import NamedTuple

from app.casework.calendar import Calendar

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
PERCENT_FROM = 20  # school days: no percentage of fewer (practice.md 7.4, rule 9)
NOT_KNOWN = "Time not known"


class Happening(NamedTuple):
    """One incident without people or words: London time as written."""

    number: int
    at: datetime
    is_exact: bool
    lesson: str | None
    category: str
    place: str | None

    @property
    def band(self) -> str:
        """The lesson as the school calls it, else the hour."""
        if self.lesson:
            return self.lesson
        return f"{self.at.hour}:00 to {self.at.hour + 1}:00" if self.is_exact else NOT_KNOWN


@dataclass(frozen=True, slots=True)
class Share:
    """How often under one heading: incidents, and on how many of how many school days at least one."""

    label: str
    incidents: int
    days: int
    of_days: int

    @property
    def percent(self) -> int | None:
        """Of the school days, rounded; None of fewer than 20 days."""
        return round(100 * self.days / self.of_days) if self.of_days >= PERCENT_FROM else None


class Week(NamedTuple):
    """One week of the range: its Monday, incidents on its school days, and how many of these there were."""

    monday: date
    incidents: int
    school_days: int


class Range(NamedTuple):
    """The days looked at, both included, with the school days among them."""

    since: date
    until: date
    school_days: tuple[date, ...]


def range_of(calendar: Calendar, since: date, until: date) -> Range:
    """A range with its school days."""
    return Range(since, until, tuple(day for day in calendar.school_days if since <= day <= until))


def on_school_days(rows: Iterable[Happening], days: Range) -> list[Happening]:
    """What happened on a school day of the range; the rest (evenings before holidays, weekends) is told apart."""
    known = set(days.school_days)
    return [row for row in rows if row.at.date() in known]


def shares(rows: Iterable[Happening], days: Range, heading: Callable[[Happening], str | None]) -> list[Share]:
    """By any heading that a row has one of, the most days first; rows without are left out."""
    return shares_of_many(((row, found) for row in rows if (found := heading(row))), days)


def shares_of_many(pairs: Iterable[tuple[Happening, str]], days: Range) -> list[Share]:
    """By headings of which a row may have several (years): a row counts once under each."""
    incidents: dict[str, set[int]] = defaultdict(set)
    dates: dict[str, set[date]] = defaultdict(set)
    for row, label in pairs:
        incidents[label].add(row.number)
        dates[label].add(row.at.date())
    made = [Share(label, len(incidents[label]), len(dates[label]), len(days.school_days)) for label in incidents]
    return sorted(made, key=lambda share: (-share.days, -share.incidents, share.label))


def by_weekday(rows: Iterable[Happening], days: Range) -> list[Share]:
    """Monday to Friday, each of the school days of that name."""
    found = list(rows)
    made = []
    for number, name in enumerate(WEEKDAYS):
        mine = [row for row in found if row.at.weekday() == number]
        of_days = sum(day.weekday() == number for day in days.school_days)
        made.append(Share(name, len(mine), len({row.at.date() for row in mine}), of_days))
    return made


def by_day_and_time(rows: Iterable[Happening], days: Range) -> list[tuple[str, list[Share]]]:
    """A line for each period or hour in the order of the day, with a share for each weekday."""
    bands: dict[str, list[Happening]] = defaultdict(list)
    for row in rows:
        bands[row.band].append(row)
    in_order = sorted(bands, key=lambda band: (band == NOT_KNOWN, _middle(bands[band]), band))
    return [(band, by_weekday(bands[band], days)) for band in in_order]


def _middle(rows: Sequence[Happening]) -> float:
    return median(row.at.hour * 60 + row.at.minute for row in rows)


def by_week(rows: Iterable[Happening], days: Range) -> list[Week]:
    """Every week with a school day in it, in order."""
    taught: dict[date, int] = defaultdict(int)
    counted: dict[date, int] = defaultdict(int)
    for day in days.school_days:
        taught[_monday(day)] += 1
    for row in rows:
        counted[_monday(row.at.date())] += 1
    return [Week(monday, counted[monday], taught[monday]) for monday in sorted(taught)]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
