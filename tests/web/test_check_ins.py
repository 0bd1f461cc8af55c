"""Holding a check-in: never before what it follows from, and once held or skipped it shows what was said."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.casework.check_in import CheckIn
from app.casework.words import PutRight, Safe
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser

ClientAs = Callable[..., Browser]
CASE = "/cases/2026-0001"


def planned(cast: Cast, told: Told) -> str:
    """The address of a check-in that is due today."""
    told.check_in_planned(told.today)
    return f"/check-ins/{told.case.check_ins[-1].id}"


def test_a_check_in_is_not_held_before_the_incident(client_as: ClientAs, cast: Cast, session: Session) -> None:
    told = Told(cast).logged().triaged()
    early = f"{told.case.incidents[0].occurred_at.date() - timedelta(days=1):%d/%m/%Y}"
    address = planned(cast, told)

    answer = client_as("pastoral_lead").submit(address, status=422, held_on=early, safe="yes")

    assert "That is before the incident (" in answer.text
    assert f'value="{early}"' in answer.text
    assert session.query(CheckIn).one().held_on is None


def test_a_check_in_that_was_held_shows_what_was_said_and_no_form(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged().triaged().checked_in(Safe.UNSURE, PutRight.YES)

    page = client_as("pastoral_lead").page(f"/check-ins/{told.case.check_ins[-1].id}")

    assert "Unsure" in page
    assert "Held by Priya Nair" in page
    assert "overdue" not in page
    assert "Save the check-in" not in page


def test_a_check_in_that_was_skipped_says_why_and_stays_skipped(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    address = planned(cast, Told(cast).logged().triaged())
    lead = client_as("pastoral_lead")
    stale = lead.page(address)
    lead.post(f"{address}/skip", data={"because": "She has moved away."})

    assert "She has moved away." in lead.page(address)
    assert "Save the check-in" in stale
    assert "Save the check-in" not in lead.page(address)
    session.rollback()
    assert session.query(CheckIn).one().skipped_because == "She has moved away."


def test_a_check_in_asks_at_least_whether_they_feel_safe(client_as: ClientAs, cast: Cast, session: Session) -> None:
    told = Told(cast).logged().triaged()
    told.check_in_planned(told.today)
    lead, address = client_as("pastoral_lead"), f"/check-ins/{told.case.check_ins[0].id}"
    assert not re.search(r"Do they feel safe\?[^/]*optional", lead.page(address))

    answer = lead.submit(address, status=422, put_right="yes", anything_since="He waves at her.")

    assert "Ask at least whether they feel safe." in answer.text
    assert "He waves at her." in answer.text
    session.rollback()
    assert session.query(CheckIn).one().held_on is None


@pytest.mark.parametrize(("safe", "told"), [("no", 1), ("unsure", 1), ("yes", 0)])
def test_an_answer_that_is_not_safe_reaches_the_safeguarding_lead_at_once(
    client_as: ClientAs, cast: Cast, safe: str, told: int
) -> None:
    page = planned(cast, Told(cast).logged().triaged().safe().met().agreed())

    client_as("pastoral_lead").submit(page, "Save the check-in", safe=safe)

    assert client_as("dsl").page("/notices").count("Somebody may be hurt or not safe: case") == told
