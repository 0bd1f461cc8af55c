"""Who a case, a response or the follow-up of an agreement can be given to: somebody who will be able to open it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import object_session

from app.casework.case import Case
from app.casework.confidentiality import is_about, named_now
from app.casework.history import make_event
from app.casework.lifecycle import Move
from app.casework.permissions import Permission, Role
from app.casework.refusals import Refusal
from app.casework.staff import Membership, StaffMember
from app.casework.standing import standing_of
from app.casework.words import Confidentiality

_SAFEGUARDING = Confidentiality.SAFEGUARDING


def can_have(case: Case, power: Membership, level: Confidentiality | None = None) -> bool:
    """Whether they will see the case in full once something of it is theirs: the twin in Python of what `reasons.py`
    shows. `level`: the one that it is about to get, if that changes."""
    level = level or case.confidentiality
    if not power.may(Permission.SEE_CASES) or is_about(case, power):
        return False
    keeps_names = level is not _SAFEGUARDING or case.confidentiality is _SAFEGUARDING
    if keeps_names and any(access.staff_id == power.staff_id for access in named_now(case, power.at)):
        return True
    if case.concerns_staff_conduct:
        return power.is_head
    return level is not _SAFEGUARDING or power.holds(Role.DSL)


def why_not_have(
    case: Case, member: StaffMember, power: Membership, *, field: str, level: Confidentiality | None = None
) -> Refusal | None:
    """Refuses `cannot_have`, in the same words whatever the reason: a link that somebody declared is theirs to tell."""
    if can_have(case, power, level):
        return None
    message = f"{member.display_name} can’t have this case."
    if (level or case.confidentiality) is _SAFEGUARDING:
        message += " A safeguarding case goes to the safeguarding lead, or to somebody named on it."
    return Refusal("cannot_have", f"{message} Choose another.", field)


def why_not_given(
    case: Case, member: StaffMember, at: datetime, *, field: str, level: Confidentiality | None = None
) -> Refusal | None:
    """Refuses `owner_has_left`, `cannot_open` and `cannot_have`: nobody is given what they could never open, and be told
    nothing of."""
    session = object_session(member)
    power = standing_of(session, member, at) if session else None
    if power is None:
        return Refusal("owner_has_left", f"{member.display_name} is not in post today. Choose another.", field)
    if not power.may(Permission.SEE_CASES):
        message = f"{member.display_name}’s role opens no cases. Choose a member of staff whose role does."
        return Refusal("cannot_open", message, field)
    return why_not_have(case, member, power, field=field, level=level)


def let_go(case: Case, *, by: Membership, at: datetime) -> None:
    """Nobody has an open case any more whose owner can't have it since an incident was joined or somebody named: it waits
    for triage (`next_due.nobody_has_it`)."""
    session = object_session(case)
    owner = session.get(StaffMember, case.owner_id) if session and case.owner_id and not case.closed_at else None
    power = standing_of(session, owner, at) if session and owner else None
    if owner is None or power is None or can_have(case, power):
        return
    before, after = {"owner": owner.staff_code}, {"owner": None}
    made = make_event(
        Move.HANDED_ON.value,
        school_id=case.school_id,
        by_code=by.staff_code,
        at=at,
        case_reference=case.reference,
        before=before,
        after=after,
    )
    case.events.add(made)
    case.owner_id = None


def why_not_follow_up(case: Case, owner: StaffMember | None, at: datetime) -> Refusal | None:
    """The same of whoever follows up an agreement, where somebody is named."""
    return why_not_given(case, owner, at, field="follow_up_owner") if owner else None
