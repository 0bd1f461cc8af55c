"""A circle and a course are entered once they have happened, in a year that can be; lines are said of terms that exist."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.circle import Circle
from app.casework.training import Training
from tests.client import Browser

ClientAs = Callable[..., Browser]
pytestmark = pytest.mark.usefixtures("clock")
COURSE = {"staff": "P-NAI", "course": "Formal conferences", "completed_on": "20/11/2026", "expires_on": ""}
LONG_AGO = "Is the year right? This is more than two years ago."


@pytest.mark.parametrize(
    ("day", "says"), [("26/11/2026", "That day has not come yet."), ("01/01/1990", LONG_AGO), ("25/11/2026", None)]
)
def test_a_circle_was_held(client_as: ClientAs, session: Session, day: str, says: str | None) -> None:
    status = 422 if says else 303

    answer = client_as("staff").submit("/circles", status=status, held_on=day, group="8B", purpose="community")

    assert says is None or says in answer.text
    assert len(session.scalars(select(Circle)).all()) == (0 if says else 1)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"completed_on": "01/01/2099"}, "That day has not come yet."),
        ({"completed_on": "01/01/1900"}, "Is the year right? This is more than 50 years ago."),
        ({"expires_on": "19/11/2026"}, "It ends before it was completed."),
        ({"expires_on": "20/11/2099"}, "Is the year right? This is more than 20 years ahead."),
        ({"completed_on": "01/09/1999", "expires_on": "31/08/2030"}, None),
    ],
)
def test_a_course_was_completed(client_as: ClientAs, session: Session, typed: dict[str, str], says: str | None) -> None:
    status = 422 if says else 303

    answer = client_as("headteacher").submit("/training", status=status, **{**COURSE, **typed})

    assert says is None or says in answer.text
    mine = select(Training).where(Training.course == "Formal conferences")
    assert len(session.scalars(mine).all()) == (0 if says else 1)


def test_lines_are_said_of_a_term_that_exists(client_as: ClientAs) -> None:
    browser = client_as("data_manager")

    assert browser.get("/settings/supplied?term=garbage").status_code == 404
    assert browser.post("/settings/supplied", data={"term": "garbage", "version": ""}).status_code == 404
    assert "What is complete for 2025-26 autumn" in browser.page("/settings/supplied?term=2025-26+autumn")
