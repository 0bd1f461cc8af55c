"""Logging an incident: the minute in which a teacher writes down what happened, and the case it opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.casework.calendar import london
from app.casework.case import Case
from app.casework.giving import let_go
from app.casework.in_order import held_there_and_then, why_not_moved
from app.casework.incident import Incident, Involvement
from app.casework.lifecycle import Move, take
from app.casework.notice import NoticeKind
from app.casework.people import Person, Pupil
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership
from app.casework.telling import settle_heads
from app.casework.to_decide import why_not_taken_out
from app.casework.told_how import note_harmed_later, note_not_harmed
from app.casework.words import Part, Stage


@dataclass(frozen=True, slots=True)
class Account:
    """What somebody wrote about an incident: when, where, what was seen or heard."""

    occurred_at: datetime
    category: str
    severity: int
    what_happened: str = ""
    location: str | None = None
    lesson: str | None = None
    tags: frozenset[str] = frozenset()
    immediate_action: str | None = None
    injuries: str | None = None
    physical_intervention: bool | None = None
    anyone_unsafe: bool | None = None
    time_is_exact: bool = True
    story_to_add: bool = False


NamedPart = tuple[Person, Part]
AMENDABLE = tuple(name for name in Account.__dataclass_fields__ if name not in ("story_to_add", "time_is_exact"))


def why_not_then(occurred_at: datetime, at: datetime) -> Refusal | None:
    """Refuses `in_the_future`: an incident is logged after it happened."""
    if occurred_at > at:
        return Refusal(
            "in_the_future",
            f"That is later than now ({london(at):%d/%m/%Y %H:%M}). Give the day and time at which it happened.",
            field="occurred_at",
        )
    return None


def _why_after_logging(occurred_at: datetime, logged_at: datetime) -> Refusal | None:
    if occurred_at <= logged_at:
        return None
    message = f"It was logged on {london(logged_at):%d/%m/%Y at %H:%M}, so it happened by then. Give an earlier time."
    return Refusal("after_it_was_logged", message, field="occurred_at")


def why_not_these(parts: Sequence[NamedPart], occurred_at: datetime) -> Refusal | None:
    """Refuses `nobody_named`, `named_twice`, `not_yet_on_roll` and `left_by_then` (a pupil who joined after that day,
    or had left before it)."""
    if not parts:
        return Refusal("nobody_named", "Name at least one person. Their part may be “not yet clear”.", field="people")
    ids = [person.id for person, _part in parts]
    for person, _part in parts:
        if ids.count(person.id) > 1:
            return Refusal("named_twice", f"{person.display_name} is named twice. Keep one line.", field="people")
        away = _why_not_there(person, london(occurred_at).date()) if isinstance(person, Pupil) else None
        if away:
            return away
    return None


def _why_not_there(pupil: Pupil, on: date) -> Refusal | None:
    check = "Check the person and the date."
    if pupil.on_roll_from and pupil.on_roll_from > on:
        said = f"{pupil.display_name} joined the school on {pupil.on_roll_from:%d/%m/%Y}, after that day. {check}"
        return Refusal("not_yet_on_roll", said, field="people")
    if pupil.on_roll_to and pupil.on_roll_to < on:
        said = f"{pupil.display_name} left the school on {pupil.on_roll_to:%d/%m/%Y}, before that day. {check}"
        return Refusal("left_by_then", said, field="people")
    return None


def log_incident(
    reference: str,
    account: Account,
    parts: Sequence[NamedPart],
    *,
    by: Membership,
    at: datetime,
    may_name_nobody: bool = False,
) -> Case:
    """Log an incident and open its case, both named `reference`. The case is returned; add it to the session.
    `may_name_nobody`: a kind word is counted without a name (practice.md 2.2).

    Refuses `in_the_future`, `nobody_named`, `named_twice`, `not_yet_on_roll`, `left_by_then`, `not_permitted`.
    """
    refuse_if(why_not_then(account.occurred_at, at))
    refuse_if(None if may_name_nobody and not parts else why_not_these(parts, account.occurred_at))
    case = Case(school_id=by.school_id, reference=reference, opened_at=at, stage=Stage.LOGGED)
    incident = incident_of(account, reference, by=by, at=at)
    for person, part in parts:
        incident.involvements.append(Involvement(school_id=by.school_id, person_id=person.id, part=part))
    case.incidents.append(incident)
    take(case, Move.INCIDENT_LOGGED, by=by, at=at, about=f"incident {reference}", happened_at=account.occurred_at)
    return case


def incident_of(account: Account, reference: str, *, by: Membership, at: datetime) -> Incident:
    """The row of what was written."""
    return Incident(
        school_id=by.school_id,
        reference=reference,
        occurred_at=account.occurred_at,
        time_is_exact=account.time_is_exact,
        logged_at=at,
        logged_by_id=by.staff_id,
        category=account.category,
        severity=account.severity,
        location=account.location or None,
        lesson=account.lesson or None,
        tags=account.tags,
        what_happened=account.what_happened,
        immediate_action=account.immediate_action or None,
        injuries=account.injuries or None,
        physical_intervention=account.physical_intervention,
        anyone_unsafe=account.anyone_unsafe,
        story_to_add=account.story_to_add,
    )


def amend_incident(incident: Incident, account: Account, *, by: Membership, at: datetime, because: str) -> bool:
    """Change what was written; what it said before stays readable in the history. False where nothing differs.

    What met it there and then moves with it. Refuses `after_it_was_logged`, `after_what_followed`, `not_yet_on_roll`
    and `left_by_then` (where the day is changed), `reason_needed`.
    """
    refuse_if(_why_after_logging(account.occurred_at, incident.logged_at))
    refuse_if(why_not_moved(incident, account.occurred_at))
    if account.occurred_at != incident.occurred_at and incident.involvements:
        refuse_if(why_not_these([(each.person, each.part) for each in incident.involvements], account.occurred_at))
    fields = [name for name in AMENDABLE if getattr(incident, name) != _kept(account, name)]
    if not fields:
        return False
    before = {name: _told(getattr(incident, name)) for name in fields}
    after = {name: _told(_kept(account, name)) for name in fields}
    there = held_there_and_then(incident) if "occurred_at" in fields else []
    if there:
        before, after = before | {"held_at": incident.occurred_at}, after | {"held_at": account.occurred_at}
    about = f"incident {incident.reference}"
    take(incident.case, Move.INCIDENT_AMENDED, by=by, at=at, because=because, about=about, before=before, after=after)
    for response in there:
        response.held_at = account.occurred_at
    for name in fields:
        setattr(incident, name, _kept(account, name))
    incident.story_to_add = incident.story_to_add and not incident.what_happened.strip()
    return True


def _kept(account: Account, name: str) -> object:
    value = getattr(account, name)
    return value if value != "" or name == "what_happened" else None


def _told(value: object) -> object:
    return ";".join(sorted(value)) if isinstance(value, frozenset) else value


def add_people(incident: Incident, parts: Sequence[NamedPart], *, by: Membership, at: datetime, because: str) -> None:
    """Name people whose part came to light later. Refuses `named_twice`, `not_yet_on_roll`, `left_by_then`,
    `reason_needed`."""
    there = [(each.person, each.part) for each in incident.involvements]
    refuse_if(why_not_these([*there, *parts], incident.occurred_at))
    about = f"incident {incident.reference}"
    for person, part in parts:
        told: dict[str, Any] = {"about": about, "person_key": person.key, "after": {"part": part.value}}
        told["before"] = note_harmed_later(incident.case, by.on) if part.harmed else None
        take(incident.case, Move.PERSON_ADDED, by=by, at=at, because=because, **told)
        incident.involvements.append(Involvement(school_id=incident.school_id, person_id=person.id, part=part))
    let_go(incident.case, by=by, at=at)


def change_part(
    involvement: Involvement, part: Part, *, session: Session, by: Membership, at: datetime, because: str
) -> None:
    """Change a person's part in an incident, with a reason; the old part stays readable. What waited for the head about
    somebody who caused no harm waits no more. Refuses `same_part`, what `why_not_taken_out` says, `reason_needed`."""
    if part == involvement.part:
        refuse_if(Refusal("same_part", "That is their part already. Choose another one.", field="part"))
    incident, person = involvement.incident, involvement.person
    is_taken_out = involvement.part.caused and not part.caused and isinstance(person, Pupil)
    refuse_if(why_not_taken_out(session, incident, person, by=by) if is_taken_out else None)
    is_new = part.harmed and not involvement.part.harmed
    told_before = note_harmed_later(incident.case, by.on) if is_new else {}
    take(
        incident.case,
        Move.PART_CHANGED,
        by=by,
        at=at,
        because=because,
        about=f"incident {incident.reference}",
        person_key=person.key,
        before={"part": involvement.part.value, **told_before},
        after={"part": part.value},
    )
    was_harmed, involvement.part = involvement.part.harmed, part
    if was_harmed and not part.harmed:
        note_not_harmed(session, incident.case)
    let_go(incident.case, by=by, at=at)
    if is_taken_out and isinstance(person, Pupil):
        for kind in (NoticeKind.THRESHOLD, NoticeKind.DECISION):
            settle_heads(session, incident.case, kind, besides=person, at=at)
