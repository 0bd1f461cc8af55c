"""Who answers what waits for the head: who may, and whether any of them sees the case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework import scope
from app.casework.case import Case
from app.casework.incident import Incident
from app.casework.permissions import Role
from app.casework.refusals import Refusal
from app.casework.staff import Membership
from app.casework.standing import in_post_as
from app.casework.words import Confidentiality

UNSEEN = "head_cannot_see"


def why_not_entitled(incident: Incident, by: Membership) -> Refusal | None:
    """Refuses `not_entitled` and `logged_it` (never the person who logged it, unless that is the head that day)."""
    if not by.holds(Role.HEADTEACHER, Role.DEPUTY_HEADTEACHER):
        return Refusal("not_entitled", "Only the headteacher or a deputy headteacher confirms a threshold.")
    if incident.logged_by_id == by.staff_id and not by.is_head:
        return Refusal("logged_it", "You logged this incident, so the headteacher or another deputy confirms it.")
    return None


def who_see(session: Session, case: Case, members: Iterable[Membership]) -> list[Membership]:
    """Those of these members who see the case in full."""
    this = select(Case.id).where(Case.id == case.id)
    return [m for m in members if session.scalar(this.where(scope.visible_to(m, in_full=True))) is not None]


def why_nobody_confirms(session: Session, case: Case, at: datetime) -> Refusal | None:
    """Refuses `head_cannot_see`: a safeguarding case that neither the head nor a deputy who may confirm a threshold sees."""
    members = [
        m for role in (Role.HEADTEACHER, Role.DEPUTY_HEADTEACHER) for m in in_post_as(session, case.school_id, role, at)
    ]
    entitled = [m for m in members if any(why_not_entitled(incident, m) is None for incident in case.incidents)]
    return _why_unseen(session, case, entitled, "the head or a deputy")


def why_nobody_decides(session: Session, case: Case, at: datetime) -> Refusal | None:
    """Refuses `head_cannot_see`: a safeguarding case that whoever is head that day doesn't see."""
    return _why_unseen(session, case, in_post_as(session, case.school_id, Role.HEADTEACHER, at), "whoever is head")


def _why_unseen(session: Session, case: Case, members: list[Membership], whom: str) -> Refusal | None:
    """Of safeguarding cases alone, where naming somebody mends it: of others it would tell who is close to a child."""
    if case.confidentiality is not Confidentiality.SAFEGUARDING or case.concerns_staff_conduct:
        return None
    with session.no_autoflush:  # the action that asks or ends is not finished yet
        if who_see(session, case, members):
            return None
    instead = f"The safeguarding lead names {whom} first, under “Change who may see it”."
    return Refusal(UNSEEN, "Nobody who may answer sees this safeguarding case.", instead=instead)
