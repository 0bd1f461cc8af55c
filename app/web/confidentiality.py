"""Who may see a case: its level, the people named on it, and how both came about."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.exceptions import NotFound

from app.casework.calendar import london
from app.casework.case import Case, CaseAccess
from app.casework.confidentiality import change_confidentiality, name_person, named_now, take_off, why_not_name
from app.casework.permissions import Permission
from app.casework.refusals import Refused
from app.casework.staff import StaffMember
from app.casework.words import AccessKind, Confidentiality
from app.db import db
from app.web.access import me, needs
from app.web.cases import case_or_404
from app.web.clock import now
from app.web.forms.choices import CONFIDENTIALITY_WORDS, listed
from app.web.forms.triage import LevelForm, NameForm
from app.web.pages import save, say, show_refusal
from app.web.session import roles_today
from app.web.sight import where_next
from app.web.staff_choices import staff_by_code, staff_choices
from app.web.timeline import staff_names

pages = Blueprint("confidentiality", __name__)
UNTOKENED = {"csrf": False}


def _level(case: Case) -> LevelForm:
    return LevelForm(data={"confidentiality": case.confidentiality.value}, prefix="level-", meta=UNTOKENED)


def _name() -> NameForm:
    form = NameForm(prefix="name-", meta=UNTOKENED)
    form.staff.choices = listed(staff_choices(), blank="Choose a person")
    return form


@pages.get("/cases/<reference>/access")
@needs(Permission.RESTRICT_CASE)
def read(reference: str) -> Any:
    """Who may see this case, and the forms to change it."""
    case, _why = case_or_404(reference)
    return _page(case)


def _page(case: Case, **forms: Any) -> Any:
    stop = why_not_name(case, by=me())
    names = staff_names({i for a in case.named_people for i in (a.staff_id, a.granted_by_id)})
    current = named_now(case, now())
    over = [a for a in case.named_people if a.kind is AccessKind.NAMED and a not in current]
    page = render_template(
        "triage/access.html",
        reference=case.reference,
        level_words=CONFIDENTIALITY_WORDS[case.confidentiality.value],
        level=forms.get("level") or _level(case),
        name=forms.get("name") or _name(),
        stop=stop,
        may_end=stop is None or stop.code == "standard_case",
        named=[_named(a, names) for a in current],
        over=[[names.get(a.staff_id, ""), f"{london(a.granted_at):%d/%m/%Y}", f"{london(a.ends_at):%d/%m/%Y}", a.because or ""]
              for a in over if a.ends_at],
        problem_forms=[form for form in forms.values() if form.errors or form.form_errors],
        end_problem=forms.get("end"),
    )  # fmt: skip
    return (page, 422) if request.method == "POST" else page


def _named(access: CaseAccess, names: dict[int, str]) -> dict[str, Any]:
    by = names.get(access.granted_by_id, "")
    return {
        "id": access.id, "name": names.get(access.staff_id, ""), "because": access.because or "",
        "since": f"{london(access.granted_at):%d/%m/%Y}, named by {by}",
    }  # fmt: skip


@pages.post("/cases/<reference>/access/level")
@needs(Permission.RESTRICT_CASE)
def change_level(reference: str) -> Any:
    """Set standard, restricted or safeguarding, with a reason."""
    case, _why = case_or_404(reference)
    form = _level(case)
    if form.validate():
        level = Confidentiality(form.confidentiality.data)
        try:
            change_confidentiality(case, level, by=me(), at=now(), because=form.because.data)
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say(f"Case {reference} is {level.value} now.")
            there = where_next(reference)
            return redirect(f"{there}/access" if there != "/cases" else there, 303)
    return _page(case, level=form)


@pages.post("/cases/<reference>/access/people")
@needs(Permission.RESTRICT_CASE)
def name(reference: str) -> Any:
    """Name somebody who may see it."""
    case, _why = case_or_404(reference)
    form = _name()
    if form.validate():
        member = staff_by_code(form.staff.data)
        assert member is not None  # noqa: S101  (the choices are this school's staff)
        try:
            name_person(case, member, roles_today(member, now()), by=me(), at=now(), because=form.because.data)
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say(f"{member.display_name} may see case {reference} from now on.")
            return redirect(f"/cases/{reference}/access", 303)
    return _page(case, name=form)


@pages.post("/cases/<reference>/access/people/<int:access_id>/end")
@needs(Permission.RESTRICT_CASE)
def end(reference: str, access_id: int) -> Any:
    """Take somebody off again: it bites with their next request."""
    case, _why = case_or_404(reference)
    access = next((a for a in case.named_people if a.id == access_id and a.kind is AccessKind.NAMED), None)
    if access is None:
        raise NotFound()
    member = db.session.get_one(StaffMember, access.staff_id)
    try:
        take_off(access, member, by=me(), at=now(), because=request.form.get("because", ""))
    except Refused as refused:
        db.session.rollback()
        return _page(case, end=_problem(refused.refusal.message))
    save()
    say(f"{member.display_name} does not see case {reference} any more.")
    there = where_next(reference)
    return redirect(f"{there}/access" if there != "/cases" else there, 303)


def _problem(message: str) -> NameForm:
    form = NameForm(formdata=None, prefix="end-", meta=UNTOKENED)
    form.form_errors = [message]
    return form
