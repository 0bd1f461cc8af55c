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


# ---- what stands there already


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"starts_on": "24/11/2026", "ends_on": "24/11/2026", "sessions": "2"}, "from 23/11/2026 to 24/11/2026"),
        ({"starts_on": "20/11/2026", "ends_on": "", "sessions": "2"}, "from 23/11/2026 to 24/11/2026"),
        ({"kind": "sent_home", "starts_on": "24/11/2026", "ends_on": "24/11/2026"}, None),
        ({"starts_on": "25/11/2026", "ends_on": "25/11/2026"}, None),
    ],
)
def test_rows_of_one_pupil_and_kind_do_not_overlap(
    client_as: ClientAs, session: Session, typed: dict[str, str], says: str | None
) -> None:
    lead, first = client_as("pastoral_lead"), {**OUT, "ends_on": "24/11/2026", "sessions": "4"}
    lead.submit("/out-of-lessons", pupil="Tom Adeyemi", **first)
    lead.submit("/out-of-lessons", pupil="Maya Lewis", **first)

    answer = lead.submit("/out-of-lessons", status=422 if says else 303, pupil="Tom Adeyemi", **{**OUT, **typed})

    if says:
        assert f"Tom Adeyemi is in the list already with internal removal {says}." in answer.text
    session.rollback()
    assert session.query(OutOfLessons).count() == (2 if says else 3)


def test_the_other_half_of_a_day_is_another_row_and_no_third(client_as: ClientAs, session: Session) -> None:
    lead = client_as("pastoral_lead")
    lead.submit("/out-of-lessons", pupil="Tom Adeyemi", **OUT)
    lead.post("/out-of-lessons", data={"pupil": "Tom Adeyemi", **OUT})

    answer = lead.post("/out-of-lessons", data={"pupil": "Tom Adeyemi", **OUT})

    assert answer.status_code == 422
    assert "is in the list already with internal removal on 23/11/2026." in answer.text
    session.rollback()
    assert session.query(OutOfLessons).count() == 2


def test_a_cancelled_row_stands_in_nobodys_way(client_as: ClientAs, session: Session) -> None:
    lead, typed = client_as("pastoral_lead"), {**OUT, "sessions": "2"}
    lead.submit("/out-of-lessons", pupil="Tom Adeyemi", **typed)
    lead.submit(f"/out-of-lessons/{only_row(session)}/cancel", because="It was the day after.")

    lead.submit("/out-of-lessons", pupil="Tom Adeyemi", **{**typed, "sessions": "1"})

    session.rollback()
    assert session.query(OutOfLessons).count() == 2


# ---- the end of what had none


def only_row(session: Session) -> int:
    session.rollback()
    found = session.query(OutOfLessons).one().id
    session.rollback()
    return found


def an_open_row(lead: Browser, session: Session) -> str:
    """A reduced timetable since Thursday; the address of the page on which it ends."""
    typed = {"kind": "reduced_timetable", "starts_on": "19/11/2026", "ends_on": "", "sessions": "3"}
    lead.submit("/out-of-lessons", pupil="Tom Adeyemi", **typed)
    return f"/out-of-lessons/{only_row(session)}/end"


def test_a_row_without_an_end_is_ended_with_its_sessions(client_as: ClientAs, session: Session) -> None:
    lead = client_as("pastoral_lead")
    address = an_open_row(lead, session)
    assert f'href="{address}"' in lead.page("/out-of-lessons")
    assert f'href="{address}"' not in client_as("dsl").page("/out-of-lessons?state=ended")
    assert client_as("staff").get(address).status_code == 403
    assert client_as("headteacher", "B").get(address).status_code == 404

    lead.submit(address, ended_on="24/11/2026", sessions="4")

    session.rollback()
    row = session.query(OutOfLessons).one()
    assert (f"{row.ends_on}", row.sessions, row.cancelled_on) == ("2026-11-24", 4, None)
    event = session.scalars(select(Event).where(Event.kind == "out of lessons ended")).one()
    assert '"from": "2026-11-19", "kind": "reduced_timetable", "sessions": 3' in str(event.before)
    assert event.after == '{"sessions": 4, "to": "2026-11-24"}'
    page = lead.page("/out-of-lessons")
    assert "24/11/2026" in page
    assert address not in page
    session.rollback()
    assert "It ended on 24/11/2026 already." in lead.submit(address, status=422, ended_on="23/11/2026").text
    lead.submit("/out-of-lessons", pupil="Tom Adeyemi", **{**OUT, "kind": "reduced_timetable", **FROM_WEDNESDAY})


FROM_WEDNESDAY = {"starts_on": "25/11/2026", "ends_on": ""}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"ended_on": ""}, "Give the day as dd/mm/yyyy."),
        ({"ended_on": "18/11/2026"}, "It ends before it begins. Give 19/11/2026 or later."),
        ({"ended_on": "26/11/2026"}, "That day has not come yet."),
        ({"ended_on": "19/11/2026"}, "There is 1 school day from 19/11/2026 to 19/11/2026, so at most 2 sessions."),
    ],
)
def test_an_end_makes_sense(client_as: ClientAs, session: Session, typed: dict[str, str], says: str) -> None:
    lead = client_as("pastoral_lead")
    address = an_open_row(lead, session)

    answer = lead.submit(address, status=422, **typed)

    assert says in answer.text
    session.rollback()
    assert session.query(OutOfLessons).one().ends_on is None


def test_what_began_and_has_no_end_is_ended_before_it_begins_again(client_as: ClientAs, session: Session) -> None:
    lead = client_as("pastoral_lead")
    an_open_row(lead, session)
    typed = {**OUT, "kind": "reduced_timetable", **FROM_WEDNESDAY}

    answer = lead.submit("/out-of-lessons", status=422, pupil="Tom Adeyemi", **typed)

    says = "in the list already with reduced timetable since 19/11/2026. Say first when that ended, or cancel it."
    assert says in answer.text
