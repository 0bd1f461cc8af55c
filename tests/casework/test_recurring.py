"""Who recurs together: pairs and groups, by their latest day, never by a count of one child."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.casework.recurring import Meeting, recurring

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def met(incident: int, *pupils: int) -> list[Meeting]:
    return [Meeting(incident, incident * 10, START + timedelta(days=incident), pupil) for pupil in pupils]


def test_two_who_met_once_do_not_recur():
    assert recurring(met(1, 7, 8)) == []


def test_two_who_met_twice_recur_with_both_days_and_cases_newest_first():
    (found,) = recurring([*met(1, 7, 8), *met(4, 8, 7)])

    assert found.pupils == frozenset({7, 8})
    assert found.incidents == (4, 1)
    assert found.cases == (40, 10)
    assert (found.last, found.last_before) == (START + timedelta(days=4), START + timedelta(days=1))
    assert not found.is_group


def test_meeting_somebody_else_each_time_is_no_recurrence():
    assert recurring([*met(1, 7, 8), *met(2, 7, 9), *met(3, 7, 10)]) == []


def test_pairs_that_share_a_pupil_are_one_group():
    (found,) = recurring([*met(1, 7, 8), *met(2, 7, 8), *met(3, 8, 9), *met(4, 8, 9)])

    assert found.pupils == frozenset({7, 8, 9})
    assert found.is_group


def test_a_third_who_was_there_once_is_not_drawn_into_it():
    (found,) = recurring([*met(1, 7, 8, 9), *met(2, 7, 8)])

    assert found.pupils == frozenset({7, 8})


def test_the_latest_stands_first():
    found = recurring([*met(1, 1, 2), *met(3, 1, 2), *met(2, 5, 6), *met(9, 5, 6)])

    assert [each.pupils for each in found] == [frozenset({5, 6}), frozenset({1, 2})]


@given(st.lists(st.tuples(st.integers(1, 8), st.sets(st.integers(1, 6), min_size=1, max_size=4)), max_size=12))
def test_nobody_stands_in_two_of_them_and_order_changes_nothing(happened):
    rows = [row for number, (_, pupils) in enumerate(happened) for row in met(number, *pupils)]

    found = recurring(rows)

    named = [pupil for each in found for pupil in each.pupils]
    assert len(named) == len(set(named))
    assert all(len(each.incidents) >= 2 and len(each.pupils) >= 2 for each in found)
    assert recurring(list(reversed(rows))) == found
