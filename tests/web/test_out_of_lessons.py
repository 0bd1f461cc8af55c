"""Other ways to be out of lessons: what a row may say, and how one that was entered wrongly is cancelled."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.exclusion import OutOfLessons
from app.casework.facts.stored import facts_of
from app.casework.history import Event
from tests.cast import Cast
from tests.client import Browser

ClientAs = Callable[..., Browser]
pytestmark = pytest.mark.usefixtures("clock")
WHEN = "23/11/2026"
OUT = {"kind": "internal_removal", "starts_on": WHEN, "ends_on": WHEN, "sessions": "1"}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"sessions": "50"}, "There is 1 school day from 23/11/2026 to 23/11/2026, so at most 2 sessions."),
        (
            {"starts_on": "21/11/2026", "ends_on": "22/11/2026"},
            "There is no school day from 21/11/2026 to 22/11/2026, so no session either.",
        ),
        ({"ends_on": "", "sessions": "7"}, "There are 3 school days from 23/11/2026 to 25/11/2026"),
        ({"ends_on": "01/01/2199"}, "Is the year right? This is more than two years ahead."),
        ({"starts_on": "28/11/2027", "ends_on": ""}, "It begins more than 10 school days ahead."),
        ({"ends_on": "20/11/2026"}, "It ends before it begins. Give 23/11/2026 or later."),
        ({"kind": "sent_home", "sessions": ""}, "Give its sessions: a school day is two."),
    ],
)
def test_out_of_lessons_makes_sense(client_as: ClientAs, session: Session, typed: dict[str, str], says: str) -> None:
    answer = client_as("headteacher").submit("/out-of-lessons", status=422, pupil="Tom Adeyemi", **{**OUT, **typed})

    assert says in answer.text
    session.rollback()
    assert session.query(OutOfLessons).count() == 0


def test_a_wrong_line_is_cancelled_stays_and_counts_nowhere(client_as: ClientAs, cast: Cast, session: Session) -> None:
    school = cast.school().id
    lead = client_as("pastoral_lead")
    lead.submit("/out-of-lessons", pupil="Tom Adeyemi", **OUT)
    session.rollback()
    assert len(facts_of(session, school).out_of_lessons) == 1
    address = f"/out-of-lessons/{session.query(OutOfLessons).one().id}/cancel"
    session.rollback()
    assert client_as("staff").get(address).status_code == 403
    assert client_as("headteacher", "B").get(address).status_code == 404
    assert "Say in one line why." in lead.submit(address, status=422, because="").text

    lead.submit(address, because="It was another pupil.")

    session.rollback()
    assert facts_of(session, school).out_of_lessons == []
    event = session.scalars(select(Event).where(Event.kind == "out of lessons cancelled")).one()
    assert event.because == "It was another pupil."
    page = lead.page("/out-of-lessons")
    assert "Cancelled 25/11/2026: It was another pupil." in page
    assert address not in page
    assert "Tom Adeyemi" in lead.page("/out-of-lessons?state=cancelled")
    assert "It was another pupil." not in lead.page("/out-of-lessons?state=ended")
    session.rollback()
    assert "This row was cancelled already." in lead.submit(address, status=422, because="Again").text
