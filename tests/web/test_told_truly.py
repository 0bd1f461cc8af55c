"""What the timeline says is what happened: when it was written down, what it said then, who had it and who led."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.casework.agreeing import Undertaking, change_agreement
from app.casework.calendar import london
from app.casework.gathering import gather
from app.casework.logging_incident import Account, amend_incident, log_incident
from app.casework.on_the_spot import OnTheSpot, log_and_respond
from app.casework.triage import triage_case
from app.casework.words import Confidentiality, Part, ResponseKind
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.web.pages_of_cases import CASE
from tests.web.test_timeline import entries

ClientAs = Callable[..., Browser]


def lines(page: str) -> list[str]:
    """Each entry of the timeline, all that it says, in one line."""
    found = re.findall(r'<li class="entry.*?</li>', page, re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", each)).strip() for each in found]


@pytest.fixture
def late(cast: Cast) -> Any:
    """Something of fifteen days ago, logged today."""
    by = cast.member("staff")
    account = Account(by.at - timedelta(days=15), "physical", 2, what_happened="A push.", location="Yard")
    parts = [(cast.pupil("Tom Adeyemi"), Part.CAUSED_HARM), (cast.pupil("Maya Lewis"), Part.WAS_HARMED)]
    case = log_incident("2026-0001", account, parts, by=by, at=by.at)
    cast.session.add(case)
    cast.session.commit()
    return case


def test_what_was_logged_later_says_when(client_as: ClientAs, cast: Cast, late: Any) -> None:
    today = cast.member("staff").on

    said = lines(client_as("pastoral_lead").page(CASE))

    assert f"logged on {today.day} {today:%B}" in said[0]
    assert f"{london(late.incidents[0].occurred_at):%H:%M}" in said[0]


def test_what_was_logged_within_the_hour_says_the_hour(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged()

    assert f"logged at {london(told.at):%H:%M}" in lines(client_as("pastoral_lead").page(CASE))[0]


def test_a_time_that_was_amended_stands_where_it_belongs_with_what_it_was(
    client_as: ClientAs, cast: Cast, late: Any
) -> None:
    incident, by = late.incidents[0], cast.member("staff")
    earlier = incident.occurred_at - timedelta(days=1, hours=1)
    before, after = london(incident.occurred_at), london(earlier)
    account = Account(earlier, "physical", 2, what_happened="A push.", location="Yard")
    amend_incident(incident, account, by=by, at=by.at, because="The register says so.")
    cast.session.commit()

    page = client_as("pastoral_lead").page(CASE)

    first = page.split('class="day-heading">')[1]
    assert first.startswith(f"{after:%A} {after.day} {after:%B}")
    assert f"Amended since: it was {before.day} {before:%B %Y, %H:%M}." in lines(page)[0]
    assert f"{after:%H:%M}" in lines(page)[0]


def test_what_was_agreed_lists_the_actions_of_then(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged().triaged().safe().met().agreed()
    by = told.by("pastoral_lead")
    new = Undertaking("Walks with Maya", told.tom, told.maya, by.on + timedelta(days=9), "", "Seen")
    change_agreement(
        told.agreement.actions[0], new, asked_by="Tom", agreed_by="Maya", harmed_agreed=True, by=by, at=told.at,
        because="It is kinder.",
    )  # fmt: skip
    told.kept()

    said = lines(client_as("pastoral_lead").page(CASE))

    agreed = next(line for line in said if "wrote down what was agreed" in line)
    assert "Tom Adeyemi: Keeps Maya a seat." in agreed
    assert "Walks with Maya" not in agreed


def test_whoever_had_it_before_is_named(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged()
    for role in ("facilitator", "pastoral_lead"):
        by, owner = told.by("pastoral_lead"), cast.staff(role)
        triage_case(
            told.case, owner=owner, confidentiality=Confidentiality.STANDARD, next_step="", next_step_on=None, by=by,
            at=told.at,
        )  # fmt: skip
    told.kept()

    said = entries(client_as("headteacher").page(CASE))

    assert f"Priya Nair triaged the case. {cast.staff('facilitator').display_name} has it." in said
    assert "Priya Nair triaged the case. Priya Nair has it." in said


def test_what_was_met_there_and_then_is_chosen_when_it_was_held(client_as: ClientAs, cast: Cast) -> None:
    by, tom, maya = cast.member("staff"), cast.pupil("Tom Adeyemi"), cast.pupil("Maya Lewis")
    account = Account(by.at - timedelta(days=2), "verbal", 3, what_happened="Words.", location="Yard")
    spot = OnTheSpot(
        ResponseKind.AFFECTIVE_QUESTIONS, by.at - timedelta(days=1), took_part=frozenset({tom.id, maya.id}),
        calm_enough=True,
    )  # fmt: skip
    parts = [(tom, Part.CAUSED_HARM), (maya, Part.WAS_HARMED)]
    told = {"leader": cast.staff("staff"), "calendar": cast.calendar(), "by": by, "at": by.at}
    cast.session.add(log_and_respond("2026-0001", account, parts, spot, **told))
    cast.session.commit()

    said = lines(client_as("pastoral_lead").page(CASE))

    assert "Tamsin Okoro chose affective questions." in said[1]
    assert "Tamsin Okoro led affective questions with" in said[2]
    assert all(f"written down on {by.on.day} {by.on:%B}" in line for line in said[1:3])


def test_the_paper_says_when_it_was_logged(cast: Cast, late: Any) -> None:
    by = cast.member("headteacher")
    found = gather(cast.session, by, late)

    told = found.told({})

    assert told[0].written == f"logged on {by.on.day} {by.on:%B}"


def test_whoever_led_is_named_or_nobody_is(cast: Cast) -> None:
    told = Told(cast).logged().triaged().safe().met()
    told.response.led_by_id = None
    told.kept()

    said = gather(cast.session, cast.member("headteacher"), told.case).told({})

    assert "A small impromptu conference was held with Tom Adeyemi and Maya Lewis." in [each.what for each in said]
