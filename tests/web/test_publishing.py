"""The head approves, the job process prints and publishes; two publications of one term never contradict each other."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.calendar import london
from app.casework.history import Event
from app.casework.report import Report
from app.casework.words import ReportStatus
from app.db import db
from app.factory import create_app
from app.jobs import pick_up_waiting
from tests.client import Browser
from tests.conftest import emptied, settings_in

ClientAs = Callable[..., Browser]
TERM = "2025-26 autumn"
DRAFT = "/reports/1"
TODAY = london(datetime.now(UTC)).date()


@pytest.fixture(scope="module")
def database_with_draft(database_with_cast: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cast, and the finished draft of one report, which the head asked for."""
    folder = tmp_path_factory.mktemp("draft")
    shutil.copy(database_with_cast, folder / "amends.sqlite")
    made = create_app(settings_in(folder))
    made.test_client_class = Browser
    head = made.test_client()
    assert isinstance(head, Browser)
    assert asked_for(head.sign_in_as("headteacher"), "27/02/2026") == DRAFT
    work(made)
    with made.app_context():
        db.engine.dispose()
    return folder / "amends.sqlite"


@pytest.fixture
def data_folder(installed: Flask, database_with_draft: Path) -> Path:
    return emptied(installed.config["AMENDS"].data, database_with_draft)


def asked_for(head: Browser, as_at: str) -> str:
    return str(head.submit("/reports", term=TERM, as_at=as_at).location)


def work(app: Flask) -> None:
    with app.app_context():
        pick_up_waiting()


def draft(head: Browser, app: Flask, as_at: str) -> str:
    page = asked_for(head, as_at)
    work(app)
    return page


def statuses(session: Session) -> list[ReportStatus]:
    session.rollback()
    return list(session.scalars(select(Report.status).order_by(Report.id)))


def kinds(session: Session) -> list[str]:
    session.rollback()
    events = session.scalars(select(Event).where(Event.about == f"report {TERM}").order_by(Event.number))
    return [event.kind for event in events]


def report_in(page: str) -> str:
    return page.split('<article class="report">')[1].split("</article>")[0]


def test_approval_freezes_and_the_job_publishes(client_as: ClientAs, app: Flask, session: Session) -> None:
    head, governor = client_as("headteacher"), client_as("governor")

    head.submit(f"{DRAFT}/publish", "Approve and publish")

    waiting = head.page(DRAFT)
    assert "Approved, being printed: step 0 of 2" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert head.get(f"{DRAFT}/progress").json["finished"] is False
    assert governor.get(DRAFT).status_code == 404
    assert governor.get(f"{DRAFT}.pdf").status_code == 404

    work(app)

    assert "Published, as at 27/02/2026" in governor.page(DRAFT)
    assert f">Published {TODAY:%a} {TODAY.day} {TODAY:%b}<" in governor.page("/")
    assert governor.submit("/notices", f"The report on the {TERM} term is published.").location == DRAFT
    assert governor.get(f"{DRAFT}.pdf").data.startswith(b"%PDF-1.7")
    assert kinds(session) == ["report asked for", "report approved", "report published"]
    found = session.scalars(select(Report)).one()
    assert (found.published_on, found.published_by_id) == (TODAY, found.approved_by_id)


def test_the_day_of_publication_is_the_day_of_approval_however_late_it_is_printed(
    client_as: ClientAs, app: Flask, session: Session
) -> None:
    head = client_as("headteacher")
    head.submit(f"{DRAFT}/publish", "Approve and publish")
    report = session.scalars(select(Report)).one()
    approved_at = report.approved_at
    assert approved_at is not None
    report.heartbeat_at = approved_at - timedelta(days=1)  # begun, and left behind by a computer that was switched off
    session.commit()

    work(app)

    session.expire_all()
    assert (report.status, report.approved_at, report.published_on) == (ReportStatus.PUBLISHED, approved_at, TODAY)
    assert f"Published on {TODAY.day} {TODAY:%B %Y}" in head.page(DRAFT)


