"""The exclusions register, and the register of other ways to be out of lessons."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request

from app.casework import scope
from app.casework.exclusion import Decision, Exclusion, OutOfLessons
from app.casework.exclusion_reasons import REASONS
from app.casework.incident import Incident
from app.casework.out_of_lessons import cancel_out_of_lessons, end_out_of_lessons, record_out_of_lessons
from app.casework.people import Person, Pupil
from app.casework.permissions import Permission
from app.casework.refusals import Refused
from app.casework.registering import RegisterRow, cancel_exclusion, record_exclusion
from app.casework.school import next_exclusion_reference
from app.casework.words import DecisionKind, ExclusionKind, OutOfLessonsKind
from app.db import db
from app.web.access import me, needs
from app.web.clock import now
from app.web.forms.choices import EXCLUSION_WORDS, OUT_OF_LESSONS_WORDS
from app.web.forms.decisions import CancelForm, EndOutForm, OutOfLessonsForm, RegisterForm
from app.web.lists import add_downloads, page_of
from app.web.numbers import number_in
from app.web.one_pupil import in_words, pupil_meant
from app.web.pages import found_or_404, log_reading, save, say, show_refusal
from app.web.register_lists import EXCLUSIONS, OUT_OF_LESSONS, days_of, name_of
from app.web.school_calendar import calendar_of

pages = Blueprint("registers", __name__)
KIND_DECIDED = {
    DecisionKind.SUSPEND: ExclusionKind.SUSPENSION,
    DecisionKind.EXCLUDE_PERMANENTLY: ExclusionKind.PERMANENT,
}


@pages.route("/exclusions", methods=["GET", "POST"])
@needs(Permission.SEE_REGISTERS)
def exclusions() -> Any:
    """The register, newest first, and entering a row; `?decided=ID` begins with what the head decided."""
    form = RegisterForm(data=_as_decided())
    if request.method == "POST" and form.validate():
        pupil = pupil_meant(form)
        incident = _incident(form)
        if pupil is not None and not form.incident.errors:
            try:
                made = _enter(form, pupil, incident)
            except Refused as refused:
                db.session.rollback()
                show_refusal(form, refused.refusal)
            else:
                save()
                say(f"Row {made.reference} is in the register: {in_words(pupil)}.")
                return redirect("/exclusions", 303)
    shown = page_of(EXCLUSIONS)
    for row in shown.rows:
        log_reading("row in a list", row.reference)
    lines = [
        {"id": r.id, "reference": r.reference, "name": name_of(r), "href": f"/pupils/{r.pupil_id}",
         "kind": EXCLUSION_WORDS[r.kind.value], "starts": f"{r.starts_on:%d/%m/%Y}", "days": days_of(r),
         "reasons": r.reasons, "stands": r.cancelled_on is None,
         "status": f"Cancelled {r.cancelled_on:%d/%m/%Y}" if r.cancelled_on else "Stands"}
        for r in shown.rows
    ]  # fmt: skip
    page = render_template(
        "exclusions/list.html", form=form, page=shown, lines=lines, may_cancel=me().may(Permission.DECIDE),
        is_open=bool(form.errors or form.pupil.data), reasons=sorted(REASONS.items()),
    )  # fmt: skip
    return (page, 422) if request.method == "POST" else page


def _as_decided() -> dict[str, Any]:
    """Pupil, kind and incident of a decision to exclude, so that nobody types them again."""
    number = number_in(request.args.get("decided", ""))
    found = scope.visible_decisions(me()).where(Decision.id == number, Decision.decision.in_(KIND_DECIDED))
    decided = db.session.scalars(found).first() if number is not None else None
    if decided is None:
        return {}
    pupil = db.session.scalars(scope.visible_pupils(me()).where(Pupil.id == decided.pupil_id)).first()
    if pupil is None:
        return {}
    incident = db.session.scalars(scope.visible_incidents(me()).where(Incident.id == decided.incident_id)).one()
    kind = KIND_DECIDED[decided.decision].value
    return {"pupil": in_words(pupil), "meant": pupil.key, "kind": kind, "incident": incident.reference}


def _incident(form: RegisterForm) -> Incident | None:
    typed = (form.incident.data or "").strip()
    if not typed:
        return None
    found = db.session.scalars(scope.visible_incidents(me()).where(Incident.reference == typed)).first()
    if found is None:
        form.incident.errors = [*form.incident.errors, "There is no such incident that you may see."]
    return found


def _enter(form: RegisterForm, pupil: Pupil, incident: Incident | None) -> Exclusion:
    starts_on = form.starts_on.data
    assert starts_on is not None  # noqa: S101  (the form has validated it)
    codes = tuple(filter(None, (form.reasons.data or "").upper().replace(",", ";").replace(" ", "").split(";")))
    row = RegisterRow(ExclusionKind(form.kind.data), starts_on, form.sessions.data, codes)
    session = db.session()
    reference = next_exclusion_reference(session, me().school_id, starts_on.year)
    made = record_exclusion(
        reference, pupil, row, session=session, incident=incident, calendar=calendar_of(), by=me(), at=now(),
        is_another=form.is_another.data,
    )  # fmt: skip
    session.add(made)
    return made


@pages.route("/exclusions/<int:exclusion_id>/cancel", methods=["GET", "POST"])
@needs(Permission.DECIDE)
def cancel(exclusion_id: int) -> Any:
    """Cancel a row as from today; its days stay on record."""
    row: Exclusion = found_or_404(scope.visible_exclusions(me()).where(Exclusion.id == exclusion_id))
    form = CancelForm()
    if request.method == "POST" and form.validate():
        try:
            cancel_exclusion(row, session=db.session(), by=me(), at=now(), because=form.because.data or "")
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say(f"Row {row.reference} is cancelled. Its days stay on record.")
            return redirect("/exclusions", 303)
    page = render_template(
        "exclusions/cancel.html", form=form, row=row, name=row.pupil.display_name, today=me().on,
        began_before=row.starts_on < me().on,
    )  # fmt: skip
    return (page, 422) if request.method == "POST" else page


@pages.route("/out-of-lessons", methods=["GET", "POST"])
@needs(Permission.SEE_REGISTERS)
def out_of_lessons() -> Any:
    """The other ways to be out of lessons, newest first, and entering one."""
    form = OutOfLessonsForm()
    if request.method == "POST" and form.validate():
        pupil = pupil_meant(form)
        if pupil is not None:
            try:
                made = record_out_of_lessons(
                    pupil, OutOfLessonsKind(form.kind.data), starts_on=form.starts_on.data, ends_on=form.ends_on.data,
                    sessions=form.sessions.data, session=db.session(), calendar=calendar_of(), by=me(), at=now(),
                )  # fmt: skip
            except Refused as refused:
                db.session.rollback()
                show_refusal(form, refused.refusal)
            else:
                db.session.add(made)
                save()
                say(f"Recorded: {in_words(pupil)}.")
                return redirect("/out-of-lessons", 303)
    shown = page_of(OUT_OF_LESSONS)
    for row in shown.rows:
        log_reading("row in a list", f"out of lessons, {row.key}")
    lines = [
        {"id": r.id, "name": name_of(r), "href": f"/pupils/{r.pupil_id}", "kind": OUT_OF_LESSONS_WORDS[r.kind.value],
         "starts": f"{r.starts_on:%d/%m/%Y}", "ends": f"{r.ends_on:%d/%m/%Y}" if r.ends_on else "still",
         "days": days_of(r), "stands": r.cancelled_on is None, "is_open": r.ends_on is None and r.cancelled_on is None,
         "status": f"Cancelled {r.cancelled_on:%d/%m/%Y}: {r.cancelled_because}" if r.cancelled_on else "Stands"}
        for r in shown.rows
    ]  # fmt: skip
    page = render_template(
        "out_of_lessons/list.html", form=form, page=shown, lines=lines, is_open=bool(form.errors),
        may_keep=me().may(Permission.KEEP_REGISTERS),
    )  # fmt: skip
    return (page, 422) if request.method == "POST" else page


@pages.route("/out-of-lessons/<int:row_id>/end", methods=["GET", "POST"])
@needs(Permission.KEEP_REGISTERS)
def end_out(row_id: int) -> Any:
    """Say when a row ended that had no end yet."""
    row = _out_or_404(row_id)
    form, pupil = EndOutForm(data={"sessions": row.sessions}), row.pupil
    if request.method == "POST" and form.validate():
        more = {"ended_on": form.ended_on.data, "sessions": form.sessions.data, "calendar": calendar_of()}
        try:
            end_out_of_lessons(row, pupil.key, session=db.session(), by=me(), at=now(), **more)
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say(f"Recorded: it ended on {row.ends_on:%d/%m/%Y}.")
            return redirect("/out-of-lessons", 303)
    return _one_row("out_of_lessons/end.html", form, row, pupil)


@pages.route("/out-of-lessons/<int:row_id>/cancel", methods=["GET", "POST"])
@needs(Permission.KEEP_REGISTERS)
def cancel_out(row_id: int) -> Any:
    """Cancel a row that was entered wrongly; it stays in the list and counts nowhere."""
    row = _out_or_404(row_id)
    form, pupil = CancelForm(), row.pupil
    if request.method == "POST" and form.validate():
        because = form.because.data or ""
        try:
            cancel_out_of_lessons(row, pupil.key, session=db.session(), by=me(), at=now(), because=because)
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say(f"The row of {pupil.display_name} is cancelled. It counts nowhere, and stays in the list.")
            return redirect("/out-of-lessons", 303)
    return _one_row("out_of_lessons/cancel.html", form, row, pupil)


def _out_or_404(row_id: int) -> OutOfLessons:
    row: OutOfLessons = found_or_404(scope.visible_out_of_lessons(me()).where(OutOfLessons.id == row_id))
    return row


def _one_row(template: str, form: Any, row: OutOfLessons, pupil: Person) -> Any:
    log_reading("row", f"out of lessons, {pupil.key}")
    words = OUT_OF_LESSONS_WORDS[row.kind.value]
    page = render_template(template, form=form, row=row, name=pupil.display_name, kind=words)
    return (page, 422) if request.method == "POST" else page


add_downloads(pages, EXCLUSIONS, Permission.SEE_REGISTERS)
add_downloads(pages, OUT_OF_LESSONS, Permission.SEE_REGISTERS)
