"""Entering a row of a register: the pupil by name, the incident that is theirs, and never the same row twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.casework.exclusion import OutOfLessons
from app.casework.people import Pupil, name_pupil
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.web.in_register import ROW, WHEN, rows

ClientAs = Callable[..., Browser]
pytestmark = pytest.mark.usefixtures("clock")


def a_namesake(cast: Cast) -> None:
    """A second Tom Adeyemi in the same form joins the school."""
    tom = cast.pupil("Tom Adeyemi")
    other = Pupil(
        school_id=tom.school_id, mis_id="9417", legal_first_name="Tom", legal_last_name="Adeyemi", nc_year=tom.nc_year,
        registration_group=tom.registration_group, on_roll_from=tom.on_roll_from,
    )  # fmt: skip
    name_pupil(other)
    cast.session.add(other)
    cast.session.commit()


def test_a_pupil_is_entered_by_name_and_form(client_as: ClientAs, cast: Cast, session: Session) -> None:
    tom = cast.pupil("Tom Adeyemi")
    typed = f"Tom Adeyemi, {tom.registration_group}"
    cast.session.rollback()
    head = client_as("headteacher")

    head.submit("/exclusions", pupil=typed, **ROW)
    head.submit("/out-of-lessons", pupil=typed, kind="sent_home", starts_on=WHEN, ends_on=WHEN, sessions="1")

    assert [row.pupil_id for row in rows(session)] == [tom.id]
    assert session.query(OutOfLessons).one().pupil_id == tom.id
    assert f"Recorded: {typed}." in head.page("/out-of-lessons")


def test_a_first_name_is_not_enough(client_as: ClientAs, cast: Cast, session: Session) -> None:
    answer = client_as("headteacher").submit("/exclusions", status=422, pupil="Tom", **ROW)

    assert "Choose who is meant." in answer.text
    assert cast.pupil("Tom Adeyemi").upn in answer.text
    assert rows(session) == []


def test_of_two_with_one_name_the_page_asks_which(client_as: ClientAs, cast: Cast, session: Session) -> None:
    a_namesake(cast)
    head = client_as("headteacher")

    answer = head.submit("/exclusions", status=422, pupil="Tom Adeyemi", **ROW)
    assert "number 9417" in answer.text
    assert rows(session) == []

    head.submit("/exclusions", pupil="Tom Adeyemi", meant="mis:9417", **ROW)
    assert [row.pupil.mis_id for row in rows(session)] == ["9417"]


def test_a_choice_that_is_not_of_that_name_counts_for_nothing(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    maya = cast.pupil("Maya Lewis").key
    cast.session.rollback()

    client_as("headteacher").submit("/exclusions", pupil="Tom Adeyemi", meant=maya, **ROW)

    assert [row.pupil.display_name for row in rows(session)] == ["Tom Adeyemi"]


def test_nobody_of_that_name_is_said_at_the_field(client_as: ClientAs, cast: Cast, session: Session) -> None:
    answer = client_as("headteacher").submit("/exclusions", status=422, pupil="Xq Zzz", **ROW)

    assert "No pupil of this school has that name or number." in answer.text
    assert 'value="Xq Zzz"' in answer.text
    assert rows(session) == []


def test_the_incident_must_be_one_in_which_they_caused_harm(client_as: ClientAs, cast: Cast, session: Session) -> None:
    Told(cast).logged()

    answer = client_as("headteacher").submit("/exclusions", status=422, pupil="Maya Lewis", incident="2026-0001", **ROW)

    assert "Maya Lewis is not named as having caused harm in 2026-0001." in answer.text
    assert rows(session) == []


def test_a_row_is_entered_once(client_as: ClientAs, cast: Cast, session: Session) -> None:
    head = client_as("headteacher")
    head.submit("/exclusions", pupil="Tom Adeyemi", **ROW)

    answer = head.submit("/exclusions", status=422, pupil="Tom Adeyemi", **{**ROW, "sessions": "6"})

    assert "is in the register already" in answer.text
    assert len(rows(session)) == 1


# ---- what a row may say


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"reasons": "ZZ"}, "ZZ is no reason code. Choose from the list below, such as PP."),
        ({"reasons": "PP;PP"}, "PP is given twice. Once is enough."),
        ({"starts_on": "21/11/2026"}, "21/11/2026 is no school day. The next is 23/11/2026."),
        ({"starts_on": "27/10/2026"}, "27/10/2026 is no school day. The next is 02/11/2026."),
        ({"starts_on": "10/12/2026"}, "It begins more than 10 school days ahead. Enter it from 26/11/2026 on."),
        ({"starts_on": "25/11/2099"}, "Is the year right? This is more than two years ahead."),
        ({"starts_on": "20/11/2006"}, "Is the year right? This is more than two years ago."),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_at_its_field(
    client_as: ClientAs, session: Session, typed: dict[str, str], says: str
) -> None:
    answer = client_as("headteacher").submit("/exclusions", status=422, pupil="Tom Adeyemi", **{**ROW, **typed})

    assert says in answer.text
    assert f'value="{next(iter(typed.values()))}"' in answer.text
    assert rows(session) == []


def test_a_row_may_begin_ten_school_days_ahead(client_as: ClientAs, session: Session) -> None:
    client_as("headteacher").submit("/exclusions", pupil="Tom Adeyemi", **{**ROW, "starts_on": "09/12/2026"})

    assert len(rows(session)) == 1


@pytest.mark.parametrize(
    ("typed", "is_there_already"),
    [
        ({"starts_on": "24/11/2026"}, True),
        ({"starts_on": "20/11/2026", "sessions": "4"}, True),
        ({"kind": "permanent", "starts_on": "24/11/2026", "sessions": ""}, True),
        ({"kind": "lunchtime", "starts_on": "24/11/2026", "sessions": "1"}, True),
        ({"starts_on": "20/11/2026", "sessions": "2"}, False),
        ({"starts_on": "25/11/2026"}, False),
        ({"kind": "permanent", "starts_on": "25/11/2026", "sessions": ""}, False),
    ],
)
def test_rows_of_one_pupil_do_not_overlap(
    client_as: ClientAs, session: Session, typed: dict[str, str], is_there_already: bool
) -> None:
    head = client_as("headteacher")
    head.submit("/exclusions", pupil="Tom Adeyemi", **ROW)
    head.submit("/exclusions", pupil="Maya Lewis", **ROW)
    second = {**ROW, **typed}

    answer = head.submit("/exclusions", status=422 if is_there_already else 303, pupil="Tom Adeyemi", **second)

    says = "in the register already from 23/11/2026 to 24/11/2026, as row 2026-X001. Choose a day after it"
    assert (says in answer.text) == is_there_already
    assert len(rows(session)) == (2 if is_there_already else 3)


def test_half_a_day_leaves_the_other_half(client_as: ClientAs, session: Session) -> None:
    head = client_as("headteacher")
    head.submit("/exclusions", pupil="Tom Adeyemi", **{**ROW, "sessions": "3"})

    head.submit("/exclusions", pupil="Tom Adeyemi", **{**ROW, "starts_on": "24/11/2026"})

    assert len(rows(session)) == 2


# ---- cancelling


def test_a_row_is_cancelled_on_the_day_on_which_it_is_cancelled(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    head = client_as("headteacher")
    head.submit("/exclusions", pupil="Tom Adeyemi", **ROW)
    address = f"/exclusions/{rows(session)[0].id}/cancel"
    session.rollback()
    page = head.page(address)
    assert "It is cancelled as from today, 25/11/2026. Days already out stay on record." in page
    assert "cancelled_on" not in page

    head.post(address, data={"because": "New evidence", "cancelled_on": "20/11/2026"})

    row = rows(session)[0]
    assert (f"{row.cancelled_on}", row.cancelled_because) == ("2026-11-25", "New evidence")


def test_a_row_that_has_not_begun_counts_as_never_given(client_as: ClientAs, session: Session) -> None:
    head = client_as("headteacher")
    head.submit("/exclusions", pupil="Tom Adeyemi", **{**ROW, "starts_on": "27/11/2026"})

    assert "it counts as never given" in head.page(f"/exclusions/{rows(session)[0].id}/cancel")
