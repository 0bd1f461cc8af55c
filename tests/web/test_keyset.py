"""Places in a list: what is written can be read, and what nobody wrote is the beginning."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.keyset import place_of, placed

NONSENSE = ("", "x", "20261124", "20261324-1", "20261124-", "20261124-1x", "2026112-1", "202611249999-1",
            "20261124-9999999999999999", "20261124-1' OR 1=1", "２０２６１１２４-1")  # fmt: skip


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 10**15 - 1))
def test_a_place_by_day_can_be_read_again(day, number):
    assert place_of(placed(day, number)) == (day, number)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), st.integers(0, 10**15 - 1))
def test_a_place_by_minute_can_be_read_again(at, number):
    minute = at.replace(second=0, microsecond=0, tzinfo=UTC)

    assert place_of(placed(minute, number)) == (minute, number)


@pytest.mark.parametrize("text", NONSENSE)
def test_what_is_no_place_is_the_beginning(text):
    assert place_of(text) is None
