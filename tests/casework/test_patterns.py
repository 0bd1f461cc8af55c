"""Shares of school days: one bad afternoon is one day, days off are not counted, small numbers have no percentage."""

from datetime import date, datetime

from app.casework.calendar import Calendar, CalendarRow
from app.casework.patterns import (
    Happening,
    by_day_and_time,
    by_week,
    by_weekday,
    on_school_days,
    range_of,
    shares,
    shares_of_many,
)

CALENDAR = Calendar(
    [
        CalendarRow("2026-27", "term", "autumn", date(2026, 9, 1), date(2026, 12, 18)),
        CalendarRow("2026-27", "inset", "INSET", date(2026, 9, 7), None),
    ]
)
DAYS = range_of(CALENDAR, date(2026, 9, 1), date(2026, 10, 2))


def at(day: int, hour: int, place: str = "Yard", lesson: str | None = None, *, exact: bool = True, month: int = 9):
    number = day * 100 + hour
    return Happening(number, datetime(2026, month, day, hour, 20), exact, lesson, "verbal", place)


def test_the_range_knows_its_school_days():
    assert len(DAYS.school_days) == 23
    assert date(2026, 9, 7) not in DAYS.school_days


def test_what_happens_on_a_day_off_is_left_out():
    assert on_school_days([at(7, 9), at(8, 9), at(12, 9), at(9, 9, month=10)], DAYS) == [at(8, 9)]


def test_five_incidents_of_one_day_are_one_day():
    (share,) = shares([at(8, hour) for hour in (9, 10, 11, 12, 13)], DAYS, lambda row: row.place)

    assert (share.incidents, share.days, share.of_days) == (5, 1, 23)
    assert share.percent == 4


def test_fewer_than_twenty_days_have_no_percentage():
    week = range_of(CALENDAR, date(2026, 9, 8), date(2026, 9, 11))

    (share,) = shares([at(8, 9)], week, lambda row: row.place)

    assert (share.days, share.of_days, share.percent) == (1, 4, None)


def test_a_row_without_a_place_stands_nowhere():
    assert shares([at(8, 9)._replace(place=None)], DAYS, lambda row: row.place) == []


def test_a_weekday_is_measured_by_the_school_days_of_its_name():
    monday, tuesday = by_weekday([at(14, 9), at(21, 9), at(8, 9)], DAYS)[:2]

    assert (monday.days, monday.of_days) == (2, 3)  # the INSET Monday is none of them
    assert (tuesday.days, tuesday.of_days) == (1, 5)


def test_periods_stand_in_the_order_of_the_day_and_an_unknown_time_last():
    rows = [at(8, 13, lesson="Period 4"), at(8, 9, lesson="Period 1"), at(9, 11), at(9, 8, exact=False)]

    assert [band for band, _ in by_day_and_time(rows, DAYS)] == [
        "Period 1",
        "11:00 to 12:00",
        "Period 4",
        "Time not known",
    ]


def test_a_week_counts_its_own_school_days():
    weeks = by_week([at(8, 9), at(8, 10), at(14, 9)], DAYS)

    assert [(week.incidents, week.school_days) for week in weeks] == [(0, 4), (2, 4), (1, 5), (0, 5), (0, 5)]


def test_an_incident_between_two_years_counts_once_in_each():
    row = at(8, 9)

    found = shares_of_many([(row, "Year 7"), (row, "Year 8"), (row, "Year 8")], DAYS)

    assert [(share.label, share.incidents) for share in found] == [("Year 7", 1), ("Year 8", 1)]
