"""Cases in which the same people met before or since: as links, as far as the reader may see, and without a count."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, select

from app.casework import scope
from app.casework.calendar import london
from app.casework.case import Case
from app.casework.gathering import Gathered
from app.casework.incident import Incident, Involvement
from app.casework.prepared import CASE_ID, SHAPES, ask, open_membership, places_of
from app.casework.staff import Membership
from app.db import db
from app.web.access import me
from app.web.due import gap

AT_MOST = 5
NUMBERS = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Related:
    """Another case: `The same two pupils`, its reference, `three weeks before`."""

    who: str
    reference: str
    when: str


def related_to(case: Case, found: Gathered) -> list[Related]:
    """Other cases with an incident in which at least two of these pupils were, the nearest first; one statement."""
    pupils = sorted({person.id for person in found.people if person.kind == "pupil"})
    if len(pupils) < 2 or not found.incidents:
        return []
    here = london(found.incidents[0].occurred_at).date()
    met: dict[str, set[int]] = defaultdict(set)
    days: dict[str, date] = {}
    places = {**places_of(me()), "case_id": case.id, "pupils": pupils}
    for reference, at, person_id in ask(db.session(), _same_people(open_membership(me())), places):
        met[reference].add(person_id)
        days.setdefault(reference, london(at).date())
    nearest = sorted(days, key=lambda reference: (abs((days[reference] - here).days), reference))
    return [Related(_who(len(met[r]), len(pupils)), r, _when(days[r], here)) for r in nearest[:AT_MOST]]


@lru_cache(SHAPES)
def _same_people(m: Membership) -> Any:
    pupils: Any = bindparam("pupils", expanding=True)
    several = (
        select(Involvement.incident_id)
        .where(Involvement.person_id.in_(pupils))
        .group_by(Involvement.incident_id)
        .having(func.count() >= 2)
    )
    return (
        scope.visible_incidents(m)
        .with_only_columns(Case.reference, Incident.occurred_at, Involvement.person_id)
        .join(Involvement, Involvement.incident_id == Incident.id)
        .where(Incident.id.in_(several), Involvement.person_id.in_(pupils), Case.id != CASE_ID)
        .order_by(Incident.occurred_at)
    )


def _who(number: int, of: int) -> str:
    words = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"The same {words} pupils" if number == of else f"{words.capitalize()} of the same pupils"


def _when(there: date, here: date) -> str:
    apart = gap(min(there, here), max(there, here))
    return apart if there == here else f"{apart} {'before' if there < here else 'after'}"
