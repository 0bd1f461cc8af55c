"""What those who look over others may read: emergencies, who read what, and which records are kept until when.

Built on `scope.py`, and like it the only other place where a Select begins at a case table. It tells who, when and why;
no narrative is among its columns.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, not_, or_, select

from app.casework.access_log import Reading
from app.casework.agreement import Agreement
from app.casework.case import Case, CaseAccess
from app.casework.incident import Incident, Involvement
from app.casework.people import Person, Pupil
from app.casework.response import Response
from app.casework.scope import never_shown, whole_school_columns
from app.casework.staff import Membership
from app.casework.words import AccessKind

KEPT_YEARS = 25  # after birth: exclusion and behaviour within the pupil's file (statutory.md 4, Retention)


def case_told_of(m: Membership, reference: str) -> Select[Case]:
    """The case of this school under a reference that somebody was told, beyond one's scope: for emergency access alone,
    which refuses in the same words whether there is none or none that may be opened."""
    return select(Case).where(Case.school_id == m.school_id, Case.reference == reference)


def visible_emergencies(m: Membership) -> Any:
    """Emergency openings with the reference of their case; never those of a case about oneself or one's own child."""
    return (
        select(CaseAccess, Case.reference)
        .join(Case, CaseAccess.case_id == Case.id)
        .where(Case.school_id == m.school_id, CaseAccess.kind == AccessKind.EMERGENCY, not_(never_shown(m)))
    )


def visible_readings(m: Membership) -> Select[Any]:
    """Every reading, but for those of children one is close to and of cases that are never shown to one."""
    found = select(Reading).where(Reading.school_id == m.school_id)
    mine = select(Case.id).where(Case.school_id == m.school_id, never_shown(m))
    found = found.where(not_(_of_cases(mine)))
    if m.linked_pupils:
        keys = select(Person.key).where(Person.school_id == m.school_id, Person.id.in_(sorted(m.linked_pupils)))
        found = found.where(not_(and_(Reading.what == "pupil", Reading.reference.in_(keys))))
    return found


def readings_about(m: Membership, person: Person) -> ColumnElement[bool]:
    """Readings of a person's own page, and of every case in whose incidents they have a part."""
    cases = (
        select(Incident.case_id)
        .join(Involvement, Involvement.incident_id == Incident.id)
        .where(Involvement.school_id == m.school_id, Involvement.person_id == person.id)
    )
    return or_(and_(Reading.what == "pupil", Reading.reference == person.key), _of_cases(cases))


def readings_of_case(m: Membership, reference: str) -> ColumnElement[bool]:
    """Readings of a case, and of what hangs on it."""
    return _of_cases(select(Case.id).where(Case.school_id == m.school_id, Case.reference == reference))


def _of_cases(cases: Select[Any]) -> ColumnElement[bool]:
    named = {
        "case": select(Case.reference).where(Case.id.in_(cases)),
        "incident": select(Incident.reference).where(Incident.case_id.in_(cases)),
        "response": select(Response.reference).where(Response.case_id.in_(cases)),
        "agreement": select(Agreement.reference)
        .join(Response, Response.id == Agreement.response_id)
        .where(Response.case_id.in_(cases)),
    }
    within = func.substr(Reading.reference, 1, func.length(Case.reference) + 1) == Case.reference.concat(" ")
    checked = exists(select(literal(1)).where(Case.id.in_(cases), within).correlate(Reading))
    kinds = [and_(Reading.what == what, Reading.reference.in_(found)) for what, found in named.items()]
    return or_(*kinds, and_(Reading.what == "check-in", checked))


def kept_until(born: date) -> date:
    """The day from which a pupil's records may be looked at for deletion: 25 years after birth."""
    try:
        return born.replace(year=born.year + KEPT_YEARS)
    except ValueError:
        return date(born.year + KEPT_YEARS, 3, 1)


def kept_records(m: Membership, after: tuple[date, int] | None = None) -> Select[Any]:
    """Pupils with a part in any incident, the earliest born first: key, name and birthday. No count stands beside a name.

    `after`: birthday and number of the last one seen.
    """
    has_part = exists(select(literal(1)).where(Involvement.person_id == Pupil.id).correlate(Pupil))
    columns = (Pupil.id, Pupil.key, Pupil.display_name, Pupil.date_of_birth)
    found = whole_school_columns(m.school_id, Pupil, *columns).where(Pupil.date_of_birth.is_not(None), has_part)
    if m.linked_pupils:
        found = found.where(Pupil.id.not_in(sorted(m.linked_pupils)))
    if after is not None:
        born, number = after
        found = found.where(or_(Pupil.date_of_birth > born, and_(Pupil.date_of_birth == born, Pupil.id > number)))
    return found.order_by(Pupil.date_of_birth, Pupil.id)
