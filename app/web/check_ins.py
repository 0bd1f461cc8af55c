"""Check-ins: planning, holding and skipping one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request

from app.casework import scope
from app.casework.check_in import CheckIn
from app.casework.checking_in import hold_check_in, plan_check_in, skip_check_in
from app.casework.gathering import check_ins_of
from app.casework.permissions import Permission
from app.casework.refusals import Refused
from app.casework.staff import StaffMember
from app.casework.telling import tell_safeguarding
from app.casework.words import PutRight, Safe
from app.db import db
from app.web.access import me, needs
from app.web.case_cards import check_in_line
from app.web.cases import case_or_404
from app.web.clock import now
from app.web.due import due
from app.web.forms.check_ins import AnswersForm, PlanForm, SkipForm
from app.web.forms.choices import listed
from app.web.pages import found_or_404, log_reading, save, say, show_refusal
from app.web.responses import UNTOKENED, people_of
from app.web.school_calendar import calendar_of

pages = Blueprint("check_ins", __name__)


@pages.route("/cases/<reference>/check-ins", methods=["GET", "POST"])
@needs(Permission.HOLD_CHECK_IN)
def of_case(reference: str) -> Any:
    """The check-ins of one case, and planning another."""
    case, _why = case_or_404(reference)
    people = {person.key: person for person in people_of(case)}
    form = PlanForm()
    form.person.choices = listed((key, person.display_name) for key, person in people.items())
    if request.method == "POST" and form.validate():
        try:
            person, day = people[form.person.data], form.due_on.data
            plan_check_in(case, person, day, owner_id=me().staff_id, by=me(), at=now())
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say("The check-in is planned.")
            return redirect(f"/cases/{reference}/check-ins", 303)
    lines = [check_in_line(each, calendar_of()) for each in check_ins_of(db.session(), case)]
    page = render_template("check_ins/case.html", form=form, reference=reference, lines=lines)
    return (page, 422) if request.method == "POST" else page


@pages.route("/check-ins/<int:check_in_id>", methods=["GET", "POST"])
@needs(Permission.HOLD_CHECK_IN)
def hold(check_in_id: int) -> Any:
    """Hold a check-in: safe? put right? anything since?"""
    check_in: CheckIn = found_or_404(scope.visible_check_ins(me()).where(CheckIn.id == check_in_id))
    form, reference = AnswersForm(data={"held_on": me().on}), check_in.case.reference
    if request.method == "GET":
        log_reading("check-in", f"{reference} {check_in.due_on}")
    elif form.validate():
        try:
            raised = hold_check_in(
                check_in,
                held_on=form.held_on.data,
                safe=Safe(form.safe.data) if form.safe.data else None,
                put_right=PutRight(form.put_right.data) if form.put_right.data else None,
                anything_since=form.anything_since.data or "",
                by=me(),
                at=now(),
            )
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            if raised:
                tell_safeguarding(db.session(), check_in.case, by=me(), at=now())
            save()
            say("Saved. Speak to the safeguarding lead now." if raised else "The check-in is saved.")
            return redirect(f"/cases/{reference}", 303)
    return _page(check_in_id, form, SkipForm(formdata=None, meta=UNTOKENED))


def _page(check_in_id: int, form: AnswersForm, skip: SkipForm) -> Any:
    check_in: CheckIn = found_or_404(scope.visible_check_ins(me()).where(CheckIn.id == check_in_id))
    is_open = check_in.held_on is None and check_in.skipped_on is None
    page = render_template(
        "check_ins/hold.html", form=form, skip=skip, check_in=check_in, name=check_in.person.display_name,
        reference=check_in.case.reference, due=due(check_in.due_on, me().on, calendar_of()),
        ended=None if is_open else _ended(check_in), is_asked=is_open or request.method == "POST",
    )  # fmt: skip
    return (page, 422) if request.method == "POST" else page


def _ended(check_in: CheckIn) -> dict[str, Any]:
    """The card of one that was held or skipped, and who asked."""
    seen = next(each for each in check_ins_of(db.session(), check_in.case) if each.id == check_in.id)
    held_by = db.session.get(StaffMember, check_in.held_by_id) if check_in.held_by_id else None
    return {**check_in_line(seen, calendar_of()), "by": held_by.display_name if held_by else None}


@pages.post("/check-ins/<int:check_in_id>/skip")
@needs(Permission.HOLD_CHECK_IN)
def skip(check_in_id: int) -> Any:
    """A check-in that will not be held, and why."""
    check_in: CheckIn = found_or_404(scope.visible_check_ins(me()).where(CheckIn.id == check_in_id))
    form, reference = SkipForm(meta=UNTOKENED), check_in.case.reference
    if form.validate():
        try:
            skip_check_in(check_in, by=me(), at=now(), because=form.because.data or "")
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say("The check-in is skipped, with its reason.")
            return redirect(f"/cases/{reference}", 303)
    return _page(check_in_id, AnswersForm(formdata=None, data={"held_on": me().on}), form)
