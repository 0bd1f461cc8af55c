"""The tour of the demonstration: steps that are ticked by doing them, and that no real school has."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from app.casework.permissions import Role
from app.casework.school import School
from app.casework.words import Part
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.statements import Statements

ClientAs = Callable[..., Browser]


@pytest.fixture
def demonstration(cast: Cast) -> Cast:
    """The cast's schools, as demonstrations."""
    cast.session.execute(update(School).values(is_demonstration=True))
    cast.session.commit()
    return cast


def done(browser: Browser) -> list[str]:
    page = browser.page("/tour")
    return [
        re.sub(r"<[^>]+>", "", title).removesuffix(" done").strip()
        for title in re.findall(r'<li class="tour-done"><h2>(.*?)</h2>', page)
    ]


def test_a_real_school_has_no_tour(client_as: ClientAs, cast: Cast) -> None:
    assert client_as("staff").get("/tour").status_code == 404
    assert "/tour" not in client_as("staff").page("/")


def test_home_of_the_demonstration_leads_to_it_first(client_as: ClientAs, demonstration: Cast) -> None:
    page = client_as("staff").page("/")

    assert page.index("/tour") < page.index("/check-ins")
    assert "0 of 5 steps done today." in client_as("staff").page("/tour")


def test_every_step_leads_to_a_page_that_its_reader_may_open(client_as: ClientAs, demonstration: Cast) -> None:
    browser = client_as("staff")
    steps = browser.page("/tour").split('<ol class="tour">')[1].split("</ol>")[0]

    links = re.findall(r'href="([^"]+)"', steps)

    assert len(links) == 5
    assert [browser.get(link.replace("&amp;", "&")).status_code for link in links] == [200] * 5


def test_looking_a_pupil_up_ticks_its_step_for_oneself_alone(client_as: ClientAs, demonstration: Cast) -> None:
    teacher, lead = client_as("staff"), client_as("pastoral_lead")

    teacher.page(f"/pupils/{demonstration.pupil('Maya Lewis').id}")

    assert done(teacher) == ["Look up a pupil before you meet them"]
    assert done(lead) == []


def test_an_incident_of_two_people_is_the_second_step_and_of_one_is_not(
    client_as: ClientAs, demonstration: Cast
) -> None:
    teacher, step = client_as("staff"), "Log something between two people"
    tom = demonstration.pupil("Tom Adeyemi")
    Told(demonstration, days_ago=0).logged(parts=[(tom, Part.CAUSED_HARM)])
    assert step not in done(teacher)

    Told(demonstration, "2026-0002", days_ago=0).logged()

    assert step in done(teacher)
    assert step not in done(client_as("pastoral_lead"))


def test_what_was_done_yesterday_is_not_done_today(client_as: ClientAs, demonstration: Cast) -> None:
    Told(demonstration, days_ago=1).logged()

    assert done(client_as("staff")) == []


def test_a_kind_word_ticks_the_first_step(client_as: ClientAs, demonstration: Cast) -> None:
    teacher = client_as("staff")

    teacher.submit("/incidents/new", "Count an affective statement")

    assert done(teacher) == ["Count a kind, honest word"]


@pytest.mark.parametrize("role", list(Role))
def test_whoever_may_log_reads_it_in_few_statements(
    client_as: ClientAs, demonstration: Cast, app: Flask, role: Role
) -> None:
    browser = client_as(role.value)
    with Statements(app) as sent:
        answer = browser.get("/tour")
    assert answer.status_code in (200, 403)
    assert len(sent) <= 12
