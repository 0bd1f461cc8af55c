"""Proactive circles in one tap, without names; and who is trained for what, until when."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request

from app.casework.circle import Circle
from app.casework.history import note_event
from app.casework.permissions import Permission
from app.casework.training import Training
from app.db import db
from app.web.access import me, needs
from app.web.circle_lists import CIRCLES, PURPOSE_WORDS, TRAINING, standing
from app.web.clock import now
from app.web.forms.choices import listed
from app.web.forms.settings import CircleForm, TrainingForm
from app.web.lists import add_downloads, page_of
from app.web.pages import save, say
from app.web.triage import staff_by_code, staff_choices

pages = Blueprint("circles", __name__)


@pages.route("/circles", methods=["GET", "POST"])
@needs(Permission.LOG_CIRCLE)
def circles() -> Any:
    """The circles held, newest first, and logging one."""
    form = CircleForm(data={"held_on": me().on})
    if request.method == "POST" and form.validate():
        if form.held_on.data > me().on:
            form.held_on.errors = [*form.held_on.errors, "That day has not come yet."]
        else:
            made = Circle(
                school_id=me().school_id, held_on=form.held_on.data, keeper_id=me().staff_id, group=form.group.data,
                purpose=form.purpose.data, size=form.size.data, minutes=form.minutes.data,
            )  # fmt: skip
            db.session.add(made)
            note_event(db.session(), "circle logged", by=me(), at=now(), after={"group": made.group})
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


@pages.route("/training", methods=["GET", "POST"])
@needs(Permission.SEE_TRAINING)
def training() -> Any:
    """The training register; those who keep it enter a course."""
    form = TrainingForm()
    form.staff.choices = listed(staff_choices(), blank="Choose")
    may_keep = me().may(Permission.KEEP_TRAINING)
    if request.method == "POST" and may_keep and form.validate():
        member, until = staff_by_code(form.staff.data), form.expires_on.data
        if until and until < form.completed_on.data:
            form.expires_on.errors = [*form.expires_on.errors, "It ends before it was completed."]
        elif member is not None:
            db.session.add(
                Training(
                    school_id=me().school_id, staff_id=member.id, course=form.course.data, level=form.level.data or "",
                    provider=form.provider.data or None, hours=float(form.hours.data) if form.hours.data else None,
                    completed_on=form.completed_on.data, expires_on=until,
                )
            )  # fmt: skip
            note_event(db.session(), "training recorded", by=me(), at=now(), after={"staff": member.staff_code})
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
