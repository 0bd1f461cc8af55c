"""The jobs: what takes longer than a page may, done in a process of its own.

The truth about a job is the row of its report; the queue only says that there is something to do. A report whose
job was killed is picked up again when the job process starts, and once a minute.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import SqliteHuey, crontab
from sqlalchemy import select

from app.casework.draft import sweep_drafts
from app.casework.facts.stored import facts_for_term
from app.casework.history import ChainHead
from app.casework.receipt import sweep_receipts
from app.casework.refusals import Refused
from app.casework.report import Report
from app.casework.reporting import is_waiting
from app.casework.school import School
from app.casework.words import ReportStatus
from app.db import begin_writing, db
from reports.terms import UnknownNation

STEPS = 4


def queue_of(app: Flask) -> SqliteHuey:
    """The queue of this installation, a SQLite file beside the database by default."""
    if "jobs" not in app.extensions:
        file = app.config["AMENDS"].jobs_url.removeprefix("sqlite:///")
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        queue = SqliteHuey("amends", filename=file, immediate=False)
        app.extensions["jobs"] = queue
        app.extensions["build_report"] = queue.task(name="build_report", retries=1)(_in(app, build_report))
        queue.periodic_task(crontab(minute="*"), name="pick_up")(_in(app, pick_up_waiting))
        queue.periodic_task(crontab(minute="23"), name="sweep")(_in(app, sweep))
    queue_made: SqliteHuey = app.extensions["jobs"]
    return queue_made


def _in(app: Flask, work: Any) -> Any:
    def task(*given: Any) -> None:
        with app.app_context():
            try:
                work(*given)
            finally:
                db.session.remove()

    task.__name__ = work.__name__
    return task


def enqueue(report_id: int) -> None:
    """Tell the job process that a report waits."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    queue_of(app)
    app.extensions["build_report"](report_id)


def sweep() -> None:
    """Remove drafts that nobody came back to, and the keys of forms that nobody can send any more; once an hour."""
    begin_writing(db.session())
    sweep_drafts(db.session(), at=datetime.now(UTC))
    sweep_receipts(db.session(), at=datetime.now(UTC))
    db.session.commit()


def pick_up_waiting() -> None:
    """Build every report that waits, one after another; a killed job's report among them."""
    open_ones = [ReportStatus.REQUESTED, ReportStatus.BUILDING]
    waiting = db.session.scalars(select(Report).where(Report.status.in_(open_ones))).all()
    ids = [report.id for report in waiting if is_waiting(report, datetime.now(UTC))]
    db.session.rollback()
    for report_id in ids:
        try:
            build_report(report_id)
        except Exception:
            # The report says so itself; the next one must not wait for it, nor the job process end with it.
            current_app.logger.exception("Report %s could not be built.", report_id)


def build_report(report_id: int) -> None:
    """Figures, the two PDFs, and the snapshot with its hash. A failure is told in a sentence on the report."""
    report = _step(report_id, 0)
    if report is None:
        return
    try:
        _build(report)
    except Refused as refused:
        _not_built(report_id, refused.refusal.message)
    except UnknownNation as unknown:
        _not_built(report_id, str(unknown))
    except Exception:
        _not_built(report_id, "The report could not be drawn. Tell whoever runs the service; nothing was lost.")
        raise


def _step(report_id: int, done: int, **values: Any) -> Report | None:
    """Note progress, so that the page can show it and a killed job can be told from a living one."""
    db.session.rollback()
    begin_writing(db.session())
    report = db.session.get(Report, report_id)
    if report is None or report.status not in (ReportStatus.REQUESTED, ReportStatus.BUILDING):
        db.session.rollback()
        return None
    report.status, report.steps_done, report.steps_all = ReportStatus.BUILDING, done, STEPS
    report.heartbeat_at = datetime.now(UTC)
    if done == 0:
        report.attempts += 1
    for name, value in values.items():
        setattr(report, name, value)
    db.session.commit()
    return report


def _not_built(report_id: int, problem: str) -> None:
    _step(report_id, STEPS, problem=problem, status=ReportStatus.NOT_BUILT)


def _build(report: Report) -> None:
    from reports.figures import context, snapshot
    from reports.termly import render_pdf, sha256_of, snapshot_json

    report_id, term, as_at, school_id = report.id, report.term, report.as_at, report.school_id
    facts = facts_for_term(db.session(), school_id, term, as_at)
    figures, restricted = snapshot(facts, term, as_at), snapshot(facts, term, as_at, restricted=True)
    beside = context(facts, term, as_at)
    cover = cover_of(report, beside)
    if _step(report_id, 1) is None:
        return
    pdf = render_pdf(figures, for_governors(cover))
    if _step(report_id, 2) is None:
        return
    restricted_pdf = render_pdf(restricted, for_the_head(cover))
    _step(
        report_id,
        STEPS,
        status=ReportStatus.DRAFT,
        snapshot=snapshot_json(figures),
        restricted_snapshot=snapshot_json(restricted),
        sha256=sha256_of(figures),
        cover=frozen(cover),
        pdf=pdf,
        restricted_pdf=restricted_pdf,
    )


def cover_of(report: Report, beside: dict[str, Any]) -> Any:
    """The cover of a report as of now: phase and nation, commentary, the counts beside the figures, the record's head."""
    from reports.presentation.cover import Cover

    school = db.session.get_one(School, report.school_id)
    head = db.session.get(ChainHead, report.school_id)
    return Cover(
        phase=school.phase or "",
        nation=str(school.nation),
        commentary=report.commentary,
        context=beside,
        event_head=head.hash if head else None,
    )


def frozen(cover: Any) -> str:
    """The cover as it is kept beside the snapshot, so that page and PDF say the same for good."""
    return json.dumps(asdict(cover), default=str, sort_keys=True, ensure_ascii=False)


def kept_cover(report: Report) -> Any:
    """The cover that was kept with the report; a report that came in a bundle brings none and gets that of today."""
    from reports.presentation.cover import Cover

    kept = json.loads(report.cover or "{}")
    if "phase" not in kept:
        status = "published" if report.status is ReportStatus.PUBLISHED else "draft"
        return replace(cover_of(report, kept), status=status, published_on=report.published_on)
    day = kept["published_on"]
    return Cover(**{**kept, "published_on": date.fromisoformat(day) if day else None})


def for_governors(cover: Any) -> Any:
    """Without what only the head is shown: incidents where nobody recorded anything (figures.md 8)."""
    shown = {key: value for key, value in (cover.context or {}).items() if key != "indicated_without_threshold"}
    return replace(cover, context=shown)


def for_the_head(cover: Any) -> Any:
    """The cover of the restricted copy, which is neither approved nor ever published."""
    return replace(cover, restricted=True, status="draft", approved_by=None, published_on=None)
