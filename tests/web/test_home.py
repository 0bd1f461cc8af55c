"""Home shows each role what waits for them, in few statements, and teaches when nothing does."""

from datetime import timedelta

import pytest

from app.casework.case import Case
from app.casework.logging_incident import Account, log_incident
from app.casework.permissions import Role
from app.casework.words import Part
from tests.statements import Statements


def log_one(cast, reference: str) -> Case:
    by = cast.member("staff")
    account = Account(occurred_at=by.at - timedelta(hours=1), category="physical", severity=2, what_happened="A push.")
    parts = [(cast.pupil("Tom Adeyemi"), Part.CAUSED_HARM), (cast.pupil("Maya Lewis"), Part.WAS_HARMED)]
    case = log_incident(reference, account, parts, by=by, at=by.at)
    cast.session.add(case)
    cast.session.commit()
    return case


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_home(client_as, role):
    page = client_as(role.value).page("/")
    assert "Sign out" in page


def test_the_pastoral_lead_sees_what_waits_for_triage_and_a_teacher_does_not(client_as, cast):
    log_one(cast, "2026-0001")
    assert "/cases/2026-0001/triage" in client_as("pastoral_lead").page("/")
    assert "/cases/2026-0001/triage" not in client_as("staff").page("/")
    assert "2026-0001" not in client_as("headteacher", "B").page("/")


@pytest.mark.parametrize("role", ["headteacher", "dsl", "pastoral_lead", "governor"])
def test_home_takes_at_most_twelve_statements_however_much_waits(client_as, cast, app, role):
    for number in range(1, 15):
        log_one(cast, f"2026-{number:04d}")
    browser = client_as(role)
    with Statements(app) as sent:
        page = browser.page("/")
    assert len(sent) <= 12
    assert ("more than 10" in page) == (role != "governor")


def test_an_empty_home_teaches(client_as):
    assert "as soon as somebody logs it" in client_as("pastoral_lead").page("/")
    assert "Open the settings" in client_as("data_manager").page("/")
