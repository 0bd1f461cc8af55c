"""Termly reports: ask for one, watch it being built, read it. Publishing it: `publishing.py`."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from app.casework import scope
from app.casework.people import folded
from app.casework.permissions import Permission
from app.casework.refusals import Refusal, Refused
from app.casework.report import Report, comes_again
from app.casework.reporting import (
    reports_of_its_term,
    request_report,
    shows_groups,
    term_runs_until,
    unfinished,
    why_not_publish,
)
from app.casework.school import School
from app.casework.words import ReportStatus
from app.db import db
from app.jobs import for_governors, for_the_head, kept_cover, wake
from app.web.access import me, needs
from app.web.clock import now
from app.web.forms.choices import listed
from app.web.forms.reports import ReportForm
from app.web.once import after_saving, may_be_asked_again
from app.web.pages import found_or_404, log_reading, refusal_words, save, show_refusal
from app.web.school_calendar import calendar_of

pages = Blueprint("reports", __name__)
AT_MOST = 60
STATUS_WORDS = {
    ReportStatus.REQUESTED: "Waiting to be built",
    ReportStatus.BUILDING: "Being built",
    ReportStatus.DRAFT: "Draft",
    ReportStatus.APPROVED: "Approved, being printed",
    ReportStatus.PUBLISHED: "Published",
    ReportStatus.NOT_BUILT: "Not built",
}


def _form() -> ReportForm:
    form = ReportForm(data={"as_at": me().on})
    names = [term.full_name for term in reversed(calendar_of().terms) if term.starts_on <= me().on]
    form.term.choices = listed((name, name) for name in names)
    return form


def _list(form: ReportForm) -> str:
    latest = scope.visible_reports(me()).add_columns(comes_again()).order_by(Report.as_at.desc(), Report.id.desc())
    rows = [
        [
            {"words": f"{_of_term(report)}{', again' if again else ''}", "href": f"/reports/{report.id}"},
            f"{report.as_at:%d/%m/%Y}",
            STATUS_WORDS[report.status],
            f"{report.published_on:%d/%m/%Y}" if report.status is ReportStatus.PUBLISHED else "not yet",
        ]
        for report, again in db.session.execute(latest.limit(AT_MOST))
    ]
    return render_template("reports/list.html", form=form, rows=rows, may_build=me().may(Permission.BUILD_REPORT))


def _of_term(report: Report) -> str:
    return f"{report.term}, a part of it" if term_runs_until(report, calendar_of()) else report.term


@pages.get("/reports")
@needs(Permission.SEE_REPORTS)
def list_reports() -> str:
    """The reports one may read; those who build them ask for one here."""
    return _list(_form())


@pages.post("/reports")
@needs(Permission.BUILD_REPORT)
@may_be_asked_again
def ask() -> Any:
    """Ask for a report; the job process builds it."""
    form = _form()
    if form.validate():
        try:
            made = request_report(
                form.term.data,
                form.as_at.data or date.min,
                form.commentary.data or "",
                names_nobody=form.names_nobody.data,
                calendar=calendar_of(),
                session=db.session(),
                by=me(),
                at=now(),
            )
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            after_saving(wake)
            return redirect(f"/reports/{made.id}", 303)
    return _list(form), 422


def report_or_404(report_id: int) -> Report:
    """A report that one may read, drafts among them for those who build them."""
    found: Report = found_or_404(scope.visible_reports(me()).where(Report.id == report_id))
    return found


def _is_restricted() -> bool:
    if request.args.get("copy") != "restricted":
        return False
    if not me().may(Permission.SEE_RESTRICTED_REPORT):
        abort(403)
    return True


def _printed(report: Report, *, restricted: bool) -> tuple[dict[str, Any], Any]:
    """The figures that one may read and the cover they are shown with."""
    cover = kept_cover(report)
    figures = json.loads(_figures(report, restricted=restricted, with_groups=shows_groups(report, me())))
    return figures, for_the_head(cover) if restricted else for_governors(cover)


def _figures(report: Report, *, restricted: bool, with_groups: bool) -> str:
    """The frozen figures, of a draft without what is read once, and never true counts outside the restricted copy (an
    earlier import took them in); a report from a bundle has no restricted copy (404)."""
    text = report.restricted_snapshot if restricted else report.snapshot
    if text is None:
        abort(404)
    if restricted:
        return text
    from reports.disclosure import true_counts_in, without_groups
    from reports.termly import snapshot_json

    figures = json.loads(text)
    if with_groups and not true_counts_in(figures.get("groups") or {}):
        return text
    return snapshot_json(without_groups(figures))


@pages.get("/reports/<int:report_id>")
@needs(Permission.SEE_REPORTS)
def read(report_id: int) -> Any:
    """Progress while it is built or printed; then the report itself."""
    from reports.termly import render_fragment

    report, restricted = report_or_404(report_id), _is_restricted()
    if report.status is ReportStatus.NOT_BUILT or not _is_finished(report):
        heading, lead = _waiting_for(report)
        words = _progress_words(report)
        return render_template("reports/progress.html", report=report, words=words, heading=heading, lead=lead)
    _log(report, restricted=restricted)
    others = reports_of_its_term(report, db.session())
    refusal = why_not_publish(report, me(), others)
    # What came in a bundle and could not be printed can't be shown either; its figures are there as JSON.
    is_drawable = report.status is ReportStatus.DRAFT or report.problem is None
    return render_template(
        "reports/read.html",
        report=report,
        words=STATUS_WORDS[report.status],
        fragment=render_fragment(*_printed(report, restricted=restricted)) if is_drawable else "",
        restricted=restricted,
        others=[other for other in others if other.status is ReportStatus.PUBLISHED],
        has_pdf=_has(report, Report.restricted_pdf if restricted else Report.pdf),
        has_candidates=restricted and _has(report, Report.candidates),
        may_publish=refusal is None,
        why_not=_told_to_the_head(report, refusal),
        may_see_restricted=me().may(Permission.SEE_RESTRICTED_REPORT) and _has(report, Report.restricted_snapshot),
    )


def _log(report: Report, ending: str = "", *, restricted: bool) -> None:
    """Which copy was read, and whether it left as a file: one with true counts is written down as such."""
    parts = (report.term, str(report.as_at), "restricted" if restricted else "", ending)
    log_reading("report", " ".join(part for part in parts if part))


def _is_finished(report: Report) -> bool:
    """Whether the job process has nothing left to do with it."""
    return not db.session.scalar(select(unfinished()).where(Report.id == report.id))


def _has(report: Report, column: InstrumentedAttribute[Any]) -> bool:
    return bool(db.session.scalar(select(column.is_not(None)).where(Report.id == report.id)))


def _told_to_the_head(report: Report, refusal: Refusal | None) -> str | None:
    """Why a finished draft can't be published, for whoever could publish it otherwise."""
    if refusal is None or report.status is not ReportStatus.DRAFT or not me().may(Permission.PUBLISH_REPORT):
        return None
    return refusal_words(refusal)


