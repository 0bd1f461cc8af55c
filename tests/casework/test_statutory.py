"""Duties that follow from the register, at their boundaries (statutory.md 1). Every weekday is a school day here."""

from datetime import date

import pytest

from app.casework.calendar import Calendar, CalendarRow
from app.casework.statutory import Duty, Row, duties

CALENDAR = Calendar(
    [
        CalendarRow("2025-26", "term", "summer", date(2026, 4, 13), date(2026, 7, 21)),
        CalendarRow("2026-27", "term", "autumn", date(2026, 9, 1), date(2026, 12, 18)),
        CalendarRow("2026-27", "term", "spring", date(2027, 1, 4), date(2027, 3, 26)),
    ]
)
MONDAY = date(2026, 9, 7)


def suspended(starts: date, sessions: int, cancelled: date | None = None, kind: str = "suspension") -> Row:
    return Row(1, kind, starts, sessions, cancelled)


def told(rows: list[Row], on: date = MONDAY) -> dict[str, Duty]:
    return {duty.what: duty for duty in duties(rows, CALENDAR, on)}


def test_a_pupil_comes_back_on_the_first_school_day_after():
    assert told([suspended(MONDAY, 2)])["Comes back, with a reintegration meeting"].by == date(2026, 9, 8)
    assert told([suspended(MONDAY, 3)])["Comes back, with a reintegration meeting"].by == date(2026, 9, 9)
    assert told([suspended(date(2026, 9, 11), 2)])["Comes back, with a reintegration meeting"].by == date(2026, 9, 14)


@pytest.mark.parametrize(("sessions", "is_owed"), [(10, False), (11, True)])
def test_education_is_owed_from_the_sixth_day_of_more_than_five(sessions, is_owed):
    found = told([suspended(MONDAY, sessions)])

    assert ("Full-time education is arranged" in found) == is_owed
    assert not is_owed or found["Full-time education is arranged"].by == date(2026, 9, 14)


def test_suspensions_that_follow_one_another_are_added_up():
    rows = [suspended(MONDAY, 6), suspended(date(2026, 9, 10), 6)]

    assert told(rows)["Full-time education is arranged"].by == date(2026, 9, 14)


def test_a_school_day_between_breaks_the_row():
    rows = [suspended(MONDAY, 6), suspended(date(2026, 9, 11), 6)]

    assert "Full-time education is arranged" not in told(rows)


@pytest.mark.parametrize(
    ("sessions", "what"),
    [(10, None), (11, "The governing board considers it"), (30, "The governing board considers it"),
     (31, "The governing board meets")],
)  # fmt: skip
def test_the_board_is_told_by_the_days_of_the_term(sessions, what):
    found = told([suspended(MONDAY, sessions)])

    assert {name for name in found if "board" in name} == ({what} if what else set())


def test_a_lunchtime_of_half_a_day_tips_the_total():
    days = suspended(MONDAY, 10)
    lunchtime = suspended(date(2026, 9, 21), 1, kind="lunchtime")

    assert "The governing board considers it" not in told([days])
    assert told([days, lunchtime])["The governing board considers it"].by == CALENDAR.after(date(2026, 9, 21), 50)


def test_days_of_another_term_do_not_count_to_this_one():
    rows = [suspended(MONDAY, 10), suspended(date(2027, 1, 11), 2)]

    assert "The governing board considers it" not in told(rows, on=date(2027, 1, 11))


@pytest.mark.parametrize("on", [date(2026, 7, 31), date(2026, 8, 1), date(2026, 9, 1), date(2026, 9, 15)])
def test_what_follows_from_july_is_shown_until_its_day_in_the_autumn(on):
    rows = [
        suspended(date(2026, 7, 1), 20),
        suspended(date(2026, 7, 15), 11),
        Row(2, "permanent", date(2026, 7, 17), None, None),
    ]

    found = {(duty.pupil, duty.what): duty.by for duty in duties(rows, CALENDAR, on)}

    assert found[1, "The governing board considers it"] == CALENDAR.after(date(2026, 7, 1), 50)
    assert found[1, "The governing board meets"] == CALENDAR.after(date(2026, 7, 15), 15) == date(2026, 9, 15)
    assert found[2, "The governing board meets"] == date(2026, 9, 17)


def test_who_left_in_july_does_not_come_back_in_september_and_governors_meet_all_the_same():
    leaver = Row(1, "suspension", date(2026, 7, 17), 12, None, left_on=date(2026, 7, 21))

    assert set(told([leaver], on=date(2026, 8, 1))) == {"The governing board considers it"}
    assert "Comes back, with a reintegration meeting" in told(
        [leaver._replace(left_on=date(2026, 12, 18))], on=date(2026, 8, 1)
    )


def test_days_of_july_do_not_count_to_the_forty_five_of_the_new_year():
    rows = [suspended(date(2026, 6, 1), 60), suspended(MONDAY, 20)]

    assert "Near the most that is lawful" not in told(rows)
    assert told([suspended(date(2026, 6, 1), 80)], on=date(2026, 8, 15))["Near the most that is lawful"].by is None
    assert "Near the most that is lawful" not in told([suspended(date(2026, 6, 1), 80)], on=date(2026, 9, 1))


def test_a_row_from_before_the_calendar_begins_owes_nothing_that_is_counted_in_its_days():
    assert (
        told([Row(1, "permanent", date(2026, 3, 2), None, None), suspended(date(2026, 3, 2), 40)], on=date(2026, 4, 14))
        == {}
    )


def test_a_permanent_exclusion_has_the_board_within_fifteen_school_days_also_from_a_day_off():
    saturday = date(2026, 9, 5)
    found = told([Row(1, "permanent", saturday, None, None)], on=saturday)

    assert found["The governing board meets"].by == date(2026, 9, 25)
    assert found["The local authority provides full-time education"].by == date(2026, 9, 14)


def test_a_cancelled_row_owes_nothing_but_its_served_days_count_to_forty_five():
    rows = [suspended(MONDAY, 80), suspended(date(2026, 11, 9), 20, cancelled=date(2026, 11, 9))]
    assert told(rows, on=date(2026, 11, 16))["Near the most that is lawful"].why.startswith("40 of 45")

    served = [suspended(MONDAY, 79), suspended(date(2026, 11, 9), 20, cancelled=date(2026, 11, 11))]
    assert told(served, on=date(2026, 11, 16))["Near the most that is lawful"].why.startswith("41.5 of 45")
    assert not any("board" in what for what in told([suspended(MONDAY, 40, cancelled=MONDAY)]))


@pytest.mark.parametrize(
    ("on", "is_shown"), [(date(2026, 9, 16), True), (date(2026, 9, 22), True), (date(2026, 9, 23), False)]
)
def test_a_deadline_stays_for_five_school_days_after_its_day(on, is_shown):
    found = told([Row(1, "permanent", date(2026, 7, 15), None, None)], on=on)

    assert ("The governing board meets" in found) == is_shown
    assert not is_shown or found["The governing board meets"].by == date(2026, 9, 15)


def test_a_coming_back_is_over_when_its_day_is():
    assert "Comes back, with a reintegration meeting" in told([suspended(MONDAY, 2)], on=date(2026, 9, 8))
    assert told([suspended(MONDAY, 2)], on=date(2026, 9, 9)) == {}


def test_the_nearest_stands_first():
    rows = [Row(2, "permanent", MONDAY, None, None), suspended(MONDAY, 2)]

    days = [duty.by for duty in duties(rows, CALENDAR, MONDAY)]

    assert days == sorted(days)
    assert len(days) == 3
