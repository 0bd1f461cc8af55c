"""A report is asked for, built by the job process, read, and published by the head alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.report import Report
from app.casework.school import School
from app.casework.words import Nation, ReportStatus
from app.jobs import pick_up_waiting
from tests.client import Browser

ClientAs = Callable[..., Browser]
TERM = "2025-26 autumn"


def _asked_for(head: Browser) -> str:
    return str(head.submit("/reports", term=TERM, as_at="27/02/2026").location)


def _build(app: Flask) -> None:
    with app.app_context():
        pick_up_waiting()


def test_a_report_is_asked_for_built_and_published(client_as: ClientAs, app: Flask, session: Session) -> None:
    head, governor = client_as("headteacher"), client_as("governor")
    page = _asked_for(head)
    assert "Waiting to be built" in head.page(page)
    assert governor.get(page).status_code == 404

    _build(app)
    assert "Draft" in head.page(page)
    answer = head.get(f"{page}.pdf")
    assert answer.data.startswith(b"%PDF-1.7")
    assert head.get(f"{page}.json").json["term"]["name"] == TERM

    head.submit(page, "Approve and publish")
    assert "Published" in governor.page(page)
    assert governor.get(f"{page}.pdf").status_code == 200
    assert governor.get(f"{page}?copy=restricted").status_code == 403
    found = session.scalars(select(Report)).one()
    assert found.status is ReportStatus.PUBLISHED
    assert found.sha256 is not None


def test_a_published_report_reads_the_same_on_the_page_for_good(
    client_as: ClientAs, app: Flask, session: Session
) -> None:
    head, governor = client_as("headteacher"), client_as("governor")
    page = _asked_for(head)
    _build(app)
    head.submit(page, "Approve and publish")
    before = _report_in(governor.page(page))
    assert "Approved by Helen Marsh. Published on" in before
    assert "not yet approved" not in before

    _asked_for(head)  # the school's record of events goes on
    assert _report_in(governor.page(page)) == before

    restricted = _report_in(head.page(f"{page}?copy=restricted"))
    assert "RESTRICTED COPY" in restricted
    assert "not yet published" in restricted

    printed = session.scalars(select(Report.pdf).where(Report.status == ReportStatus.PUBLISHED)).one()
    assert head.post(f"{page}/publish").status_code == 303
    session.expire_all()
    assert session.scalars(select(Report.pdf).where(Report.status == ReportStatus.PUBLISHED)).one() == printed
    assert "Only a finished draft can be published." in head.page(page)


def _report_in(page: str) -> str:
    return page.split('<article class="report">')[1].split("</article>")[0]


def test_a_report_that_is_not_built_yet_cannot_be_published(client_as: ClientAs, session: Session) -> None:
    head = client_as("headteacher")
    page = _asked_for(head)

    assert head.post(f"{page}/publish").status_code == 303

    assert "Only a finished draft can be published." in head.page("/reports")
    assert session.scalars(select(Report)).one().status is ReportStatus.REQUESTED


@pytest.mark.parametrize("role", ["deputy_headteacher", "data_manager", "governor"])
def test_only_the_head_publishes(client_as: ClientAs, role: str) -> None:
    page = _asked_for(client_as("headteacher"))

    assert client_as(role).post(f"{page}/publish").status_code == 403


def test_a_living_job_is_left_alone(client_as: ClientAs, app: Flask, session: Session) -> None:
    page = _asked_for(client_as("headteacher"))
    report = session.scalars(select(Report)).one()
    report.status, report.steps_done, report.heartbeat_at = ReportStatus.BUILDING, 1, datetime.now(UTC)
    session.commit()

    _build(app)

    assert client_as("headteacher").get(f"{page}/progress").json["words"] == "Being built: step 1 of 4"


def test_a_report_in_a_nation_without_words_says_so_in_a_sentence(
    client_as: ClientAs, app: Flask, session: Session
) -> None:
    head = client_as("headteacher")
    page = _asked_for(head)
    school = session.get_one(School, session.scalars(select(Report)).one().school_id)
    school.nation = Nation.WALES  # there are no words of law for it yet
    session.commit()

    _build(app)

    text = head.page(page)
    assert "There are no words for reports in “Wales” yet" in text
    assert "http-equiv" not in text  # the page no longer waits
    assert head.get(f"{page}.pdf").status_code == 404


def test_a_job_that_was_killed_is_picked_up_again(client_as: ClientAs, app: Flask, session: Session) -> None:
    page = _asked_for(client_as("headteacher"))
    report = session.scalars(select(Report)).one()
    report.status, report.steps_done = ReportStatus.BUILDING, 1
    report.heartbeat_at = report.requested_at.replace(year=2025)
    session.commit()

    _build(app)

    assert "Draft" in client_as("headteacher").page(page)


def test_a_day_before_the_term_is_refused_with_what_would_be_right(client_as: ClientAs) -> None:
    answer = client_as("headteacher").submit("/reports", status=422, term=TERM, as_at="01/08/2025")

    assert "begins on 01/09/2025. Choose a day from then on." in answer.text


def test_a_teacher_cannot_ask_for_a_report(client_as: ClientAs) -> None:
    assert client_as("staff").post("/reports", data={"term": TERM, "as_at": "27/02/2026"}).status_code == 403
