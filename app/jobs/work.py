"""What the job process does: build the reports that were asked for, print and publish those that were approved.

Each step is one short transaction on the report's row, so that a process killed at any point leaves a report that is
waiting still, and is begun again from its last true state. Publication is one transaction: it has happened or not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.casework.refusals import Refused
from app.casework.report import Report
from app.casework.reporting import (
    BEING_BUILT,
    MOST_ATTEMPTS,
    STEPS_TO_BUILD,
    TO_DO,
    is_left_alone,
    publish_report,
    return_to_draft,
    unfinished,
)
from app.casework.words import ReportStatus
from app.db import begin_writing, db, is_busy
from app.jobs.covers import draft_cover, for_governors, for_the_head, frozen, kept_cover
from app.jobs.reckoning import keep, reckoned
from reports.presentation.cover import Cover
from reports.terms import UnknownNation

# An import holds the database for as long as it takes; each try waits for app.db.BUSY_TIMEOUT_MS.
TRIES_WHILE_BUSY = 60
APPROVED, PUBLISHED = (ReportStatus.APPROVED,), (ReportStatus.PUBLISHED,)
NOT_DRAWN = "The report could not be drawn. Tell whoever runs the service; nothing was lost."
NEVER_FINISHED = (
    f"The report was begun {MOST_ATTEMPTS} times and its job ended each time before it was finished. "
    "Tell whoever runs the service: the computer may be short of memory or of space on its disk."
)


def pick_up_waiting(*, left_behind: bool = False) -> None:
    """Do all that waits, one after another, approved reports first.

    `left_behind`: this process has just begun and is alone, so what looks half done was left by a killed one.
    """
    for report_id in _waiting(left_behind=left_behind):
        try:
            _work_on(report_id)
        except Exception:
            # The report says so itself; the next one must not wait for it, nor the job process end with it.
            current_app.logger.exception("Report %s is not finished.", report_id)


def _waiting(*, left_behind: bool) -> list[int]:
    found = db.session.scalars(select(Report).where(unfinished()).order_by(Report.id)).all()
    now = datetime.now(UTC)
    waiting = [report for report in found if left_behind or is_left_alone(report, now)]
    ids = [report.id for report in sorted(waiting, key=lambda each: TO_DO.index(each.status))]
    db.session.rollback()
    return ids


def _work_on(report_id: int) -> None:
    report = _begun(report_id)
    if report is None:
        return
    ways = {ReportStatus.APPROVED: _publish, ReportStatus.PUBLISHED: _print_again}
    try:
        ways.get(report.status, _build)(report)
    except OperationalError:
        raise  # of the database, not of the report: it goes on waiting
    except Refused as refused:
        _give_up(report_id, refused.refusal.message)
    except UnknownNation as unknown:
        _give_up(report_id, str(unknown))
    except Exception:
        _give_up(report_id, NOT_DRAWN)
        raise


def _begun(report_id: int) -> Report | None:
    """The report with one attempt more, or None where there is nothing to do or it was tried too often."""

    def begin(report: Report) -> None:
        report.attempts += 1
        _note(report, 0)

    report = _change(report_id, TO_DO, begin)
    if report is not None and report.attempts > MOST_ATTEMPTS:
        _give_up(report_id, NEVER_FINISHED)
        return None
    return report


def _note(report: Report, done: int) -> None:
    report.steps_done, report.heartbeat_at = done, datetime.now(UTC)
    if report.status is ReportStatus.REQUESTED:
        report.status = ReportStatus.BUILDING


def _change(report_id: int, expected: Collection[ReportStatus], change: Callable[[Report], None]) -> Report | None:
    """Change the report in a transaction of its own; None if meanwhile it is no longer as expected. Waits for others."""
    for tries_left in reversed(range(TRIES_WHILE_BUSY)):
        db.session.rollback()
        try:
            begin_writing(db.session())
            report = db.session.get(Report, report_id)
            if report is None or report.status not in expected:
                db.session.rollback()
                return None
            change(report)
            db.session.commit()
        except OperationalError as fault:
            db.session.rollback()
            if not (is_busy(fault) and tries_left):
                raise
            current_app.logger.info("Report %s waits for whoever is writing.", report_id)
        else:
            return report
    return None


def _give_up(report_id: int, problem: str) -> None:
    """Say why on the report: a new one is not built, an approved one is a draft again, a published one has no PDF."""

    def end(report: Report) -> None:
        now = datetime.now(UTC)
        if report.status is ReportStatus.APPROVED:
            return_to_draft(report, problem, frozen(draft_cover(report)), session=db.session(), at=now)
            return
        report.problem, report.heartbeat_at = problem, now
        if report.status is not ReportStatus.PUBLISHED:
            report.status = ReportStatus.NOT_BUILT

    _change(report_id, TO_DO, end)


def _build(report: Report) -> None:
    """Figures, the two PDFs, and the snapshot with its hash. A draft on paper goes from hand to hand: without groups."""
    from reports.disclosure import without_groups
    from reports.termly import render_pdf

    report_id = report.id
    figures, restricted, cover, kept = reckoned(report, db.session())
    made = dict(kept)
    if _change(report_id, BEING_BUILT, lambda each: _note(each, 1)) is None:
        return
    made["pdf"] = render_pdf(without_groups(figures), for_governors(cover))
    if _change(report_id, BEING_BUILT, lambda each: _note(each, 2)) is None:
        return
    made["restricted_pdf"] = render_pdf(restricted, for_the_head(cover))
    _change(report_id, BEING_BUILT, lambda each: _finish(each, made))


def _finish(report: Report, made: dict[str, Any]) -> None:
    _note(report, STEPS_TO_BUILD)
    report.status = ReportStatus.DRAFT
    keep(report, made)


def _publish(report: Report) -> None:
    """Both PDFs once more without the word draft, from the frozen figures and the final cover."""
    report_id, cover = report.id, kept_cover(report)
    if _change(report_id, APPROVED, lambda each: _note(each, 1)) is None:
        return
    made = _printed_of(report, cover)

    def publish(each: Report) -> None:
        keep(each, made)
        publish_report(each, made["pdf"], session=db.session(), at=datetime.now(UTC))

    _change(report_id, APPROVED, publish)


def _print_again(report: Report) -> None:
    """Both PDFs of a report that was published elsewhere and came in a bundle, which holds figures and cover alone."""
    report_id, made = report.id, _printed_of(report, kept_cover(report))
    _change(report_id, PUBLISHED, lambda each: keep(each, made))


def _printed_of(report: Report, cover: Cover) -> dict[str, Any]:
    """The PDFs of the frozen figures, by column; without restricted figures there is no restricted one."""
    from reports.termly import render_pdf

    figures, restricted = report.snapshot, report.restricted_snapshot
    made: dict[str, Any] = {"pdf": render_pdf(json.loads(figures or ""), for_governors(cover))}
    if restricted is not None:
        made["restricted_pdf"] = render_pdf(json.loads(restricted), for_the_head(cover))
    return made
