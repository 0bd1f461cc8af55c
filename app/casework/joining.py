"""Joining incidents, so that one matter is one case; and what history says of where everything went.

Nothing is lost: an emptied case leads to the one that took its incidents, whose timeline tells what happened in both,
and an incident that came with everything of its case can go back with it (`splitting.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.case import Case
from app.casework.checking_in import SPEAK_NOW
from app.casework.confidentiality import change_confidentiality, stricter, take_everybody_off
from app.casework.giving import let_go
from app.casework.history import Event
from app.casework.holds import answers_of, join_answers, open_holds, released_kinds
from app.casework.incident import Incident
from app.casework.lifecycle import Move, take
from app.casework.refusals import Refusal, refuse_if
from app.casework.scope import whole_school
from app.casework.staff import Membership
from app.casework.suitability import NOBODY_ASKED, Answers, stricter_answers
from app.casework.told_how import note_harmed_came
from app.casework.words import ClosingReason, Stage

MOST_JOINS = 20  # more often one matter is not brought together; a bound for following it


def _minute(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


# What goes along with the last incident of a case, and how history knows it again: never by a number of the database.
GOES_ALONG: dict[str, Callable[[Any], str]] = {
    "responses": lambda each: each.reference,
    "check_ins": lambda each: f"{each.person.key} {each.due_on}",
    "notes": lambda each: f"{_minute(each.written_at)} {len(each.text)}",
    "holds": lambda each: _minute(each.placed_at),
    "safety_checks": lambda each: _minute(each.answered_at),
}


@dataclass(frozen=True, slots=True)
class CameFrom:
    """How an incident came to its case: whether a meeting was held there since; where the case stood before, where that
    moved it; the case that it left empty, what came along, where it was the last of that case, and the check-ins that were
    promised since."""

    has_met_since: bool
    moved: tuple[Stage, Stage] | None = None
    case: Case | None = None
    stage: Stage = Stage.TRIAGE
    along: Mapping[str, Any] | None = None
    promised_since: frozenset[str] = frozenset()


def join_incident(incident: Incident, to: Case, *, by: Membership, at: datetime, because: str) -> None:
    """Move an incident to another case, which takes the stricter level and the stricter safety answers of the two. If it
    was the last of its case, that case's responses, check-ins and notes go along, and with them its stage, owner and next
    step where the other case is not as far; the emptied case ends, and its reference leads to the other one.

    Refuses `same_case`, `on_hold` (nothing gets out of a hold by being joined), `reason_needed`, `wrong_stage`.
    """
    left = incident.case
    if left.id == to.id:
        refuse_if(Refusal("same_case", f"{incident.reference} is in this case already.", field="to"))
    if to.stage is not Stage.ON_HOLD:
        refuse_if(why_held_back(left))
    is_last = left.incidents == [incident]
    answers, released = _stricter_of(left, to), released_kinds(to) | (released_kinds(left) if is_last else frozenset())
    change = {
        "incident": incident.reference,
        "from": left.reference,
        "to": to.reference,
        **note_harmed_came(to, incident),
    }
    tell = partial(take, by=by, at=at, because=because, about=f"incident {incident.reference}", after=change)
    tell(left, Move.INCIDENT_JOINED)
    tell(to, Move.INCIDENT_JOINED, to=_take_over(left, to) if is_last else None)
    take_the_stricter(left, to, by=by, at=at, because=because)
    to.incidents.append(incident)
    if is_last:
        _move_everything(left, to, incident, by=by, at=at, because=because)
    to.opened_at = min(to.opened_at, left.opened_at)
    if answers is not None:
        join_answers(to, answers, frm=left.reference, released=released, by=by, at=at, because=because)
    let_go(to, by=by, at=at)


# Where a case stands that has what is done at each of two: what is to be done first comes last.
_FURTHER = (Stage.LOGGED, Stage.TRIAGE, Stage.FOLLOW_UP, Stage.AGREEMENT, Stage.IN_RESPONSE)


def _take_over(left: Case, to: Case) -> Stage:
    """Let owner and next step follow what comes along, where the case has none, and that somebody is to be spoken
    to now always; where it stands then. A case on hold stays so, and goes on from there when the hold is lifted."""
    if to.owner_id is None:
        to.owner_id = left.owner_id
    if to.next_step is None or left.next_step == SPEAK_NOW:
        to.next_step, to.next_step_on = left.next_step, left.next_step_on
    stopped = [*open_holds(to), *open_holds(left)]
    further = max(*(hold.stage_before for hold in stopped), left.stage, to.stage, key=_how_far)
    for hold in stopped:
        hold.stage_before = further
    return Stage.ON_HOLD if stopped else further


def _how_far(stage: Stage) -> int:
    return _FURTHER.index(stage) if stage in _FURTHER else 0


def _stricter_of(left: Case, to: Case) -> Answers | None:
    """The stricter answers of both cases where they differ; a case in which nobody was asked is not known to be safe."""
    stood, came = answers_of(to), answers_of(left)
    return stricter_answers(stood or NOBODY_ASKED, came or NOBODY_ASKED) if stood != came else None


def why_held_back(case: Case) -> Refusal | None:
    """Refuses `on_hold`: no incident leaves a case on hold."""
    if case.stage is not Stage.ON_HOLD:
        return None
    message = f"Case {case.reference} is on hold. Its incidents stay where they are until the hold is lifted."
    return Refusal("on_hold", message, field="incident")


def take_the_stricter(left: Case, to: Case, *, by: Membership, at: datetime, because: str) -> None:
    """Let `to` have the stricter level of the two, and be the headteacher's alone where the other one is."""
    level = stricter(left.confidentiality, to.confidentiality)
    if level is not to.confidentiality:
        change_confidentiality(to, level, by=by, at=at, because=because)
    if left.concerns_staff_conduct and not to.concerns_staff_conduct:
        take_everybody_off(to, at)
        to.concerns_staff_conduct = True


