"""Triage: the pastoral lead gives a case its owner, its confidentiality and its next step, and joins or splits
incidents so that one matter is one case."""

from __future__ import annotations

from datetime import date, datetime

from app.casework.case import Case, Note
from app.casework.confidentiality import change_confidentiality, stricter, take_everybody_off
from app.casework.history import RESTRICTED_NOTE
from app.casework.incident import Incident
from app.casework.lifecycle import Move, take
from app.casework.notice import NoticeKind, tell_assigned
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership, StaffMember
from app.casework.words import ClosingReason, Confidentiality, ResponseStatus, Stage


def triage_case(
    case: Case,
    *,
    owner: StaffMember,
    confidentiality: Confidentiality,
    next_step: str,
    next_step_on: date | None,
    by: Membership,
    at: datetime,
    because: str | None = None,
) -> None:
    """Give the case its owner, level and next step. A changed level needs `because`, and is told on its own.

    Refuses `owner_has_left`, `in_the_past` (a new date only: an old one may be overdue), `safeguarding_lead_only`,
    `reason_needed`, `not_permitted`.
    """
    if not owner.is_in_force(by.on):
        refuse_if(Refusal("owner_has_left", f"{owner.display_name} is not in post today. Choose another.", "owner"))
    if next_step_on is not None and next_step_on < by.on and next_step_on != case.next_step_on:
        message = f"That day is over. Give today ({by.on:%d/%m/%Y}) or a later day."
        refuse_if(Refusal("in_the_past", message, field="next_step_on"))
    if case.confidentiality is not confidentiality:
        change_confidentiality(case, confidentiality, by=by, at=at, because=because or "")
    after: dict[str, object] = {"owner": owner.staff_code} if owner.id != case.owner_id else {}
    if (next_step or None, next_step_on) != (case.next_step, case.next_step_on):
        after |= {"next_step": next_step or None, "next_step_on": next_step_on}
    if case.stage in (Stage.LOGGED, Stage.TRIAGE):
        take(case, Move.TRIAGED, by=by, at=at, after=after)
    elif after:
        take(case, Move.HANDED_ON, by=by, at=at, after=after)
    if owner.id != case.owner_id:
        tell_assigned(case, NoticeKind.OWNER, owner.id, by=by, at=at)
    case.owner_id = owner.id
    case.next_step, case.next_step_on = next_step or None, next_step_on


def join_incident(incident: Incident, to: Case, *, by: Membership, at: datetime, because: str) -> None:
    """Move an incident to another case, which takes the stricter level of the two. If it was the last of its case, that
    case's responses, check-ins and notes go along, and the emptied case ends; its reference stays readable and its
    history says where everything went.

    Refuses `same_case`, `reason_needed`, `wrong_stage`.
    """
    left = incident.case
    if left.id == to.id:
        refuse_if(Refusal("same_case", f"{incident.reference} is in this case already.", field="to"))
    change = {"incident": incident.reference, "from": left.reference, "to": to.reference}
    about = f"incident {incident.reference}"
    take(left, Move.INCIDENT_JOINED, by=by, at=at, because=because, about=about, after=change)
    take(to, Move.INCIDENT_JOINED, by=by, at=at, because=because, about=about, after=change)
    _take_the_stricter(left, to, by=by, at=at, because=because)
    to.incidents.append(incident)
    if not [kept for kept in left.incidents if kept is not incident]:
        _move_everything(left, to)
        take(left, Move.REFERRED_ON, by=by, at=at, because=because, after={"to": to.reference})
        left.closed_at, left.closing_reason = at, ClosingReason.REFERRED_ON
    to.opened_at = min(to.opened_at, left.opened_at)


def _take_the_stricter(left: Case, to: Case, *, by: Membership, at: datetime, because: str) -> None:
    level = stricter(left.confidentiality, to.confidentiality)
    if level is not to.confidentiality:
        change_confidentiality(to, level, by=by, at=at, because=because)
    if left.concerns_staff_conduct and not to.concerns_staff_conduct:
        take_everybody_off(to, at)
        to.concerns_staff_conduct = True


def _move_everything(left: Case, to: Case) -> None:
    for name in ("responses", "check_ins", "notes", "holds", "safety_checks"):
        getattr(to, name).extend(list(getattr(left, name)))


def split_incident(incident: Incident, reference: str, *, by: Membership, at: datetime, because: str) -> Case:
    """Give an incident a case of its own, called `reference`. Refuses `only_incident`, `response_held` (a meeting that
    was held stays with the incidents it was about), `reason_needed`."""
    case = incident.case
    if len(case.incidents) == 1:
        refuse_if(Refusal("only_incident", "This is the only incident of the case; there is nothing to split off."))
    if any(r.status is ResponseStatus.HELD and r.held_at and r.held_at >= incident.occurred_at for r in case.responses):
        refuse_if(Refusal("response_held", "A response to this case has been held, so its incidents stay together."))
    new = Case(
        school_id=case.school_id,
        reference=reference,
        opened_at=at,
        stage=Stage.LOGGED,
        confidentiality=case.confidentiality,
        concerns_staff_conduct=case.concerns_staff_conduct,
    )
    change = {"incident": incident.reference, "from": case.reference, "to": reference}
    about = f"incident {incident.reference}"
    take(case, Move.INCIDENT_SPLIT_OFF, by=by, at=at, because=because, about=about, after=change)
    new.incidents.append(incident)
    take(new, Move.INCIDENT_SPLIT_OFF, by=by, at=at, because=because, about=about, after=change)
    return new


def add_note(case: Case, text: str, *, is_restricted: bool = False, by: Membership, at: datetime) -> Note:
    """Write a note on the case; it is never changed, a correction is another note. A restricted one is for those
    whom `scope.visible_notes` names. Refuses `empty_note`."""
    if not text.strip():
        refuse_if(Refusal("empty_note", "Write the note first.", field="text"))
    take(case, Move.NOTE_ADDED, by=by, at=at, about=RESTRICTED_NOTE if is_restricted else "note")
    note = Note(
        school_id=case.school_id,
        written_at=at,
        written_by_id=by.staff_id,
        text=text.strip(),
        is_restricted=is_restricted,
    )
    case.notes.append(note)
    return note
