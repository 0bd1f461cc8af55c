"""How the measure reads a case: each candidate's evidence in order, and why it has the status it has."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request

from app.casework import scope
from app.casework.facts import Key
from app.casework.facts.stored import facts_for_case
from app.casework.measure import Reckoning, Status, since
from app.casework.measure import wording as said
from app.casework.measure.reckoning import reckon_case
from app.casework.people import Person
from app.casework.permissions import Permission
from app.db import db
from app.web.access import me, needs
from app.web.cases import case_or_404
from app.web.due import full_day
from app.web.forms.measure import AsAtForm
from app.web.pages import log_reading, printed_words

pages = Blueprint("measure", __name__)
# Statuses that come to stand on one day; of the others it is said since when they hold.
ON_A_DAY = frozenset({Status.AVOIDED, Status.EXCLUDED, Status.POSTPONED, Status.OTHER_SANCTION})


@pages.get("/cases/<reference>/measure")
@needs(Permission.SEE_REGISTERS)
def read(reference: str) -> Any:
    """The reasoning of each pupil who caused harm, as at today or an earlier day."""
    case, why = case_or_404(reference)
    log_reading("case", case.reference, why.value)
    form, on = AsAtForm(request.args), me().on
    if form.validate() and form.as_at.data:
        if form.as_at.data > on:
            form.as_at.errors = ["That day has not come yet. Choose today or an earlier day."]
        else:
            on = form.as_at.data
    facts = facts_for_case(db.session(), me().school_id, case.id)
    found = reckon_case(facts, case.id, on)
    references = {incident.id: incident.reference for incident in case.incidents}
    names = _names(found, facts)
    page = render_template(
        "cases/measure.html",
        reference=reference,
        form=form,
        as_at=full_day(on),
        printed=printed_words(),
        candidates=[_candidate(each, references, names) for each in found],
    )
    return (page, 422) if form.errors or form.as_at.errors else page


def _names(found: list[Reckoning], facts: Any) -> dict[int, str]:
    """Names of the people whom the reasoning mentions; one statement."""
    ids = {int(each.pupil) for each in found}
    ids |= {int(each.incident.logged_by) for each in found}
    ids |= {int(row.recorded_by) for rows in facts.thresholds_of.values() for row in rows}
    ids |= {int(row.decided_by) for rows in facts.decisions_of.values() for row in rows}
    ids |= {int(row.by) for rows in facts.actions_of.values() for row in rows if row.by is not None}
    people = scope.visible_people(me()).with_only_columns(Person.id, Person.display_name)
    return {row[0]: row[1] for row in db.session.execute(people.where(Person.id.in_(sorted(ids))))}


def _candidate(each: Reckoning, references: dict[int, str], names: dict[int, str]) -> dict[str, Any]:
    def name(key: Key) -> str:
        return names.get(int(key), str(key))

    status = each.status
    return {
        "title": f"{name(each.pupil)}, incident {references[int(each.incident.incident)]}",
        "status": said.STATUS[status] if status else "No candidate",
        "state": "good" if status is Status.AVOIDED else "calm",
        "headline": f"{_headline(status, since(each))} {each.reason}" if status else said.NOT_CANDIDATE,
        "lines": each.lines(name),
    }


def _headline(status: Status, day: date | None) -> str:
    when = f" {'on' if status in ON_A_DAY else 'since'} {full_day(day)}" if day else ""
    return f"{said.STATUS[status]}{when}."
