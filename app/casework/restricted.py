"""What not everybody reads who sees a case: its restricted notes, and the lines of history that tell of them.

A part of `scope.py`, which offers both Selects; whoever may not read a note does not learn that there is one.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal, not_, or_, select

from app.casework.case import Case, CaseAccess, Note
from app.casework.history import RESTRICTED_NOTE, Event
from app.casework.permissions import Role
from app.casework.staff import Membership
from app.casework.words import AccessKind


def visible_events(m: Membership, case: Case) -> Select[Event]:
    """The history of one case that was already found through `visible_cases`."""
    return events_of(m, case.id, case.reference, reads_all=reads_all(m, case))


def visible_notes(m: Membership, case: Case) -> Select[Note]:
    """The notes of one case that was already found through `visible_cases`. A restricted note is for whoever wrote it,
    the owner of the case, the safeguarding lead, the head, and those named on the case."""
    return notes_of(m, case.id, reads_all=reads_all(m, case))


def reads_all(m: Membership, case: Case) -> bool:
    """Whether nothing on the case is restricted for this membership, by role or because the case is theirs."""
    return m.holds(Role.DSL) or m.is_head or case.owner_id == m.staff_id


def events_of(m: Membership, case_id: int, reference: Any, *, reads_all: bool, came_from: Any = None) -> Select[Event]:
    """`visible_events` of a case of which only the keys are at hand, for statements that are prepared; or of the cases
    `came_from` which its incidents came, as far as whoever sees this case may read."""
    is_open = or_(Event.about.is_(None), Event.about != RESTRICTED_NOTE, Event.by_code == m.staff_code)
    whose = Event.case_reference == reference if came_from is None else Event.case_reference.in_(came_from)
    found = select(Event).where(Event.school_id == m.school_id, whose)
    return found if reads_all else found.where(or_(is_open, _is_named(m, case_id)))


def notes_of(m: Membership, case_id: int, *, reads_all: bool) -> Select[Note]:
    """`visible_notes` of a case of which only the keys are at hand."""
    is_open = or_(not_(Note.is_restricted), Note.written_by_id == m.staff_id)
    found = select(Note).where(Note.school_id == m.school_id, Note.case_id == case_id)
    return found if reads_all else found.where(or_(is_open, _is_named(m, case_id)))


def _is_named(m: Membership, case_id: int) -> ColumnElement[bool]:
    live = or_(CaseAccess.ends_at.is_(None), CaseAccess.ends_at > m.at)
    mine = and_(CaseAccess.school_id == m.school_id, CaseAccess.staff_id == m.staff_id, CaseAccess.case_id == case_id)
    return exists(select(literal(1)).where(mine, CaseAccess.kind == AccessKind.NAMED, live))
