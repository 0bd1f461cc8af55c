"""School days, terms, census days and London time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.casework.calendar import Calendar, CalendarRow, london, term_or_refuse, utc_from_london, years_before
from app.casework.refusals import Refused

ROWS = [
    CalendarRow("2025-26", "term", "autumn", date(2025, 9, 2), date(2025, 12, 19)),
    CalendarRow("2025-26", "half_term_break", "", date(2025, 10, 27), date(2025, 10, 31)),
    CalendarRow("2025-26", "inset", "", date(2025, 9, 2), None),
    CalendarRow("2025-26", "term", "spring", date(2026, 1, 5), date(2026, 3, 27)),
    CalendarRow("2025-26", "census", "spring", date(2026, 1, 22), None),
]
YEAR = Calendar(ROWS)


def test_a_school_day_is_a_weekday_of_a_term_outside_every_day_off() -> None:
    assert YEAR.is_school_day(date(2025, 9, 3))
    for off in (date(2025, 9, 2), date(2025, 9, 6), date(2025, 10, 29), date(2025, 12, 22), date(2030, 1, 1)):
        assert not YEAR.is_school_day(off)


def test_days_after_start_from_day_nought_school_day_or_not() -> None:
    assert YEAR.after(date(2025, 9, 6), 0) == date(2025, 9, 6)
    assert YEAR.after(date(2025, 9, 6), 1) == date(2025, 9, 8)
    assert YEAR.after(date(2025, 10, 24), 1) == date(2025, 11, 3)
    assert YEAR.after(date(2025, 12, 19), 1) == date(2026, 1, 5)
    assert YEAR.after(date(2026, 3, 26), 2) is None


def test_days_between_leave_out_the_first_and_count_the_last() -> None:
    assert YEAR.number_between(date(2025, 9, 3), date(2025, 9, 8)) == 3
    assert YEAR.number_between(date(2025, 9, 8), date(2025, 9, 3)) == 0


def test_a_period_runs_to_the_day_before_the_next_term_and_the_last_to_the_end_of_august() -> None:
    assert [term.period_ends_on for term in YEAR.terms] == [date(2026, 1, 4), date(2026, 8, 31)]
    assert YEAR.term_of(date(2026, 1, 4)) == YEAR.terms[0]
    assert YEAR.term_of(date(2025, 9, 1)) is None
    assert YEAR.term_of(date(2026, 9, 1)) is None


def test_the_census_day_is_the_row_of_the_calendar_or_its_usual_thursday() -> None:
    assert YEAR.census_day(YEAR.terms[0]) == date(2025, 10, 2)
    assert YEAR.census_day(YEAR.terms[1]) == date(2026, 1, 22)
    assert YEAR.census_day(YEAR.terms[1]._replace(academic_year="2026-27")) == date(2027, 1, 21)


def test_the_order_of_rows_changes_nothing() -> None:
    assert Calendar(reversed(ROWS)).terms == YEAR.terms
    assert Calendar(reversed(ROWS)).school_days == YEAR.school_days


def test_an_unknown_term_is_declined_with_the_terms_there_are() -> None:
    with pytest.raises(Refused, match="2025-26 autumn, 2025-26 spring"):
        term_or_refuse(YEAR, "2025-26 winter")


def test_years_before_cross_a_century() -> None:
    assert years_before("2025-26") == ("2022-23", "2023-24", "2024-25")
    assert years_before("2001-02") == ("1998-99", "1999-00", "2000-01")


def test_london_time_goes_there_and_back_in_summer_and_winter() -> None:
    for written in (datetime(2026, 1, 9, 13, 25), datetime(2026, 7, 9, 13, 25), datetime(2025, 10, 26, 1, 30)):
        assert london(utc_from_london(written)) == written
    assert utc_from_london(datetime(2026, 7, 9, 13, 25)) == datetime(2026, 7, 9, 12, 25, tzinfo=UTC)


def test_an_hour_that_the_clocks_skip_is_declined() -> None:
    with pytest.raises(Refused) as declined:
        utc_from_london(datetime(2026, 3, 29, 1, 30))
    assert declined.value.refusal.code == "time_did_not_exist"
    assert "29 March 2026" in declined.value.refusal.message
