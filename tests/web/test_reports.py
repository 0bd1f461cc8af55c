"""A report is asked for, built by the job process, read, and published by the head alone."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.report import Report
from app.casework.words import ReportStatus
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
