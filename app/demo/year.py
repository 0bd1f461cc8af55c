"""The calendar and the policy of the demonstration: the academic year of today and the three before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

Row = dict[str, str]

YEARS_OF_HISTORY = 3
CATEGORIES = ("physical", "verbal", "disruption", "property", "online")
LINES = (
    "suspensions", "permanent_exclusions", "internal_removal", "reduced_timetable", "off_site_direction", "managed_move",
    "safeguarding_separation", "removal_from_roll", "sent_home",
)  # fmt: skip
MONDAY, TUESDAY, FRIDAY = 0, 1, 4


@dataclass(frozen=True, slots=True)
class Term:
    """A term with its half-term break; every day is included."""

    academic_year: str
    name: str
    starts_on: date
    ends_on: date
    break_starts_on: date
    break_ends_on: date

    def is_open_on(self, day: date) -> bool:
        """Whether lessons are on that weekday of the term."""
        return day.weekday() <= FRIDAY and not self.break_starts_on <= day <= self.break_ends_on


def academic_year_of(day: date) -> int:
    """The calendar year in which the academic year of a day began; August belongs to the year that is coming."""
    return day.year if day.month >= 8 else day.year - 1


def years(on: date) -> range:
    """The years that the demonstration tells of, by the calendar year in which each began."""
    this = academic_year_of(on)
    return range(this - YEARS_OF_HISTORY, this + 1)


def named(year: int) -> str:
    """An academic year as schools write it: 2026 is 2026-27."""
    return f"{year}-{(year + 1) % 100:02d}"


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _week_of(monday: date) -> tuple[date, date]:
    return monday, monday + timedelta(days=4)


def terms_of(year: int) -> tuple[Term, Term, Term]:
    """Three terms as most schools in England lay them; the summer half-term break holds the late May bank holiday."""
    autumn, spring, summer = date(year, 9, 1), date(year + 1, 1, 3), date(year + 1, 4, 12)
    rows = (
        ("autumn", _on_or_after(autumn, TUESDAY), _on_or_after(date(year, 12, 15), FRIDAY), date(year, 10, 24)),
        ("spring", _on_or_after(spring, MONDAY), _on_or_after(date(year + 1, 3, 25), FRIDAY), date(year + 1, 2, 12)),
        ("summer", _on_or_after(summer, MONDAY), _on_or_after(date(year + 1, 7, 16), TUESDAY), date(year + 1, 5, 25)),
    )
    first, second, third = (
        Term(named(year), name, starts, ends, *_week_of(_on_or_after(near, MONDAY)))
        for name, starts, ends, near in rows
    )
    return first, second, third


def days_off(year: int) -> tuple[tuple[str, str, date], ...]:
    """The INSET day that begins the year, and the early May bank holiday: kind, name, day."""
    return (
        ("inset", "Autumn INSET", terms_of(year)[0].starts_on),
        ("holiday", "Early May bank holiday", _on_or_after(date(year + 1, 5, 1), MONDAY)),
    )


def calendar(on: date) -> Iterator[Row]:
    """Rows of calendar.csv."""
    for year in years(on):
        for term in terms_of(year):
            for kind, first, last in (
                ("term", term.starts_on, term.ends_on),
                ("half_term_break", term.break_starts_on, term.break_ends_on),
            ):
                yield {
                    "academic_year": term.academic_year, "kind": kind, "name": term.name,
                    "starts_on": first.isoformat(), "ends_on": last.isoformat(),
                }  # fmt: skip
        for kind, name, day in days_off(year):
            yield {"academic_year": named(year), "kind": kind, "name": name, "starts_on": day.isoformat()}


def policy_version_on(day: date, on: date) -> str:
    """The version of the policy in force: the second began with last year's autumn."""
    return "v2" if day >= date(academic_year_of(on) - 1, 9, 1) else "v1"


def policy(on: date) -> Iterator[Row]:
    """Rows of policy.csv: a first version, and one of last year's autumn that indicates less."""
    this = academic_year_of(on)
    for version, starts, third, fourth in (("v1", this - 3, "2", "5"), ("v2", this - 1, "1", "4")):
        for category in CATEGORIES:
            for severity, sanction, days in (
                (1, "none", ""), (2, "school_based", ""), (3, "suspension", third), (4, "suspension", fourth),
                (5, "permanent_exclusion", ""),
            ):  # fmt: skip
                yield {
                    "version": version, "in_force_from": f"{starts}-09-01", "category": category,
                    "severity": str(severity), "sanction": sanction, "school_days": days,
                    "clause": f"{version}, {category} {severity}",
                }  # fmt: skip


def supplied(on: date) -> Iterator[Row]:
    """Everything is complete for every term that has begun."""
    for term in (term for year in years(on) for term in terms_of(year)):
        if term.starts_on <= on:
            for kind in LINES:
                yield {"academic_year": term.academic_year, "term": term.name, "kind": kind, "complete": "yes"}


def school_days(on: date, until: date) -> list[date]:
    """The school days of the demonstration's years as seen on `on`, to `until`, both included."""
    off = {day for year in years(on) for *_, day in days_off(year)}
    found = []
    for term in (term for year in years(on) for term in terms_of(year)):
        day, end = term.starts_on, min(term.ends_on, until)
        while day <= end:
            if term.is_open_on(day) and day not in off:
                found.append(day)
            day += timedelta(days=1)
    return found


def written(at: datetime) -> str:
    """A local time as the bundle writes it."""
    return at.strftime("%Y-%m-%dT%H:%M")
