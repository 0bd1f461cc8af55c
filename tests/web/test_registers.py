"""Entering a row of a register: the pupil by name, the incident that is theirs, and never the same row twice."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.casework.exclusion import Exclusion, OutOfLessons
from app.casework.people import Pupil, name_pupil
from app.casework.words import DecisionKind
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser

ClientAs = Callable[..., Browser]
WHEN = "23/11/2026"
ROW = {"kind": "suspension", "starts_on": WHEN, "sessions": "4"}


def rows(session: Session) -> list[Exclusion]:
    """The register as it is stored."""
    session.rollback()
    return session.query(Exclusion).all()


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


def test_what_the_head_decided_need_not_be_typed_again(client_as: ClientAs, cast: Cast, session: Session) -> None:
    told = Told(cast).logged(severity=3).triaged().considered().decided(DecisionKind.SUSPEND)
    day = f"{told.today:%d/%m/%Y}"
    cast.session.rollback()
    head = client_as("headteacher")
    page = head.page("/cases/2026-0001")
    assert "Enter the exclusion of Tom Adeyemi in the register" in page
    address = page.split('href="/exclusions?decided=')[1].split('"')[0]

    head.submit(f"/exclusions?decided={address}", starts_on=day, sessions="4")

    assert [(row.pupil.display_name, row.kind, row.incident.reference) for row in rows(session)] == [
        ("Tom Adeyemi", "suspension", "2026-0001")
    ]
    assert "Enter the exclusion of" not in head.page("/cases/2026-0001")
    assert client_as("staff").get(f"/exclusions?decided={address}").status_code == 403
    assert "Tom Adeyemi" not in client_as("headteacher", "B").page(f"/exclusions?decided={address}")
