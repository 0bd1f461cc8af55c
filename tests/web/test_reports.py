"""A report is asked for, built by the job process, read on its page and as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.casework.history import Event
from app.casework.report import Report
from app.casework.school import School
from app.casework.words import Nation
from app.db import begin_writing, db
from app.jobs import pick_up_waiting
from tests.client import Browser
from tests.processes import until

ClientAs = Callable[..., Browser]
TERM = "2025-26 autumn"


def _asked_for(head: Browser) -> str:
    return str(head.submit("/reports", term=TERM, as_at="27/02/2026").location)


def _build(app: Flask) -> None:
    with app.app_context():
        pick_up_waiting()


def test_a_report_is_asked_for_built_and_read(client_as: ClientAs, app: Flask, session: Session) -> None:
    head, governor = client_as("headteacher"), client_as("governor")
    page = _asked_for(head)
    assert "Waiting to be built: step 0 of 4" in head.page(page)
    assert 'http-equiv="refresh"' in head.page(page)
    assert governor.get(page).status_code == 404

    _build(app)

    text = head.page(page)
    assert "Draft, as at 27/02/2026" in text
    assert 'http-equiv="refresh"' not in text
    assert head.get(f"{page}/progress").json == {"done": 4, "total": 4, "words": "Draft: step 4 of 4", "finished": True}
    assert head.get(f"{page}.json").json["term"]["name"] == TERM
    assert governor.get(page).status_code == 404


def test_the_same_report_asked_for_twice_is_one_report(client_as: ClientAs, session: Session) -> None:
    head, deputy = client_as("headteacher"), client_as("deputy_headteacher")

    pages = {_asked_for(head), _asked_for(head), _asked_for(deputy)}

    assert len(pages) == 1
    assert len(session.scalars(select(Report)).all()) == 1
    assert len(session.scalars(select(Event).where(Event.kind == "report asked for")).all()) == 1


def test_the_same_report_with_other_words_waits_for_the_first(client_as: ClientAs) -> None:
    head = client_as("headteacher")
    _asked_for(head)
    words = {"term": TERM, "as_at": "27/02/2026", "commentary": "A new behaviour team since September."}

    answer = head.submit("/reports", status=422, **words)

    assert "is being built with other words on what changed" in answer.text
    assert words["commentary"] in answer.text


def test_a_queue_that_cannot_be_written_delays_a_report_and_refuses_nothing(
    client_as: ClientAs, app: Flask, data_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (data_folder / "jobs.sqlite").mkdir()
    head = client_as("headteacher")

    page = _asked_for(head)
    _build(app)

    assert "Draft" in head.page(page)
    assert "reports wait up to a minute" in caplog.text


def test_while_an_import_runs_asking_is_told_to_wait_and_the_job_waits_by_itself(
    client_as: ClientAs, app: Flask, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    head = client_as("headteacher")
    page = _asked_for(head)
    _wait_less_for_writers(app)
    session.rollback()
    begin_writing(session)  # as an import does, for as long as it takes

    answer = head.post("/reports", data={"term": TERM, "as_at": "26/02/2026"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    with caplog.at_level("INFO", logger=app.logger.name):
        job = Thread(target=_build, args=[app])
        job.start()
        until(lambda: "waits for whoever is writing" in caplog.text, "a job that waits")
    session.rollback()
    job.join()

    assert "Draft" in head.page(page)


def _wait_less_for_writers(app: Flask) -> None:
    with app.app_context():
        engine = db.engine
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout=200").close())


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


def test_a_day_before_the_term_is_refused_with_what_would_be_right(client_as: ClientAs) -> None:
    answer = client_as("headteacher").submit("/reports", status=422, term=TERM, as_at="01/08/2025")

    assert "begins on 01/09/2025. Choose a day from then on." in answer.text


def test_a_teacher_cannot_ask_for_a_report(client_as: ClientAs) -> None:
    assert client_as("staff").post("/reports", data={"term": TERM, "as_at": "27/02/2026"}).status_code == 403
