"""The demonstration, built by its command: logins that work, today's cases, and the reports of the terms before."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import Date, delete, func, select

from app.casework.calendar import london
from app.casework.incident import Incident
from app.casework.notice import Notice
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
            if isinstance(column.type, (Instant, Date)) and column.name not in TO_COME:
                bound = at if isinstance(column.type, Instant) else london(at).date()
                late = db.session.scalars(select(column).where(column > bound)).all()
                found += [f"{table.name}.{column.name}: {value}" for value in late]
    return found


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 11, 5, 8, 0, tzinfo=UTC),  # before school, the day after a decision of the head
        datetime(2026, 11, 5, 9, 2, tzinfo=UTC),  # the first lesson has just begun
        datetime(2026, 9, 28, 23, 20, tzinfo=UTC),  # twenty past midnight in London, on the day of a report
    ],
)
def test_nothing_is_dated_after_the_moment_at_which_it_is_built(empty: Flask, at: datetime) -> None:
    with empty.app_context():
        build_demonstration(db.session(), at=at, per_day=1.0)
        publish_past_terms(db.session(), at=at)
        db.session.commit()

        assert db.session.scalar(select(func.count()).select_from(Incident)) > 500
        assert later_than(at) == []


def test_it_is_built_once_and_the_second_time_is_refused(empty: Flask) -> None:
    demo(empty)

    again = demo(empty)

    assert again.exit_code == 1
    assert "already" in again.output
