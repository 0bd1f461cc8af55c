"""Logging an incident: the minute in which a teacher writes down what happened, and the case it opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.casework.calendar import london
from app.casework.case import Case
from app.casework.incident import Incident, Involvement
from app.casework.lifecycle import Move, take
from app.casework.people import Person, Pupil
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership
from app.casework.words import ClosingReason, Part, Stage


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


NamedPart = tuple[Person, Part]


def why_not_then(occurred_at: datetime, at: datetime) -> Refusal | None:
    """Refuses `in_the_future`: an incident is logged after it happened."""
    if occurred_at > at:
        return Refusal(
            "in_the_future",
            f"That is later than now ({london(at):%d/%m/%Y %H:%M}). Give the day and time at which it happened.",
            field="occurred_at",
        )
    return None


def why_not_these(parts: Sequence[NamedPart], occurred_at: datetime) -> Refusal | None:
    """Refuses `nobody_named`, `named_twice` and `not_yet_on_roll` (a pupil who joined after that day)."""
    if not parts:
        return Refusal("nobody_named", "Name at least one person. Their part may be “not yet clear”.", field="people")
    ids = [person.id for person, _part in parts]
    for person, _part in parts:
        if ids.count(person.id) > 1:
            return Refusal("named_twice", f"{person.display_name} is named twice. Keep one line.", field="people")
        joined = person.on_roll_from if isinstance(person, Pupil) else None
        if joined and joined > london(occurred_at).date():
            return Refusal(
                "not_yet_on_roll",
                f"{person.display_name} joined the school on {joined:%d/%m/%Y}, after that day. "
                "Check the person and the date.",
                field="people",
            )
    return None


def log_incident(reference: str, account: Account, parts: Sequence[NamedPart], *, by: Membership, at: datetime) -> Case:
    """Log an incident and open its case, both named `reference`. The case is returned; add it to the session.

    Refuses `in_the_future`, `nobody_named`, `named_twice`, `not_yet_on_roll`, `not_permitted`.
    """
    refuse_if(why_not_then(account.occurred_at, at) or why_not_these(parts, account.occurred_at))
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
    )


def meet_on_the_spot(case: Case, *, by: Membership, at: datetime, because: str | None = None) -> None:
    """A low-level incident that was met there and then: from logged to closed in the form that logs it.

    The person harmed, if there is one, was there: they count as told. Refuses `wrong_stage`.
    """
    take(case, Move.MET_ON_THE_SPOT, by=by, at=at, because=because)
    case.closed_at, case.closing_reason = at, ClosingReason.MET_ON_THE_SPOT
    if any(involvement.part.harmed for involvement in case.incidents[0].involvements):
        case.harmed_told_at = at


def amend_incident(incident: Incident, account: Account, *, by: Membership, at: datetime, because: str) -> bool:
    """Change what was written; what it said before stays readable in the history. False where nothing differs.

    Refuses `in_the_future`, `reason_needed`.
    """
    refuse_if(why_not_then(account.occurred_at, incident.logged_at))
    fields = [name for name in Account.__dataclass_fields__ if getattr(incident, name) != _kept(account, name)]
    if not fields:
        return False
    before = {name: _told(getattr(incident, name)) for name in fields}
    after = {name: _told(_kept(account, name)) for name in fields}
    about = f"incident {incident.reference}"
    take(incident.case, Move.INCIDENT_AMENDED, by=by, at=at, because=because, about=about, before=before, after=after)
    for name in fields:
        setattr(incident, name, _kept(account, name))
    return True


def _kept(account: Account, name: str) -> object:
    value = getattr(account, name)
    return value if value != "" or name == "what_happened" else None


def _told(value: object) -> object:
    return ";".join(sorted(value)) if isinstance(value, frozenset) else value


def change_part(involvement: Involvement, part: Part, *, by: Membership, at: datetime, because: str) -> None:
    """Change a person's part in an incident, with a reason; the old part stays readable. Refuses `same_part`,
    `reason_needed`."""
    if part == involvement.part:
        refuse_if(Refusal("same_part", "That is their part already. Choose another one.", field="part"))
    incident = involvement.incident
    take(
        incident.case,
        Move.PART_CHANGED,
        by=by,
        at=at,
        because=because,
        about=f"incident {incident.reference}",
        person_key=involvement.person.key,
        before={"part": involvement.part.value},
        after={"part": part.value},
    )
    involvement.part = part
