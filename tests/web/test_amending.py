"""Amending an incident: the writing, a person's part, somebody who came to light later; always with the reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.casework.calendar import london
from app.casework.history import Event
from app.casework.incident import Incident
from app.casework.people import Person, Pupil
from app.casework.words import DecisionKind
from tests.cases import Told
from tests.page_checks import read, words
from tests.web.pages_of_cases import step_of
from tests.web.test_logging import BOTH, LOG, earlier, named


@pytest.fixture
def logged(client_as, cast) -> str:
    """Tom pushed Maya, as far as anybody knows: the address at which it is amended."""
    typed = {**earlier(), **named(cast, **BOTH), "category": "physical", "severity": "2", "what_happened": "A push."}
    return str(client_as("staff").post(LOG, data=typed).location).replace("/cases/", "/incidents/") + "/amend"


def parts_of(session) -> dict[str, str]:
    session.rollback()
    incident = session.scalars(select(Incident)).one()
    return {each.person.display_name: each.part.value for each in incident.involvements}


def told(session) -> list[tuple[str, str | None]]:
    return [(event.kind, event.because) for event in session.scalars(select(Event).order_by(Event.number))]


def test_a_part_that_became_clear_is_changed_with_its_reason(client_as, logged, session):
    client_as("staff").submit(logged, because="Both were seen to push", **{"people-1-role": "both"})

    assert parts_of(session) == {"Maya Lewis": "was_harmed", "Tom Adeyemi": "both"}
    assert ("part changed", "Both were seen to push") in told(session)


def test_somebody_who_came_to_light_later_is_found_and_added(client_as, logged, session):
    browser = client_as("pastoral_lead")
    key = session.scalars(select(Person.key).where(Person.display_name == "Luca Moretti")).one()
    shown = browser.submit(logged, "Find", status=200, find_person="luca").text
    assert "Luca Moretti, 9C" in shown

    more = {"people-2-person": key, "people-2-role": "saw_it"}
    typed = {"version": "1", **earlier(), "category": "physical", "severity": "2", "what_happened": "A push."}
    answer = browser.post(logged, data={**typed, **more, "because": "Luca said so"})

    assert answer.status_code == 303
    assert parts_of(session) == {"Maya Lewis": "was_harmed", "Tom Adeyemi": "caused_harm", "Luca Moretti": "saw_it"}
    assert ("person added to the incident", "Luca said so") in told(session)
    assert "Priya Nair added Luca Moretti to the incident." in browser.page(
        answer.location.replace("incidents", "cases")
    )


def test_nobody_is_added_to_what_happened_before_they_came(client_as, logged, session):
    session.rollback()  # and look from now on
    luca = session.scalars(select(Pupil).where(Pupil.display_name == "Luca Moretti")).one()
    luca.on_roll_from = session.scalars(select(Incident.occurred_at)).one().date() + timedelta(days=1)
    session.commit()

    more = {"people-2-person": luca.key, "people-2-role": "saw_it", "because": "Luca said so"}
    typed = {"version": "1", **earlier(), "category": "physical", "severity": "2", "what_happened": "A push."}
    answer = client_as("staff").post(logged, data={**typed, **more})

    assert answer.status_code == 422
    assert "Luca Moretti joined the school on" in answer.text
    assert set(parts_of(session)) == {"Maya Lewis", "Tom Adeyemi"}


def test_those_in_the_record_cannot_be_taken_away(client_as, logged, session):
    browser = client_as("staff")
    page = read(browser.page(logged))
    assert not [b for b in page.all("button") if b.attrib.get("name") == "remove" and "__N__" not in b.attrib["value"]]

    browser.submit(logged, because="A slip", what_happened="A push by the door.", **{"people-0-person": None})

    assert set(parts_of(session)) == {"Maya Lewis", "Tom Adeyemi"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"because": ""}, "Say in one line why."),
        ({"because": "x", "occurred_on": "02/09/2023"}, "Maya Lewis joined the school on 02/09/2024, after that day."),
        ({"because": "x", "find_person": "luca"}, "Tick who you mean, or empty the box."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_stored(client_as, logged, session, typed, said):
    answer = client_as("staff").submit(logged, status=422, what_happened="Another story.", **typed)

    assert said in " ".join(words(p) for p in read(answer.text).all("p") if "field-error" in p.attrib.get("class", ""))
    assert "Another story." in answer.text
    session.rollback()
    assert session.scalars(select(Incident.what_happened)).one() == "A push."


def test_the_page_of_an_incident_says_all_that_was_ticked(client_as, cast, session):
    typed = {**earlier(), **named(cast, **BOTH), "category": "online", "severity": "2", "what_happened": "A picture."}
    ticked = {"tags": ["bullying"], "prejudice": ["prejudice_sex"], "done_at_once": ["calmed"]}
    answer = client_as("staff").post(LOG, data={**typed, **ticked, "location": "Yard"})

    page = client_as("staff").page(answer.location.replace("cases", "incidents"))

    for word in ("Some harm", "Yard", "Calmed", "Bullying, Prejudice, Sex"):
        assert word in page


@pytest.mark.parametrize(("before", "after"), [(False, False), (None, None), (True, False)])
def test_an_empty_box_says_nothing_new(client_as, logged, session, before, after):
    session.rollback()
    incident = session.scalars(select(Incident)).one()
    incident.anyone_unsafe = incident.physical_intervention = before
    session.commit()
    boxes = {"anyone_unsafe": None, "physical_intervention": None} if before else {}

    answer = client_as("staff").submit(logged, what_happened="A push by the door.", because="A slip", **boxes)

    session.rollback()
    assert (incident.anyone_unsafe, incident.physical_intervention) == (after, after)
    page = client_as("pastoral_lead").page(answer.location.replace("incidents", "cases"))
    assert ("Somebody hurt or not safe" in page) == bool(before)


def test_an_incident_does_not_move_behind_what_followed_from_it(client_as, cast, session):
    told = Told(cast).logged().triaged().safe().met()
    case, response = told.case, told.response
    late, held = london(response.held_at) + timedelta(minutes=5), f"{london(response.held_at):%d/%m/%Y %H:%M}"
    typed = {"occurred_on": f"{late:%d/%m/%Y}", "occurred_time": f"{late:%H:%M}", "because": "A slip of the pen"}
    case.incidents[0].logged_at = told.at + timedelta(hours=1)  # it was written down after the meeting
    session.commit()

    answer = client_as("pastoral_lead").submit(f"/incidents/{case.reference}/amend", status=422, **typed)

    assert f"A response was held on {held}, and cannot come before the incident." in answer.text
    assert 'value="A slip of the pen"' in answer.text
    session.rollback()
    assert session.scalars(select(Incident.occurred_at)).one() < response.held_at


def test_what_met_it_there_and_then_moves_with_it(client_as, cast, session):
    spot = {"response_now": "affective_questions", "people-0-took_part": "y", "people-1-took_part": "y"}
    typed = {**earlier(), **named(cast, **BOTH), "category": "physical", "severity": "1", "what_happened": "A push."}
    address = client_as("staff").post(LOG, data={**typed, **spot, "calm_enough": "yes"}).location

    moved = {**earlier(5), "because": "It was later"}
    client_as("pastoral_lead").submit(f"{address.replace('cases', 'incidents')}/amend", **moved)

    session.rollback()
    incident = session.scalars(select(Incident)).one()
    assert f"{london(incident.occurred_at):%H:%M}" == moved["occurred_time"]
    assert [response.held_at for response in incident.case.responses] == [incident.occurred_at]
    assert "Met there and then" in client_as("pastoral_lead").page(address)


def test_a_time_after_it_was_logged_says_when_that_was(client_as, logged, session):
    session.rollback()
    incident = session.scalars(select(Incident)).one()
    incident.occurred_at, incident.logged_at = (
        at - timedelta(days=2) for at in (incident.occurred_at, incident.logged_at)
    )
    session.commit()

    answer = client_as("staff").submit(logged, status=422, because="A slip", **earlier())

    assert f"It was logged on {london(incident.logged_at):%d/%m/%Y at %H:%M}, so it happened by then." in answer.text
    assert "later than now" not in answer.text


def part_of_tom(browser, part: str, status: int = 303):
    typed = {"because": "He only saw it", "people-0-role": part}
    return browser.submit("/incidents/2026-0001/amend", status=status, **typed)


@pytest.mark.parametrize("steps", [("asked",), ("considered",), ("considered", "decided")])
def test_a_pupil_who_is_before_the_head_is_taken_out_by_the_head_alone(client_as, cast, session, steps):
    told = Told(cast).logged(severity=3).triaged()
    for step in steps:
        getattr(told, step)()
    cast.session.rollback()
    head = client_as("headteacher")

    for role in ("staff", "pastoral_lead", "deputy_headteacher"):
        answer = part_of_tom(client_as(role), "saw_it", status=422).text
        assert "The head was asked about Tom Adeyemi over this incident, or has decided." in answer
        assert "Ask whoever is head today to change it here." in answer
    part_of_tom(client_as("staff"), "both")
    part_of_tom(head, "saw_it")

    assert parts_of(session)["Tom Adeyemi"] == "saw_it"
    page = head.page("/cases/2026-0001")
    assert "Choose how it is put right" in step_of(page)
    assert "/cases/2026-0001/decision" not in head.page("/")
    assert "/cases/2026-0001/threshold" not in head.page("/")
    assert "Decide about" not in head.page("/notices")
    client_as("pastoral_lead").submit(
        "/cases/2026-0001/close", closing_reason="other_sanction", told_now=cast.pupil("Maya Lewis").key
    )


def test_nobody_is_taken_out_from_under_a_row_of_the_register(client_as, cast, session, clock):
    told = Told(cast, days_ago=2).logged(severity=3).triaged().considered().decided(DecisionKind.SUSPEND)
    day = f"{told.today:%d/%m/%Y}"
    cast.session.rollback()
    head = client_as("headteacher")
    address = head.page("/cases/2026-0001").split('href="/exclusions?decided=')[1].split('"')[0]
    head.submit(f"/exclusions?decided={address}", starts_on=day, sessions="4")

    answer = part_of_tom(head, "saw_it", status=422).text

    assert "Tom Adeyemi is in the register of exclusions for this incident, as row 2026-X001." in answer
    assert "Ask the headteacher to cancel that row first." in answer


def test_what_was_decided_about_somebody_taken_out_is_not_entered_any_more(client_as, cast, clock):
    Told(cast, days_ago=2).logged(severity=3).triaged().considered().decided(DecisionKind.SUSPEND)
    cast.session.rollback()
    head = client_as("headteacher")
    assert "Enter the exclusion of Tom Adeyemi" in head.page("/")

    part_of_tom(head, "saw_it")

    assert "Enter the exclusion of" not in head.page("/")
    assert "Enter the exclusion of" not in head.page("/cases/2026-0001")
