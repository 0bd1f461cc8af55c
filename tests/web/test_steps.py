"""The pages of a case's steps: they lead back to the case, teach when empty, and refuse in sentences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.casework.case import Case, SafetyCheck
from app.casework.check_in import CheckIn
from app.casework.words import PutRight, Safe
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser

ClientAs = Callable[..., Browser]
CASE = "/cases/2026-0001"


@pytest.mark.parametrize(
    "page",
    [
        "triage",
        "join",
        "responses/new",
        "responses/new?ask=again",
        "agreements/new",
        "check-ins",
        "close",
        "chronology",
    ],
)
def test_each_step_leads_back_to_its_case(client_as: ClientAs, cast: Cast, page: str) -> None:
    Told(cast).logged().triaged().safe().met()

    html = client_as("pastoral_lead").page(f"{CASE}/{page}")

    assert f'<p class="kicker"><a href="{CASE}">' in html


def test_a_safety_question_that_was_left_out_is_named(client_as: ClientAs, cast: Cast, session: Session) -> None:
    Told(cast).logged().triaged()

    answer = client_as("pastoral_lead").submit(f"{CASE}/responses/new", status=422, live_enquiry="no")

    assert "Not answered yet: do you suspect abuse?" in answer.text
    assert "Not answered yet: is there a live police" not in answer.text
    assert session.query(SafetyCheck).count() == 0


def test_check_ins_are_cards_and_an_empty_page_teaches(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged().triaged()
    lead = client_as("pastoral_lead")
    assert "None is promised yet" in lead.page(f"{CASE}/check-ins")

    told.safe().met().agreed().checked_in(Safe.UNSURE, PutRight.YES)
    told.check_in_planned(cast.member("staff").on + timedelta(days=1))

    page = lead.page(f"{CASE}/check-ins")
    assert "Unsure" in page
    assert "tomorrow, " in page


def test_a_check_in_in_the_past_is_refused_and_kept(client_as: ClientAs, cast: Cast, session: Session) -> None:
    Told(cast).logged().triaged()

    answer = client_as("pastoral_lead").submit(f"{CASE}/check-ins", status=422, due_on="01/09/2026")

    assert "A check-in is planned for today or later." in answer.text
    assert 'value="01/09/2026"' in answer.text
    assert session.query(CheckIn).count() == 0


def test_a_next_step_is_promised_for_a_day_that_can_still_come(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    Told(cast).logged()
    lead = client_as("pastoral_lead")

    answer = lead.submit(f"{CASE}/triage", status=422, next_step="Ring home.", next_step_on="01/09/2020")

    assert "That day is over. Give today (" in answer.text
    assert 'value="01/09/2020"' in answer.text
    assert session.query(Case).one().next_step is None


def test_a_day_that_was_emptied_is_empty(client_as: ClientAs, cast: Cast, session: Session) -> None:
    Told(cast).logged().triaged(next_step="Ring home.", on=cast.member("staff").on)

    client_as("pastoral_lead").submit(f"{CASE}/triage", next_step_on="")

    session.rollback()
    assert session.query(Case).one().next_step_on is None


def test_an_overdue_next_step_does_not_stop_another_owner(client_as: ClientAs, cast: Cast, session: Session) -> None:
    told = Told(cast).logged().triaged(next_step="Ring home.", on=cast.member("staff").on)
    told.case.next_step_on = told.today - timedelta(days=3)
    cast.session.commit()

    client_as("pastoral_lead").submit(f"{CASE}/triage", owner=cast.staff("headteacher").staff_code)

    session.rollback()
    assert session.query(Case).one().owner_id == cast.staff("headteacher").id


def test_closing_shows_how_those_harmed_are_and_begins_with_what_is_likely(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged().triaged().safe().met()
    lead = client_as("pastoral_lead")
    before = lead.page(f"{CASE}/close")
    assert "The agreement was kept" not in before

    told.agreed().verified().checked_in(Safe.YES, PutRight.PARTLY)

    page = lead.page(f"{CASE}/close")
    assert "Feels safe; it is partly put right (asked on" in page
    assert 'value="agreement_kept" checked' in page


def test_a_case_does_not_close_with_a_response_still_planned(client_as: ClientAs, cast: Cast, session: Session) -> None:
    Told(cast).logged().triaged().safe().chosen()

    answer = client_as("pastoral_lead").submit(
        f"{CASE}/close", status=422, closing_reason="other_sanction", not_told_because="They moved away."
    )

    assert "A response is still planned. Record what became of it first." in answer.text
    assert 'value="They moved away."' in answer.text
    assert session.query(Case).one().closed_at is None


def test_a_response_says_who_took_part_and_what_came_of_it(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged().triaged().safe().met(outcome_sentence="They will sit together on Monday.")
    address = f"/responses/{told.response.id}"
    cast.session.rollback()  # the page writes a reading; the story goes on from then

    page = client_as("pastoral_lead").page(address)
    assert "<strong>Tom Adeyemi</strong>: took part. <q>I was angry.</q>" in page
    assert "They will sit together on Monday." in page
    assert "Record the agreement" in page
    assert "training is current" not in page

    told.agreed()
    page = client_as("pastoral_lead").page(address)
    assert f'href="/agreements/{told.agreement.id}"' in page
    assert "Record another agreement" not in page
