"""What one person alone must not do for somebody else's account: whoever could give both halves of it could become
anybody, and nobody would be told (security.md 2, a lost device needs two people; account lifecycle).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.history import Event
from app.casework.permissions import WIDE_SIGHT, Role
from app.casework.refusals import Refusal
from app.casework.staff import Membership, StaffMember

CODE_MADE, FACTOR_RESET = "password code made", "second factor reset"
MEMBER_ADDED, ROLE_GIVEN, DELEGATED = "member of staff added", "role given", "headship delegated"
FOR = timedelta(days=7)
INSTEAD = (
    "Ask somebody else who keeps accounts, such as the head. Where nobody else does, whoever runs the installation "
    "gives the password from the command line."
)


def why_not_password_and_factor(
    session: Session, other_half: str, member: StaffMember, *, by: Membership, at: datetime
) -> Refusal | None:
    """Refuses `needs_second_person` where `by` did the other half for this account in the last seven days."""
    if not _recently(session, {other_half}, member, by=by, at=at):
        return None
    message = "You did the other half of this within the week. A password and a second factor are given by two people."
    return Refusal("needs_second_person", message, instead=INSTEAD)


def why_not_password_and_role(session: Session, member: StaffMember, *, by: Membership, at: datetime) -> Refusal | None:
    """Refuses `needs_second_person` where `by` gave this person a role of wide sight, or the headship for some days, in
    the last seven days."""
    given = _recently(session, {MEMBER_ADDED, ROLE_GIVEN, DELEGATED}, member, by=by, at=at)
    if not any(_roles_given(event) & WIDE_SIGHT for event in given):
        return None
    message = "You gave them a role that sees much within the week. Such a role and its password come from two people."
    return Refusal("needs_second_person", message, instead=INSTEAD)


def why_not_role_and_password(
    session: Session, role: Role, member: StaffMember, *, by: Membership, at: datetime, field: str = "role"
) -> Refusal | None:
    """The same the other way round: refuses a role of wide sight where `by` made the code for the password."""
    if role not in WIDE_SIGHT or not _recently(session, {CODE_MADE}, member, by=by, at=at):
        return None
    message = "You made the code for their password within the week. A role that sees much comes from somebody else."
    return Refusal("needs_second_person", message, field=field, instead=INSTEAD)


def _recently(
    session: Session, kinds: set[str], member: StaffMember, *, by: Membership, at: datetime
) -> Sequence[Event]:
    of_them = (Event.school_id == by.school_id, Event.person_key == member.key, Event.kind.in_(kinds))
    lately = (Event.by_code == by.staff_code, Event.recorded_at > at - FOR)
    return session.scalars(select(Event).where(*of_them, *lately)).all()


def _roles_given(event: Event) -> set[Role]:
    if event.kind == DELEGATED:
        return {Role.HEADTEACHER}
    told = json.loads(event.after or "{}")
    words = {*told.get("roles", "").split(";"), told.get("role", "")} - {""}
    return {Role(word) for word in words}
