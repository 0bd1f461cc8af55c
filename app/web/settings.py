"""The school's settings: its days, its policy, its people and roles, and which lines of a term are complete."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, redirect, render_template, request
from sqlalchemy import func
from werkzeug.exceptions import NotFound

from app.casework import scope
from app.casework.history import note_event
from app.casework.mail import Mail, MailState
from app.casework.people import Person
from app.casework.periods import Period, Weekday
from app.casework.permissions import GRANTS, ROLE_WORDS, Permission, Role
from app.casework.policy import PolicyRow
from app.casework.school import School
from app.casework.school_year import Supplied
from app.db import db
from app.web.access import me, needs
from app.web.clock import now
from app.web.forms.choices import listed
from app.web.forms.settings import LINES, SuppliedForm
from app.web.pages import check_version, save, say
from app.web.school_calendar import calendar_of

pages = Blueprint("settings", __name__)
MAIL_WORDS = {MailState.SENT: "Sent", MailState.WAITING: "Waiting", MailState.NOT_SENT: "Not sent, and not tried again"}


@pages.get("/settings")
@needs(Permission.SEE_SETTINGS, Permission.KEEP_SETTINGS)
def settings() -> str:
    """What is set, in one page; it is changed by importing a bundle."""
    school = db.session.get_one(School, me().school_id)
    terms = [[t.full_name, f"{t.starts_on:%d/%m/%Y}", f"{t.ends_on:%d/%m/%Y}"] for t in calendar_of().terms]
    found = db.session.scalars(
        scope.whole_school(PolicyRow, me().school_id).order_by(PolicyRow.in_force_from.desc(), PolicyRow.category)
    )
    policy = [
        [r.version, f"{r.in_force_from:%d/%m/%Y}", r.category, str(r.severity), r.sanction.value.replace("_", " "),
         str(r.school_days or ""), r.clause]
        for r in found
    ]  # fmt: skip
    staff = db.session.scalars(scope.visible_staff(me()).order_by(Person.sort_name))
    people = [
        [s.display_name, s.staff_code, ", ".join(ROLE_WORDS[Role(role)] for role in sorted(s.roles)),
         "in post" if s.is_in_force(me().on) else "not in post"]
        for s in staff
    ]  # fmt: skip
    grants = [
        [ROLE_WORDS[role][:1].upper() + ROLE_WORDS[role][1:], ", ".join(sorted(p.value for p in granted))]
        for role, granted in GRANTS.items()
    ]
    return render_template(
        "settings/read.html",
        school=school,
        terms=terms[-9:],
        periods=_periods(),
        policy=policy,
        people=people,
        grants=grants,
        mails=_mails(),
    )


def _mails() -> list[tuple[str, str]]:
    """How the mails of the last week fared: numbers, and why the last one was not taken; nobody is named."""
    found = scope.whole_school_columns(me().school_id, Mail, Mail.state, func.count(), func.max(Mail.problem))
    recent = found.where(Mail.made_at > me().at - timedelta(days=7)).group_by(Mail.state)
    rows = {state: (number, problem) for state, number, problem in db.session.execute(recent)}
    told = [(words, str(rows[state][0]) if state in rows else "0") for state, words in MAIL_WORDS.items()]
    problems = sorted({problem for _number, problem in rows.values() if problem})
    return [*told, *([("Why", "; ".join(problems))] if problems else [])]


def _periods() -> list[list[str]]:
    """The timetable, as it was imported: name, kind, times, days."""
    found = db.session.scalars(scope.whole_school(Period, me().school_id).order_by(Period.starts_at, Period.name))
    return [
        [p.name, p.kind.value, f"{p.starts_at:%H:%M}", f"{p.ends_at:%H:%M}",
         ", ".join(day.capitalize() for day in Weekday if day in p.weekdays) or "Every school day"]
        for p in found
    ]  # fmt: skip


@pages.route("/settings/supplied", methods=["GET", "POST"])
@needs(Permission.KEEP_SETTINGS)
def supplied() -> Any:
    """Say which lines of a term are complete: while any is missing the report prints no headline."""
    names = [t.full_name for t in reversed(calendar_of().terms) if t.starts_on <= me().on]
    term = request.values.get("term") or (names[0] if names else "")
    if term not in ("", *names):
        raise NotFound()
    year, _, name = term.partition(" ")
    found = scope.whole_school(Supplied, me().school_id).where(Supplied.academic_year == year, Supplied.term == name)
    rows = {row.kind: row for row in db.session.scalars(found)}
    complete = sorted(kind for kind, row in rows.items() if row.complete)
    form = SuppliedForm(data={"term": term, "complete": complete, "version": " ".join(complete)})
    form.term.choices = listed((n, n) for n in names)
    if request.method == "POST" and form.validate():
        check_version(form, SimpleNamespace(version=" ".join(complete), complete=complete, term=term))
        for kind in LINES:
            row = rows.get(kind) or Supplied(school_id=me().school_id, academic_year=year, term=name, kind=kind)
            row.complete = kind in form.complete.data
            db.session.add(row)
        after = {"term": term, "complete": sorted(form.complete.data)}
        note_event(db.session(), "lines supplied", by=me(), at=now(), after=after)
        save()
        say(f"Saved for {term}.")
        return redirect(f"/settings/supplied?term={term.replace(' ', '+')}", 303)
    page = render_template("settings/supplied.html", form=form, term=term, names=names)
    return (page, 422) if request.method == "POST" else page
