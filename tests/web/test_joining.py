"""Joining incidents to one case, and splitting them off again: nothing is lost either way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.casework.case import Case
from app.casework.words import PutRight, Safe, Stage
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.guarded_cases import set_level
from tests.statements import Statements
from tests.web.pages_of_cases import CASE, lead_of
from tests.web.test_timeline import entries

ClientAs = Callable[..., Browser]
OTHER = "/cases/2026-0002"


def join(browser: Browser, frm: str = "2026-0002", to: str = "2026-0001", incident: str | None = None) -> None:
    browser.submit(f"/cases/{frm}/join", incident=incident or frm, what="join", case=to, because="One matter")


def split(browser: Browser, case: str = CASE, incident: str = "2026-0002", status: int = 303) -> str:
    told = {"incident": incident, "what": "split", "because": "Two matters after all"}
    return browser.submit(f"{case}/join", status=status, **told).text


@pytest.fixture
def two(cast: Cast) -> Told:
    """Two triaged cases; in the second a conference was held, and what was agreed is followed up."""
    Told(cast).logged().triaged()
    told = Told(cast, "2026-0002", days_ago=3).logged().triaged().safe().met().agreed()
    told.noted("Rang home.")
    return told.check_in_planned(told.today)


def test_the_timeline_of_the_joined_case_tells_what_happened_in_both(client_as: ClientAs, two: Told) -> None:
    lead = client_as("pastoral_lead")
    join(lead)

    page = lead.page(CASE)

    told = entries(page)
    assert "Priya Nair led a small impromptu conference with Tom Adeyemi and Maya Lewis." in told
    assert told.count("Tamsin Okoro logged an incident: physical, some harm, Yard.") == 2
    assert told.count("Priya Nair brought incident 2026-0002 here from case 2026-0002.") == 1
    assert not [each for each in told if "went to case" in each]
    assert "in case 2026-0002" in page
    assert "Rang home." in page


def test_the_old_reference_leads_to_the_joined_case(client_as: ClientAs, two: Told) -> None:
    lead, head, teacher = client_as("pastoral_lead"), client_as("headteacher"), client_as("staff")
    join(lead)

    for browser in (lead, head, teacher):
        answer = browser.get(OTHER)
        assert (answer.status_code, answer.headers["Location"]) == (302, CASE)
        assert "Case 2026-0002 was joined to this one" in browser.page(CASE)


def test_joined_twice_it_leads_to_the_last(client_as: ClientAs, two: Told, cast: Cast) -> None:
    Told(cast, "2026-0003", days_ago=2).logged().triaged()
    lead = client_as("pastoral_lead")
    join(lead)
    for incident in ("2026-0001", "2026-0002"):
        join(lead, "2026-0001", "2026-0003", incident)

    assert lead.get(OTHER).headers["Location"] == "/cases/2026-0003"
    told = entries(lead.page("/cases/2026-0003"))
    assert "Priya Nair led a small impromptu conference with Tom Adeyemi and Maya Lewis." in told
    assert len([each for each in told if "logged an incident" in each]) == 3


def test_whoever_may_not_see_the_joined_case_is_not_led_there(client_as: ClientAs, two: Told, cast: Cast) -> None:
    join(client_as("pastoral_lead"))
    set_level(cast, "2026-0001", "safeguarding")

    teacher, lead = client_as("staff").get(OTHER), client_as("pastoral_lead").page(OTHER)

    assert teacher.status_code == 404
    assert lead_of(lead).startswith("Joined to 2026-0001 on ")
    assert "referred" not in lead.lower().split("<main")[1]
    assert "2026-0002: joined to 2026-0001" in lead


def test_what_came_along_goes_back_with_the_incident(client_as: ClientAs, two: Told, cast: Cast) -> None:
    lead = client_as("pastoral_lead")
    before = entries(lead.page(OTHER))
    join(lead)

    split(lead)

    page, kept = lead.page(OTHER), lead.page(CASE)
    assert entries(page)[: len(before)] == before
    assert "Keeps Maya a seat" in page
    assert "Rang home." in page
    for gone in ("Keeps Maya a seat", "Rang home.", "impromptu"):
        assert gone not in kept.split("<main")[1]
    case = cast.session.scalars(select(Case).where(Case.reference == "2026-0002")).one()
    assert (case.stage, case.closed_at, len(case.check_ins)) == (Stage.FOLLOW_UP, None, 1)


def test_what_was_met_over_together_stays_together(client_as: ClientAs, two: Told, cast: Cast) -> None:
    first = Told(cast, "2026-0003", days_ago=1).logged().triaged().safe()
    lead = client_as("pastoral_lead")
    join(lead, "2026-0002", "2026-0003")
    first.met()

    page = split(lead, "/cases/2026-0003", status=422)

    assert "A response to this case has been held, so its incidents stay together." in page


def test_an_incident_joined_after_a_meeting_can_leave_again(client_as: ClientAs, two: Told, cast: Cast) -> None:
    Told(cast, "2026-0003", days_ago=4).logged().triaged()
    lead = client_as("pastoral_lead")
    join(lead, "2026-0003", "2026-0002")

    split(lead, OTHER, "2026-0003")

    told = entries(lead.page("/cases/2026-0003"))
    assert told[0] == "Tamsin Okoro logged an incident: physical, some harm, Yard."
    assert "impromptu" not in " ".join(told)


def test_one_of_two_incidents_takes_along_only_what_is_about_it(client_as: ClientAs, two: Told, cast: Cast) -> None:
    Told(cast, "2026-0003", days_ago=4).logged().triaged()
    lead = client_as("pastoral_lead")
    join(lead, "2026-0003", "2026-0002")
    join(lead, "2026-0002", "2026-0001", "2026-0003")

    told = entries(lead.page(CASE))

    assert len([each for each in told if "logged an incident" in each]) == 2
    assert "impromptu" not in " ".join(told)
    assert lead.get(OTHER).status_code == 200


def test_a_page_with_what_came_takes_at_most_twelve_statements(client_as: ClientAs, two: Told, app: Flask) -> None:
    two.checked_in(Safe.YES, PutRight.YES)
    lead = client_as("pastoral_lead")
    join(lead)
    lead.page(CASE)

    counting = Statements(app)
    with counting as sent:
        lead.page(CASE)

    assert len(sent) <= 12, "\n".join(sent)
    assert counting.scans() == []


def test_the_page_says_beforehand_what_joining_does(client_as: ClientAs, two: Told) -> None:
    page = client_as("pastoral_lead").page(f"{OTHER}/join")

    assert "2026-0002 leads to the other one" in page
    assert "it goes back to its old case with what came along" in page


def test_nothing_gets_out_of_a_hold_by_joining_or_splitting(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged()
    held = Told(cast, "2026-0002", days_ago=3).logged().triaged()
    held.held_back(held.today + timedelta(days=9))
    lead = client_as("pastoral_lead")

    answer = lead.submit(
        f"{OTHER}/join", status=422, incident="2026-0002", what="join", case="2026-0001", because="One matter"
    )
    assert "Case 2026-0002 is on hold." in answer.text

    join(lead, "2026-0001", "2026-0002", "2026-0001")
    assert "Case 2026-0002 is on hold." in split(lead, OTHER, "2026-0001", status=422)
