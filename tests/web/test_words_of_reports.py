"""The school's own words in a report name no child and claim no cause; the head reads them again before publishing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.report import Report
from app.jobs import pick_up_waiting
from tests.client import Browser

ClientAs = Callable[..., Browser]
ASKED = {"term": "2025-26 autumn", "as_at": "27/02/2026"}
TICK = "These words mean no pupil"
HARMLESS = "A new behaviour team since September.\n\nYear 9 moved to the new building in may."


@pytest.fixture
def lead(client_as: ClientAs) -> Browser:
    return client_as("pastoral_lead")


@pytest.mark.parametrize(
    "named",
    [
        "Zoë O’Neil of 9C was kept in.",
        "zoe oneil was kept in",
        "zoe o neil was kept in",
        "We think of O'Neil, Zoë.",
        "Since Maya Lewis’s case we meet weekly.",
    ],
)
def test_a_pupils_full_name_is_refused_whatever_is_ticked(lead: Browser, session: Session, named: str) -> None:
    for ticked in ({}, {"names_nobody": "y"}):
        answer = lead.post("/reports", data={**ASKED, "commentary": named, **ticked})
        assert answer.status_code == 422
        assert "names a child, and a published report can’t be taken back. Take the name out." in answer.text
        assert named.split()[0] in answer.text
    assert session.scalars(select(Report)).all() == []


@pytest.mark.parametrize(
    ("words", "asked_about"),
    [("We did this for Maya.", "“Maya”"), ("Park Road is closed.", "“Park”"), ("Priya Nair left.", "“Priya Nair”")],
    ids=["a first name", "an ordinary word", "a member of staff"],
)
def test_what_may_be_a_name_is_asked_about_and_a_tick_is_enough(
    lead: Browser, session: Session, words: str, asked_about: str
) -> None:
    answer = lead.submit("/reports", status=422, **ASKED, commentary=words)
    assert asked_about in answer.text
    assert "may be a name. Take it out, or tick this if no pupil is meant." in answer.text
    assert TICK in answer.text

    assert lead.post("/reports", data={**ASKED, "commentary": words, "names_nobody": "y"}).status_code == 303

    assert session.scalars(select(Report.commentary)).all() == [words]


def test_ordinary_words_are_not_asked_about(lead: Browser) -> None:
    assert TICK not in lead.page("/reports")
    lead.submit("/reports", **ASKED, commentary=HARMLESS)


@pytest.mark.parametrize("claim", ["Thanks to circles, exclusions fell.", "It saved £3,000."])
def test_words_that_claim_a_cause_or_money_are_refused(lead: Browser, claim: str) -> None:
    answer = lead.submit("/reports", status=422, **ASKED, commentary=claim)

    assert "claims a cause or money, which no figure here shows. Say what changed, and when." in answer.text


def test_the_head_reads_the_words_before_publishing(client_as: ClientAs, app: Flask, lead: Browser) -> None:
    words = f"{HARMLESS}\n\nPark Road is closed."
    lead.post("/reports", data={**ASKED, "commentary": words, "names_nobody": "y"})
    with app.app_context():
        pick_up_waiting()

    text = client_as("headteacher").page("/reports/1/publish")

    assert "Year 9 moved to the new building in may.</p>" in text
    assert "“Park” may be a name." in text


def test_a_draft_that_names_a_child_is_not_published(client_as: ClientAs, app: Flask, session: Session) -> None:
    head = client_as("headteacher")
    head.submit("/reports", **ASKED)
    with app.app_context():
        pick_up_waiting()
    session.scalars(
        select(Report)
    ).one().commentary = "Maya Lewis was kept in."  # from before the words were asked about
    session.commit()

    assert head.submit("/reports/1/publish", "Approve and publish").status_code == 303

    assert "Build the report again with other words." in head.page("/reports")
