"""Days as people type them: with two figures for the year, on days that are none, in years that are far away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.casework.calendar import Calendar, CalendarRow
from app.web.due import due
from app.web.forms.agreements import AgreementForm
from app.web.forms.fields import DayAhead, LondonDateTime
from app.web.forms.sentences import PlainForm
from app.web.forms.settings import TrainingForm
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser

ClientAs = Callable[..., Browser]
FAR = datetime.now(UTC).year + 3
IS_THE_YEAR_RIGHT = "Is the year right? This is more than two years ahead."


class AForm(PlainForm):
    """A day, and an instant."""

    day = DayAhead("Day")
    moment = LondonDateTime("Moment")


@pytest.mark.parametrize("typed", ["25/11/2026", "25/11/26", "25.11.26", "25.11.2026", "25-11-26", "2026-11-25"])
def test_a_day_may_be_typed_short(app: Flask, typed: str) -> None:
    with app.test_request_context():
        assert AForm(MultiDict({"day": typed})).day.data == date(2026, 11, 25)


def test_a_moment_may_be_typed_short(app: Flask) -> None:
    with app.test_request_context():
        assert AForm(MultiDict({"moment": "1/9/26 09:05"})).moment.data == datetime(2026, 9, 1, 8, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/02/2026", "There is no 31 February 2026. Give the date as dd/mm/yyyy, such as 20/11/2026."),
        ("29.2.25", "There is no 29 February 2025. Give the date as dd/mm/yyyy, such as 20/11/2026."),
        ("2026-11-31", "There is no 31 November 2026. Give the date as dd/mm/yyyy, such as 20/11/2026."),
        ("40/40/2026", "Give the date as dd/mm/yyyy, such as 20/11/2026."),
        ("soon", "Give the date as dd/mm/yyyy, such as 20/11/2026."),
        (f"25/11/{FAR}", IS_THE_YEAR_RIGHT),
    ],
)
def test_a_day_that_is_none_is_named(app: Flask, typed: str, said: str) -> None:
    with app.test_request_context():
        form = AForm(MultiDict({"day": typed}))

        assert not form.validate()
        assert form.day.errors == [said]


def test_training_may_be_valid_for_longer(app: Flask) -> None:
    with app.test_request_context():
        assert TrainingForm(MultiDict({"expires_on": f"25/11/{FAR}"})).expires_on.data == date(FAR, 11, 25)
        assert AgreementForm(MultiDict({"review_on": f"25/11/{FAR}"})).review_on.data is None


def test_a_next_step_far_ahead_is_asked_about(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged()
    lead = client_as("pastoral_lead")

    answer = lead.submit(
        f"/cases/{told.reference}/triage", status=422, next_step="Speak with both", next_step_on=f"25/12/{FAR}"
    )

    assert IS_THE_YEAR_RIGHT in answer.text
    assert f'value="25/12/{FAR}"' in answer.text


def test_school_days_are_not_counted_beyond_the_calendar() -> None:
    calendar = Calendar([CalendarRow("2026-27", "term", "autumn", date(2026, 9, 1), date(2026, 12, 18))])

    assert due(date(2026, 12, 1), date(2026, 11, 25), calendar)[0] == "in 4 school days, Tuesday 1 December"
    assert due(date(2026, 12, 18), date(2026, 11, 25), calendar)[0] == "in 17 school days, Friday 18 December"
    assert due(date(2027, 1, 8), date(2026, 11, 25), calendar)[0] == "Friday 8 January"
