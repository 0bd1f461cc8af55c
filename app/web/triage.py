"""Triage: owner, level, next step; joining and splitting incidents."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from app.casework import scope
from app.casework.calendar import london
from app.casework.case import Case
from app.casework.joining import how_it_came, join_incident
from app.casework.permissions import Permission
from app.casework.refusals import Refused
from app.casework.school import next_case_reference
from app.casework.splitting import split_incident
from app.casework.staff import StaffMember
from app.casework.triage import triage_case
from app.casework.words import Confidentiality
from app.db import db
from app.web.access import me, needs
from app.web.cases import case_or_404
from app.web.clock import now
from app.web.forms.choices import listed
from app.web.forms.triage import JoinForm, TriageForm
from app.web.pages import check_version, save, say, show_refusal
from app.web.sight import where_next
from app.web.staff_choices import case_takers, staff_by_code

pages = Blueprint("triage", __name__)


@pages.route("/cases/<reference>/triage", methods=["GET", "POST"])
@needs(Permission.TRIAGE_CASE)
def triage(reference: str) -> str | Answer | tuple[str, int]:
    """Give the case its owner, its level and its next step."""
    case, _why = case_or_404(reference)
    owner = db.session.get(StaffMember, case.owner_id) if case.owner_id else None
    kept = {
        "owner": owner.staff_code if owner else me().staff_code,
        "confidentiality": case.confidentiality.value,
        "next_step": case.next_step or "",
        "next_step_on": case.next_step_on,
        "version": case.version,
    }
    takers = case_takers(case)
    if kept["owner"] not in dict(takers):
        kept["owner"] = me().staff_code
    form = TriageForm(data=kept)
    form.owner.choices = listed(takers)
    if request.method == "POST" and form.validate():
        check_version(form, SimpleNamespace(**kept))
        chosen = staff_by_code(form.owner.data)
        try:
            triage_case(
                case,
                owner=chosen or _gone(),
                confidentiality=Confidentiality(form.confidentiality.data),
                next_step=form.next_step.data or "",
                next_step_on=form.next_step_on.data,
                by=me(),
                at=now(),
                because=form.because.data,
            )
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save(form, case)
            say(f"{chosen.display_name if chosen else ''} has case {reference}.")
            return redirect(where_next(reference), 303)
    return _drawn("triage/triage.html", form, reference)


def _gone() -> StaffMember:
    raise LookupError("the owner was chosen from this school's staff")


def _drawn(template: str, form: Any, reference: str, **more: object) -> str | tuple[str, int]:
    page = render_template(template, form=form, reference=reference, **more)
    return (page, 422) if request.method == "POST" else page


@pages.route("/cases/<reference>/join", methods=["GET", "POST"])
@needs(Permission.TRIAGE_CASE)
def join(reference: str) -> str | Answer | tuple[str, int]:
    """Join an incident to another case, or split it off; nothing is lost either way."""
    case, _why = case_or_404(reference)
    form = JoinForm()
    form.incident.choices = listed((i.reference, f"{i.reference}: {i.category}") for i in case.incidents)
    if request.method == "POST" and form.validate():
        incident = next(i for i in case.incidents if i.reference == form.incident.data)
        try:
            other = _join_or_split(form, incident)
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            if other is not None:
                save()
                say(f"Incident {form.incident.data} is in case {other.reference} now.")
                return redirect(f"/cases/{other.reference}", 303)
    return _drawn("triage/join.html", form, reference)


def _join_or_split(form: JoinForm, incident: Any) -> Case | None:
    because = form.because.data or ""
    if form.what.data == "split":
        reference = next_case_reference(db.session(), me().school_id, london(now()).year)
        came = how_it_came(db.session(), incident)
        new = split_incident(incident, reference, came=came, by=me(), at=now(), because=because)
        db.session.add(new)
        return new
    wanted = (form.case.data or "").strip()
    other = db.session.scalars(
        scope.visible_cases(me(), in_full=True).with_only_columns(Case).where(Case.reference == wanted)
    ).first()
    if other is None:
        form.case.errors = [
            *form.case.errors,
            "There is no such case that you may see. Copy its reference from the list.",
        ]
        return None
    join_incident(incident, other, by=me(), at=now(), because=because)
    return other
