"""The day of the demonstration school: five lessons, and a shorter Friday."""

from __future__ import annotations

from collections.abc import Iterator

from app.demo.year import Row

FULL_DAYS = "monday;thursday;tuesday;wednesday"
# name, kind, starts and ends on a full day, starts and ends on Friday
DAY = (
    ("Tutor time", "registration", "08:40", "09:00", "08:40", "09:00"),
    ("Period 1", "lesson", "09:00", "10:00", "09:00", "09:50"),
    ("Period 2", "lesson", "10:00", "11:00", "09:50", "10:40"),
    ("Break", "break", "11:00", "11:20", "10:40", "11:00"),
    ("Period 3", "lesson", "11:20", "12:20", "11:00", "11:50"),
    ("Lunch", "lunch", "12:20", "13:10", "11:50", "12:30"),
    ("Period 4", "lesson", "13:10", "14:10", "12:30", "13:20"),
    ("Period 5", "lesson", "14:10", "15:10", "13:20", "14:10"),
)


def periods() -> Iterator[Row]:
    """Rows of periods.csv."""
    for name, kind, starts, ends, friday_starts, friday_ends in DAY:
        for weekdays, first, last in ((FULL_DAYS, starts, ends), ("friday", friday_starts, friday_ends)):
            yield {"name": name, "kind": kind, "weekdays": weekdays, "starts_at": first, "ends_at": last}
