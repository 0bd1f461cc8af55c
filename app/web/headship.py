"""Who is head for the day: delegate it with dates, hand it back, and read who was head when."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request
from sqlalchemy import select

from app.casework import scope
from app.casework.calendar import london
from app.casework.headship import ENDED, can_be_taken_back, delegate_headship, hand_back, heads_on
from app.casework.history import Event
from app.casework.people import Person
from app.casework.permissions import Permission
from app.casework.refusals import Refused
from app.casework.staff import ActingHead, StaffMember, membership_on
from app.casework.two_people import DELEGATED
from app.db import db
from app.web.access import me, needs
from app.web.clock import now
from app.web.confirming import ask, is_confirmed
from app.web.forms.choices import listed
from app.web.forms.staff import ActingForm
from app.web.pages import found_or_404, save, say, show_refusal
from app.web.staff_choices import staff_by_code, staff_choices

pages = Blueprint("headship", __name__)
AT_MOST = 50


def acting_rows() -> list[ActingHead]:
    """Every acting headship of the school, the latest first."""
    return list(
        db.session.scalars(scope.whole_school(ActingHead, me().school_id).order_by(ActingHead.starts_on.desc()))
    )


def heads_today() -> list[StaffMember]:
    """Whoever decides today, acting heads first."""
    return heads_on(db.session.scalars(scope.visible_staff(me())).all(), acting_rows(), me().on)


@pages.route("/settings/headship", methods=["GET", "POST"])
@needs(Permission.DELEGATE_HEADSHIP)
def delegate() -> Any:
    """Who is head today, who acts when, and the form to delegate it."""
    form = ask(ActingForm(data={"starts_on": me().on, "ends_on": me().on}))
    form.staff.choices = listed((c for c in staff_choices() if c[0] != me().staff_code), blank="Choose a person")
    if form.is_submitted() and form.validate() and is_confirmed(form):
        try:
            row = _delegated(form)
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            db.session.add(row)
            save()
            say("The headship is delegated. It begins and ends with the day, London time.")
            return redirect("/settings/headship", 303)
    return _page(form, 422 if form.is_submitted() else 200)


def _delegated(form: ActingForm) -> ActingHead:
    member = staff_by_code(form.staff.data)
    assert member is not None  # noqa: S101  (the choices are this school's staff)
    starts_on, ends_on = form.starts_on.data, form.ends_on.data
    assert starts_on is not None  # noqa: S101  (the form asks for both)
    assert ends_on is not None  # noqa: S101
    power = membership_on(member, starts_on, now())
    return delegate_headship(
        db.session(), member, power, starts_on=starts_on, ends_on=ends_on, others=acting_rows(),
        by=me(), at=now(), because=form.because.data,
    )  # fmt: skip


@pages.post("/settings/headship/<int:row_id>/end")
@needs(Permission.DELEGATE_HEADSHIP)
def end(row_id: int) -> Any:
    """End it with today, call it off, or take it back."""
    row: ActingHead = found_or_404(scope.whole_school(ActingHead, me().school_id).where(ActingHead.id == row_id))
    member = db.session.get_one(StaffMember, row.staff_id)
    try:
        hand_back(db.session(), row, member, by=me(), at=now(), because=request.form.get("because", ""))
    except Refused as refused:
        db.session.rollback()
        form = ask(ActingForm(formdata=None))
        form.staff.choices = listed(staff_choices(), blank="Choose a person")
        form.form_errors = [refused.refusal.message]
        return _page(form, 422)
    save()
    say("The headship is handed back.")
    return redirect("/settings/headship", 303)


def _page(form: ActingForm, status: int) -> Any:
    names = dict(
        db.session.execute(scope.visible_staff(me()).with_only_columns(StaffMember.id, Person.display_name)).all()
    )
    rows = [
        {
            "id": row.id, "name": names[row.staff_id], "begins": f"{row.starts_on:%d/%m/%Y}",
            "ends": f"{row.ends_on:%d/%m/%Y}" if row.ends_on else "open", "end_words": _can_end(row),
        }
        for row in acting_rows()
    ]  # fmt: skip
    page = render_template(
        "settings/headship.html", form=form, rows=rows, history=_history(),
        today=" and ".join(member.display_name for member in heads_today()) or "nobody",
    )  # fmt: skip
    return page if status == 200 else (page, status)


def _can_end(row: ActingHead) -> str | None:
    if can_be_taken_back(row, me().on):
        return "Take it back"
    if row.ends_on is not None and row.ends_on <= me().on:
        return None
    return "Call it off" if row.starts_on > me().on else "End it with today"


def _history() -> list[list[str]]:
    who, author = Person.__table__.alias("who"), Person.__table__.alias("author")
    found = (
        select(
            Event.recorded_at,
            Event.kind,
            Event.before,
            Event.after,
            Event.because,
            who.c.display_name,
            author.c.display_name,
        )
        .join(who, (who.c.school_id == Event.school_id) & (who.c.key == Event.person_key))
        .join(author, (author.c.school_id == Event.school_id) & (author.c.key == Event.by_code))
        .where(Event.school_id == me().school_id, Event.case_reference.is_(None), Event.kind.in_([DELEGATED, ENDED]))
        .order_by(Event.happened_at.desc(), Event.number.desc())
        .limit(AT_MOST)
    )
    return [
        [f"{london(at):%d/%m/%Y %H:%M}", f"{kind.capitalize()}: {name}", _days(before, after), because or "", by]
        for at, kind, before, after, because, name, by in db.session.execute(found)
    ]


def _days(before: str | None, after: str | None) -> str:
    days = {**json.loads(before or "{}"), **json.loads(after or "{}")}
    if days.get("called_off") or days.get("taken_back"):
        return "called off" if days.get("called_off") else "taken back"
    return f"{_written(days.get('from'))} to {_written(days.get('to'))}"


def _written(day: str | None) -> str:
    """A day of history as pages write it; an acting headship can be open."""
    return f"{date.fromisoformat(day):%d/%m/%Y}" if day else "open"
