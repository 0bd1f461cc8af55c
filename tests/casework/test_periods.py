"""Which lesson a moment falls into, as the school's own timetable says."""

from datetime import datetime, time

import pytest

from app.casework.periods import Period, PeriodKind, period_at

FULL = frozenset({"monday", "tuesday", "wednesday", "thursday"})
TIMETABLE = [
    Period(name="Period 2", kind=PeriodKind.LESSON, weekdays=FULL, starts_at=time(10), ends_at=time(11)),
    Period(name="Period 1", kind=PeriodKind.LESSON, weekdays=frozenset(), starts_at=time(9), ends_at=time(9, 55)),
    Period(name="Period 3", kind=PeriodKind.LESSON, weekdays=FULL, starts_at=time(11, 20), ends_at=time(12, 20)),
    Period(name="Late lunch", kind=PeriodKind.LUNCH, weekdays=FULL, starts_at=time(14), ends_at=time(14, 30)),
    Period(name="Period 4", kind=PeriodKind.LESSON, weekdays=FULL, starts_at=time(13), ends_at=time(14)),
]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("08:59", "Before school"),
        ("09:00", "Period 1"),
        ("09:54", "Period 1"),
        ("09:55", "Between lessons"),
        ("10:00", "Period 2"),
        ("11:00", "Break"),
        ("12:20", "Lunch"),
        ("14:10", "Late lunch"),
        ("14:30", "After school"),
    ],
)
def test_a_moment_has_the_name_that_the_timetable_gives_it(written: str, name: str) -> None:
    tuesday = datetime.fromisoformat(f"2026-11-24T{written}")

    assert period_at(TIMETABLE, tuesday, is_school_day=True) == name


def test_friday_has_its_own_lines() -> None:
    assert period_at(TIMETABLE, datetime(2026, 11, 27, 10, 30), is_school_day=True) == "After school"


def test_a_day_without_school_has_no_lesson_and_a_school_without_timetable_no_name() -> None:
    assert period_at(TIMETABLE, datetime(2026, 11, 28, 10), is_school_day=False) == "Outside school days"
    assert period_at([], datetime(2026, 11, 27, 10), is_school_day=True) is None