def test_a_published_report_reads_the_same_on_the_page_for_good(
    client_as: ClientAs, app: Flask, session: Session
) -> None:
    head, governor = client_as("headteacher"), client_as("governor")
    head.submit(f"{DRAFT}/publish", "Approve and publish")
    work(app)
    before, printed = report_in(governor.page(DRAFT)), governor.get(f"{DRAFT}.pdf").data
    assert "Approved by Helen Marsh. Published on" in before
    assert "not yet approved" not in before

    draft(head, app, f"{TODAY:%d/%m/%Y}")  # the school's record of events goes on

    assert report_in(governor.page(DRAFT)) == before
    assert governor.get(f"{DRAFT}.pdf").data == printed
    restricted = report_in(head.page(f"{DRAFT}?copy=restricted"))
    assert "RESTRICTED COPY" in restricted
    assert "this copy is the head’s own and is never published" in restricted


def test_a_published_report_is_not_published_again(client_as: ClientAs, app: Flask, session: Session) -> None:
    head = client_as("headteacher")
    head.submit(f"{DRAFT}/publish", "Approve and publish")
    assert head.post(f"{DRAFT}/publish").status_code == 303
    assert "The report was approved on" in head.page(DRAFT)

    work(app)

    assert head.post(f"{DRAFT}/publish").status_code == 303
    assert "It can’t be changed any more." in head.page(DRAFT)
    assert kinds(session).count("report approved") == kinds(session).count("report published") == 1


def test_two_heads_who_approve_in_the_same_moment_publish_once(
    client_as: ClientAs, app: Flask, session: Session
) -> None:
    heads = [client_as("headteacher"), client_as("headteacher")]
    start, answers = Barrier(2), []

    def press(head: Browser) -> None:
        token = head.csrf_token()
        start.wait(60)
        answers.append(head.post(f"{DRAFT}/publish", data={"csrf_token": token}).status_code)

    presses = [Thread(target=press, args=[head]) for head in heads]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    work(app)

    assert answers == [303, 303]
    assert kinds(session) == ["report asked for", "report approved", "report published"]
    told = [head.page("/reports") for head in heads]
    assert sum("The report is approved and its figures are frozen." in text for text in told) == 1
    assert sum("It can’t be changed any more." in text for text in told) == 1


def test_a_report_that_is_not_built_yet_cannot_be_published(client_as: ClientAs, session: Session) -> None:
    head = client_as("headteacher")
    page = asked_for(head, "28/02/2026")

    assert head.post(f"{page}/publish").status_code == 303

    assert "Only a finished draft can be published." in head.page("/reports")
    assert statuses(session) == [ReportStatus.DRAFT, ReportStatus.REQUESTED]


@pytest.mark.parametrize("role", ["deputy_headteacher", "data_manager", "governor", "trust_lead"])
def test_only_the_head_publishes(client_as: ClientAs, role: str) -> None:
    assert client_as(role).post(f"{DRAFT}/publish").status_code == 403


def test_who_only_reads_reports_sees_the_published_ones_and_never_the_restricted_copy(
    client_as: ClientAs, app: Flask
) -> None:
    readers = [client_as(role) for role in ("governor", "trust_lead", "staff", "data_protection_officer")]
    files = (DRAFT, f"{DRAFT}.pdf", f"{DRAFT}.json")
    for reader in readers:
        assert DRAFT not in reader.page("/reports")
        assert {reader.get(path).status_code for path in files} == {404}

    client_as("headteacher").submit(f"{DRAFT}/publish", "Approve and publish")
    work(app)

    for reader in readers:
        assert DRAFT in reader.page("/reports")
        assert {reader.get(path).status_code for path in files} == {200}
        assert {reader.get(f"{path}?copy=restricted").status_code for path in files} == {403}
    assert client_as("headteacher", "B").get(DRAFT).status_code == 404
    assert client_as("data_manager").get(DRAFT).status_code == 403


