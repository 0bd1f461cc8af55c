"""The demonstration, built by its command: logins that work, today's cases, and the reports of the terms before."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import Date, delete, func, select

from app.casework.calendar import london
from app.casework.incident import Incident, Involvement
from app.casework.notice import Notice
from app.casework.people import Pupil
from app.casework.report import Report
from app.casework.table import Instant
from app.casework.words import ReportStatus
from app.cli.demo_reports import publish_past_terms
from app.db import db, metadata
from app.demo.build import build_demonstration
from app.factory import create_app
from app.jobs import pick_up_waiting
from tests.conftest import settings_in

# What is planned, or lasts until a day: these may lie ahead.
TO_COME = {"due_on", "review_on", "next_step_on", "planned_for", "starts_on", "ends_on", "expires_on"}
# In August the pupils of the coming year are known already, with the day on which they join.
TO_JOIN = {"pupils.on_roll_from", "pupil_characteristics.valid_from"}
FEW = ("demo", "--per-day", "1")


@pytest.fixture
def empty(sqlite_template: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application with tables and no rows."""
    shutil.copy(sqlite_template, tmp_path / "amends.sqlite")
    made = create_app(settings_in(tmp_path))
    yield made
    with made.app_context():
        db.engine.dispose()


def demo(app: Flask) -> object:
    runner: FlaskCliRunner = app.test_cli_runner()
    return runner.invoke(args=list(FEW))


def test_earlier_terms_are_reported_as_a_head_would_have_and_printed_by_the_job(empty: Flask) -> None:
    built = demo(empty)

    assert "headteacher" in built.output
    with empty.app_context():
        reports = db.session.scalars(select(Report).order_by(Report.as_at)).all()
        assert len(reports) == 3
        for report in reports:
            assert report.status is ReportStatus.PUBLISHED
            assert report.published_on == report.as_at
            assert json.loads(report.snapshot)["as_at"] == report.as_at.isoformat()
            assert report.pdf is None
        for later in reports[1:]:
            db.session.execute(delete(Notice).where(Notice.report_id == later.id))
            db.session.delete(later)
        db.session.commit()

        pick_up_waiting()

        (first,) = db.session.scalars(select(Report)).all()
        assert first.pdf.startswith(b"%PDF")
        assert first.restricted_pdf.startswith(b"%PDF")


def later_than(at: datetime) -> list[str]:
    """Every moment and day that is stored, is not a plan, and has not come yet."""
    found = []
    for table in metadata.sorted_tables:
        for column in table.columns:
            is_plan = column.name in TO_COME or f"{table.name}.{column.name}" in TO_JOIN
            if isinstance(column.type, (Instant, Date)) and not is_plan:
                bound = at if isinstance(column.type, Instant) else london(at).date()
                late = db.session.scalars(select(column).where(column > bound)).all()
                found += [f"{table.name}.{column.name}: {value}" for value in late]
    return found


def not_there_then() -> list[str]:
    """Everybody in an incident of a day on which they had not joined the school yet, or had left it."""
    named = select(Incident.reference, Incident.occurred_at, Pupil).join(
        Involvement, Involvement.incident_id == Incident.id
    )
    return [
        f"{reference}: {pupil.display_name}"
        for reference, at, pupil in db.session.execute(named.join(Pupil, Pupil.id == Involvement.person_id))
        if not (pupil.on_roll_from or date.min) <= london(at).date() <= (pupil.on_roll_to or date.max)
    ]


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 11, 5, 8, 0, tzinfo=UTC),  # before school, the day after a decision of the head
        datetime(2026, 11, 5, 9, 2, tzinfo=UTC),  # the first lesson has just begun
        datetime(2026, 9, 28, 23, 20, tzinfo=UTC),  # twenty past midnight in London, on the day of a report
        datetime(2026, 7, 31, 23, 10, tzinfo=UTC),  # the first minutes of August: the coming year begins to count
        datetime(2026, 9, 1, 9, 0, tzinfo=UTC),  # the day of joining, an INSET day: every case is of July
        datetime(2026, 9, 10, 7, 30, tzinfo=UTC),  # the first days of a year: some cases are of July
    ],
)
def test_it_is_built_on_any_day_with_nothing_after_the_moment_and_nobody_who_was_not_there(
    empty: Flask, at: datetime
) -> None:
    with empty.app_context():
        build_demonstration(db.session(), at=at, per_day=1.0)
        publish_past_terms(db.session(), at=at)
        db.session.commit()

        assert db.session.scalar(select(func.count()).select_from(Incident)) > 500
        assert later_than(at) == []
        assert not_there_then() == []


def test_it_is_built_once_and_the_second_time_is_refused(empty: Flask) -> None:
    first = demo(empty)

    again = demo(empty)

    assert again.exit_code == 1
    assert "already" in again.output
    assert "Sign in at http://127.0.0.1:8000/sign-in" in again.output
    addresses = re.findall(r"\S+@\S+", first.output)
    assert len(addresses) > 10
    assert re.findall(r"\S+@\S+", again.output) == addresses
    assert "`account password --email ADDRESS` gives a" in again.output
    with empty.app_context():
        kept = empty.config["AMENDS"].data / "demonstration-logins.txt"
    kept.write_text(first.output, encoding="utf-8")
    assert f"Their password stands in {kept}" in demo(empty).output
