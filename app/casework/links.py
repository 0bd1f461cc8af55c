"""Declared links: a child whom a member of staff is close to outside school. Their cases are never visible to that
person through any role (domain.md, Roles)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.casework.history import note_event
from app.casework.people import Pupil
from app.casework.permissions import Permission
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import DeclaredLink, Membership, StaffMember

DECLARED = "link declared"
ENDED = "link taken off"


def declare_link(
    session: Session,
    member: StaffMember,
    pupil: Pupil,
    relationship: str,
    *,
    linked: Iterable[int],
    by: Membership,
    at: datetime,
) -> DeclaredLink:
    """Declare that `member` is close to `pupil`: from the next request on they see nothing about that child. One
    declares for oneself; whoever keeps accounts declares for others. `linked`: the pupils they are linked to already.

    Refuses `not_permitted`, `linked_already`, `relationship_needed`.
    """
    wanted = Permission.DECLARE_LINK if member.id == by.staff_id else Permission.KEEP_ACCOUNTS
    if not by.may(wanted):
        refuse_if(Refusal("not_permitted", f"Your role at this school does not include: {wanted.value}."))
    if pupil.id in set(linked):
        refuse_if(Refusal("linked_already", "This link is declared already.", field="pupil"))
    if not relationship.strip():
        message = "Say in one word what they are to each other: parent, aunt, neighbour."
        refuse_if(Refusal("relationship_needed", message, field="relationship"))
    told = {"person_key": member.key, "after": {"pupil": pupil.key, "relationship": relationship.strip()}}
    note_event(session, DECLARED, by=by, at=at, **told)
    return DeclaredLink(
        school_id=by.school_id, staff_id=member.id, pupil_id=pupil.id, relationship_word=relationship.strip()
    )


def take_link_off(
    session: Session,
    link: DeclaredLink,
    member: StaffMember,
    pupil_key: str,
    *,
    by: Membership,
    at: datetime,
    because: str,
) -> None:
    """Take off a link that was declared by mistake or is over. Never by the person it is about, who could otherwise
    have a look.

    Refuses `own_link`, `not_permitted`, `reason_needed`.
    """
    if not by.may(Permission.KEEP_ACCOUNTS):
        refuse_if(
            Refusal("not_permitted", f"Your role at this school does not include: {Permission.KEEP_ACCOUNTS.value}.")
        )
    if member.id == by.staff_id:
        refuse_if(Refusal("own_link", "Nobody takes off a link of their own. Ask somebody else who keeps accounts."))
    if not because.strip():
        refuse_if(Refusal("reason_needed", "Say in one line why.", field="because"))
    before = {"pupil": pupil_key, "relationship": link.relationship_word}
    note_event(session, ENDED, by=by, at=at, person_key=member.key, because=because.strip(), before=before)
    session.delete(link)
