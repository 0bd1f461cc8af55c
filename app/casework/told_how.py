"""Who of those harmed was told how it ended: person by person, as the history of the case says it.

`Case.harmed_told_at` is the day on which each of them had been told, as the figures read it; it is empty again when
somebody harmed is named after that.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.case import Case
from app.casework.history import Event
from app.casework.incident import Incident, Involvement
from app.casework.lifecycle import Move
from app.casework.words import Part

TELL_NOW = "Somebody harmed was named after it had ended: tell them how it ended"
"""What waits then although the case has ended, from the day `Case.tell_on`; beside its next step, which may be another."""
NAMING = (Move.PERSON_ADDED, Move.PART_CHANGED)
ENDING = (Move.CLOSED, Move.NO_FURTHER_ACTION_TAKEN)


class Telling(NamedTuple):
    """When one person was told, or why not."""

    on: datetime | None
    because: str | None = None


@dataclass(slots=True)
class Tellings:
    """By key of the person: what each was told. `since`: those harmed who were named only after the others had been told,
    or after it had ended, and who wait."""

    known: dict[str, Telling] = field(default_factory=dict)
    since: set[str] = field(default_factory=set)


def tellings(case: Case, events: Iterable[Any], harmed: Iterable[str]) -> Tellings:
    """From the events of the case, or the rows that were read of them; `harmed`: the keys of those harmed, as known now."""
    keys, made, is_over = set(harmed), Tellings(), False
    for event in sorted(events, key=lambda event: event.number):
        move = event.kind
        if move == Move.REOPENED:
            made, is_over = Tellings(), False
        elif is_over and (later := _named_by(event, case) & keys):
            made.known = {key: told for key, told in made.known.items() if key not in later}
            made.since |= later
        elif move in (Move.HARMED_TOLD, Move.MET_ON_THE_SPOT, *ENDING):
            is_over = True
            _note(made, case, event, keys)
    if case.harmed_told_at is not None:
        _fill(made, keys, Telling(case.harmed_told_at))
    return made


def _note(made: Tellings, case: Case, event: Any, keys: set[str]) -> None:
    if event.kind in ENDING:
        _fill(made, keys, Telling(None, case.not_told_because) if case.not_told_because else None)
    elif event.kind == Move.MET_ON_THE_SPOT:
        _fill(made, keys, Telling(event.recorded_at))
    elif event.person_key is None:
        _fill(made, keys, Telling(event.happened_at))
    else:
        told = Telling(None, event.because) if event.because else Telling(event.happened_at)
        made.known[event.person_key] = told
        made.since.discard(event.person_key)


def _fill(made: Tellings, keys: set[str], told: Telling | None) -> None:
    """Whoever is not known otherwise, and was not named later."""
    if told is not None:
        made.known |= dict.fromkeys(keys - made.known.keys() - made.since, told)


def _named_by(event: Any, case: Case) -> set[str]:
    """The keys of those who are harmed by what this event tells, and were not before."""
    if event.kind == Move.INCIDENT_JOINED:
        after = json.loads(event.after or "{}")
        return set(after.get("harmed", ())) if after.get("to") == case.reference else set()
    return {event.person_key} if event.kind in NAMING and _is_new(event) else set()


def _is_new(event: Any) -> bool:
    """Whether somebody is harmed who was not before."""
    before, after = (json.loads(said or "{}").get("part") for said in (event.before, event.after))
    return after is not None and Part(after).harmed and not (before is not None and Part(before).harmed)


def tellings_of(session: Session, case: Case) -> Tellings:
    """The same of a case as it is stored; one statement."""
    mine = (Event.school_id == case.school_id, Event.case_reference == case.reference)
    moves = (*NAMING, *ENDING, Move.INCIDENT_JOINED, Move.HARMED_TOLD, Move.MET_ON_THE_SPOT, Move.REOPENED)
    events = session.scalars(select(Event).where(*mine, Event.kind.in_([move.value for move in moves])))
    return tellings(case, events, [part.person.key for part in harmed_in(case)])


def harmed_in(case: Case) -> list[Involvement]:
    """The parts of those harmed in its incidents, one for each of them."""
    parts = (part for incident in case.incidents for part in incident.involvements if part.part.harmed)
    return list({part.person_id: part for part in parts}.values())


def untold(case: Case, known: Container[str]) -> list[Involvement]:
    """The parts of those harmed of whom nothing is known."""
    return [part for part in harmed_in(case) if part.person.key not in known]


def note_harmed_later(case: Case, on: date) -> dict[str, object]:
    """Somebody harmed is named now: not each of them has been told any more, and a case that has ended has to say so on the
    day `on`. Returns what the history keeps of before."""
    before: dict[str, object] = {"harmed_told_at": case.harmed_told_at} if case.harmed_told_at else {}
    case.harmed_told_at = None
    if case.closed_at is not None:
        case.tell_on = on
    return before


def note_harmed_came(case: Case, incident: Incident) -> dict[str, Any]:
    """An incident is about to come to an open case in which, as a file says, those harmed were told already: who comes
    along with it was not. Returns what the history keeps of who that is."""
    there = {part.person_id for part in harmed_in(case)}
    came = [p.person.key for p in incident.involvements if p.part.harmed and p.person_id not in there]
    if case.harmed_told_at is None or not came:
        return {}
    case.harmed_told_at = None
    return {"harmed": sorted(came)}


def note_not_harmed(session: Session, case: Case) -> None:
    """Somebody is not harmed after all: what waited for them alone waits no more, and where each of the others was told,
    the day on which the last of them was is known again."""
    known = tellings_of(session, case).known
    if untold(case, known):
        return
    case.tell_on = None
    days = [known[part.person.key].on for part in harmed_in(case)]
    told = [day for day in days if day is not None]
    if case.harmed_told_at is None and told and len(told) == len(days):
        case.harmed_told_at = max(told)
