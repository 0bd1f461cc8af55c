"""From the head's decision to exclude to its row in the register: what is next, and what the register takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.casework.words import DecisionKind
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.guarded_cases import set_level
from tests.web.home import tasks
from tests.web.in_register import ROW, rows
from tests.web.pages_of_cases import step_of

ClientAs = Callable[..., Browser]
pytestmark = pytest.mark.usefixtures("clock")


def test_what_the_head_decided_need_not_be_typed_again(client_as: ClientAs, cast: Cast, session: Session) -> None:
    told = Told(cast, days_ago=2).logged(severity=3).triaged().considered().decided(DecisionKind.SUSPEND)
    day = f"{told.today:%d/%m/%Y}"
    cast.session.rollback()
    head = client_as("headteacher")
    page = head.page("/cases/2026-0001")
    assert step_of(page) == "Enter the exclusion of Tom Adeyemi in the register Enter it"
    assert "Enter the exclusion of Tom Adeyemi (8B) in the register" in tasks(head.page("/"))[0]
    waits = "Waiting for the exclusion of Tom Adeyemi to be entered in the register"
    assert waits in step_of(client_as("staff").page("/cases/2026-0001"))
    address = page.split('href="/exclusions?decided=')[1].split('"')[0]

    head.submit(f"/exclusions?decided={address}", starts_on=day, sessions="4")

    assert [(row.pupil.display_name, row.kind, row.incident.reference) for row in rows(session)] == [
        ("Tom Adeyemi", "suspension", "2026-0001")
    ]
    assert "Enter the exclusion of" not in head.page("/")
    page = head.page("/cases/2026-0001")
    assert "Enter the exclusion of" not in page
    row = f"2026-X001: Tom Adeyemi, suspension from {told.today.day} November 2026, 2 school days"
    assert row in page
    assert row not in client_as("staff").page("/cases/2026-0001")
    assert "Waiting for the exclusion" not in client_as("staff").page("/cases/2026-0001")
    assert client_as("staff").get(f"/exclusions?decided={address}").status_code == 403
    assert "Tom Adeyemi" not in client_as("headteacher", "B").page(f"/exclusions?decided={address}")


@pytest.mark.parametrize(
    ("decision", "kind", "words"),
    [
        (DecisionKind.RESTORATIVE, "suspension", "a restorative response instead"),
        (DecisionKind.OTHER_SANCTION, "suspension", "another sanction"),
        (DecisionKind.SUSPEND, "permanent", "suspend"),
    ],
)
def test_nothing_else_is_entered_than_what_the_head_decided(
    client_as: ClientAs, cast: Cast, session: Session, decision: DecisionKind, kind: str, words: str
) -> None:
    Told(cast, days_ago=2).logged(severity=3).triaged().considered().decided(decision)
    typed = {**ROW, "kind": kind, "starts_on": "24/11/2026", "incident": "2026-0001"}

    answer = client_as("pastoral_lead").submit("/exclusions", status=422, pupil="Tom Adeyemi", **typed)

    assert f"About Tom Adeyemi the headteacher decided on 23/11/2026: {words}." in answer.text
    assert "another decision on the case comes first" in answer.text
    assert rows(session) == []


def test_the_last_decision_counts(client_as: ClientAs, cast: Cast, session: Session) -> None:
    told = Told(cast, days_ago=2).logged(severity=3).triaged().considered().decided()
    told.decided(DecisionKind.SUSPEND)
    typed = {**ROW, "starts_on": "24/11/2026", "incident": "2026-0001"}

    client_as("pastoral_lead").submit("/exclusions", pupil="Tom Adeyemi", **typed)

    assert [row.incident.reference for row in rows(session)] == ["2026-0001"]


@pytest.mark.parametrize("comes_again", [False, True])
def test_a_decision_is_entered_until_it_is_replaced(client_as: ClientAs, cast: Cast, comes_again: bool) -> None:
    told = Told(cast, days_ago=2).logged(severity=3).triaged().considered().decided(DecisionKind.SUSPEND).decided()
    if comes_again:
        told.decided(DecisionKind.EXCLUDE_PERMANENTLY)
    cast.session.rollback()
    head = client_as("headteacher")

    assert ("Enter the exclusion of" in head.page("/cases/2026-0001")) == comes_again
    assert ("Enter the exclusion of" in head.page("/")) == comes_again


def test_a_row_that_was_cancelled_before_the_decision_was_another(
    client_as: ClientAs, cast: Cast, session: Session, clock: time_machine.Coordinates
) -> None:
    told = Told(cast, days_ago=2).logged(severity=3).triaged().considered().decided(DecisionKind.SUSPEND)
    cast.session.rollback()
    head = client_as("headteacher")
    head.submit("/exclusions", pupil="Tom Adeyemi", **{**ROW, "incident": "2026-0001"})
    head.submit(f"/exclusions/{rows(session)[0].id}/cancel", because="New evidence")
    session.rollback()
    assert "Enter the exclusion of" not in head.page("/")
    clock.shift(timedelta(days=1))
    told.at += timedelta(days=3)
    told.decided(DecisionKind.SUSPEND)
    cast.session.rollback()
    head = client_as("headteacher")

    assert "Enter the exclusion of" in head.page("/")
    assert "Enter the exclusion of" in step_of(head.page("/cases/2026-0001"))


def test_a_row_without_its_incident_is_asked_whether_it_is_what_the_head_decided_on(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    Told(cast, days_ago=2).logged(severity=3).triaged().considered().decided()
    typed = {**ROW, "starts_on": "24/11/2026", "pupil": "Tom Adeyemi"}
    lead = client_as("pastoral_lead")
    assert "is_another" not in lead.page("/exclusions")

    answer = lead.submit("/exclusions", status=422, **typed)

    assert "decided about Tom Adeyemi on 23/11/2026, over incident 2026-0001: a restorative response" in answer.text
    assert "Give that incident, or tick that this is about something else." in answer.text
    assert 'value="24/11/2026"' in answer.text
    assert rows(session) == []
    answer = lead.post("/exclusions", data={**typed, "incident": "2026-0001"})
    assert "another decision on the case comes first" in answer.text

    lead.post("/exclusions", data={**typed, "is_another": "y"})

    assert [row.incident for row in rows(session)] == [None]


@pytest.mark.parametrize("why", ["long ago", "entered already", "another pupil", "unseen"])
def test_no_decision_is_pointed_at_that_has_nothing_to_do_with_the_row_or_is_not_seen(
    client_as: ClientAs, cast: Cast, session: Session, why: str
) -> None:
    told = Told(cast, days_ago=120 if why == "long ago" else 6).logged(severity=3).triaged().considered()
    told.decided(DecisionKind.SUSPEND)
    lead = client_as("pastoral_lead")
    if why == "unseen":
        set_level(cast, told.reference, "safeguarding")
    if why == "entered already":
        first = {**ROW, "starts_on": "20/11/2026", "sessions": "2", "incident": "2026-0001"}
        lead.submit("/exclusions", pupil="Tom Adeyemi", **first)
    pupil = "Maya Lewis" if why == "another pupil" else "Tom Adeyemi"

    lead.submit("/exclusions", pupil=pupil, **ROW)

    assert rows(session)[-1].incident is None
