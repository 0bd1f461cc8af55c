"""What the behaviour policy indicates for each pupil of a case: proposed on the pages, decided by nobody but people."""

from __future__ import annotations

from dataclasses import dataclass

from app.casework.case import Case
from app.casework.facts.stored import facts_for_case
from app.casework.incident import Incident
from app.casework.measure.indicated import Indicated, indicated
from app.casework.people import Pupil
from app.db import db
from app.web.access import me
from app.web.forms.choices import SANCTION_WORDS

Pairs = dict[str, tuple[Incident, Pupil]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The sanction that the version in force on the day of the incident indicates; `words` say it with its clause."""

    sanction: str
    school_days: int | None
    clause: str
    version: str | None
    words: str


def pairs_of(case: Case) -> Pairs:
    """The pupils who caused harm in the case's incidents, by `incident|pupil`."""
    return {
        f"{incident.reference}|{part.person.key}": (incident, part.person)
        for incident in case.incidents
        for part in incident.involvements
        if part.part.caused and isinstance(part.person, Pupil)
    }


def proposals_for(case: Case, pairs: Pairs) -> dict[str, Proposal]:
    """What is indicated for each pair, from the version in force on the day of its incident (measure.md, Evidence 1)."""
    facts = facts_for_case(db.session(), me().school_id, case.id)
    rows = {row.incident: row for row in facts.incidents}
    return {key: _proposal(indicated(facts, pupil.id, rows[incident.id])) for key, (incident, pupil) in pairs.items()}


def _proposal(found: Indicated) -> Proposal:
    extent, row, repeats = found
    if row is None:
        return Proposal(
            "", None, "", None, "The policy in force that day says nothing about this category and severity."
        )
    days = extent.school_days or None
    sanction = SANCTION_WORDS.get(extent.kind, "No sanction").lower()
    length = f" of {days} school day{'' if days == 1 else 's'}" if days else ""
    again = f", with {repeats} earlier incident{'' if repeats == 1 else 's'} of this kind" if repeats else ""
    words = (
        f"Version {row.version}, in force from {row.in_force_from:%d/%m/%Y}, indicates {sanction}{length}{again}"
        f"{f' (clause {row.clause})' if row.clause else ''}."
    )
    return Proposal(extent.kind, days, row.clause or "", row.version, words)
