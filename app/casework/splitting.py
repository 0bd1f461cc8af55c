"""Splitting an incident off again: what goes with it, and where each of the two cases stands then.

What was recorded of a meeting, of an agreement or of a person goes where they are; each case then stands where its own
responses leave it (`going_back.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from app.casework.case import Case
from app.casework.checking_in import SPEAK_NOW, nobody_to_speak_to, not_safe
from app.casework.giving import let_go
from app.casework.going_back import stage_after
from app.casework.incident import Incident
from app.casework.joining import GOES_ALONG, CameFrom, take_the_stricter, why_held_back
from app.casework.lifecycle import Move, take
from app.casework.refusals import Refusal, refuse_if
from app.casework.response import Response
from app.casework.staff import Membership
from app.casework.words import ResponseStatus, Stage


def split_incident(
    incident: Incident, reference: str, *, came: CameFrom | None = None, by: Membership, at: datetime, because: str
) -> Case:
    """Give an incident a case of its own, called `reference`; or, if it came with everything of its old case
    (`how_it_came`), open that again with what came along. Check-ins with whoever is named in this incident alone go with it.

    Refuses `only_incident`, `on_hold`, `response_held` (a meeting that was held stays with the incidents it was
    about), `reason_needed`.
    """
    case = incident.case
    refuse_if(why_held_back(case))
    if len(case.incidents) == 1:
        refuse_if(Refusal("only_incident", "This is the only incident of the case; there is nothing to split off."))
    if came.has_met_since if came else _was_met_over(incident):
        refuse_if(Refusal("response_held", "A response to this case has been held, so its incidents stay together."))
    new, going = came.case if came and came.case else _case_like(case, reference, at), _what_goes(incident, came)
    change = {"incident": incident.reference, "from": case.reference, "to": new.reference}
    tell = partial(take, by=by, at=at, because=because)
    back = _stays_at(case, going["responses"], came.moved) if came else None
    tell(case, Move.INCIDENT_SPLIT_OFF, to=back, about=f"incident {incident.reference}", after=change)
    if came and came.case:
        tell(new, Move.REOPENED, to=stage_after(going["responses"]) or _began_at(came.stage))
        take_the_stricter(case, new, by=by, at=at, because=because)
        _open_again(case, new, came.along or {})
    for name in GOES_ALONG:
        getattr(new, name).extend(going[name])
    _share_next_step(case, new)
    new.incidents.append(incident)
    tell(new, Move.INCIDENT_SPLIT_OFF, about=f"incident {incident.reference}", after=change)
    let_go(new, by=by, at=at)
    return new


def _stays_at(case: Case, going: list[Response], moved: tuple[Stage, Stage] | None) -> Stage | None:
    """Where the case stands that an incident leaves again: where its own responses leave it, else where it was before
    joining moved it. None where nothing that decides it has left."""
    if not going and (moved is None or moved[0] is moved[1]):
        return None
    came_from = moved[0] if moved and moved[0] is not moved[1] else case.stage
    return stage_after(each for each in case.responses if each not in going) or _began_at(came_from)


def _began_at(stage: Stage) -> Stage:
    """Where a case is without any response: not yet looked at, or at triage."""
    return Stage.LOGGED if stage is Stage.LOGGED else Stage.TRIAGE


def _was_met_over(incident: Incident) -> bool:
    held = (r.held_at for r in incident.case.responses if r.status is ResponseStatus.HELD)
    return any(at and at >= incident.occurred_at for at in held)


def _case_like(case: Case, reference: str, at: datetime) -> Case:
    return Case(
        school_id=case.school_id,
        reference=reference,
        opened_at=at,
        stage=Stage.LOGGED,
        confidentiality=case.confidentiality,
        concerns_staff_conduct=case.concerns_staff_conduct,
    )


def _what_goes(incident: Incident, came: CameFrom | None) -> dict[str, list[Any]]:
    """What leaves with the incident: what came along with it, the check-ins with whoever is named in it alone, and those
    promised since with whoever is in an agreement that leaves with its meeting."""
    case, along = incident.case, (came and came.along) or {}
    going: dict[str, list[Any]] = {}
    for name, known in GOES_ALONG.items():
        wanted, going[name] = list(along.get(name, ())), []
        for each in getattr(case, name):
            if known(each) in wanted:
                wanted.remove(known(each))
                going[name].append(each)
    theirs = _named_in([incident]) - _named_in(each for each in case.incidents if each is not incident)
    agreed = _agreed_with(going["responses"]) - _agreed_with(r for r in case.responses if r not in going["responses"])
    since, known = (came.promised_since if came else frozenset()), GOES_ALONG["check_ins"]
    for each in case.check_ins:
        goes = each.person_id in theirs or (each.person_id in agreed and known(each) in since)
        if goes and each not in going["check_ins"]:
            going["check_ins"].append(each)
    return going


def _named_in(incidents: Iterable[Incident]) -> set[int]:
    return {part.person_id for incident in incidents for part in incident.involvements}


def _agreed_with(responses: Iterable[Response]) -> set[int]:
    """Who took part in a meeting of which an agreement was written down."""
    agreed = (each for each in responses if each.agreements)
    return {row.person_id for each in agreed for row in each.participants if row.took_part}


def _open_again(case: Case, new: Case, along: Mapping[str, Any]) -> None:
    new.closed_at = new.closing_reason = None
    if "opened_at" in along:
        case.opened_at = datetime.fromisoformat(along["opened_at"])


def _share_next_step(case: Case, new: Case) -> None:
    """A next step that had come along goes back; that somebody is to be spoken to now stands where that person is."""
    raised = [each.next_step_on for each in (case, new) if each.next_step == SPEAK_NOW]
    if (case.next_step, case.next_step_on) == (new.next_step, new.next_step_on):
        case.next_step = case.next_step_on = None
    for each in (case, new):
        if not not_safe(each.check_ins):
            nobody_to_speak_to(each)
        elif raised:
            each.next_step, each.next_step_on = SPEAK_NOW, raised[0]
