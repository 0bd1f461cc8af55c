"""A case whose owner can't have it any more since an incident was joined or somebody named: nobody has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.casework.checking_in import SPEAK_NOW
from app.casework.confidentiality import change_confidentiality
from app.casework.logging_incident import add_people
from app.casework.triage import triage_case
from app.casework.words import Confidentiality, Part, PutRight, Safe, Stage
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.guarded_cases import case_called, declare, set_level
from tests.web.home import tasks
from tests.web.pages_of_cases import CASE, lead_of
from tests.web.test_joining import join, split
from tests.web.test_timeline import entries

ClientAs = Callable[..., Browser]


@pytest.fixture
def geds(cast: Cast) -> Told:
    """A case that the facilitator has and meets about; they are close to Nia, whom it does not name."""
    declare(cast, "facilitator", "Nia Campbell")
    told = Told(cast).logged().triaged().safe().chosen()
    by, owner = told.by("pastoral_lead"), cast.staff("facilitator")
    level = Confidentiality.STANDARD
    triage_case(told.case, owner=owner, confidentiality=level, next_step="", next_step_on=None, by=by, at=told.at)
    return told.kept()


def waits(client_as: ClientAs, cast: Cast) -> None:
    """Nobody has it, and whoever triages reads so."""
    lead = client_as("pastoral_lead")
    page = lead.page(CASE)
    assert lead_of(page).startswith("In response. Nobody has it yet.")
    assert "Nobody has the case any more: it waits to be given to somebody." in entries(page)
    assert case_called(cast, "2026-0001").owner_id is None
    assert CASE + "/triage" in lead.page("/")
    assert client_as("facilitator").get(CASE).status_code == 404


def test_after_joining(client_as: ClientAs, cast: Cast, geds: Told) -> None:
    Told(cast, "2026-0002").logged(parts=[(geds.tom, Part.CAUSED_HARM), (cast.pupil("Nia Campbell"), Part.WAS_HARMED)])

    join(client_as("pastoral_lead"))

    waits(client_as, cast)


def test_after_naming_somebody(client_as: ClientAs, cast: Cast, geds: Told) -> None:
    named = [(cast.pupil("Nia Campbell"), Part.WAS_HARMED)]
    add_people(geds.case.incidents[0], named, by=geds.by("staff"), at=geds.at, because="She was there too")
    geds.kept()

    waits(client_as, cast)


def test_an_owner_who_comes_along_has_the_joined_case_only_if_they_can(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged()
    by = told.by("dsl")
    change_confidentiality(told.case, Confidentiality.SAFEGUARDING, by=by, at=told.at, because="Spoken of at home")
    told.kept()
    Told(cast, "2026-0002", days_ago=3).logged().triaged()
    dsl = client_as("dsl")

    join(dsl)

    assert case_called(cast, "2026-0001").owner_id is None


def test_a_case_that_comes_back_stricter_is_not_with_somebody_who_cant_open_it(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged()
    Told(cast, "2026-0002", days_ago=3).logged().triaged()
    join(client_as("pastoral_lead"))
    set_level(cast, "2026-0001", "safeguarding")

    split(client_as("dsl"))

    assert case_called(cast, "2026-0002").owner_id is None


def test_whoever_is_to_be_spoken_to_now_comes_before_another_next_step(client_as: ClientAs, cast: Cast) -> None:
    day = cast.member("staff").on + timedelta(days=7)
    Told(cast).logged().triaged(next_step="Ring home", on=day)
    Told(cast, "2026-0002", days_ago=3).logged().triaged().checked_in(Safe.NO, PutRight.NO)
    lead = client_as("pastoral_lead")

    join(lead)

    case = case_called(cast, "2026-0001")
    assert (case.next_step, case.stage) == (SPEAK_NOW, Stage.TRIAGE)
    assert any(SPEAK_NOW in each for each in tasks(lead.page("/")))
