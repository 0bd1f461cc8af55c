"""What each of two cases has after an incident was split off, and where each of them stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.casework.checking_in import SPEAK_NOW
from app.casework.logging_incident import add_people
from app.casework.words import Part, PutRight, Safe, Stage
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.guarded_cases import case_called
from tests.web.home import tasks
from tests.web.pages_of_cases import CASE, lead_of, step_of
from tests.web.test_joining import OTHER, join, split

ClientAs = Callable[..., Browser]
UNSAFE = "Zoë O&#39;Neil does not feel safe"


def zoe_and_maya(cast: Cast) -> Told:
    """Tom harmed Maya in one case and Zoë in another; returns the case with Maya."""
    told = Told(cast).logged().triaged()
    parts = [(told.tom, Part.CAUSED_HARM), (cast.pupil("Zoë O'Neil"), Part.WAS_HARMED)]
    Told(cast, "2026-0002", days_ago=3).logged(parts=parts).triaged()
    return told


def test_whoever_is_only_in_the_incident_that_leaves_goes_with_it_safe_or_not(client_as: ClientAs, cast: Cast) -> None:
    told, lead = zoe_and_maya(cast), client_as("pastoral_lead")
    join(lead)
    cast.session.rollback()
    told.at += timedelta(days=2)
    told.checked_in(Safe.NO, PutRight.NO, "Zoë O'Neil").checked_in(Safe.YES, PutRight.YES)

    split(lead)

    assert "Zoë O&#39;Neil does not feel safe yet" in step_of(lead.page(OTHER))
    assert "Next: somebody does not feel safe" in lead_of(lead.page(OTHER))
    assert "does not feel safe" not in lead_of(lead.page(CASE)) + step_of(lead.page(CASE))
    assert [each.person.display_name for each in case_called(cast, "2026-0001").check_ins] == ["Maya Lewis"]
    assert (
        "did not feel safe, or was not sure"
        in lead.submit(f"{OTHER}/close", status=422, closing_reason="other", not_told_because="She moved away").text
    )
    assert sum("Zoë" in each for each in tasks(client_as("dsl").page("/"))) == 1


def test_an_incident_that_gets_its_own_case_takes_its_people_along_too(client_as: ClientAs, cast: Cast) -> None:
    told, zoe = Told(cast, "2026-0011").logged().triaged(), cast.pupil("Zoë O'Neil")
    add_people(told.case.incidents[0], [(zoe, Part.AFFECTED)], by=told.by("staff"), at=told.at, because="She saw it")
    Told(cast, "2026-0012", days_ago=3).logged().triaged()
    lead = client_as("pastoral_lead")
    join(lead, "2026-0012", "2026-0011")
    cast.session.rollback()
    told.at += timedelta(days=2)
    told.checked_in(Safe.UNSURE, PutRight.NO, "Zoë O'Neil")

    split(lead, "/cases/2026-0011", "2026-0011")

    left, new = case_called(cast, "2026-0011"), case_called(cast, "2026-0001")
    assert (left.check_ins, left.next_step) == ([], None)
    assert (new.next_step, len(new.check_ins)) == (SPEAK_NOW, 1)


def test_a_yes_after_joining_goes_back_with_the_no_from_before(client_as: ClientAs, cast: Cast) -> None:
    told, lead = zoe_and_maya(cast), client_as("pastoral_lead")
    other = Told(cast, "2026-0004", days_ago=2)
    other.logged(parts=[(told.tom, Part.CAUSED_HARM), (cast.pupil("Zoë O'Neil"), Part.WAS_HARMED)]).triaged()
    other.checked_in(Safe.NO, PutRight.NO, "Zoë O'Neil")
    join(lead, "2026-0004")
    cast.session.rollback()
    told.at += timedelta(days=4)
    told.checked_in(Safe.YES, PutRight.YES, "Zoë O'Neil")

    split(lead, incident="2026-0004")

    assert case_called(cast, "2026-0004").next_step is None


def test_what_was_agreed_while_joined_goes_where_its_meeting_goes(client_as: ClientAs, cast: Cast) -> None:
    kacper = cast.pupil("Kacper Nowak")
    first = Told(cast)
    first.logged(parts=[(first.tom, Part.CAUSED_HARM), (kacper, Part.WAS_HARMED)])
    met = Told(cast, "2026-0002", days_ago=4).logged().triaged().safe().met()
    lead = client_as("pastoral_lead")
    join(lead)
    cast.session.rollback()
    met.case = case_called(cast, "2026-0001")
    day = cast.member("staff").on + timedelta(days=9)
    met.check_in_planned(day + timedelta(days=1), "Tom Adeyemi")
    met.at += timedelta(days=2)
    met.agreed().check_in_planned(day, "Tom Adeyemi").check_in_planned(day)
    assert met.case.stage is Stage.FOLLOW_UP

    split(lead)

    stays, goes = case_called(cast, "2026-0001"), case_called(cast, "2026-0002")
    assert (stays.stage, stays.responses, goes.stage) == (Stage.LOGGED, [], Stage.FOLLOW_UP)
    assert sorted(each.person.display_name for each in goes.check_ins) == ["Maya Lewis", "Tom Adeyemi", "Tom Adeyemi"]
    assert "Keeps Maya a seat" in lead.page(OTHER)
    assert "Write down what was agreed" not in lead.page(OTHER)


def test_a_check_in_from_before_stays_where_it_was_promised(client_as: ClientAs, cast: Cast) -> None:
    day = cast.member("staff").on + timedelta(days=9)
    Told(cast).logged().triaged().check_in_planned(day, "Tom Adeyemi")
    met = Told(cast, "2026-0002", days_ago=4).logged().triaged().safe().met()
    lead = client_as("pastoral_lead")
    join(lead)
    cast.session.rollback()
    met.at += timedelta(days=2)
    met.agreed()

    split(lead)

    assert [each.due_on for each in case_called(cast, "2026-0001").check_ins] == [day]
    assert case_called(cast, "2026-0001").stage is Stage.TRIAGE


def test_a_case_whose_planned_response_was_cancelled_while_joined_has_none_when_it_comes_back(
    client_as: ClientAs, cast: Cast
) -> None:
    Told(cast).logged().triaged()
    planned = Told(cast, "2026-0002", days_ago=3).logged().triaged().safe().chosen()
    lead = client_as("pastoral_lead")
    join(lead)
    lead.submit(f"/responses/{planned.response.id}", **{"end-what": "cancelled", "end-because": "Both are away"})

    split(lead)

    assert case_called(cast, "2026-0002").stage is Stage.TRIAGE


@pytest.mark.parametrize("end", ["cancelled", "declined"])
def test_a_second_response_that_is_given_up_leads_back_to_the_meeting_without_an_agreement(
    client_as: ClientAs, cast: Cast, end: str
) -> None:
    told = Told(cast).logged().triaged().safe().met().chosen()
    lead = client_as("pastoral_lead")

    ended = {"end-what": end, "end-because": "Enough was said", "end-declined": [told.tom.key]}
    lead.submit(f"/responses/{told.response.id}", **ended)

    assert case_called(cast, "2026-0001").stage is Stage.AGREEMENT
    assert "Write down what was agreed" in step_of(lead.page(CASE))


def test_a_case_that_ended_without_an_agreement_waits_for_none_when_it_is_opened_again(
    client_as: ClientAs, cast: Cast
) -> None:
    Told(cast).logged().triaged().safe().met()
    lead = client_as("pastoral_lead")
    lead.submit(f"{CASE}/close", closing_reason="other_sanction", not_told_because="She moved away")

    lead.submit(f"{CASE}/close", because="It was the wrong case")

    assert case_called(cast, "2026-0001").stage is Stage.TRIAGE
