"""The page of an agreement: how it stands, what is due, what was not kept; what it refuses keeps what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy.orm import Session

from app.casework.agreement import Action, Agreement
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser

ClientAs = Callable[..., Browser]


def agreed(cast: Cast, **more: int) -> tuple[Told, str]:
    told = Told(cast).logged().triaged().safe().met().agreed(**more)
    return told, f"/agreements/{told.agreement.id}"


def test_it_says_who_follows_it_up_and_when_in_words(client_as: ClientAs, cast: Cast) -> None:
    told, address = agreed(cast)

    page = client_as("pastoral_lead").page(address)

    day = f"{told.agreement.made_on.day} {told.agreement.made_on:%B %Y}"
    assert f"<h1>Agreement of {day}</h1>" in page
    assert re.search(r"Active\. Priya Nair follows it up, and looks at it again: in \d+ school days, \w+day \d", page)
    assert 'href="/cases/2026-0001"' in page
    assert "2026-0001-A01" not in page
    assert "does not apply" not in page


def test_a_kept_agreement_asks_for_no_review(client_as: ClientAs, cast: Cast) -> None:
    told, address = agreed(cast, review_in=-1)
    told.verified()

    page = client_as("pastoral_lead").page(address)

    assert "Agreement kept. Priya Nair follows it up." in page
    assert "looked at again" not in page
    assert "overdue" not in page


def test_what_is_due_is_opened_already(client_as: ClientAs, cast: Cast) -> None:
    _told, address = agreed(cast, due_in=-1)

    assert re.search(
        r'<details class="more" open><summary>“Keeps Maya a seat”', client_as("pastoral_lead").page(address)
    )


def test_a_release_without_a_reason_is_refused_and_keeps_what_was_chosen(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    _told, address = agreed(cast)

    answer = client_as("pastoral_lead").submit(address, "Record it", status=422, what="released")

    assert "Say in one line why." in answer.text
    assert re.search(r'value="released" checked', answer.text)
    linked = re.search(r'<li><a href="#([^"]+)">Say in one line why\.', answer.text)
    assert linked
    assert f'id="{linked[1]}"' in answer.text
    assert session.query(Action).one().status == "planned"


def test_nothing_chosen_is_refused_at_the_first_choice(client_as: ClientAs, cast: Cast) -> None:
    _told, address = agreed(cast)

    answer = client_as("pastoral_lead").submit(address, "Record it", status=422, because="He asked.")

    assert "Choose how it stands." in answer.text
    assert 'value="He asked."' in answer.text
    linked = re.search(r'<li><a href="#([^"]+)">Choose how it stands\.', answer.text)
    assert linked
    assert f'id="{linked[1]}"' in answer.text


def test_what_was_not_kept_asks_why_and_says_it_in_words(client_as: ClientAs, cast: Cast, session: Session) -> None:
    _told, address = agreed(cast)
    lead = client_as("pastoral_lead")
    lead.submit(address, "Record it", what="not_done")

    answer = lead.submit(address, "Save what got in the way", status=422, note="Nobody reminded him.")
    assert "Choose what got in the way." in answer.text
    assert 'value="Nobody reminded him."' in answer.text
    assert session.query(Agreement).one().why_not_kept is None

    lead.submit(address, "Save what got in the way", why_not_kept="support_missing", note="Nobody reminded him.")
    page = lead.page(address)
    assert "The support was missing. Nobody reminded him." in page
    assert "support_missing" not in page
    assert "Find out why" not in page


def test_whoever_may_not_see_the_case_does_not_see_its_agreement(client_as: ClientAs, cast: Cast) -> None:
    _told, address = agreed(cast)

    for role, school in (("facilitator", "A"), ("tutor", "A"), ("headteacher", "B")):
        assert client_as(role, school).get(address).status_code == 404, role
