"""Bad input to the log: a clear sentence at the field, what would be right, 422, nothing stored, nothing typed lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.casework.calendar import london
from app.casework.case import Case
from app.casework.people import Pupil
from tests.page_checks import read, words
from tests.web.test_logging import BOTH, LOG, earlier, named

STORY = "Tom pushed Maya off the bench."
TOMORROW = f"{london(datetime.now(UTC) + timedelta(days=1)):%d/%m/%Y}"
MET = {"response_now": "affective_questions", "people-0-took_part": "y", "people-1-took_part": "y"}


def sent(browser, cast, people=None, **typed):
    good = {**earlier(), **named(cast, **(BOTH if people is None else people)), "category": "physical", "severity": "2"}
    return browser.post(LOG, data={**good, "what_happened": STORY, "location": "Yard", **typed})


def test_a_meeting_without_anybody_named_asks_for_people_first(client_as, cast):
    answer = sent(client_as("staff"), cast, people={}, response_now="impromptu_conference")

    assert answer.status_code == 422
    assert "Name at least one person." in errors_at(answer.text)["people"]
    assert "Tick who took part" not in answer.text


def errors_at(text: str) -> dict[str, str]:
    """The sentences at the fields, by the id of the field or group that they belong to."""
    page = read(text)
    found = {}
    for element in page.all("p"):
        if "field-error" in element.attrib.get("class", ""):
            place = element.attrib.get("id", "").removesuffix("-error") or page.parents[element].attrib.get("id", "")
            found[place] = words(element).removeprefix("Error: ")
    return found


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"occurred_on": TOMORROW}, "occurred_on", "That is later than now"),
        ({"occurred_on": "31/02/2026"}, "occurred_on", "There is no 31 February 2026. Give the date as dd/mm/yyyy"),
        ({"occurred_on": ""}, "occurred_on", "Give the day as dd/mm/yyyy"),
        ({"occurred_time": "25:00"}, "occurred_time", "Give the time on the 24-hour clock, such as 13:05."),
        ({"occurred_on": "29/03/2026", "occurred_time": "01:30"}, "occurred_time", "01:30 did not happen"),
        ({"occurred_on": "02/09/2023"}, "people", "Maya Lewis joined the school on 02/09/2024, after that day."),
        ({"category": ""}, "category", "Choose the nearest kind."),
        ({"severity": ""}, "severity", "Choose how serious it was."),
        ({"category": "invented"}, "category", "Choose one of those that are offered."),
        ({"people-0-person": "nobody"}, "people-0-role", "There is nobody with that key at this school."),
        ({"people-0-role": "villain"}, "people-0-role", "Choose one of those that are offered."),
        ({**MET, "held_on": "01/09/2025"}, "held_on", "That is before the incident"),
        ({**MET, "held_on": TOMORROW}, "held_on", "That is later than now"),
        ({**MET, "check_in_on": "01/09/2025"}, "check_in_on", "That day is over."),
        ({"response_now": "affective_questions"}, "people", "Tick who took part"),
        ({**MET, "response_now": "impromptu_conference"}, "is_repeated", "Say whether it is repeated"),
        (
            {**MET, "response_now": "impromptu_conference", "is_repeated": "yes"},
            "is_repeated",
            "Plan a formal conference",
        ),
    ],
)
def test_the_sentence_stands_at_its_field_and_all_that_was_typed_stands_too(
    client_as, cast, session, typed, field, said
):
    answer = sent(client_as("staff"), cast, **typed)

    assert answer.status_code == 422
    assert said in errors_at(answer.text)[field]
    assert f'href="#{field}"' in answer.text
    assert STORY in answer.text
    assert 'value="Yard"' in answer.text
    assert session.scalar(select(func.count()).select_from(Case)) == 0


def test_a_pupil_who_had_left_is_said(client_as, cast, session):
    maya = session.scalars(select(Pupil).where(Pupil.display_name == "Maya Lewis")).one()
    maya.on_roll_to = date(2025, 7, 21)
    session.commit()

    answer = sent(client_as("staff"), cast)

    assert "Maya Lewis left the school on 21/07/2025, before that day." in errors_at(answer.text)["people"]


def test_nobody_named_where_somebody_is_needed(client_as, cast, session):
    answer = sent(client_as("staff"), cast, people={})

    assert answer.status_code == 422
    assert "Name at least one person" in errors_at(answer.text)["people"]


def test_a_person_named_twice(client_as, cast, session):
    twice = named(cast, Maya="was_harmed", Tom="caused_harm")
    twice["people-1-person"] = twice["people-0-person"]

    answer = sent(client_as("staff"), cast, **twice)

    assert answer.status_code == 422
    assert "Maya Lewis is named twice. Keep one line." in errors_at(answer.text)["people"]


def test_a_pupil_of_another_school_is_nobody(client_as, cast, session):
    answer = sent(client_as("staff"), cast, **{"people-0-person": cast.pupil("Callum Reid", "B").key})

    assert answer.status_code == 422
    assert "There is nobody with that key at this school." in answer.text
    assert "Callum Reid" not in answer.text


def test_a_name_that_was_typed_and_not_chosen_is_not_lost(client_as, cast, session):
    answer = sent(client_as("staff"), cast, find_person="luca")

    assert answer.status_code == 422
    assert "Luca Moretti, 9C" in answer.text
    assert session.scalar(select(func.count()).select_from(Case)) == 0


def test_a_missing_person_is_said_beside_a_bad_date_in_one_round(client_as):
    typed = {"occurred_on": "31/02/2026", "category": "physical", "severity": "2", "what_happened": "A push."}

    answer = client_as("staff").submit("/incidents/new", status=422, **typed)

    assert "Name at least one person." in answer.text
    assert 'value="31/02/2026"' in answer.text
