"""A case's history as a reader sees it: each event in words, grouped by day, filtered by kind."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.casework import scope
from app.casework.calendar import london
from app.casework.case import Case
from app.casework.history import Event
from app.casework.lifecycle import Move
from app.casework.people import Person
from app.casework.staff import StaffMember
from app.db import db
from app.web.access import me

KINDS: dict[str, str] = {
    "incident": "Incidents",
    "triage": "Triage",
    "response": "Responses",
    "agreement": "Agreements",
    "check_in": "Check-ins",
    "decision": "Thresholds and decisions",
    "exclusion": "Exclusions",
    "gate": "Safety",
    "people": "People",
    "note": "Notes",
    "stage": "Closing",
}
_BY_MOVE: dict[str, str] = {
    Move.INCIDENT_LOGGED: "incident",
    Move.INCIDENT_AMENDED: "incident",
    Move.INCIDENT_JOINED: "incident",
    Move.INCIDENT_SPLIT_OFF: "incident",
    Move.PART_CHANGED: "people",
    Move.PERSON_NAMED: "people",
    Move.TRIAGED: "triage",
    Move.CONFIDENTIALITY_CHANGED: "triage",
    Move.NOTE_ADDED: "note",
    Move.SAFETY_CHECKED: "gate",
    Move.PUT_ON_HOLD: "gate",
    Move.HOLD_LIFTED: "gate",
    Move.OPENED_IN_EMERGENCY: "gate",
    Move.THRESHOLD_ASKED_FOR: "decision",
    Move.THRESHOLD_RECORDED: "decision",
    Move.DECISION_RECORDED: "decision",
    Move.EXCLUSION_RECORDED: "exclusion",
    Move.EXCLUSION_CANCELLED: "exclusion",
    Move.CHECK_IN_PLANNED: "check_in",
    Move.CHECK_IN_HELD: "check_in",
    Move.CHECK_IN_SKIPPED: "check_in",
    Move.HARMED_TOLD: "people",
}
_PREFIXES = (("response", "response"), ("preparation", "response"), ("agreement", "agreement"), ("action", "agreement"))


def kind_of(event_kind: str) -> str:
    """Which mark and filter an event belongs to."""
    if event_kind in _BY_MOVE:
        return _BY_MOVE[event_kind]
    return next((kind for start, kind in _PREFIXES if event_kind.startswith(start)), "stage")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline, as the component takes it."""

    day: str
    at_words: str
    kind: str
    who: str
    what: str
    because: str | None
    before: str | None
    after: str | None
    href: str | None
    kind_word: str | None


def entries_of(case: Case, *, kind: str | None = None, oldest_first: bool = True) -> list[Entry]:
    """The case's timeline; one statement."""
    order = (Event.happened_at, Event.number)
    found = (
        scope.visible_events(me(), case)
        .with_only_columns(
            Event.happened_at,
            Event.kind,
            Event.about,
            Event.because,
            Event.before,
            Event.after,
            Event.by_code,
            _staff_name().label("who"),
            Person.display_name.label("whom"),
        )
        .outerjoin(Person, (Person.key == Event.person_key) & (Person.school_id == Event.school_id))
        .order_by(*(order if oldest_first else (column.desc() for column in order)))
    )
    made = (_entry(row) for row in db.session.execute(found))
    return [entry for entry in made if kind is None or entry.kind == kind]


def _staff_name() -> Any:
    named = Person.__table__.alias("by_person")
    return (
        select(named.c.display_name)
        .where(named.c.school_id == Event.school_id, named.c.key == Event.by_code)
        .scalar_subquery()
    )


def _entry(row: Any) -> Entry:
    when: datetime = london(row.happened_at)
    kind = row.kind
    about = row.about or ""
    whom = row.whom
    what = kind[:1].upper() + kind[1:] + (f": {whom}" if whom else "") + (f" ({about})" if about else "")
    mark = kind_of(kind)
    return Entry(
        day=when.strftime("%A %-d %B %Y"),
        at_words=when.strftime("%H:%M"),
        kind=mark,
        who=row.who or "",
        what=what,
        because=row.because,
        before=_told(row.before),
        after=_told(row.after),
        href=None,
        kind_word=None,
    )


def _told(change: str | None) -> str | None:
    """A change in words: `owner PAS, confidentiality restricted`."""
    if not change:
        return None
    values = json.loads(change)
    said = (f"{key.replace('_', ' ')}: {_value(value)}" for key, value in values.items() if value not in (None, "", []))
    return "; ".join(said) or None


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value).replace("_", " ")


def staff_names(ids: set[int | None]) -> dict[int, str]:
    """Names of members of staff by id; one statement."""
    wanted = sorted(i for i in ids if i is not None)
    found = (
        scope.visible_staff(me())
        .with_only_columns(StaffMember.id, StaffMember.display_name)
        .where(StaffMember.id.in_(wanted))
    )
    return {row[0]: row[1] for row in db.session.execute(found)}
