"""Proactive circles in one tap, without names; and who is trained for what, until when."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request

from app.casework.circles_and_training import log_circle, record_training
from app.casework.permissions import Permission
from app.casework.refusals import Refused
from app.casework.training import Training
from app.db import db
from app.web.access import me, needs
from app.web.circle_lists import CIRCLES, PURPOSE_WORDS, TRAINING, standing
from app.web.clock import now
from app.web.forms.choices import listed
from app.web.forms.settings import CircleForm, TrainingForm
from app.web.lists import add_downloads, page_of
from app.web.pages import save, say, show_refusal
from app.web.staff_choices import staff_by_code, staff_choices

pages = Blueprint("circles", __name__)


@pages.route("/circles", methods=["GET", "POST"])
@needs(Permission.LOG_CIRCLE)
def circles() -> Any:
    """The circles held, newest first, and logging one."""
    form = CircleForm(data={"held_on": me().on})
    if request.method == "POST" and form.validate():
        try:
            made = log_circle(
                db.session(), form.held_on.data, group=form.group.data, purpose=form.purpose.data, size=form.size.data,
                minutes=form.minutes.data, by=me(), at=now(),
            )  # fmt: skip
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            db.session.add(made)
            save()
            say("The circle is logged.")
            return redirect("/circles", 303)
    shown = page_of(CIRCLES)
    lines = [
        {"on": f"{r.held_on:%d/%m/%Y}", "group": r.group, "purpose": PURPOSE_WORDS.get(r.purpose, r.purpose),
         "keeper": r.display_name, "size": str(r.size or ""), "minutes": str(r.minutes or "")}
        for r in shown.rows
    ]  # fmt: skip
    page = render_template("circles/list.html", form=form, page=shown, lines=lines)
    return (page, 422) if request.method == "POST" else page


def _trained(form: TrainingForm) -> Training:
    member = staff_by_code(form.staff.data)
    assert member is not None  # noqa: S101  (the choices are this school's staff)
    return record_training(
        db.session(), member, form.course.data, level=form.level.data or "", provider=form.provider.data or None,
        hours=float(form.hours.data) if form.hours.data else None, completed_on=form.completed_on.data,
        expires_on=form.expires_on.data, by=me(), at=now(),
    )  # fmt: skip


@pages.route("/training", methods=["GET", "POST"])
@needs(Permission.SEE_TRAINING)
def training() -> Any:
    """The training register; those who keep it enter a course."""
    form = TrainingForm()
    form.staff.choices = listed(staff_choices(), blank="Choose")
    may_keep = me().may(Permission.KEEP_TRAINING)
    if request.method == "POST" and may_keep and form.validate():
        try:
            made = _trained(form)
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            db.session.add(made)
            save()
            say("The course is recorded.")
            return redirect("/training", 303)
    shown = page_of(TRAINING)
    lines = [
        {"who": r.display_name, "course": r.course, "level": r.level, "completed": f"{r.completed_on:%d/%m/%Y}",
         "until": f"{r.expires_on:%d/%m/%Y}" if r.expires_on else "no end", "now": standing(r, me().on)}
        for r in shown.rows
    ]  # fmt: skip
    page = render_template("circles/training.html", form=form, page=shown, lines=lines, may_keep=may_keep)
    return (page, 422) if request.method == "POST" else page


add_downloads(pages, CIRCLES, Permission.LOG_CIRCLE)
add_downloads(pages, TRAINING, Permission.SEE_TRAINING)
