"""Publish a termly report: a page that says what is frozen for good, then the approval."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request

from app.casework.calendar import london
from app.casework.names_in_words import names_in
from app.casework.permissions import Permission
from app.casework.refusals import Refused
from app.casework.report import Report
from app.casework.reporting import approve_report, reports_of_its_term, term_runs_until, why_not_publish
from app.db import db
from app.jobs import final_cover, frozen, kept_cover, wake
from app.web.access import me, needs
from app.web.clock import now
from app.web.forms.reports import PublishForm
from app.web.once import after_saving, may_be_asked_again
from app.web.pages import save, say, say_no, show_refusal
from app.web.reports import report_or_404
from app.web.school_calendar import calendar_of

pages = Blueprint("publishing", __name__)


@pages.route("/reports/<int:report_id>/publish", methods=["GET", "POST"])
@needs(Permission.PUBLISH_REPORT)
@may_be_asked_again
def publish(report_id: int) -> Any:
    """What is published and frozen, asked once more; approved, the job process prints and publishes it."""
    report = report_or_404(report_id)
    runs_until = term_runs_until(report, calendar_of())
    form = _form(runs_until)
    if request.method == "GET":
        refusal = why_not_publish(report, me(), reports_of_its_term(report, db.session()))
        if refusal is None:
            return _page(form, report, runs_until)
        say_no(refusal)
        return redirect(f"/reports/{report_id}", 303)
    try:
        _approve(report, form)
    except Refused as refused:
        db.session.rollback()
        if refused.refusal.field in form:
            show_refusal(form, refused.refusal)
            return _page(form, report, runs_until), 422
        say_no(refused.refusal)
    else:
        save()
        after_saving(wake)
        say("The report is approved and its figures are frozen. It is published once its PDF is printed.")
    return redirect(f"/reports/{report_id}", 303)


def _form(runs_until: date | None) -> PublishForm:
    """The tick is asked for only while the report is one of a part of its term."""
    form = PublishForm()
    if runs_until is None:
        del form.although_it_runs
    else:
        form.although_it_runs.label.text = f"Publish although the term runs until {runs_until:%d/%m/%Y}"
    return form


def _approve(report: Report, form: PublishForm) -> None:
    at = now()
    cover = frozen(final_cover(report, approved_by=me().name, on=london(at).date()))
    meant = "although_it_runs" in form and form.although_it_runs.data
    approve_report(report, cover, calendar=calendar_of(), although_it_runs=meant, session=db.session(), by=me(), at=at)


def _page(form: PublishForm, report: Report, runs_until: date | None) -> str:
    others = reports_of_its_term(report, db.session())
    found = names_in(report.commentary, session=db.session(), school_id=me().school_id, on=me().on)
    return render_template(
        "reports/publish.html",
        form=form,
        report=report,
        runs_until=runs_until,
        missing=_missing(report),
        is_first=not others,
        paragraphs=[part for part in report.commentary.splitlines() if part.strip()],
        perhaps=found.perhaps,
    )


def _missing(report: Report) -> str:
    """The lines that hold the headline back, by name; empty where it is printed."""
    from reports.presentation.headline import missing_lines
    from reports.terms import terms_for

    return missing_lines(json.loads(report.snapshot or ""), terms_for(kept_cover(report).nation))
