"""Emergency access: one case, one hour, with a reason; told to the safeguarding lead, listed for them and the data
protection officer, and looked at afterwards (domain.md, Roles; security.md 4.2)."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.casework.calendar import london
from app.casework.case import Case, CaseAccess
from app.casework.confidentiality import is_about
from app.casework.lifecycle import Move, take
from app.casework.permissions import Permission
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership
from app.casework.words import AccessKind

LASTS = timedelta(hours=1)
SHORTEST_REASON = 20
TRIES_AN_HOUR = 5
LOOKED_AT_WITHIN_SCHOOL_DAYS = 3
NOTHING_OPENED = "emergency access asked for, nothing opened"

# One answer for a reference that is nobody's, another school's, about oneself or one's own child: it tells nothing.
NO_SUCH_CASE = Refusal(
    "no_such_case",
    "Nothing can be opened under that reference. Check it with whoever told you.",
    field="case",
    instead="If a child is at risk now, speak to the safeguarding lead or ring 999.",
)


def why_no_try(reason: str, tries: int, *, by: Membership) -> Refusal | None:
    """What stops an attempt before any reference is looked up. `tries`: those of the last hour that opened nothing.

    Refuses `not_permitted`, `too_many_tries`, `reason_too_short`.
    """
    if not by.may(Permission.OPEN_IN_EMERGENCY):
        return Refusal("not_permitted", "Your role at this school does not open records in an emergency.")
    if tries >= TRIES_AN_HOUR:
        message = "Several references opened nothing within the hour. Speak to the safeguarding lead instead."
        return Refusal("too_many_tries", message, field="case")
    if len(" ".join(reason.split())) < SHORTEST_REASON:
        message = f"Say why you need it now, in at least {SHORTEST_REASON} characters: who is at risk, and of what."
        return Refusal("reason_too_short", message, field="because")
    return None


def why_not_open(case: Case | None, *, by: Membership) -> Refusal | None:
    """Refuses `no_such_case`, in the same words, for no case at all, one about oneself or a child one is close to, and
    an allegation against staff, which is the headteacher's alone."""
    if case is None or case.concerns_staff_conduct or is_about(case, by):
        return NO_SUCH_CASE
    return None


def open_in_emergency(case: Case, *, by: Membership, at: datetime, because: str) -> CaseAccess:
    """Open the case's page for an hour. Refuses `no_such_case`, `not_permitted`, `reason_too_short`."""
    refuse_if(why_no_try(because, 0, by=by) or why_not_open(case, by=by))
    reason = " ".join(because.split())
    take(case, Move.OPENED_IN_EMERGENCY, by=by, at=at, because=reason, after={"until": f"{london(at + LASTS):%H:%M}"})
    access = CaseAccess(
        school_id=case.school_id,
        staff_id=by.staff_id,
        kind=AccessKind.EMERGENCY,
        granted_at=at,
        granted_by_id=by.staff_id,
        because=reason,
        ends_at=at + LASTS,
    )
    case.named_people.append(access)
    return access


def look_at_emergency(access: CaseAccess, *, by: Membership, at: datetime, words: str) -> None:
    """Record that a lead looked at it, and what they found; an hour that is still running ends.

    Refuses `own_opening` (nobody looks at their own), `looked_at_already`, `reason_needed`, `not_permitted`.
    """
    if access.staff_id == by.staff_id:
        refuse_if(Refusal("own_opening", "You opened this yourself, so somebody else looks at it.", field="words"))
    if access.looked_at is not None:
        refuse_if(Refusal("looked_at_already", "Somebody has looked at this already."))
    take(access.case, Move.EMERGENCY_LOOKED_AT, by=by, at=at, because=words)
    access.looked_at, access.looked_at_by_id, access.looked_at_words = at, by.staff_id, words.strip()
    if access.ends_at is not None and access.ends_at > at:
        access.ends_at = at
