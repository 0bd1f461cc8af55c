"""Termly reports: ask for one, watch it being built, read it, publish it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request

from app.casework import scope
from app.casework.permissions import Permission
from app.casework.refusals import Refused, refuse_if
from app.casework.report import Report
from app.casework.reporting import publish_report, request_report, why_not_publish
from app.casework.words import ReportStatus
from app.db import db
from app.jobs import enqueue, for_governors, for_the_head, frozen, kept_cover
from app.web.access import me, needs
from app.web.clock import now
from app.web.forms.choices import listed
from app.web.forms.reports import ReportForm
from app.web.once import after_saving
from app.web.pages import found_or_404, log_reading, save, say, show_refusal
from app.web.school_calendar import calendar_of

pages = Blueprint("reports", __name__)
AT_MOST = 60
STATUS_WORDS = {
    ReportStatus.REQUESTED: "Waiting to be built",
    ReportStatus.BUILDING: "Being built",
    ReportStatus.DRAFT: "Draft",
    ReportStatus.APPROVED: "Approved",
    ReportStatus.PUBLISHED: "Published",
    ReportStatus.NOT_BUILT: "Not built",
}


def _form() -> ReportForm:
    form = ReportForm(data={"as_at": me().on})
    names = [term.full_name for term in reversed(calendar_of().terms) if term.starts_on <= me().on]
    form.term.choices = listed((name, name) for name in names)
    return form


def _list(form: ReportForm) -> str:
    found = db.session.scalars(
        scope.visible_reports(me()).order_by(Report.as_at.desc(), Report.id.desc()).limit(AT_MOST)
    )
    rows = [
        [
            {"words": report.term, "href": f"/reports/{report.id}"},
            f"{report.as_at:%d/%m/%Y}",
            STATUS_WORDS[report.status],
            f"{report.published_on:%d/%m/%Y}" if report.published_on else "",
        ]
        for report in found
    ]
    return render_template("reports/list.html", form=form, rows=rows, may_build=me().may(Permission.BUILD_REPORT))


@pages.get("/reports")
@needs(Permission.SEE_REPORTS)
def list_reports() -> str:
    """The reports one may read; those who build them ask for one here."""
    return _list(_form())


@pages.post("/reports")
@needs(Permission.BUILD_REPORT)
def ask() -> Any:
    """Ask for a report; the job process builds it."""
    form = _form()
    if form.validate():
        try:
            made = request_report(
                form.term.data,
                form.as_at.data or date.min,
                form.commentary.data or "",
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
            after_saving(partial(enqueue, made.id))
            return redirect(f"/reports/{made.id}", 303)
    return _list(form), 422


def _report(report_id: int) -> Report:
    found: Report = found_or_404(scope.visible_reports(me()).where(Report.id == report_id))
    return found


def _is_restricted() -> bool:
    if request.args.get("copy") != "restricted":
        return False
    if not me().may(Permission.SEE_RESTRICTED_REPORT):
        abort(403)
    return True


def _printed(report: Report, *, restricted: bool) -> tuple[dict[str, Any], Any]:
    """The frozen figures and the cover they are shown with; a report from a bundle has no restricted copy (404)."""
    text = report.restricted_snapshot if restricted else report.snapshot
    if text is None:
        abort(404)
    cover = kept_cover(report)
    return json.loads(text), for_the_head(cover) if restricted else for_governors(cover)


@pages.get("/reports/<int:report_id>")
@needs(Permission.SEE_REPORTS)
def read(report_id: int) -> Any:
    """Progress while it is built; then the report itself."""
    from reports.termly import render_fragment

    report, restricted = _report(report_id), _is_restricted()
    if report.snapshot is None:
        return render_template("reports/progress.html", report=report, words=STATUS_WORDS[report.status])
    log_reading("report", f"{report.term} {report.as_at}{' restricted' if restricted else ''}")
    figures, cover = _printed(report, restricted=restricted)
    return render_template(
        "reports/read.html",
        report=report,
        words=STATUS_WORDS[report.status],
        fragment=render_fragment(figures, cover),
        restricted=restricted,
        may_publish=why_not_publish(report, me()) is None,
        may_see_restricted=me().may(Permission.SEE_RESTRICTED_REPORT),
    )


@pages.get("/reports/<int:report_id>/progress")
@needs(Permission.SEE_REPORTS)
def progress(report_id: int) -> Any:
    """How far it is, for the page that waits."""
    report = _report(report_id)
    finished = report.status not in (ReportStatus.REQUESTED, ReportStatus.BUILDING)
    words = f"{STATUS_WORDS[report.status]}: step {report.steps_done} of {report.steps_all}"
    return jsonify(done=report.steps_done, total=report.steps_all, words=words, finished=finished)


@pages.get("/reports/<int:report_id>.pdf")
@needs(Permission.SEE_REPORTS)
def pdf(report_id: int) -> Response:
    """The finished PDF, as a file."""
    report, restricted = _report(report_id), _is_restricted()
    content = report.restricted_pdf if restricted else report.pdf
    if content is None:
        abort(404)
    log_reading("report", f"{report.term} {report.as_at} pdf")
    name = f"{report.term.replace(' ', '-')}{'-restricted' if restricted else ''}.pdf"
    return Response(
        content, mimetype="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@pages.get("/reports/<int:report_id>.json")
@needs(Permission.SEE_REPORTS)
def figures_as_json(report_id: int) -> Response:
    """The figures the report is made of."""
    report, restricted = _report(report_id), _is_restricted()
    content = report.restricted_snapshot if restricted else report.snapshot
    if content is None:
        abort(404)
    log_reading("report", f"{report.term} {report.as_at} json")
    return Response(content, mimetype="application/json")


@pages.post("/reports/<int:report_id>/publish")
@needs(Permission.PUBLISH_REPORT)
def publish(report_id: int) -> Any:
    """Freeze and publish; the PDF is drawn once more without the word draft."""
    from reports.termly import render_pdf

    report = _report(report_id)
    try:
        refuse_if(why_not_publish(report, me()))
        figures, _ = _printed(report, restricted=False)
        final = replace(kept_cover(report), status="published", published_on=me().on, approved_by=me().name)
        pdf_of_it = render_pdf(figures, for_governors(final))
        publish_report(report, pdf_of_it, frozen(final), session=db.session(), by=me(), at=now())
    except Refused as refused:
        db.session.rollback()
        say(refused.refusal.message)
    else:
        save()
        say("The report is published. Its figures are frozen.")
    return redirect(f"/reports/{report_id}", 303)
