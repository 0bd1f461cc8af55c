"""Proactive circles in one tap, without names; and who is trained for what, until when."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request

from app.casework import scope
from app.casework.circle import Circle
from app.casework.history import note_event
from app.casework.permissions import Permission
from app.casework.training import Training
from app.db import db
from app.web.access import me, needs
from app.web.clock import now
from app.web.forms.choices import listed
from app.web.forms.settings import CircleForm, TrainingForm
from app.web.pages import save, say
from app.web.timeline import staff_names
from app.web.triage import staff_by_code, staff_choices

pages = Blueprint("circles", __name__)
AT_MOST = 100


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
    found = db.session.scalars(scope.visible_circles(me()).order_by(Circle.held_on.desc()).limit(AT_MOST)).all()
    names = staff_names({c.keeper_id for c in found})
    rows = [
        [f"{c.held_on:%d/%m/%Y}", c.group, c.purpose.replace("_", "-").capitalize(), names.get(c.keeper_id, ""),
         str(c.size or ""), str(c.minutes or "")]
        for c in found
    ]  # fmt: skip
    page = render_template("circles/list.html", form=form, rows=rows)
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
    found = db.session.scalars(scope.visible_training(me()).order_by(Training.completed_on.desc()).limit(AT_MOST)).all()
    names = staff_names({t.staff_id for t in found})
    rows = [
        [names.get(t.staff_id, ""), t.course, f"{t.completed_on:%d/%m/%Y}",
         f"{t.expires_on:%d/%m/%Y}" if t.expires_on else "no end", "current" if t.is_current(me().on) else "not current"]
        for t in found
    ]  # fmt: skip
    page = render_template("circles/training.html", form=form, rows=rows, may_keep=may_keep)
    return (page, 422) if request.method == "POST" else page
