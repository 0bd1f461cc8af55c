"""School days, terms and London time: the only module that answers questions about any of them.

A school day is Monday to Friday inside a term and inside no break, holiday, INSET day or closure
(figures.md 1.2). Days are numbered once, so that "30 school days after" is a look-up, not a walk.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from app.casework.refusals import Refusal, Refused

LONDON = ZoneInfo("Europe/London")
DAYS_OFF = frozenset({"half_term_break", "holiday", "inset", "closure"})
ONE_DAY = timedelta(days=1)
THURSDAY = 3
CENSUS_MONTH = {
    "autumn": (0, 10, 1),
    "spring": (1, 1, 3),
    "summer": (1, 5, 3),
}  # year on, month, which Thursday


class CalendarRow(NamedTuple):
    """One row of calendar.csv; `ends_on` None means one day."""

    academic_year: str
    kind: str
    name: str
    starts_on: date
    ends_on: date | None


class Entry(Protocol):
    """What a calendar is made of: rows of calendar.csv, or the `CalendarEntry` rows of the database."""

    @property
    def academic_year(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...


class Term(NamedTuple):
    """A term and its period, which runs on through the holiday that follows it (figures.md 1.3)."""

    academic_year: str
    name: str
    starts_on: date
    ends_on: date
    period_ends_on: date

    @property
    def full_name(self) -> str:
        """Year and name, as reports say it: `2025-26 autumn`."""
        return f"{self.academic_year} {self.name}"

    def __contains__(self, day: object) -> bool:
        """Whether a date lies in the term's period, both ends included."""
        return isinstance(day, date) and self.starts_on <= day <= self.period_ends_on