def _waiting_for(report: Report) -> tuple[str, str]:
    if report.status is ReportStatus.APPROVED:
        return "Printing the report", f"Approved on {report.published_on:%d/%m/%Y}; published once it is printed."
    if report.status is ReportStatus.PUBLISHED:
        return "Printing the report", f"Published on {report.published_on:%d/%m/%Y}; it came without its PDF."
    if report.status is ReportStatus.NOT_BUILT:
        return "", "Nothing was lost, and nothing was published."
    return "Building the report", "Figures first, then two PDFs: one for governors, one for the head."


def _progress_words(report: Report) -> str:
    return f"{STATUS_WORDS[report.status]}: step {report.steps_done} of {report.steps_all}"


@pages.get("/reports/<int:report_id>/progress")
@needs(Permission.SEE_REPORTS)
def progress(report_id: int) -> Any:
    """How far it is, for the page that waits."""
    report = report_or_404(report_id)
    return jsonify(
        done=report.steps_done,
        total=report.steps_all,
        words=_progress_words(report),
        finished=_is_finished(report),
    )


@pages.get("/reports/<int:report_id>.pdf")
@needs(Permission.SEE_REPORTS)
def pdf(report_id: int) -> Response:
    """The finished PDF, as a file."""
    report, restricted = report_or_404(report_id), _is_restricted()
    content = report.restricted_pdf if restricted else report.pdf
    if content is None:
        abort(404)
    _log(report, "pdf", restricted=restricted)
    return _file(report, content, "pdf", restricted=restricted)


@pages.get("/reports/<int:report_id>.json")
@needs(Permission.SEE_REPORTS)
def figures_as_json(report_id: int) -> Response:
    """The figures the report is made of, as a file: those of its PDF, so that of a draft they are without groups."""
    report, restricted = report_or_404(report_id), _is_restricted()
    content = _figures(report, restricted=restricted, with_groups=report.status is ReportStatus.PUBLISHED)
    _log(report, "json", restricted=restricted)
    return _file(report, content.encode(), "json", restricted=restricted)


def _file(report: Report, content: bytes, ending: str, *, restricted: bool) -> Response:
    """A download under a name that says whose, of which term and day, and which copy it is."""
    school = db.session.get_one(School, report.school_id)
    copy = "restricted" if restricted else "" if report.status is ReportStatus.PUBLISHED else "draft"
    words = f"{folded(school.name)} {report.term} as at {report.as_at} {copy}"
    name = "-".join(re.findall(r"[a-z0-9]+", words))
    sent = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(content, mimetype=f"application/{ending}", headers=sent)