def _move_everything(left: Case, to: Case, incident: Incident, *, by: Membership, at: datetime, because: str) -> None:
    said: dict[str, Any] = {"to": to.reference, "incident": incident.reference, "opened_at": _minute(to.opened_at)}
    said |= {name: [known(each) for each in getattr(left, name)] for name, known in GOES_ALONG.items()}
    for name in GOES_ALONG:
        getattr(to, name).extend(list(getattr(left, name)))
    take(left, Move.REFERRED_ON, by=by, at=at, because=because, after=said)
    left.closed_at, left.closing_reason = at, ClosingReason.REFERRED_ON


def how_it_came(session: Session, incident: Incident) -> CameFrom | None:
    """How the incident came to the case that it is in, by history; None where it was logged there."""
    case, about = incident.case, f"incident {incident.reference}"
    joined = _last(session, case, Event.kind == Move.INCIDENT_JOINED, Event.about == about)
    if joined is None or json.loads(joined.after or "{}").get("to") != case.reference:
        return None
    met = _last(session, case, Event.kind == Move.RESPONSE_HELD, Event.number > joined.number) is not None
    frm = json.loads(joined.after or "{}")["from"]
    here, there = (json.loads(each or "{}").get("stage") for each in (joined.before, joined.after))
    moved = (Stage(here), Stage(there)) if here else None
    left = session.scalars(whole_school(Case, case.school_id).where(Case.reference == frm)).first()
    emptied = _last(session, left, Event.kind.in_([Move.REFERRED_ON, Move.REOPENED])) if left else None
    said = json.loads(emptied.after or "{}") if emptied else {}
    if emptied is None or (said.get("to"), said.get("incident")) != (case.reference, incident.reference):
        return CameFrom(met, moved)
    stage = Stage(json.loads(emptied.before or "{}").get("stage", Stage.TRIAGE))
    return CameFrom(met, moved, left, stage, said, _promised_since(session, case, joined))


def _promised_since(session: Session, case: Case, joined: Event) -> frozenset[str]:
    planned = case.events.select().where(Event.kind == Move.CHECK_IN_PLANNED, Event.number > joined.number)
    told = session.scalars(planned)
    return frozenset(f"{e.person_key} {day}" for e in told for day in json.loads(e.after or "{}").get("dates", ()))


def _last(session: Session, case: Case, *tests: Any) -> Event | None:
    found = case.events.select().where(*tests).order_by(Event.number.desc()).limit(1)
    return session.scalars(found).first()


def joined_into(session: Session, school_id: int, reference: str) -> str | None:
    """The case that everything of the case `reference` went to, however often it was joined since; None where it was
    not joined. Whether the reader may see that case is for `scope.py` to say."""
    found: str | None = None
    for _ in range(MOST_JOINS):
        last = (
            select(Event.after)
            .where(Event.school_id == school_id, Event.case_reference == (found or reference))
            .where(Event.kind.in_([Move.REFERRED_ON, Move.REOPENED]))
            .order_by(Event.happened_at.desc(), Event.number.desc())
            .limit(1)
        )
        to = json.loads(session.scalar(last) or "{}").get("to")
        if to is None:
            break
        found = str(to)
    return found
