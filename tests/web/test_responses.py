"""What becomes of a response: who took part, who declined and when, and what the page refuses, with all typed kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.casework.calendar import london
from app.casework.responding import decline_response
from app.casework.response import Response
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.web.conferences import plan_conference
from tests.web.pages_of_cases import lead_of, step_of

ClientAs = Callable[..., Browser]


@pytest.fixture
def chosen(cast: Cast) -> Told:
    """A small conference, chosen and not held yet."""
    return Told(cast).logged().triaged().safe().chosen()


def test_nobody_has_both_taken_part_and_declined(client_as: ClientAs, chosen: Told, session: Session) -> None:
    typed = {"held_on": f"{chosen.today:%d/%m/%Y}", "held_time": f"{london(chosen.at):%H:%M}"}
    both = {"people-0-took_part": "y", "people-1-took_part": "y", "people-1-declined_by_them": "y"}

    answer = client_as("pastoral_lead").submit(f"/responses/{chosen.response.id}", status=422, **typed, **both)

    assert "is ticked as having taken part, and as having declined. Keep one of the two." in answer.text
    session.rollback()
    assert session.query(Response).one().status == "planned"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({"people-0-took_part": "y"}, "A small conference has both sides in it."),
        (
            {"people-0-took_part": "y", "people-0-participation_level": "none", "people-1-took_part": "y"},
            "Tom Adeyemi is ticked as having taken part, and “how far” says “no part”. Change one of the two.",
        ),
        (
            {"people-0-took_part": "y", "people-1-declined_by_them": "y", "people-1-participation_level": "meets"},
            "Maya Lewis is not ticked as having taken part, and “how far” says “meets”. Change one of the two.",
        ),
    ],
)
def test_who_took_part_how_far_and_who_declined_agree(
    client_as: ClientAs, chosen: Told, session: Session, rows: dict[str, str], says: str
) -> None:
    typed = {"held_on": f"{chosen.today:%d/%m/%Y}", "held_time": f"{london(chosen.at):%H:%M}"}

    answer = client_as("pastoral_lead").submit(f"/responses/{chosen.response.id}", status=422, **typed, **rows)

    assert says in answer.text
    session.rollback()
    assert session.query(Response).one().status == "planned"


def test_a_declined_response_says_who_declined(client_as: ClientAs, chosen: Told, session: Session) -> None:
    address, lead = f"/responses/{chosen.response.id}", client_as("pastoral_lead")

    answer = lead.submit(address, "Record it", status=422, **{"end-what": "declined"})
    assert "Tick who declined." in answer.text
    assert 'href="#end-declined' in answer.text
    session.rollback()
    assert session.query(Response).one().status == "planned"

    lead.submit(address, "Record it", **{"end-what": "declined", "end-declined": chosen.maya.key})
    session.rollback()
    assert {p.person.display_name for p in session.query(Response).one().participants if p.declined_by_them} == {
        "Maya Lewis"
    }


def test_what_was_ticked_stays_ticked(client_as: ClientAs, chosen: Told) -> None:
    address = f"/responses/{chosen.response.id}"

    answer = client_as("pastoral_lead").submit(address, "Record it", status=422, **{"end-declined": chosen.maya.key})

    assert f'value="{chosen.maya.key}" checked' in answer.text


def test_nobody_was_met_alone_before_the_incident(client_as: ClientAs, cast: Cast, session: Session) -> None:
    conference = plan_conference(cast)
    sent = {"prepare-person": cast.pupil("Maya Lewis").key, "prepare-met_alone_on": "01/01/2020"}

    answer = client_as("facilitator").submit(
        f"/responses/{conference.id}", "Save the preparation", status=422, **sent, **{"prepare-willing": "yes"}
    )

    assert "That is before the incident (" in answer.text
    assert 'value="01/01/2020"' in answer.text
    session.rollback()
    assert [row.met_alone_on for row in session.query(Response).one().participants] == [None, None]


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (timedelta(days=-400), "That is before the incident ("),
        (timedelta(days=1), "That day has not come yet."),
        (None, "Give the day as dd/mm/yyyy."),
    ],
)
def test_the_risks_were_looked_at_on_a_day_that_can_be(
    client_as: ClientAs, cast: Cast, session: Session, day: timedelta | None, says: str
) -> None:
    conference = plan_conference(cast)
    typed = f"{cast.member('staff').on + day:%d/%m/%Y}" if day else ""
    sent = {"risk-reviewed_on": typed, "risk-if_no_conference": "Each is heard alone."}

    answer = client_as("facilitator").submit(f"/responses/{conference.id}", "Save the risks", status=422, **sent)

    assert says in answer.text
    session.rollback()
    assert session.query(Response).one().risk_reviewed_on is None


def test_a_conference_is_written_down_days_after_it_was_held(client_as: ClientAs, cast: Cast, session: Session) -> None:
    conference = plan_conference(cast)
    address, today = f"/responses/{conference.id}", cast.member("staff").on
    held_on = today - timedelta(days=2)
    day, people = f"{held_on:%d/%m/%Y}", (cast.pupil("Maya Lewis"), cast.pupil("Tom Adeyemi"))
    keys = [person.key for person in people]
    cast.session.rollback()
    lead = client_as("facilitator")
    for key in keys:
        met = {"prepare-person": key, "prepare-met_alone_on": day, "prepare-explained": "y", "prepare-willing": "yes"}
        lead.submit(address, "Save the preparation", **met)

    lead.submit(address, "Save the risks", **{"risk-reviewed_on": day, "risk-if_no_conference": "Each is heard alone."})

    there = {"people-0-took_part": "y", "people-1-took_part": "y"}
    lead.submit(address, "Record that it was held", held_on=day, held_time="23:00", **there)
    session.rollback()
    assert session.query(Response).one().status == "held"
    page = lead.page("/cases/2026-0001")
    assert "looked at the risks of the formal conference." in page
    assert f'<p class="entry-because">On {held_on.day} {held_on:%B %Y}.</p>' in page


def test_a_declined_response_says_when_it_was_declined_not_when_it_was_planned_for(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    told = Told(cast).logged().triaged().safe()
    told.chosen(planned_for=told.at + timedelta(days=30))
    decline_response(told.response, [told.maya], by=told.by("pastoral_lead"), at=told.at)
    told.kept()
    planned, day = london(told.response.planned_for), f"{told.today:%A} {told.today.day} {told.today:%B %Y}"
    lead = client_as("pastoral_lead")

    for page in (lead.page(f"/responses/{told.response.id}"), lead.page("/cases/2026-0001")):
        assert f"{planned:%A} {planned.day} {planned:%B %Y}" not in page
        assert day in page
    assert f"Declined, {day}." in lead.page(f"/responses/{told.response.id}")


def test_only_those_who_may_lead_are_offered(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged().safe()

    page = client_as("pastoral_lead").page("/cases/2026-0001/responses/new")
    offered = set(re.findall(r'<option[^>]* value="([A-Z]-[A-Z]+)"', page))

    leads = ("staff", "tutor", "facilitator", "senco", "dsl", "headteacher")
    assert {cast.staff(role).staff_code for role in leads} <= offered
    for role in ("data_manager", "data_protection_officer", "governor", "trust_lead"):
        assert cast.staff(role).staff_code not in offered
    teacher = client_as("staff").page("/cases/2026-0001/responses/new")
    assert re.findall(r'<option[^>]* value="([A-Z]-[A-Z]+)"', teacher) == [cast.staff("staff").staff_code]


@pytest.mark.parametrize(
    "ended", [{"end-what": "cancelled", "end-because": "The first one was enough"}, {"end-what": "declined"}]
)
def test_after_another_response_is_given_up_the_case_is_back_where_its_agreement_stands(
    client_as: ClientAs, cast: Cast, session: Session, ended: dict[str, str]
) -> None:
    told = Told(cast).logged().triaged().safe().met().agreed().chosen()
    lead, at, tom = client_as("pastoral_lead"), f"/agreements/{told.agreement.id}", told.tom.key
    session.rollback()
    assert "Withdraw the agreement" in lead.page(at)

    lead.submit(f"/responses/{told.response.id}", **ended, **({"end-declined": tom} if len(ended) == 1 else {}))

    page = lead.page("/cases/2026-0001")
    assert lead_of(page).startswith("Follow-up. Priya Nair has it.")
    assert step_of(page).startswith("See whether it is done: “Keeps Maya a seat”")
    lead.submit(at, "Withdraw the agreement", because="Both want to begin anew")


def test_what_was_agreed_can_be_written_down_after_another_response_was_cancelled(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    told = Told(cast).logged().triaged().safe().met().chosen()
    lead, at = client_as("pastoral_lead"), f"/responses/{told.response.id}"
    session.rollback()

    lead.submit(at, **{"end-what": "cancelled", "end-because": "The first one was enough"})

    assert "Record the agreement" in step_of(lead.page("/cases/2026-0001"))
