"""Somebody harmed who is named only after a case has ended: nobody says that they were told, and somebody is asked to."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.casework.case import Case
from app.casework.checking_in import SPEAK_NOW
from app.casework.closing import tell_harmed
from app.casework.lifecycle import Move, take
from app.casework.logging_incident import Account, add_people, change_part
from app.casework.on_the_spot import OnTheSpot, log_and_respond
from app.casework.words import Part, PutRight, ResponseKind, Safe
from tests.cases import HOUR, Told
from tests.cast import Cast
from tests.client import Browser
from tests.web.home import tasks
from tests.web.pages_of_cases import CASE, step_of

ClientAs = Callable[..., Browser]
DAY = r"On \d+ \w+ \d{4}"


@pytest.fixture
def aisha_told(cast: Cast) -> Told:
    """Tom harmed Aisha; she was told, and it was closed yesterday. Nobody knew of Maya."""
    told = Told(cast, days_ago=2)
    told.logged(parts=[(told.tom, Part.CAUSED_HARM), (cast.pupil("Aisha Rahman"), Part.WAS_HARMED)])
    return told.triaged().safe().met().agreed().verified().closed()


def and_maya(told: Told, *, role: str = "staff") -> Told:
    by = told.by(role)
    named = [(told.maya, Part.WAS_HARMED)]
    add_people(told.case.incidents[0], named, by=by, at=told.at, because="She came forward.")
    return told.kept()


def card(page: str, name: str) -> str:
    """The lines of one side of the case."""
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("<main")[1]))
    sides = re.split(r"(?=Aisha Rahman|Maya Lewis|Tom Adeyemi)", text)
    return next(side for side in sides if side.startswith(name) and "How they are" in side)


def test_nobody_is_said_to_be_told_who_was_named_later(client_as: ClientAs, cast: Cast, aisha_told: Told) -> None:
    and_maya(aisha_told)

    page = client_as("pastoral_lead").page(CASE)

    assert re.search(f"Told how it ended {DAY}", card(page, "Aisha Rahman"))
    assert "Told how it ended Not yet" in card(page, "Maya Lewis")
    assert step_of(page) == "Tell Maya Lewis how it ended Tell them"
    assert "Not Maya Lewis yet" in page
    assert "told Aisha Rahman how it ended." in page
    assert "told Aisha Rahman and Maya Lewis" not in page


def test_it_stands_on_the_page_of_whoever_had_the_case_until_she_is_told(
    client_as: ClientAs, cast: Cast, session: Session, aisha_told: Told
) -> None:
    lead = client_as("pastoral_lead")
    assert not any("tell them how it ended" in task for task in tasks(lead.page("/")))
    cast.session.rollback()
    and_maya(aisha_told)
    assert any("tell them how it ended" in task for task in tasks(lead.page("/")))
    session.rollback()
    assert session.query(Case).one().harmed_told_at is None

    assert "Say why not" in lead.submit(f"{CASE}/told", status=422, not_told_because="").text
    lead.submit(f"{CASE}/told", told_now=cast.pupil("Maya Lewis").key)

    page = lead.page(CASE)
    assert re.search(f"Told how it ended {DAY}", card(page, "Maya Lewis"))
    assert "told Maya Lewis how it ended." in page
    assert step_of(page) == ""
    assert not any("tell them how it ended" in task for task in tasks(lead.page("/")))
    assert "Nobody waits to be told" in lead.page(f"{CASE}/told")
    session.rollback()
    assert session.query(Case).one().harmed_told_at is not None


def test_a_reason_why_not_is_kept_with_the_one_it_is_about(client_as: ClientAs, aisha_told: Told) -> None:
    and_maya(aisha_told)
    lead = client_as("pastoral_lead")

    lead.submit(f"{CASE}/told", not_told_because="She has moved away.")

    page = lead.page(CASE)
    assert "Told how it ended Not told: She has moved away." in card(page, "Maya Lewis")
    assert re.search(f"Told how it ended {DAY}", card(page, "Aisha Rahman"))
    assert "Maya Lewis was not told how it ended." in page
    assert step_of(page) == ""


def test_it_is_the_same_where_a_part_changes_and_nobody_was_harmed_before(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast, days_ago=1)
    by, at = told.by("staff"), told.at
    account = Account(at - HOUR, "physical", 1, what_happened="A push.")
    parts = [(told.tom, Part.CAUSED_HARM), (told.maya, Part.SAW_IT)]
    both = frozenset({told.tom.id, told.maya.id})
    spot = OnTheSpot(ResponseKind.AFFECTIVE_QUESTIONS, at - timedelta(minutes=30), both)
    leader = cast.staff("staff")
    told.case = log_and_respond(
        "2026-0001", account, parts, spot, leader=leader, calendar=cast.calendar(), by=by, at=at
    )
    cast.session.add(told.case)
    told.kept()
    part = next(part for part in told.case.incidents[0].involvements if part.person_id == told.maya.id)
    by = told.by("staff")
    change_part(part, Part.WAS_HARMED, session=cast.session, by=by, at=told.at, because="She was hit too.")
    told.kept()

    lead = client_as("pastoral_lead")

    assert "Told how it ended Not yet" in card(lead.page(CASE), "Maya Lewis")
    assert any("tell them how it ended" in task for task in tasks(lead.page("/")))


def test_in_an_open_case_whoever_was_told_before_is_not_told_again(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast, days_ago=2)
    told.logged(parts=[(told.tom, Part.CAUSED_HARM), (cast.pupil("Aisha Rahman"), Part.WAS_HARMED)])
    told.triaged().safe().met().agreed().verified()
    tell_harmed(told.case, told.at, session=cast.session, by=told.by("pastoral_lead"), at=told.at)
    and_maya(told.kept())
    lead = client_as("pastoral_lead")
    assert step_of(lead.page(CASE)) == "Tell Maya Lewis the outcome and close Tell and close"

    lead.submit(f"{CASE}/close", closing_reason="agreement_kept", told_now=cast.pupil("Maya Lewis").key)

    page = lead.page(CASE)
    assert page.count("told Aisha Rahman how it ended.") == page.count("told Maya Lewis how it ended.") == 1


def test_of_two_who_were_harmed_each_is_said_to_be_told_or_not(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast, days_ago=2)
    aisha = cast.pupil("Aisha Rahman")
    parts = [(told.tom, Part.CAUSED_HARM), (told.maya, Part.WAS_HARMED), (aisha, Part.WAS_HARMED)]
    told.logged(parts=parts).triaged().safe().met().agreed().verified()
    lead, ended = client_as("pastoral_lead"), {"closing_reason": "agreement_kept"}
    both = [told.maya.key, aisha.key]
    cast.session.rollback()

    assert "Record when, or say why not." in lead.submit(f"{CASE}/close", status=422, told_now=both[0], **ended).text
    answer = lead.submit(f"{CASE}/close", status=422, told_now=both, not_told_because="She was away.", **ended).text
    assert "Each person harmed has been told, so nobody was not." in answer
    lead.submit(f"{CASE}/close", told_now=both[0], not_told_because="She was away.", **ended)

    page = lead.page(CASE)
    assert re.search(f"Told how it ended {DAY}", card(page, "Maya Lewis"))
    assert "Told how it ended Not told: She was away." in card(page, "Aisha Rahman")
    assert page.count("told Maya Lewis how it ended.") == 1
    assert "told Aisha Rahman how it ended." not in page


def test_who_was_named_as_harmed_by_mistake_waits_for_nothing(
    client_as: ClientAs, session: Session, aisha_told: Told
) -> None:
    before = aisha_told.case.harmed_told_at
    and_maya(aisha_told)
    part = next(part for part in aisha_told.case.incidents[0].involvements if part.person_id == aisha_told.maya.id)

    by, why = aisha_told.by("staff"), {"because": "She saw it from the door."}
    change_part(part, Part.SAW_IT, session=session, by=by, at=aisha_told.at, **why)
    aisha_told.kept()

    assert before is not None
    assert aisha_told.case.harmed_told_at == before
    lead = client_as("pastoral_lead")
    assert not any("tell them how it ended" in task for task in tasks(lead.page("/")))
    assert step_of(lead.page(CASE)) == ""


def test_who_is_to_be_told_waits_beside_who_does_not_feel_safe(client_as: ClientAs, aisha_told: Told) -> None:
    and_maya(aisha_told).checked_in(Safe.NO, PutRight.NO, "Tom Adeyemi")
    lead = client_as("pastoral_lead")
    due = tasks(lead.page("/"))
    assert any(SPEAK_NOW in task for task in due)
    assert any("tell them how it ended" in task for task in due)
    aisha_told.cast.session.rollback()

    aisha_told.checked_in(Safe.YES, PutRight.YES, "Tom Adeyemi")

    due = tasks(lead.page("/"))
    assert not any(SPEAK_NOW in task for task in due)
    assert any("tell them how it ended" in task for task in due)


def test_nobody_is_told_how_a_case_ended_that_is_open(client_as: ClientAs, cast: Cast, session: Session) -> None:
    told = Told(cast).logged()
    lead = client_as("pastoral_lead")

    typed = {"version": told.case.version, "told_now": told.maya.key}
    session.rollback()
    assert "This case has not ended yet" in lead.page(f"{CASE}/told")
    assert lead.post(f"{CASE}/told", data=typed).status_code == 422

    assert session.query(Case).one().harmed_told_at is None


def test_who_comes_along_with_a_joined_incident_was_not_told(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast, days_ago=2)
    told.logged(parts=[(told.tom, Part.CAUSED_HARM), (cast.pupil("Aisha Rahman"), Part.WAS_HARMED)]).triaged()
    take(told.case, Move.HARMED_TOLD, by=told.by("pastoral_lead"), at=told.at)
    told.case.harmed_told_at = told.at  # as a file brings them
    told.kept()
    Told(cast, "2026-0002", days_ago=1).logged().triaged()
    cast.session.rollback()
    lead = client_as("pastoral_lead")
    lead.submit("/cases/2026-0002/join", incident="2026-0002", what="join", case="2026-0001", because="One matter")

    assert lead.page(f"{CASE}/close").count('name="told_now"') == 1
    lead.submit(f"{CASE}/close", closing_reason="no_further_action", told_now=told.maya.key)

    assert lead.page(CASE).count("told Maya Lewis how it ended.") == 1
