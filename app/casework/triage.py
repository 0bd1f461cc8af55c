"""Triage: the pastoral lead gives a case its owner, its confidentiality and its next step; and notes on a case."""

from __future__ import annotations

from datetime import date, datetime

from app.casework.case import Case, Note
from app.casework.confidentiality import change_confidentiality
from app.casework.giving import why_not_given
from app.casework.history import RESTRICTED_NOTE
from app.casework.lifecycle import Move, take
from app.casework.notice import NoticeKind, tell_assigned
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership, StaffMember
from app.casework.words import Confidentiality, Stage


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

    Refuses what `why_not_given` says, `in_the_past` (a new date only: an old one may be overdue),
    `safeguarding_lead_only`, `reason_needed`, `not_permitted`.
    """
    refuse_if(why_not_given(case, owner, at, field="owner", level=confidentiality))
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
