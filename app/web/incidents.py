"""Log an incident in one screen; read it and amend it later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request
from sqlalchemy import func, select
from werkzeug.wrappers import Response as Answer

from app.casework import scope
from app.casework.calendar import london, utc_from_london
from app.casework.case import Case
from app.casework.incident import Incident, Involvement
from app.casework.logging_incident import Account, amend_incident, log_incident, meet_on_the_spot
from app.casework.people import Person, folded
from app.casework.permissions import Permission
from app.casework.policy import PolicyRow
from app.casework.refusals import Refused
from app.casework.school import next_case_reference
from app.casework.words import Part
from app.db import db
from app.web.access import me, needs
from app.web.case_page import PUPILS
from app.web.clock import now
from app.web.forms.choices import PART_WORDS, listed
from app.web.forms.incidents import AmendForm, IncidentForm
from app.web.pages import found_or_404, log_reading, save, say, show_refusal

pages = Blueprint("incidents", __name__)
FOUND_AT_MOST = 12


def categories() -> list[str]:
    """The categories of the behaviour policy, the newest version first."""
    rows = db.session.execute(
        select(PolicyRow.category, func.max(PolicyRow.in_force_from))
        .where(PolicyRow.school_id == me().school_id)
        .group_by(PolicyRow.category)
        .order_by(PolicyRow.category)
    )
    return [row[0] for row in rows] or ["physical", "verbal", "disruption", "damage", "other"]


def find_people(words: str, most: int = FOUND_AT_MOST) -> list[tuple[str, str]]:
    """Key and words of the people whose names hold every word typed."""
    found = scope.visible_people(me())
    for word in folded(words).split():
        found = found.where(Person.search_name.contains(word, autoescape=True))
    rows = db.session.execute(
        found.with_only_columns(Person.key, Person.display_name, PUPILS.c.registration_group, PUPILS.c.nc_year)
        .outerjoin(PUPILS, PUPILS.c.id == Person.id)
        .order_by(Person.sort_name)
        .limit(most)
    )
    return [(key, f"{name}, {group or ('Year ' + year if year else 'adult')}") for key, name, group, year in rows]


def people_named(keys: list[str]) -> dict[str, Person]:
    """The people with these keys, as far as they are of this school."""
    found = db.session.scalars(scope.visible_people(me()).where(Person.key.in_(keys)))
    return {person.key: person for person in found}


def _form(form: Any) -> Any:
    form.category.choices = listed((word, word.replace("_", " ").capitalize()) for word in categories())
    return form


@pages.route("/incidents/new", methods=["GET", "POST"])
@needs(Permission.LOG_INCIDENT)
def log() -> str | Answer | tuple[str, int]:
    """The one screen. Find, add and take away re-draw it with everything typed kept."""
    form = _form(IncidentForm())
    if request.method == "GET":
        here = london(now())
        form.occurred_on.data, form.occurred_time.data = here.date(), here.time()
        return _draw(form)
    if "find" in request.form:
        return _draw(form, found=find_people(form.find_person.data or ""), searched=True)
    if "add" in request.form:
        taken = {row.person.data for row in form.people.entries}
        for key in request.form.getlist("found"):
            if key not in taken:
                form.people.append_entry({"person": key, "role": "not_yet_clear"})
        form.find_person.data = ""
        return _draw(form)
    if request.form.get("remove", "").isdigit():
        _take_away(form, int(request.form["remove"]))
        return _draw(form)
    if not form.validate():
        return _draw(form), 422
    return _log(form)


def _take_away(form: IncidentForm, index: int) -> None:
    kept = [(r.person.data, r.role.data) for i, r in enumerate(form.people.entries) if i != index]
    while form.people.entries:
        form.people.pop_entry()
    for person, role in kept:
        form.people.append_entry({"person": person, "role": role})


def _log(form: IncidentForm) -> Answer | tuple[str, int]:
    at = now()
    named = people_named([row.person.data for row in form.people.entries])
    try:
        account = account_from(form)
        missing = [row for row in form.people.entries if row.person.data not in named]
        for row in missing:
            row.form.role.errors = ["There is nobody with that key at this school. Find the person again."]
        if missing:
            return _draw(form), 422
        parts = [(named[row.person.data], Part(row.role.data)) for row in form.people.entries]
        reference = next_case_reference(db.session(), me().school_id, london(at).year)
        case = log_incident(reference, account, parts, by=me(), at=at)
        if form.response_now.data == "met_on_the_spot":
            meet_on_the_spot(case, by=me(), at=at)
    except Refused as refused:
        db.session.rollback()
        field = "occurred_on" if refused.refusal.field == "occurred_at" else refused.refusal.field
        _put(form, refused, field)
        return _draw(form), 422
    db.session.add(case)
    save()
    say(f"Incident {reference} is logged." + (" It is closed: met on the spot." if case.closed_at else ""))
    return redirect(f"/cases/{reference}", 303)


def _put(form: Any, refused: Refused, field: str | None) -> None:
    if field and field in form._fields:
        form[field].errors = [*form[field].errors, refused.refusal.message]
    else:
        show_refusal(form, refused.refusal)


def account_from(form: Any) -> Account:
    """What the form says, as casework takes it. Refuses the hour that the clocks skip (`skipped_hour`)."""
    return Account(
        occurred_at=utc_from_london(datetime.combine(form.occurred_on.data, form.occurred_time.data)),
        category=form.category.data,
        severity=int(form.severity.data),
        what_happened=form.what_happened.data or "",
        location=form.location.data or None,
        lesson=form.lesson.data or None,
        tags=frozenset(filter(None, (word.strip() for word in (form.tags.data or "").split(",")))),
        immediate_action=form.immediate_action.data or None,
        injuries=form.injuries.data or None,
        physical_intervention=form.physical_intervention.data or None,
        anyone_unsafe=form.anyone_unsafe.data or None,
    )


def _draw(form: IncidentForm, *, found: list[tuple[str, str]] = [], searched: bool = False) -> str:  # noqa: B006
    named = people_named([row.person.data for row in form.people.entries])
    names = {key: person.display_name for key, person in named.items()}
    places = db.session.scalars(
        scope.visible_incidents(me())
        .with_only_columns(Incident.location)
        .where(Incident.location.is_not(None), Incident.logged_by_id == me().staff_id)
        .order_by(Incident.logged_at.desc())
        .limit(40)
    )
    return render_template(
        "incidents/log.html",
        form=form,
        names=names,
        found=found,
        searched=searched,
        places=list(dict.fromkeys(p for p in places if p)),
    )


def _incident(reference: str) -> Incident:
    incident: Incident = found_or_404(scope.visible_incidents(me()).where(Incident.reference == reference))
    return incident


@pages.get("/incidents/<reference>")
@needs(Permission.SEE_CASES)
def read(reference: str) -> str:
    """The incident as it stands, with who was part of it."""
    incident = _incident(reference)
    parts = db.session.execute(
        select(Person.display_name, Person.key, Involvement.part, Involvement.account)
        .join(Involvement, Involvement.person_id == Person.id)
        .where(Involvement.incident_id == incident.id)
        .order_by(Involvement.id)
    ).all()
    case: Any = found_or_404(
        scope.visible_cases(me(), in_full=True).with_only_columns(Case).where(Case.id == incident.case_id)
    )
    log_reading("incident", incident.reference)
    people = [{"name": n, "role": p.value, "role_word": PART_WORDS[p.value], "said": a} for n, _k, p, a in parts]
    return render_template(
        "incidents/read.html", incident=incident, case=case, people=people, when=london(incident.occurred_at)
    )


@pages.route("/incidents/<reference>/amend", methods=["GET", "POST"])
@needs(Permission.AMEND_INCIDENT)
def amend(reference: str) -> str | Answer | tuple[str, int]:
    """Change what was written, with the reason; what it said before stays in the history."""
    incident = _incident(reference)
    form = _form(AmendForm(data=_written(incident)))
    if request.method == "GET":
        return render_template("incidents/amend.html", form=form, incident=incident)
    if not form.validate():
        return render_template("incidents/amend.html", form=form, incident=incident), 422
    if form.version.data != str(incident.version):
        form.form_errors.append("Somebody amended this incident while you were writing. Compare, and save again.")
        form.version.data = str(incident.version)
        return render_template("incidents/amend.html", form=form, incident=incident), 409
    try:
        changed = amend_incident(incident, account_from(form), by=me(), at=now(), because=form.because.data)
    except Refused as refused:
        db.session.rollback()
        _put(form, refused, "occurred_on" if refused.refusal.field == "occurred_at" else refused.refusal.field)
        return render_template("incidents/amend.html", form=form, incident=incident), 422
    save()
    say("The incident is amended. What it said before is in the history." if changed else "Nothing was different.")
    return redirect(f"/incidents/{reference}", 303)


def _written(incident: Incident) -> dict[str, object]:
    when = london(incident.occurred_at)
    kept = {name: getattr(incident, name) for name in Account.__dataclass_fields__ if name != "tags"}
    more = {"occurred_on": when.date(), "occurred_time": when.time(), "version": str(incident.version)}
    return {**kept, **more, "severity": str(incident.severity), "tags": ", ".join(sorted(incident.tags))}
