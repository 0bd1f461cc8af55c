"""Publishing is asked once more on a page that says what is frozen for good, and above all while the term still runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.report import Report
from app.casework.words import ReportStatus
from app.jobs import pick_up_waiting
from reports.figures.registers import LINES
from tests.client import Browser

ClientAs = Callable[..., Browser]
TERM = "2025-26 autumn"
PUBLISH = "/reports/1/publish"
MID_TERM, AFTER_IT = "28/11/2025", "27/02/2026"
RUNS = "The term runs until 19/12/2025"


@pytest.fixture
def head(client_as: ClientAs) -> Browser:
    return client_as("headteacher")


def draft(head: Browser, app: Flask, as_at: str) -> None:
    head.submit("/reports", term=TERM, as_at=as_at)
    work(app)


def work(app: Flask) -> None:
    with app.app_context():
        pick_up_waiting()


def status(session: Session) -> ReportStatus:
    session.rollback()
    return session.scalars(select(Report.status).order_by(Report.id)).all()[-1]


def test_the_draft_leads_to_a_page_that_says_what_is_published_and_frozen(
    head: Browser, app: Flask, session: Session
) -> None:
    draft(head, app, AFTER_IT)
    assert f'href="{PUBLISH}"' in head.page("/reports/1")

    text = head.page(PUBLISH)

    assert f"Publish the report for {TERM}" in text
    assert "As at 27/02/2026." in text
    assert "can’t be changed or taken back" in text
    assert "Every later report of this term takes over these same tables" in text
    assert RUNS not in text
    assert status(session) is ReportStatus.DRAFT

    head.submit(PUBLISH, "Approve and publish")
    assert status(session) is ReportStatus.APPROVED


def test_a_headline_that_is_held_back_is_said_before_it_is_frozen(head: Browser, app: Flask, session: Session) -> None:
    draft(head, app, AFTER_IT)
    text = head.page(PUBLISH)
    assert "The headline is held back" in text
    assert "it says “not supplied” for good" in text
    assert "sent home, not recorded as a suspension" in text
    assert "/settings/supplied?term=2025-26%20autumn" in text

    head.submit("/settings/supplied", term=TERM, complete=list(LINES))
    draft(head, app, "28/02/2026")

    assert "held back" not in head.page("/reports/2/publish")


def test_a_report_of_a_term_that_runs_is_not_published_without_a_tick(
    head: Browser, app: Flask, session: Session
) -> None:
    draft(head, app, MID_TERM)
    text = head.page(PUBLISH)
    assert "Only a part of the term" in text
    assert RUNS in text
    assert "Publish although the term runs until 19/12/2025" in text

    answer = head.submit(PUBLISH, "Approve and publish", status=422)

    assert "Tick this, or go back and build a report as at 19/12/2025 or later." in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert status(session) is ReportStatus.DRAFT


def test_with_the_tick_it_is_published(head: Browser, app: Flask, session: Session) -> None:
    draft(head, app, MID_TERM)

    head.submit(PUBLISH, "Approve and publish", although_it_runs="y")

    assert status(session) is ReportStatus.APPROVED


def test_governors_are_told_that_it_is_of_a_part_of_the_term(head: Browser, client_as: ClientAs, app: Flask) -> None:
    draft(head, app, MID_TERM)
    head.submit(PUBLISH, "Approve and publish", although_it_runs="y")
    work(app)
    governor = client_as("governor")

    assert f"The report on a part of the {TERM} term, up to 28/11/2025, is published." in governor.page("/notices")
    assert f"{TERM}, a part of it" in governor.page("/reports")
    assert f"Part of the {TERM} term, as at" in governor.page("/")


def test_a_press_that_saw_no_page_is_refused_all_the_same(head: Browser, app: Flask, session: Session) -> None:
    draft(head, app, MID_TERM)
    assert head.post(PUBLISH).status_code == 422
    assert status(session) is ReportStatus.DRAFT


def test_on_the_last_day_of_the_term_no_tick_is_asked_for(head: Browser, app: Flask, session: Session) -> None:
    draft(head, app, "19/12/2025")
    head.submit(PUBLISH, "Approve and publish")
    assert status(session) is ReportStatus.APPROVED


def test_a_further_report_says_that_its_groups_were_published_before(head: Browser, app: Flask) -> None:
    draft(head, app, AFTER_IT)
    head.submit(PUBLISH, "Approve and publish")
    work(app)
    head.submit("/reports", term=TERM, as_at=f"{today(head)}")
    work(app)

    text = head.page("/reports/2/publish")

    assert "were published with the first report of this term and stay as they are" in text
    assert "Every later report of this term takes over" not in text


def test_a_report_that_comes_again_is_told_as_one_everywhere(head: Browser, client_as: ClientAs, app: Flask) -> None:
    draft(head, app, AFTER_IT)
    head.submit(PUBLISH, "Approve and publish")
    work(app)
    governor = client_as("governor")
    assert "again" not in governor.page("/notices") + governor.page("/reports") + governor.page("/")
    draft(head, app, day := today(head))
    head.submit("/reports/2/publish", "Approve and publish")
    work(app)

    assert f"The report on the {TERM} term, again, as at {day}, is published." in governor.page("/notices")
    assert governor.page("/reports").count(f"{TERM}, again") == 1
    assert f"{TERM} term, again, as at" in governor.page("/")
    again, first = governor.page("/reports/2"), governor.page("/reports/1")
    assert "This term again: a report as at 27 February 2026 was published before." in again
    assert 'A report of this term was published before: <a href="/reports/1">as at 27/02/2026</a>' in again
    assert f'A later report of this term is published: <a href="/reports/2">as at {day}</a>' in first
    assert "This term again" not in first


def today(head: Browser) -> str:
    """The day that the page proposes."""
    return head.page("/reports").split('name="as_at"')[1].split('value="')[1].split('"')[0]


def test_a_report_that_is_published_leads_back_to_it(head: Browser, app: Flask) -> None:
    draft(head, app, AFTER_IT)
    head.submit(PUBLISH, "Approve and publish")

    assert head.get(PUBLISH).location == "/reports/1"
    assert "It can’t be changed any more." in head.page("/reports")
