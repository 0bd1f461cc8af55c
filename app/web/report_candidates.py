"""The candidates that a report counts, one by one, each leading to the case that earned it: for the restricted copy alone."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from flask import Blueprint, abort, render_template

from app.casework import scope
from app.casework.case import Case
from app.casework.incident import Incident
from app.casework.measure import Status
from app.casework.measure import wording as said
from app.casework.people import Person
from app.casework.permissions import Permission
from app.casework.report import Report
from app.db import db
from app.web.access import me, needs
from app.web.pages import log_reading, printed_words
from app.web.reports import report_or_404

pages = Blueprint("report_candidates", __name__)
HEADLINE = "headline"
TITLES = {HEADLINE: "Counted in the headline", **{status.value: said.STATUS[status] for status in Status}}
NOT_OPEN = "not open to you"


class _Unit(NamedTuple):
    """One line of `Report.candidates`."""

    where: str
    incident: int
    pupil: int
    confidence: str | None


@pages.get("/reports/<int:report_id>/candidates")
@needs(Permission.SEE_RESTRICTED_REPORT)
def read(report_id: int) -> Any:
    """As reckoned when the report was built, so that each list is as long as its figure; a report that came in a bundle
    has none (404). Of a case that is not open to the reader nothing is said but that it is counted."""
    report: Report = report_or_404(report_id)
    if report.candidates is None:
        abort(404)
    units = [_Unit(*line) for line in json.loads(report.candidates)]
    incidents, names = _incidents(units), _names(units)
    log_reading("report", f"{report.term} {report.as_at} candidates")
    for case in dict.fromkeys(case for _incident, case in incidents.values()):
        log_reading("row in a list", case)
    is_held_back = not json.loads(report.snapshot or "{}")["exclusions_avoided"]["printed"]
    rows = {where: [_row(u, report, incidents, names) for u in units if u.where == where] for where in TITLES}
    lists = [(TITLES[where], found) for where, found in rows.items() if where != HEADLINE or not is_held_back]
    return render_template(
        "reports/candidates.html", report=report, lists=lists, is_held_back=is_held_back, printed=printed_words()
    )


def _incidents(units: list[_Unit]) -> dict[int, tuple[str, str]]:
    """Reference of the incident and of its case, by incident, of the cases that are open to the reader."""
    ids = sorted({unit.incident for unit in units})
    columns = (Incident.id, Incident.reference, Case.reference)
    found: Any = scope.visible_cases(me(), in_full=True).join(Incident, Incident.case_id == Case.id)
    rows = db.session.execute(found.where(Incident.id.in_(ids)).with_only_columns(*columns))
    return {number: (incident, case) for number, incident, case in rows}


def _names(units: list[_Unit]) -> dict[int, str]:
    people = scope.visible_people(me()).with_only_columns(Person.id, Person.display_name)
    found = db.session.execute(people.where(Person.id.in_(sorted({unit.pupil for unit in units}))))
    return {row[0]: row[1] for row in found}


def _row(unit: _Unit, report: Report, incidents: dict[int, tuple[str, str]], names: dict[int, str]) -> list[Any]:
    if unit.incident not in incidents or unit.pupil not in names:
        return [NOT_OPEN, "–", "–", "–"]
    incident, case = incidents[unit.incident]
    how = {"words": case, "href": f"/cases/{case}/measure?as_at={report.as_at:%d/%m/%Y}"}
    return [names[unit.pupil], incident, unit.confidence or "none that counts", how]
