"""Amend an incident: what was written, people's parts, and who else was part of it; the history keeps what was."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from app.casework.at_once import PREJUDICE, ticked_at_once
from app.casework.calendar import london
from app.casework.incident import Incident
from app.casework.logging_incident import Account, add_people, amend_incident, change_part
from app.casework.people import Person
from app.casework.permissions import Permission
from app.casework.plain_words import HINT, JUDGING
from app.casework.refusals import Refused
from app.casework.telling import tell_safeguarding
from app.casework.words import Part
from app.db import db
from app.web.access import me, needs
from app.web.clock import now
from app.web.forms.incidents import AmendForm
from app.web.incident_form import account_from, offer, places
from app.web.incidents import incident_or_404, put
from app.web.naming import answer, as_drawn, keys_on, nobody_known, people_named, pressed, problems, take_in
from app.web.pages import Stale, both_versions, save, say

pages = Blueprint("amending", __name__)


@pages.route("/incidents/<reference>/amend", methods=["GET", "POST"])
@needs(Permission.AMEND_INCIDENT)
def amend(reference: str) -> str | Answer | tuple[str, int]:
    """Change what was written, with the reason; what it said before stays in the history."""
    incident = incident_or_404(reference)
    form = offer(AmendForm(data=_written(incident)), kept=incident)
    take_in(form)
    if request.method == "GET":
        return _draw(form, incident)
    if pressed():
        return _draw(form, incident, **answer(form))
    wrong = problems(form)
    if wrong is not None:
        return _draw(form, incident, **wrong), 422
    _check_version(form, incident)
    named = people_named(keys_on(form))
    if nobody_known(form, named):
        return _draw(form, incident), 422
    try:
        changed = _amended(incident, form, named)
    except Refused as refused:
        db.session.rollback()
        put(form, refused)
        return _draw(form, incident_or_404(reference)), 422
    save()
    say("The incident is amended. What it said before is in the history." if changed else "Nothing was different.")
    return redirect(f"/incidents/{reference}", 303)


def _amended(incident: Incident, form: AmendForm, named: dict[str, Person]) -> bool:
    """Whether anything was different: the writing, a part, or somebody who is named now."""
    by, at, because = me(), now(), form.because.data or ""
    was_unsafe = incident.anyone_unsafe
    changed = amend_incident(incident, account_from(form, kept=incident), by=by, at=at, because=because)
    if incident.anyone_unsafe and not was_unsafe:
        tell_safeguarding(db.session(), incident.case, by=by, at=at)
    there = {each.person.key: each for each in incident.involvements}
    parts = {row.person.data: Part(row.role.data) for row in (entry.form for entry in form.people.entries)}
    moved = [(there[key], part) for key, part in parts.items() if key in there and there[key].part != part]
    for involvement, part in moved:
        change_part(involvement, part, session=db.session(), by=by, at=at, because=because)
    new = [(named[key], part) for key, part in parts.items() if key not in there]
    if new:
        add_people(incident, new, by=by, at=at, because=because)
    return changed or bool(moved or new)


def _check_version(form: AmendForm, incident: Incident) -> None:
    """409 with both versions of what was written, unless nobody saved since the form was opened."""
    if str(form.version.data) != str(incident.version):
        single = [field for field in form if field.type != "FieldList"]
        raise Stale(both_versions(single, SimpleNamespace(**_written(incident))))


def _draw(form: AmendForm, incident: Incident, **found: Any) -> str:
    return render_template(
        "incidents/amend.html",
        form=form,
        incident=incident,
        places=places(),
        judging=JUDGING,
        judging_hint=HINT,
        staying=[each.person.key for each in incident.involvements],
        **as_drawn(form, **found),
    )


def _written(incident: Incident) -> dict[str, object]:
    when = london(incident.occurred_at)
    kept = {name: getattr(incident, name) for name in Account.__dataclass_fields__ if name != "tags"}
    ticked, rest = ticked_at_once(incident.immediate_action)
    more = {"occurred_on": when.date(), "occurred_time": when.time(), "version": str(incident.version)}
    tags = {"tags": sorted(incident.tags - PREJUDICE.keys()), "prejudice": sorted(incident.tags & PREJUDICE.keys())}
    at_once = {"done_at_once": ticked, "immediate_action": rest}
    people = [{"person": each.person.key, "role": each.part.value} for each in incident.involvements]
    because = "The story was still to add" if incident.story_to_add else ""
    written = {**kept, **more, **tags, **at_once, "severity": str(incident.severity)}
    return {**written, "people": people, "because": because}
