"""The demonstration, built by its command: logins that work, today's cases, and the reports of the terms before."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import delete, select

from app.casework.notice import Notice
from app.casework.report import Report
from app.casework.words import ReportStatus
from app.db import db
from app.factory import create_app
from app.jobs import pick_up_waiting
from tests.conftest import settings_in

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


def test_it_is_built_once_and_the_second_time_is_refused(empty: Flask) -> None:
    demo(empty)

    again = demo(empty)

    assert again.exit_code == 1
    assert "already" in again.output
