"""Logging through the page, as a browser without JavaScript would: every depth of the form, and every way to name people."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from app.casework.calendar import london
from app.casework.case import Case
from app.casework.incident import Incident, Involvement
from app.casework.people import Person
from app.casework.periods import Period
from app.casework.words import Stage

LOG = "/incidents/new"


def named(cast, **parts: str) -> dict[str, str]:
    """`named(cast, Maya="was_harmed")`: rows of the form for these pupils, by first name."""
    people = {p.display_name.split()[0]: p for p in cast.session.scalars(select(Person)) if p.school_id == 1}
    typed: dict[str, str] = {}
    for number, (name, part) in enumerate(parts.items()):
        typed |= {f"people-{number}-person": people[name].key, f"people-{number}-role": part}
    return typed


def earlier(minutes: int = 15) -> dict[str, str]:
    at = london(datetime.now(UTC) - timedelta(minutes=minutes))
    return {"occurred_on": f"{at:%d/%m/%Y}", "occurred_time": f"{at:%H:%M}"}


def the_case(session) -> Case:
    session.rollback()
    return session.scalars(select(Case)).one()


BOTH = {"Maya": "was_harmed", "Tom": "caused_harm"}


def test_a_statement_takes_one_button_and_nothing_else(client_as, session):
    browser = client_as("staff")
    answer = browser.submit(LOG, "Count an affective statement")

    case = the_case(session)
    assert answer.location == "/"
    assert (case.stage, case.incidents[0].category, case.incidents[0].severity) == (Stage.CLOSED, "not_said", 1)
    assert "Counted: an affective statement" in browser.page("/")
    assert "Add what was seen" not in browser.page("/")


def test_two_statements_in_an_hour_are_two(client_as, session):
    browser = client_as("staff")
    for _ in range(2):
        browser.submit(LOG, "Count an affective statement")

    session.rollback()
    assert session.scalar(select(func.count()).select_from(Case)) == 2


def test_a_statement_may_have_a_name_and_words(client_as, cast, session):
    words = {"response_now": "affective_statement", "words": "When I hear that I feel sad."}
    client_as("staff").post(LOG, data={**earlier(), **named(cast, Tom="caused_harm"), **words})

    case = the_case(session)
    assert case.responses[0].words == words["words"]
    assert [p.person.display_name for p in case.responses[0].participants] == ["Tom Adeyemi"]


def test_two_people_and_their_parts_are_enough_and_the_story_waits_on_the_home_page(client_as, cast, session):
    browser = client_as("staff")
    answer = browser.post(LOG, data={**earlier(), **named(cast, **BOTH), "category": "physical", "severity": "2"})

    incident = the_case(session).incidents[0]
    reference = incident.reference
    assert incident.story_to_add
    assert "The story is still to add" in browser.page(answer.location)
    assert f"/incidents/{reference}/amend" in browser.page("/")
    assert f"/incidents/{reference}/amend" not in client_as("pastoral_lead").page("/")

    browser.submit(f"/incidents/{reference}/amend", what_happened="Tom pushed Maya off the bench.")

    session.rollback()
    assert not session.scalars(select(Incident)).one().story_to_add
    assert f"/incidents/{reference}/amend" not in browser.page("/")


def test_a_small_conference_is_recorded_with_what_was_promised(client_as, cast, session):
    browser, day = client_as("staff"), london(datetime.now(UTC)).date() + timedelta(days=3)
    held = {
        "response_now": "impromptu_conference",
        "is_repeated": "no",
        "calm_enough": "yes",
        "people-0-took_part": "y",
        "people-1-took_part": "y",
        "people-1-will": "Keeps Maya a seat",
        "check_in_on": f"{day:%d/%m/%Y}",
        "asked": ["what_happened", "effect"],
    }
    answer = browser.post(LOG, data={**earlier(), **named(cast, **BOTH), "category": "physical", **held})

    assert answer.status_code == 303
    case = the_case(session)
    assert (case.stage, case.incidents[0].severity) == (Stage.FOLLOW_UP, 1)
    page = browser.page(answer.location)
    assert "Keeps Maya a seat" in page
    assert "Ask Maya Lewis" in browser.page("/")


def test_people_who_are_not_calm_yet_are_talked_to_later_and_it_stands_on_the_home_page(client_as, cast, session):
    browser = client_as("staff")
    later = {"response_now": "affective_questions", "calm_enough": "later_today"}
    browser.post(LOG, data={**earlier(), **named(cast, **BOTH), "category": "verbal", **later})

    case = the_case(session)
    assert (case.stage, case.responses) == (Stage.LOGGED, [])
    assert "Ask the affective questions, once everyone is calm" in browser.page("/")


def test_somebody_unsafe_stands_first_on_the_page_of_the_safeguarding_lead(client_as, cast, session):
    browser, lead = client_as("staff"), client_as("dsl")
    unsafe = {"anyone_unsafe": "y", "injuries": "A cut lip", "severity": "3"}
    answer = browser.post(LOG, data={**earlier(), **named(cast, **BOTH), "category": "physical", **unsafe})

    assert "Tell Dele Akande, the designated safeguarding lead, now, in person." in browser.page(answer.location)
    home = lead.page("/")
    assert home.index("Somebody is hurt or not safe") < home.index("On hold for safety")
    assert "A cut lip" in home
    assert "Somebody is hurt or not safe" not in client_as("headteacher").page("/")

    case = the_case(session)
    lead.submit(f"/cases/{case.reference}/triage", owner="D-AKA", confidentiality="standard")
    lead.page(f"/cases/{case.reference}")
    assert "Somebody is hurt or not safe" not in lead.page("/")


def test_what_was_ticked_is_kept_in_words_and_comes_back_for_amending(client_as, cast, session):
    browser = client_as("staff")
    ticked = {
        "done_at_once": ["separated", "first_aid"],
        "immediate_action": "a blanket fetched",
        "tags": ["online"],
        "prejudice": ["prejudice_race"],
        "severity": "1",
        "category": "online",
        "what_happened": "Attention-seeking again.",
    }
    answer = browser.post(LOG, data={**earlier(), **named(cast, **BOTH), **ticked})

    incident = the_case(session).incidents[0]
    assert incident.immediate_action == "Separated; First aid; a blanket fetched"
    assert incident.tags == {"online", "prejudice", "prejudice_race"}
    assert "“attention-seeking”: Say what was seen or heard" in browser.page(answer.location)
    browser.submit(f"/incidents/{incident.reference}/amend", because="A slip", what_happened="She called out twice.")
    session.rollback()
    again = session.scalars(select(Incident)).one()
    assert (again.immediate_action, again.tags) == (incident.immediate_action, incident.tags)


def test_the_form_opens_with_the_clock_the_lesson_and_the_place_named_last(client_as, cast, session):
    lesson = Period(school_id=1, name="All day", starts_at=time(0), ends_at=time(23, 59))
    session.add(lesson)
    session.commit()
    browser = client_as("staff")
    browser.post(
        LOG, data={**earlier(), **named(cast, **BOTH), "category": "verbal", "severity": "1", "location": "Yard"}
    )

    page = browser.page(LOG)
    assert f'value="{london(datetime.now(UTC)):%d/%m/%Y}"' in page
    assert 'value="Yard"' in page
    assert "All day" in page
    assert the_case(session).incidents[0].lesson in ("All day", "Outside school days")


def test_the_commonest_kinds_of_the_school_come_first(client_as, cast):
    browser = client_as("staff")
    for _ in range(2):
        browser.post(LOG, data={**earlier(), **named(cast, **BOTH), "category": "verbal", "severity": "1"})

    page = browser.page(LOG)
    assert page.index('value="verbal"') < page.index('value="online"')


# ---- naming people without JavaScript


def test_find_shows_who_may_be_meant_and_add_puts_the_ticked_on_the_form(client_as, session):
    browser = client_as("staff")
    shown = browser.submit(LOG, "Find", status=200, find_person="lewis").text
    assert "Maya Lewis, 8B" in shown
    key = session.scalars(select(Person.key).where(Person.display_name == "Maya Lewis")).one()

    added = browser.post(LOG, data={"found": key, "add": "1", "find_person": "lewis", "what_happened": "A push."}).text

    assert f'value="{key}"' in added
    assert "A push." in added


def test_enter_in_the_field_without_javascript_offers_the_people_and_logs_nothing(client_as, session):
    answer = client_as("staff").submit(LOG, status=422, find_person="maya", category="verbal", severity="1")

    assert "Tick who you mean" in answer.text
    assert "Maya Lewis, 8B" in answer.text
    assert session.scalars(select(Case)).all() == []


def test_somebody_is_taken_away_and_the_others_keep_their_parts(client_as, cast):
    answer = client_as("staff").post(LOG, data={**named(cast, **BOTH), "remove": "0"}).text

    assert "Maya Lewis" not in answer.split("<main")[1]
    assert 'value="caused_harm" checked' in answer


def test_a_pasted_list_is_matched_line_by_line_and_nothing_is_lost(client_as, cast, session):
    browser = client_as("staff")
    for first, last, mis in (("Ella", "Park", "X1"), ("Ella", "Park", "X2")):
        pupil = cast.pupil("Jun Park")
        twin = type(pupil)(
            school_id=1, mis_id=mis, legal_first_name=first, legal_last_name=last, registration_group=mis
        )
        twin.key, twin.display_name = f"mis:{mis}", f"{first} {last}"
        twin.sort_name, twin.search_name = "park ella", "ella park"
        session.add(twin)
    session.commit()
    pasted = "1. Lewis, Maya\r\nTom Adeyemi (8B)\r\n\r\nElla Park\r\nNobody Atall\r\nSamir Hadad 10B"

    page = browser.submit(LOG, "Match these names", status=200, pasted=pasted).text

    assert [name in page for name in ("Maya Lewis", "Tom Adeyemi", "Ella Park, X1", "Ella Park, X2")] == [True] * 4
    assert "“Samir Hadad 10B”: who is meant?" in page
    assert "Line 4, “Nobody Atall”: nobody of that name is known here." in page
    assert ">\r\nNobody Atall</textarea>" in page


def test_a_form_can_be_shown_and_ticked(client_as):
    page = client_as("staff").submit(LOG, "Show who is in it", status=200, form_list="8B").text

    assert all(f"{name}, 8B</span>" in page for name in ("Maya Lewis", "Tom Adeyemi", "Jun Park"))


def test_logging_with_a_pasted_list_shows_it_first(client_as, session):
    answer = client_as("staff").submit(
        LOG, "Log the incident", status=422, pasted="Maya Lewis", category="verbal", severity="1"
    )

    assert "These names are on the list now" in answer.text
    assert "Maya Lewis" in answer.text
    assert session.scalars(select(Involvement)).all() == []


@pytest.mark.parametrize("response", ["affective_questions", "impromptu_conference"])
def test_severity_may_stay_empty_where_it_was_met_on_the_spot(client_as, cast, session, response):
    met = {"response_now": response, "is_repeated": "no", "people-0-took_part": "y", "people-1-took_part": "y"}
    client_as("staff").post(LOG, data={**earlier(), **named(cast, **BOTH), "category": "verbal", **met})

    assert (the_case(session).incidents[0].severity, the_case(session).stage) == (1, Stage.CLOSED)


def test_a_kind_word_is_called_what_it_is_and_asks_for_no_story(client_as, cast):
    browser = client_as("staff")
    browser.submit(LOG, "Count an affective statement")
    reference = cast.session.scalars(select(Case.reference)).one()

    for page in (f"/cases/{reference}", f"/incidents/{reference}"):
        text = browser.page(page)
        assert "not said" not in text.split("<main")[1].split("<aside")[0].lower()
        assert "ffective statement" in text
        assert "still to add" not in text


def test_a_story_that_is_still_to_add_leads_to_where_it_is_added(client_as, cast):
    browser = client_as("staff")
    skeleton = {**earlier(), **named(cast, **BOTH), "category": "physical", "severity": "2"}
    case = browser.post(LOG, data=skeleton).location

    assert f'<a href="{case.replace("cases", "incidents")}/amend">The story is still to add.</a>' in browser.page(case)
