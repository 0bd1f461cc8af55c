"""Who a case, or the follow-up of an agreement, can be given to: somebody who will be able to open it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import object_session

from app.casework.permissions import Permission, Role, granted
from app.casework.refusals import Refusal
from app.casework.staff import StaffMember
from app.casework.standing import standing_of


def ever_may(member: StaffMember, dated_roles: Iterable[Role], any_of: frozenset[Permission]) -> bool:
    """Whether the roles of the staff list, with those held besides, include any of these."""
    return not any_of.isdisjoint(granted(frozenset(map(Role, member.roles)) | frozenset(dated_roles)))


def why_not_given(member: StaffMember, at: datetime, *, field: str) -> Refusal | None:
    """Refuses `owner_has_left` and `cannot_open`: nobody is given what they could never open, and be told nothing of."""
    session = object_session(member)
    power = standing_of(session, member, at) if session else None
    if power is None:
        return Refusal("owner_has_left", f"{member.display_name} is not in post today. Choose another.", field)
    if not power.may(Permission.SEE_CASES):
        message = f"{member.display_name}’s role opens no cases. Choose a member of staff whose role does."
        return Refusal("cannot_open", message, field)
    return None


def why_not_follow_up(owner: StaffMember | None, at: datetime) -> Refusal | None:
    """The same of whoever follows up an agreement, where somebody is named."""
    return why_not_given(owner, at, field="follow_up_owner") if owner else None
