"""The page of a case: where it stands, what comes next, both sides, what else may be done; who sees what of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.casework.words import Confidentiality, DecisionKind, Part, PutRight, Safe
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.statements import Statements
from tests.web.pages_of_cases import CASE, can_do, lead_of

ClientAs = Callable[..., Browser]


# ---- what else may be done


def test_only_what_the_reader_may_do_now_is_offered(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged()

    teacher, lead = can_do(client_as("staff").page(CASE)), can_do(client_as("pastoral_lead").page(CASE))
    head = can_do(client_as("headteacher").page(CASE))

    assert set(teacher) <= {"Plan a check-in", "See what stops it", "Make a chronology to print"}
    assert "Record a decision" not in lead
    assert "Confirm a threshold" not in lead
    assert {"Record a decision", "Confirm a threshold", "How the measure reads it"} <= set(head)
    assert "Record an agreement" not in lead


@pytest.mark.parametrize("role", ["staff", "pastoral_lead", "headteacher", "dsl", "deputy_headteacher"])
def test_what_is_offered_opens(client_as: ClientAs, cast: Cast, role: str) -> None:
    Told(cast).logged(severity=3).triaged().safe().met().agreed()
    browser = client_as(role)
    page = browser.page(CASE)
    nav = re.search(r'aria-label="What you can do".*?</nav>', page, re.S)
    assert nav

    for address in re.findall(r'href="([^"]+)"', nav[0]):
        assert browser.get(address).status_code == 200, address


def test_there_is_one_filled_button(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged()

    main = client_as("pastoral_lead").page(CASE).split("<main")[1].split("</main>")[0]

    assert len(re.findall(r'class="button"', main)) == 1


# ---- the people


def test_the_person_harmed_stands_beside_the_other_with_how_they_are(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged().triaged().safe().met().agreed().verified().checked_in(Safe.YES, PutRight.PARTLY)

    page = client_as("pastoral_lead").page(CASE)

    sides = page.split('<div class="sides">')[1].split("</div>\n<")[0]
    assert sides.index("Maya Lewis") < sides.index("Tom Adeyemi")
    for words in (
        "Agreed for them",
        "How they are",
        "Feels safe; it is partly put right",
        "Keeps Maya a seat: done and checked",
    ):
        assert words in page, words
    assert "“I was angry.”" in page


def test_what_is_not_accepted_yet_is_alleged(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged().triaged()
    assert "What is alleged" in client_as("pastoral_lead").page(CASE)

    told.safe()

    page = client_as("pastoral_lead").page(CASE)
    assert "What is alleged" not in page
    assert "What they did" in page


def test_people_on_one_side_alone_are_chips(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast)
    told.logged(parts=[(told.maya, Part.WAS_HARMED), (told.tom, Part.NOT_YET_CLEAR)])

    page = client_as("pastoral_lead").page(CASE)

    assert 'class="side ' not in page
    assert page.count('class="chip role-') == 2


def test_the_reader_is_told_in_plain_words_why_they_see_it(client_as: ClientAs, cast: Cast) -> None:
    Told(cast).logged()

    for role, words in (
        ("staff", "you logged it"),
        ("pastoral_lead", "you lead Year 8"),
        ("headteacher", "you are the headteacher"),
        ("deputy_headteacher", "you are the deputy headteacher"),
        ("dsl", "you are the safeguarding lead"),
    ):
        assert words in client_as(role).page(CASE), role


# ---- other cases of the same people


def test_other_cases_of_the_same_two_are_linked_as_far_as_the_reader_may_see(client_as: ClientAs, cast: Cast) -> None:
    Told(cast, "2026-0007", days_ago=26).logged()
    Told(cast, "2026-0008", days_ago=12).logged().triaged(level=Confidentiality.RESTRICTED)
    other = Told(cast, "2026-0009", days_ago=4)
    other.logged(parts=[(other.tom, Part.CAUSED_HARM), (cast.pupil("Jun Park"), Part.WAS_HARMED)])
    Told(cast).logged()

    lead, teacher = client_as("pastoral_lead").page(CASE), client_as("staff").page(CASE)

    assert 'The same two pupils: <a href="/cases/2026-0007">2026-0007</a>, three weeks before' in lead
    assert 'The same two pupils: <a href="/cases/2026-0008">2026-0008</a>, seven days before' in lead
    assert "2026-0009" not in lead
    assert "2026-0007" in teacher
    assert "2026-0008" not in teacher


# ---- who sees what


def test_an_outline_holds_no_narrative_and_no_answer(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged().triaged().safe().met().agreed().checked_in(Safe.NO, PutRight.NO)
    told.noted("Rang home.")

    page = client_as("tutor").page(CASE)

    assert lead_of(page) == "Follow-up. Priya Nair has it. You see the outline only."
    assert "Maya Lewis" in page
    for hidden in ("bench", "Rang home", "seat", "safe", "angry", "Timeline"):
        assert hidden not in page.split("<main")[1], hidden


def test_the_page_of_a_case_takes_at_most_twelve_statements(client_as: ClientAs, cast: Cast, app: Flask) -> None:
    today = cast.member("staff").on
    Told(cast, "2026-0007", days_ago=26).logged()
    told = Told(cast).logged(severity=3).considered().decided().triaged().safe().met().agreed()
    told.noted("Rang home.")
    told.check_in_planned(today + timedelta(days=3))
    told.decided(DecisionKind.SUSPEND)

    for role in ("headteacher", "pastoral_lead", "staff"):
        browser = client_as(role)
        with Statements(app) as sent:
            page = browser.page(CASE)
        assert len(sent) <= 12, [role, *sent]
        assert "2026-0007" in page
