"""The calendar and the policy of the demonstration, from September 2023 to July 2027."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

Row = dict[str, str]

# year, term, starts, ends, half-term break from, to
TERMS = (
    ("2023-24", "autumn", "2023-09-04", "2023-12-20", "2023-10-30", "2023-11-03"),
    ("2023-24", "spring", "2024-01-04", "2024-03-28", "2024-02-12", "2024-02-16"),
    ("2023-24", "summer", "2024-04-15", "2024-07-23", "2024-05-27", "2024-05-31"),
    ("2024-25", "autumn", "2024-09-02", "2024-12-20", "2024-10-28", "2024-11-01"),
    ("2024-25", "spring", "2025-01-06", "2025-04-04", "2025-02-17", "2025-02-21"),
    ("2024-25", "summer", "2025-04-22", "2025-07-22", "2025-05-26", "2025-05-30"),
    ("2025-26", "autumn", "2025-09-01", "2025-12-19", "2025-10-27", "2025-10-31"),
    ("2025-26", "spring", "2026-01-05", "2026-03-27", "2026-02-16", "2026-02-20"),
    ("2025-26", "summer", "2026-04-13", "2026-07-21", "2026-05-25", "2026-05-29"),
    ("2026-27", "autumn", "2026-09-01", "2026-12-18", "2026-10-26", "2026-10-30"),
    ("2026-27", "spring", "2027-01-04", "2027-03-25", "2027-02-15", "2027-02-19"),
    ("2026-27", "summer", "2027-04-12", "2027-07-21", "2027-05-31", "2027-06-04"),
)
DAYS_OFF = (
    ("2023-24", "inset", "Autumn INSET", "2023-09-04"),
    ("2023-24", "holiday", "Early May bank holiday", "2024-05-06"),
    ("2024-25", "inset", "Autumn INSET", "2024-09-02"),
    ("2024-25", "holiday", "Early May bank holiday", "2025-05-05"),
    ("2025-26", "inset", "Autumn INSET", "2025-09-01"),
    ("2025-26", "holiday", "Early May bank holiday", "2026-05-04"),
    ("2026-27", "inset", "Autumn INSET", "2026-09-01"),
    ("2026-27", "holiday", "Early May bank holiday", "2027-05-03"),
)
CATEGORIES = ("physical", "verbal", "disruption", "property", "online")
LINES = (
    "suspensions", "permanent_exclusions", "internal_removal", "reduced_timetable", "off_site_direction", "managed_move",
    "safeguarding_separation", "removal_from_roll", "sent_home",
)  # fmt: skip


def calendar() -> Iterator[Row]:
    """Rows of calendar.csv."""
    for year, name, starts, ends, first, last in TERMS:
        yield {"academic_year": year, "kind": "term", "name": name, "starts_on": starts, "ends_on": ends}
        yield {"academic_year": year, "kind": "half_term_break", "name": name, "starts_on": first, "ends_on": last}
    for year, kind, name, day in DAYS_OFF:
        yield {"academic_year": year, "kind": kind, "name": name, "starts_on": day}


def policy() -> Iterator[Row]:
    """Rows of policy.csv: a first version, and one of September 2025 that indicates less."""
    for version, start, third, fourth in (("v1", "2023-09-01", "2", "5"), ("v2", "2025-09-01", "1", "4")):
        for category in CATEGORIES:
            for severity, sanction, days in (
                (1, "none", ""), (2, "school_based", ""), (3, "suspension", third), (4, "suspension", fourth),
                (5, "permanent_exclusion", ""),
            ):  # fmt: skip
                yield {
                    "version": version, "in_force_from": start, "category": category, "severity": str(severity),
                    "sanction": sanction, "school_days": days, "clause": f"{version}, {category} {severity}",
                }  # fmt: skip


def supplied(on: date) -> Iterator[Row]:
    """Everything is complete for every term that has begun."""
    for year, name, starts, *_ in TERMS:
        if starts <= on.isoformat():
            for kind in LINES:
                yield {"academic_year": year, "term": name, "kind": kind, "complete": "yes"}


def school_days(until: date) -> list[date]:
    """The school days from September 2023 to `until`, both included."""
    off = {day for *_, day in DAYS_OFF}
    found = []
    for _year, _name, starts, ends, first, last in TERMS:
        day, end = date.fromisoformat(starts), min(date.fromisoformat(ends), until)
        while day <= end:
            written = day.isoformat()
            if day.weekday() < 5 and written not in off and not first <= written <= last:
                found.append(day)
            day += timedelta(days=1)
    return found
