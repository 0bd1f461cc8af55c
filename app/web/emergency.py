"""Emergency access: asked for by a reference that one was told, for an hour, and looked at afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request
from sqlalchemy import func, select

from app.casework import oversight, scope
from app.casework.calendar import london
from app.casework.case import Case, CaseAccess
from app.casework.emergency import (
    LASTS,
    LOOKED_AT_WITHIN_SCHOOL_DAYS,
    NOTHING_OPENED,
    look_at_emergency,
    open_in_emergency,
    why_no_try,
    why_not_open,
)
from app.casework.history import Event, note_event
from app.casework.people import Person
from app.casework.permissions import Permission
from app.casework.refusals import Refusal, Refused
from app.db import db
from app.web.access import me, needs
from app.web.clock import now
from app.web.confirming import ask, is_confirmed
from app.web.forms.emergency import EmergencyForm, LookedAtForm
from app.web.numbers import number_in
from app.web.pages import found_or_404, log_reading, save, say, show_refusal
from app.web.timeline import staff_names

pages = Blueprint("emergency", __name__)
A_PAGE = 25


@pages.route("/emergency", methods=["GET", "POST"])
@needs(Permission.OPEN_IN_EMERGENCY)
def start() -> Any:
    """Ask for a case that one can't see. Whatever can't be opened is answered in the same words."""
    form = ask(EmergencyForm(), always=True)
    if not form.is_submitted():
        return render_template("emergency/start.html", form=form)
    if form.validate() and is_confirmed(form):
        reference = form.case.data.strip()
        refusal = why_no_try(form.because.data, _tries(), by=me())
        if refusal is None:
            return _open(form, reference)
        save()  # that the proof was right is kept
        show_refusal(form, refusal)
    return render_template("emergency/start.html", form=form), 422


def _tries() -> int:
    """Attempts of mine within the hour that opened nothing."""
    mine = (Event.school_id == me().school_id, Event.person_key == me().staff_code, Event.kind == NOTHING_OPENED)
    tries = select(func.count()).select_from(Event).where(*mine, Event.recorded_at > now() - timedelta(hours=1))
    return db.session.scalar(tries) or 0


def _open(form: EmergencyForm, reference: str) -> Any:
    if db.session.scalars(scope.visible_case_ids(me()).where(Case.reference == reference)).first() is not None:
        save()
        say("You see this case already, so nothing had to be opened.")
        return redirect(f"/cases/{reference}", 303)
    case = db.session.scalars(oversight.case_told_of(me(), reference)).first()
    refusal = why_not_open(case, by=me())
    if refusal is None and case is not None:
        open_in_emergency(case, by=me(), at=now(), because=form.because.data)
        save()
        say(f"Open until {london(now() + LASTS):%H:%M}. The safeguarding lead is told, with your reason.")
        return redirect(f"/cases/{reference}", 303)
    told = {
        "person_key": me().staff_code,
        "about": f"reference {reference}"[:120],
        "because": form.because.data.strip(),
    }
    note_event(db.session(), NOTHING_OPENED, by=me(), at=now(), **told)
    save()
    show_refusal(form, refusal or Refusal("no_such_case", "", "case"))
    return render_template("emergency/start.html", form=form), 422


@pages.get("/emergency/opened")
@needs(Permission.REVIEW_EMERGENCY, Permission.SEE_ACCESS_LOG)
def opened() -> Any:
    """Who opened what, when and why; and the attempts that opened nothing."""
    return _page()


def _page(form: LookedAtForm | None = None, about: int | None = None) -> Any:
    log_reading("emergencies", "list")
    before = number_in(request.args.get("before", ""))
    found = oversight.visible_emergencies(me()).order_by(CaseAccess.id.desc())
    if before is not None:
        found = found.where(CaseAccess.id < before)
    rows = db.session.execute(found.limit(A_PAGE + 1)).all()
    names = staff_names({i for row in rows for i in (row[0].staff_id, row[0].looked_at_by_id)})
    page = render_template(
        "emergency/opened.html",
        openings=[_opening(access, reference, names, form, about) for access, reference in rows[:A_PAGE]],
        older=f"/emergency/opened?before={rows[A_PAGE - 1][0].id}" if len(rows) > A_PAGE else None,
        newest="/emergency/opened" if before else None,
        attempts=_attempts(),
        problem=form,
        days=LOOKED_AT_WITHIN_SCHOOL_DAYS,
    )
    return (page, 422) if form is not None else page


def _opening(
    access: CaseAccess, reference: str, names: dict[int, str], form: LookedAtForm | None, about: int | None
) -> dict[str, Any]:
    may_look = me().may(Permission.REVIEW_EMERGENCY) and access.looked_at is None and access.staff_id != me().staff_id
    own = LookedAtForm(formdata=None, prefix=f"o{access.id}-", meta={"csrf": False})
    ends = access.ends_at or access.granted_at
    looked = (
        f"{names.get(access.looked_at_by_id or 0, '')}, {london(access.looked_at):%d/%m/%Y}"
        if access.looked_at
        else None
    )
    return {
        "id": access.id, "reference": reference, "who": names.get(access.staff_id, ""),
        "when": f"{london(access.granted_at):%d/%m/%Y %H:%M} to {london(ends):%H:%M}", "because": access.because or "",
        "looked_at": looked, "words": access.looked_at_words, "is_open": ends > now(),
        "form": (form if form is not None and about == access.id else own) if may_look else None,
    }  # fmt: skip


def _attempts() -> list[list[str]]:
    found = select(Event.recorded_at, Event.person_key, Event.about, Event.because, Event.by_code).where(
        Event.school_id == me().school_id, Event.case_reference.is_(None), Event.kind == NOTHING_OPENED
    )
    rows = db.session.execute(found.order_by(Event.happened_at.desc(), Event.number.desc()).limit(A_PAGE)).all()
    people = scope.visible_people(me())
    names = dict(
        db.session.execute(
            people.with_only_columns(Person.key, Person.display_name).where(
                Person.key.in_({row.by_code for row in rows})
            )
        ).all()
    )
    return [
        [f"{london(row.recorded_at):%d/%m/%Y %H:%M}", names.get(row.by_code, ""), row.about or "", row.because or ""]
        for row in rows
    ]


@pages.post("/emergency/opened/<int:access_id>")
@needs(Permission.REVIEW_EMERGENCY)
def look_at(access_id: int) -> Any:
    """Say what one found; an hour that still runs ends with it."""
    access, _reference = found_or_404(oversight.visible_emergencies(me()).where(CaseAccess.id == access_id))
    form = LookedAtForm(prefix=f"o{access_id}-", meta={"csrf": False})
    if form.validate():
        try:
            look_at_emergency(access, by=me(), at=now(), words=form.words.data)
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say("Noted, here and in the case’s history.")
            return redirect("/emergency/opened", 303)
    return _page(form, access_id)
