"""How the filters narrow the cases one may see.

What an outline does not show (places, tags, responses, dates of what is next, anything said) is looked for only in
cases seen in full: a filter must not tell what the page would not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, exists, or_, select, type_coerce

from app.casework import scope
from app.casework.calendar import utc_from_london
from app.casework.case import Case
from app.casework.incident import Incident, Involvement
from app.casework.next_due import OPEN, next_due
from app.casework.people import Person, Pupil, folded
from app.casework.permissions import Role
from app.casework.response import Response
from app.casework.staff import Membership, StaffMember
from app.casework.words import ResponseKind, Stage
from app.web.forms.case_list import CaseFilters

PUPILS: Any = Pupil.__table__
WEEK = timedelta(days=7)
# Words are looked for so far back, unless a date says otherwise: nobody waits while years of stories are read.
WORDS_LOOK_BACK = timedelta(days=366)
IN_FULL_ONLY = ("place", "tag", "response", "due", "logged")
Narrow = Callable[[Select[Any], Any, Membership], Select[Any]]


def narrowed(found: Any, form: CaseFilters, m: Membership) -> Any:
    """The cases that fit every filter that is set."""
    if any(form[name].data for name in IN_FULL_ONLY) or form.sort.data == "due":
        found = scope.visible_cases(m, in_full=True)
    found = found.where(scope.linked_to(m))
    for name, narrow in _BY_FILTER.items():
        if form[name].data:
            found = narrow(found, form[name].data, m)
    if form.words.data and not (form.since.data or form.until.data):
        asked_for = Case.reference == form.words.data.strip()  # by its whole reference: however old
        found = found.where(or_(Case.opened_at >= m.at - WORDS_LOOK_BACK, asked_for))
    return found


def _of_case(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(Incident.id).where(Incident.case_id == Case.id, *conditions).correlate(Case))


def _words(found: Select[Any], words: str, m: Membership) -> Select[Any]:
    """In what was seen or heard and in the next step, for cases seen in full; in reference and names for all."""
    parts = folded(words).split() or [words]
    named = select(Person.id).where(Person.school_id == m.school_id)
    for part in parts:
        named = named.where(Person.search_name.contains(part, autoescape=True))
    with_person = select(Incident.case_id).join(Involvement, Involvement.incident_id == Incident.id)
    said = or_(
        Case.next_step.icontains(words, autoescape=True),
        _of_case(Incident.what_happened.icontains(words, autoescape=True)),
    )
    return found.where(
        or_(
            Case.reference.startswith(words, autoescape=True),
            Case.id.in_(with_person.where(Involvement.person_id.in_(named))),
            and_(said, scope.visible_to(m, in_full=True)) if m.holds(Role.TUTOR, Role.SENCO) else said,
        )
    )


def _stage(found: Select[Any], stage: str, _m: Membership) -> Select[Any]:
    return found.where(Case.stage.in_(OPEN) if stage == "open" else Case.stage == Stage(stage))


def _due(found: Select[Any], when: str, m: Membership) -> Select[Any]:
    found = found.where(Case.stage.in_(OPEN))
    if when == "none":
        return found.where(next_due().is_(None))
    if when == "overdue":
        return found.where(next_due() < m.on)
    return found.where(next_due().between(m.on, m.on + WEEK))


def _owner(found: Select[Any], owner: str, m: Membership) -> Select[Any]:
    if owner == "nobody":
        return found.where(Case.owner_id.is_(None))
    mine = scope.visible_staff(m).with_only_columns(StaffMember.id).where(StaffMember.staff_code == owner)
    return found.where(Case.owner_id == (m.staff_id if owner == "me" else mine.scalar_subquery()))


def _year(found: Select[Any], year: str, _m: Membership) -> Select[Any]:
    involved = select(Incident.id).join(Involvement, Involvement.incident_id == Incident.id)
    involved = involved.join(PUPILS, PUPILS.c.id == Involvement.person_id)
    return found.where(exists(involved.where(Incident.case_id == Case.id, PUPILS.c.nc_year == year).correlate(Case)))


def _group(found: Select[Any], group: str, m: Membership) -> Select[Any]:
    pupils = select(PUPILS.c.id).where(PUPILS.c.school_id == m.school_id, PUPILS.c.registration_group == group)
    with_pupil = select(Incident.case_id).join(Involvement, Involvement.incident_id == Incident.id)
    return found.where(Case.id.in_(with_pupil.where(Involvement.person_id.in_(pupils))))


def _category(found: Select[Any], category: str, _m: Membership) -> Select[Any]:
    return found.where(_of_case(Incident.category == category))


def _place(found: Select[Any], place: str, _m: Membership) -> Select[Any]:
    return found.where(_of_case(Incident.location == place))


def _tag(found: Select[Any], tag: str, _m: Membership) -> Select[Any]:
    said = ";" + type_coerce(Incident.tags, String) + ";"
    return found.where(_of_case(said.icontains(f";{tag.replace(' ', '_')};", autoescape=True)))


def _response(found: Select[Any], kind: str, _m: Membership) -> Select[Any]:
    chosen = select(Response.id).where(Response.case_id == Case.id, Response.kind == ResponseKind(kind))
    return found.where(exists(chosen.correlate(Case)))


def _logged(found: Select[Any], _who: str, m: Membership) -> Select[Any]:
    return found.where(Case.id.in_(select(Incident.case_id).where(Incident.logged_by_id == m.staff_id)))


def _since(found: Select[Any], day: date, _m: Membership) -> Select[Any]:
    return found.where(Case.opened_at >= utc_from_london(datetime.combine(day, time.min)))


def _until(found: Select[Any], day: date, _m: Membership) -> Select[Any]:
    return found.where(Case.opened_at < utc_from_london(datetime.combine(day + timedelta(days=1), time.min)))


_BY_FILTER: dict[str, Narrow] = {
    "words": _words, "stage": _stage, "due": _due, "owner": _owner, "year": _year, "group": _group,
    "category": _category, "place": _place, "response": _response, "tag": _tag, "logged": _logged, "since": _since,
    "until": _until,
}  # fmt: skip
