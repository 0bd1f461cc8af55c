"""The day on which a hold is looked at again: set and moved by whoever lifts it, by answering again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.casework.suitability import Answers
from app.casework.words import Answer
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.guarded_cases import case_called
from tests.web.pages_of_cases import CASE
from tests.web.test_gates import asked_again
from tests.web.test_timeline import entries

ClientAs = Callable[..., Browser]


@pytest.fixture
def later(cast: Cast) -> date:
    return cast.member("staff").on + timedelta(days=6)


@pytest.fixture
def held(cast: Cast) -> Told:
    """On hold for two reasons, of which one has no day: it came with an incident that was joined."""
    told = Told(cast).logged()
    both = Answers(live_enquiry=Answer.YES, weapon_or_threat=Answer.YES)
    told.safe(both, told.today + timedelta(days=9))
    told.case.holds[0].review_on = None
    return told.kept()


def days(cast: Cast) -> set[date | None]:
    return {hold.review_on for hold in case_called(cast, "2026-0001").holds}


def test_the_safeguarding_lead_sets_it_for_every_hold_that_stands(
    client_as: ClientAs, cast: Cast, held: Told, later: date
) -> None:
    lead = client_as("dsl")
    assert "To set that day or move it" in lead.page(f"{CASE}/hold")

    asked_again(lead, "2026-0001", review_on=f"{later:%d/%m/%Y}")

    assert days(cast) == {later}
    assert f"Looked at again on {later:%-d %B %Y}." in lead.page(CASE)
    assert "Dele Akande answered the safety questions." in entries(lead.page(CASE))


def test_answering_without_a_day_leaves_it(client_as: ClientAs, cast: Cast, held: Told) -> None:
    before = days(cast)

    asked_again(client_as("dsl"), "2026-0001", communication_need="yes")

    assert days(cast) == before


def test_others_are_told_that_the_day_is_not_theirs_to_move(
    client_as: ClientAs, cast: Cast, held: Told, later: date
) -> None:
    before, lead = days(cast), client_as("pastoral_lead")
    assert "To set that day" not in lead.page(f"{CASE}/hold")

    page = asked_again(lead, "2026-0001", status=422, review_on=f"{later:%d/%m/%Y}").text

    assert "Only the safeguarding lead moves the day" in page
    assert days(cast) == before


def test_a_day_for_a_hold_that_is_new_is_the_day_of_that_one_alone(
    client_as: ClientAs, cast: Cast, held: Told, later: date
) -> None:
    before = days(cast)

    asked_again(client_as("pastoral_lead"), "2026-0001", suspected_abuse="yes", review_on=f"{later:%d/%m/%Y}")

    assert days(cast) == before | {later}


def test_it_is_not_moved_to_a_day_that_is_over(client_as: ClientAs, held: Told) -> None:
    assert "That day is over" in asked_again(client_as("dsl"), "2026-0001", status=422, review_on="01/01/2026").text
