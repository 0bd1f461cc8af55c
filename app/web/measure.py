"""How the measure reads a case: each candidate's evidence in order, and why it has the status it has."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.casework import scope
from app.casework.facts import Key
from app.casework.facts.stored import facts_for_case
from app.casework.measure.reckoning import reckon_case
from app.casework.people import Person
from app.casework.permissions import Permission
from app.db import db
from app.web.access import me, needs
from app.web.cases import case_or_404
from app.web.pages import log_reading

pages = Blueprint("measure", __name__)


@pages.get("/cases/<reference>/measure")
@needs(Permission.SEE_REGISTERS)
def read(reference: str) -> str:
    """The reasoning of each pupil who caused harm, as at today."""
    case, why = case_or_404(reference)
    log_reading("case", case.reference, why.value)
    facts = facts_for_case(db.session(), me().school_id, case.id)
    found = reckon_case(facts, case.id, me().on)
    names = dict(db.session.execute(scope.visible_people(me()).with_only_columns(Person.id, Person.display_name)).all())
    references = {incident.id: incident.reference for incident in case.incidents}

    def name(key: Key) -> str:
        return names.get(int(key), str(key))

    candidates = [
        {
            "title": f"{name(each.pupil)}, incident {references[int(each.incident.incident)]}",
            "status": (each.status or "none").replace("_", " "),
            "lines": each.lines(name),
        }
        for each in found
    ]
    return render_template("cases/measure.html", reference=reference, candidates=candidates)