class Calendar:
    """A school's calendar, read once. The order of its rows changes nothing."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        rows = [
            CalendarRow(each.academic_year, str(each.kind), each.name, each.starts_on, each.ends_on) for each in entries
        ]
        self.rows = tuple(sorted(rows, key=lambda row: (row.starts_on, row.kind, row.name, row.academic_year)))

    @cached_property
    def school_days(self) -> list[date]:
        """Every school day, in order."""
        off = {day for row in self.rows if row.kind in DAYS_OFF for day in _days(row)}
        taught = {day for row in self.rows if row.kind == "term" for day in _days(row)}
        return sorted(day for day in taught - off if day.weekday() < 5)

    def is_school_day(self, day: date) -> bool:
        """Whether `day` is one (figures.md 1.2)."""
        place = bisect_left(self.school_days, day)
        return place < len(self.school_days) and self.school_days[place] == day

    def reaches(self, day: date) -> bool:
        """Whether school days can be counted up to `day`: it is not beyond the last of them."""
        return bool(self.school_days) and day <= self.school_days[-1]

    def covers(self, day: date) -> bool:
        """Whether `day` lies between the first and the last school day, so that the calendar says what it is."""
        return self.reaches(day) and day >= self.school_days[0]

    def nth_day(self, start: date, number: int) -> date | None:
        """The n-th school day from `start` on, which is itself the first if it is one; None if the calendar ends before."""
        return self.after(start, number - 1 if self.is_school_day(start) else number)

    def after(self, day: date, school_days: int) -> date | None:
        """The n-th school day later than `day`, itself day 0; None if the calendar ends before."""
        if school_days <= 0:
            return day
        place = bisect_right(self.school_days, day) + school_days - 1
        return self.school_days[place] if place < len(self.school_days) else None

    def number_between(self, start: date, end: date) -> int:
        """School days s with start < s ≤ end."""
        return max(0, bisect_right(self.school_days, end) - bisect_right(self.school_days, start))

    def first_within(self, school_days: int, day: date) -> date | None:
        """The first day from which `number_between` it and `day` is at most so many; None: however early."""
        place = bisect_right(self.school_days, day) - school_days - 1
        return self.school_days[place] if place >= 0 else None

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """All terms in order of time, each with the end of its period (figures.md 1.3)."""
        rows = [row for row in self.rows if row.kind == "term"]
        ends = [row.starts_on - ONE_DAY for row in rows[1:]]
        last = [_last_of_august(rows[-1].ends_on or rows[-1].starts_on)] if rows else []
        return tuple(
            Term(row.academic_year, row.name, row.starts_on, row.ends_on or row.starts_on, period_end)
            for row, period_end in zip(rows, ends + last, strict=True)
        )

    @cached_property
    def _named(self) -> dict[str, Term]:
        return {term.full_name: term for term in reversed(self.terms)}

    def term(self, full_name: str) -> Term | None:
        """The term of that year and name (`2025-26 autumn`), or None."""
        return self._named.get(full_name)

    def runs_until(self, full_name: str, day: date) -> date | None:
        """The last day of that term where it comes after `day`: what stands as at that day is of a part of the term."""
        term = self.term(full_name)
        return term.ends_on if term is not None and day < term.ends_on else None

    def term_of(self, day: date) -> Term | None:
        """The term in whose period `day` lies; None before the first and after the last."""
        place = bisect_right([term.starts_on for term in self.terms], day) - 1
        return self.terms[place] if place >= 0 and day in self.terms[place] else None

    def census_day(self, term: Term) -> date:
        """The census row of the term, else its usual Thursday, else (a term of another name) its first day
        (figures.md 1.4)."""
        for row in self.rows:
            if row.kind == "census" and (row.academic_year, row.name) == (term.academic_year, term.name):
                return row.starts_on
        if term.name not in CENSUS_MONTH:
            return term.starts_on
        years_on, month, which = CENSUS_MONTH[term.name]
        first = date(int(term.academic_year[:4]) + years_on, month, 1)
        return first + timedelta(days=(THURSDAY - first.weekday()) % 7 + 7 * (which - 1))


SchoolCalendar = Calendar  # the same, by the name that casework's other modules may prefer


def years_before(academic_year: str, number: int = 3) -> tuple[str, ...]:
    """The academic years before this one, oldest first: `2025-26` → `2022-23`, `2023-24`, `2024-25`."""
    first = int(academic_year[:4])
    return tuple(f"{year}-{(year + 1) % 100:02d}" for year in range(first - number, first))


def term_or_refuse(calendar: Calendar, full_name: str) -> Term:
    """The term of that name; refuses with `no_such_term` and says which terms there are."""
    term = calendar.term(full_name)
    if term is None:
        known = ", ".join(each.full_name for each in calendar.terms) or "none yet"
        message = f"There is no term “{full_name}” in the school's calendar. The terms in it are: {known}."
        raise Refused(Refusal("no_such_term", message, "term"))
    return term


def london(at: datetime) -> datetime:
    """The London wall clock at an aware instant, without a zone: the way the bundle writes and compares times."""
    return at.astimezone(LONDON).replace(tzinfo=None, fold=0)


def utc_from_london(written: datetime) -> datetime:
    """The instant of a London time as written. Refuses with `time_did_not_exist` the hour that the clocks
    skip in March; of the hour that October has twice, the first is meant."""
    at = written.replace(tzinfo=LONDON, fold=0).astimezone(UTC)
    if london(at) != written.replace(fold=0):
        later = written + timedelta(hours=1)
        message = (
            f"On {written.day} {written:%B %Y} the clocks went forward and {written:%H:%M} did not happen. "
            f"The hour after it is written {later:%H:%M}."
        )
        raise Refused(Refusal("time_did_not_exist", message))
    return at


def _days(row: CalendarRow) -> Iterable[date]:
    for number in range(((row.ends_on or row.starts_on) - row.starts_on).days + 1):
        yield row.starts_on + timedelta(days=number)


def _last_of_august(day: date) -> date:
    same_year = date(day.year, 8, 31)
    return same_year if day <= same_year else date(day.year + 1, 8, 31)