# ---- a further report of the same term


def test_a_second_report_of_the_same_term_and_day_is_not_published(
    client_as: ClientAs, app: Flask, session: Session
) -> None:
    head = client_as("headteacher")
    second = draft(head, app, "27/02/2026")
    head.submit(f"{DRAFT}/publish", "Approve and publish")

    text = head.page(second)

    assert "Approve and publish" not in text
    assert f"{TERM} as at 27/02/2026 was approved on {TODAY:%d/%m/%Y} already." in text
    assert head.post(f"{second}/publish").status_code == 303
    work(app)
    assert statuses(session) == [ReportStatus.PUBLISHED, ReportStatus.DRAFT]


def test_a_report_as_at_a_day_before_the_first_publication_is_not_published(
    client_as: ClientAs, app: Flask, session: Session
) -> None:
    head = client_as("headteacher")
    second = draft(head, app, "28/02/2026")
    head.submit(f"{DRAFT}/publish", "Approve and publish")
    work(app)

    assert "Build one as at that day or later" in head.page(second)
    assert head.post(f"{second}/publish").status_code == 303
    assert statuses(session) == [ReportStatus.PUBLISHED, ReportStatus.DRAFT]


def test_a_draft_older_than_a_publication_is_built_again_and_takes_its_groups_over(
    client_as: ClientAs, app: Flask, session: Session
) -> None:
    head = client_as("headteacher")
    overtaken = draft(head, app, f"{TODAY:%d/%m/%Y}")
    head.submit(f"{DRAFT}/publish", "Approve and publish")
    work(app)
    assert "after this one was asked for. Build this one again" in head.page(overtaken)

    again = draft(head, app, f"{TODAY:%d/%m/%Y}")
    head.submit(f"{again}/publish", "Approve and publish")
    work(app)

    assert statuses(session) == [ReportStatus.PUBLISHED, ReportStatus.DRAFT, ReportStatus.PUBLISHED]
    assert head.get(f"{again}.json").json["groups"] == head.get(f"{DRAFT}.json").json["groups"]


def test_a_report_that_cannot_be_printed_is_a_draft_again_and_says_why(
    client_as: ClientAs, app: Flask, session: Session
) -> None:
    head = client_as("headteacher")
    head.submit(f"{DRAFT}/publish", "Approve and publish")
    report = session.scalars(select(Report)).one()
    assert report.cover is not None
    report.cover = report.cover.replace('"England"', '"Wales"')  # there are no words of law for it yet
    session.commit()

    work(app)

    assert kinds(session)[-2:] == ["report approved", "report not published"]
    assert statuses(session) == [ReportStatus.DRAFT]
    session.expire_all()
    assert (report.approved_at, report.published_on) == (None, None)
    assert "There are no words for reports in “Wales” yet" in (report.problem or "")


@pytest.mark.parametrize(("ending", "mimetype"), [("pdf", "application/pdf"), ("json", "application/json")])
def test_a_report_is_a_file_with_a_telling_name_that_no_computer_keeps(
    client_as: ClientAs, app: Flask, ending: str, mimetype: str
) -> None:
    head = client_as("headteacher")
    name = "harbour-view-school-2025-26-autumn-as-at-2026-02-27"

    for query, copy in (("", "-draft"), ("?copy=restricted", "-restricted")):
        answer = head.get(f"{DRAFT}.{ending}{query}")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}{copy}.{ending}"'
        assert (answer.mimetype, answer.headers["Cache-Control"]) == (mimetype, "no-store")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    head.submit(f"{DRAFT}/publish", "Approve and publish")
    work(app)
    assert head.get(f"{DRAFT}.{ending}").headers["Content-Disposition"] == f'attachment; filename="{name}.{ending}"'
