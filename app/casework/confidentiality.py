"""Who may see a case beyond those whose work it is: its level, and the people named on it.

Standard: the pastoral leads of the year and those who take part. Restricted: named people, pastoral lead, head.
Safeguarding: the safeguarding lead and those they name (domain.md, Roles). Every change has a reason, and history.
"""

from __future__ import annotations

from datetime import datetime

from app.casework.case import Case, CaseAccess
from app.casework.lifecycle import Move, take
from app.casework.permissions import Permission
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership, StaffMember
from app.casework.words import AccessKind, Confidentiality, Part

STRICTNESS = list(Confidentiality)
_SAFEGUARDING = Confidentiality.SAFEGUARDING


def stricter(one: Confidentiality, other: Confidentiality) -> Confidentiality:
    """The stricter of two levels: what becomes of two cases that are joined."""
    return max(one, other, key=STRICTNESS.index)


def why_not_level(case: Case, level: Confidentiality, *, by: Membership) -> Refusal | None:
    """Refuses `safeguarding_lead_only`: a safeguarding case is opened to others by the safeguarding lead alone.

    Anybody who may restrict a case may hand it to the safeguarding lead.
    """
    if (
        case.confidentiality is _SAFEGUARDING
        and level is not _SAFEGUARDING
        and not by.may(Permission.KEEP_SAFEGUARDING)
    ):
        message = "Only the safeguarding lead opens a safeguarding case to others. Ask them, with your reason."
        return Refusal("safeguarding_lead_only", message, field="confidentiality")
    return None


def change_confidentiality(case: Case, level: Confidentiality, *, by: Membership, at: datetime, because: str) -> None:
    """Set who may see the case. A case handed to the safeguarding lead starts with nobody named on it: whoever was
    named before loses sight at once.

    Refuses `same_level`, `safeguarding_lead_only`, `reason_needed`, `not_permitted`.
    """
    if case.confidentiality is level:
        refuse_if(Refusal("same_level", f"The case is {level.value} already.", field="confidentiality"))
    refuse_if(why_not_level(case, level, by=by))
    before, after = {"confidentiality": case.confidentiality.value}, {"confidentiality": level.value}
    take(case, Move.CONFIDENTIALITY_CHANGED, by=by, at=at, because=because, before=before, after=after)
    set_level(case, level, at)


def set_level(case: Case, level: Confidentiality, at: datetime) -> None:
    """Store a level whose change the caller tells in history."""
    if level is _SAFEGUARDING and case.confidentiality is not _SAFEGUARDING:
        take_everybody_off(case, at)
    case.confidentiality = level


def take_everybody_off(case: Case, at: datetime) -> None:
    """End every naming that is in force: the case goes into stricter hands, who name people anew."""
    for access in named_now(case, at):
        access.ends_at = at


def named_now(case: Case, at: datetime) -> list[CaseAccess]:
    """The people named on the case whose naming is in force, emergencies not counted."""
    return [a for a in case.named_people if a.kind is AccessKind.NAMED and (a.ends_at is None or a.ends_at > at)]


def why_not_name(case: Case, *, by: Membership) -> Refusal | None:
    """Whether `by` may name people on this case as it is. Refuses `not_permitted`, `safeguarding_lead_only`,
    `head_only` (an allegation against staff), `standard_case`."""
    if not by.may(Permission.RESTRICT_CASE):
        return Refusal("not_permitted", f"Your role at this school does not include: {Permission.RESTRICT_CASE.value}.")
    if case.concerns_staff_conduct and not by.is_head:
        return Refusal("head_only", "A case about a member of staff is the headteacher’s alone.")
    if case.confidentiality is _SAFEGUARDING and not by.may(Permission.KEEP_SAFEGUARDING):
        return Refusal("safeguarding_lead_only", "Only the safeguarding lead names people on a safeguarding case.")
    if case.confidentiality is Confidentiality.STANDARD and not case.concerns_staff_conduct:
        message = "A standard case needs no names: restrict it first, then name who may see it."
        return Refusal("standard_case", message)
    return None


def why_not_person(case: Case, member: StaffMember, power: Membership | None, at: datetime) -> Refusal | None:
    """Whether this person can be named. `power`: their membership today, None once they have left.

    Refuses `has_left`, `sees_no_cases`, `about_them` (a case about oneself or a child one is close to is never visible;
    domain.md, Roles), `named_already`.
    """
    name = member.display_name
    if power is None:
        return Refusal("has_left", f"{name} is not in post today. Choose another.", field="staff")
    if not power.may(Permission.SEE_CASES):
        return Refusal(
            "sees_no_cases", f"{name}’s role sees no cases. Choose a member of staff who does.", field="staff"
        )
    if is_about(case, power):
        message = f"{name} can’t be named here. Choose another."
        return Refusal("about_them", message, field="staff")
    if any(access.staff_id == member.id for access in named_now(case, at)):
        return Refusal("named_already", f"{name} is named on this case already.", field="staff")
    return None


def is_about(case: Case, power: Membership) -> bool:
    """Whether the case is about this member of staff, or about a child they are close to: the twin in Python of what
    `scope.py` never shows."""
    mine = (Part.CAUSED_HARM, Part.BOTH, Part.NOT_YET_CLEAR)
    parts = [part for incident in case.incidents for part in incident.involvements]
    return any(
        (part.person_id == power.staff_id and part.part in mine) or part.person_id in power.linked_pupils
        for part in parts
    )


def name_person(
    case: Case, member: StaffMember, power: Membership | None, *, by: Membership, at: datetime, because: str
) -> CaseAccess:
    """Name somebody who may see the case in full from now on. Refuses what `why_not_name` and `why_not_person` say,
    and `reason_needed`."""
    refuse_if(why_not_name(case, by=by) or why_not_person(case, member, power, at))
    take(case, Move.PERSON_NAMED, by=by, at=at, because=because, person_key=member.key)
    access = CaseAccess(
        school_id=case.school_id,
        staff_id=member.id,
        kind=AccessKind.NAMED,
        granted_at=at,
        granted_by_id=by.staff_id,
        because=because.strip(),
    )
    case.named_people.append(access)
    return access


def take_off(access: CaseAccess, member: StaffMember, *, by: Membership, at: datetime, because: str) -> None:
    """End somebody's naming: it bites with their next request. Refuses `not_named`, `reason_needed`, and what
    `why_not_name` says but for `standard_case`."""
    case = access.case
    refusal = why_not_name(case, by=by)
    refuse_if(refusal if refusal is not None and refusal.code != "standard_case" else None)
    if access not in named_now(case, at):
        refuse_if(Refusal("not_named", f"{member.display_name} is not named on this case any more."))
    take(case, Move.PERSON_TAKEN_OFF, by=by, at=at, because=because, person_key=member.key)
    access.ends_at = at
