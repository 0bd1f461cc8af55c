"""A job process is killed in the middle, and the next one finishes what it began: once, and as it was approved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.calendar import london
from app.casework.history import Event, first_break
from app.casework.report import Report
from app.casework.words import ReportStatus
from app.db import begin_writing
from app.jobs import pick_up_waiting
from tests.client import Browser
from tests.processes import amends, until

ClientAs = Callable[..., Browser]
TERM = "2025-26 autumn"


def asked_for(head: Browser) -> str:
    return str(head.submit("/reports", term=TERM, as_at="27/02/2026").location)


def the_report(session: Session) -> Report:
    session.rollback()
    return session.scalars(select(Report)).one()


def published_events(session: Session) -> list[Event]:
    session.rollback()
    return list(session.scalars(select(Event).where(Event.kind == "report published")))


def kill_while(data: Path, session: Session, status: ReportStatus) -> None:
    """Start a job process, and kill it once it draws a PDF of a report with this status, before it can say so."""
    job = amends(data, "jobs", "run")

    def is_drawing() -> bool:
        report = the_report(session)
        return (report.status, report.steps_done) == (status, 1)

    until(is_drawing, f"a report that is {status} and being drawn")
    session.rollback()
    begin_writing(session)  # while we write nobody else does, so the job can't finish before it is killed
    assert session.scalars(select(Report.status)).one() is status
    job.kill()
    job.communicate()
    session.rollback()


@contextmanager
def running_jobs(data: Path) -> Iterator[None]:
    job = amends(data, "jobs", "run")
    try:
        yield
    finally:
        job.terminate()
        said, _ = job.communicate()
    assert job.returncode == 0, said


def test_a_report_whose_job_was_killed_while_building_is_built_by_the_next_one(
    client_as: ClientAs, session: Session, data_folder: Path
) -> None:
    page = asked_for(client_as("headteacher"))

    kill_while(data_folder, session, ReportStatus.BUILDING)
    assert the_report(session).snapshot is None
    assert "Being built: step 1 of 4" in client_as("headteacher").page(page)

    with running_jobs(data_folder):
        until(lambda: the_report(session).status is ReportStatus.DRAFT, "the draft")

    assert the_report(session).attempts == 2
    assert client_as("headteacher").get(f"{page}.pdf").data.startswith(b"%PDF-1.7")


def test_a_report_whose_job_was_killed_between_approval_and_publication_is_published_once(
    client_as: ClientAs, app: Flask, session: Session, data_folder: Path
) -> None:
    head = client_as("headteacher")
    page = asked_for(head)
    with app.app_context():
        pick_up_waiting()
    before = datetime.now(UTC)
    head.submit(f"{page}/publish", "Approve and publish")

    kill_while(data_folder, session, ReportStatus.APPROVED)
    assert published_events(session) == []
    assert client_as("governor").get(page).status_code == 404
    assert "Approved, being printed: step 1 of 2" in head.page(page)

    with running_jobs(data_folder):
        until(lambda: the_report(session).status is ReportStatus.PUBLISHED, "the publication")
    with app.app_context():
        pick_up_waiting()

    report = the_report(session)
    assert report.approved_at is not None
    assert before <= report.approved_at
    assert report.published_on == london(report.approved_at).date()
    assert [event.by_code for event in published_events(session)] == ["H-MAR"]
    assert first_break(session.scalars(select(Event).order_by(Event.number)).all()) is None
    assert "Approved by Helen Marsh. Published on" in client_as("governor").page(page)


def test_only_one_job_process_works_on_an_installation(
    client_as: ClientAs, session: Session, data_folder: Path
) -> None:
    first = amends(data_folder, "jobs", "run")
    assert first.stdout is not None
    assert "The job process is ready." in first.stdout.readline()

    second = amends(data_folder, "jobs", "once")
    said, _ = second.communicate()
    assert (second.returncode, "A job process is at work already" in said) == (1, True), said

    first.kill()
    first.communicate()
    asked_for(client_as("headteacher"))
    third = amends(data_folder, "jobs", "once")
    said, _ = third.communicate()
    assert third.returncode == 0, said
    assert the_report(session).status is ReportStatus.DRAFT


def test_a_report_whose_job_ends_every_time_is_given_up_with_the_reason(
    client_as: ClientAs, app: Flask, session: Session
) -> None:
    head = client_as("headteacher")
    page = asked_for(head)
    report = the_report(session)
    report.status, report.attempts, report.heartbeat_at = ReportStatus.BUILDING, 5, report.requested_at
    session.commit()

    with app.app_context():
        pick_up_waiting(left_behind=True)

    assert "The report was begun 5 times" in head.page(page)
    assert the_report(session).status is ReportStatus.NOT_BUILT


@pytest.mark.parametrize("left_behind", [False, True], ids=["by the minute", "by a new process"])
def test_a_living_job_is_left_alone_but_for_a_process_that_knows_it_is_dead(
    client_as: ClientAs, app: Flask, session: Session, left_behind: bool
) -> None:
    asked_for(client_as("headteacher"))
    report = the_report(session)
    report.status, report.steps_done, report.heartbeat_at = ReportStatus.BUILDING, 1, datetime.now(UTC)
    session.commit()

    with app.app_context():
        pick_up_waiting(left_behind=left_behind)

    assert the_report(session).status is (ReportStatus.DRAFT if left_behind else ReportStatus.BUILDING)
