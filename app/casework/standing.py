"""What power a member of staff has at a moment, for work that is done without them being signed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import String, or_, select, type_coerce
from sqlalchemy.orm import Session

from app.casework.account import Account
from app.casework.calendar import london
from app.casework.permissions import Role
from app.casework.staff import ActingHead, DatedRole, DeclaredLink, Membership, StaffMember, membership_on


def standing_of(session: Session, member: StaffMember, at: datetime) -> Membership | None:
    """Their listed roles, roles with dates, acting headship and links at that moment; None where not in post."""
    on = london(at).date()
    mine = (DatedRole.school_id == member.school_id, DatedRole.staff_id == member.id)
    dated = [row.role for row in session.scalars(select(DatedRole).where(*mine)) if row.is_in_force(on)]
    acting = session.scalars(select(ActingHead).where(ActingHead.staff_id == member.id)).all()
    links = session.scalars(select(DeclaredLink.pupil_id).where(DeclaredLink.staff_id == member.id)).all()
    return membership_on(member, on, at, acting, links, dated)


def powers_of(session: Session, school_id: int, members: Iterable[StaffMember], at: datetime) -> list[Membership]:
    """The same of many of one school, in their order and without those who are not in post: three statements in all."""
    on = london(at).date()
    dated: dict[int, list[Role]] = defaultdict(list)
    for row in session.scalars(select(DatedRole).where(DatedRole.school_id == school_id)):
        if row.is_in_force(on):
            dated[row.staff_id].append(row.role)
    acting = session.scalars(select(ActingHead).where(ActingHead.school_id == school_id)).all()
    links: dict[int, list[int]] = defaultdict(list)
    for link in session.scalars(select(DeclaredLink).where(DeclaredLink.school_id == school_id)):
        links[link.staff_id].append(link.pupil_id)
    found = (membership_on(m, on, at, acting, links.get(m.id, ()), dated.get(m.id, ())) for m in members)
    return [power for power in found if power is not None]


def in_post_with_account(session: Session, staff_id: int, at: datetime) -> tuple[Membership, Account] | None:
    """Who a member of staff is at that moment, and their account; None where not in post, or without one that is open."""
    member = session.get_one(StaffMember, staff_id)
    account = session.get(Account, member.account_id) if member.account_id else None
    standing = standing_of(session, member, at) if account and account.disabled_at is None else None
    return (standing, account) if standing and account else None


def in_post_as(session: Session, school_id: int, role: Role, at: datetime) -> list[Membership]:
    """Everybody who holds the role at that moment, from the staff list, with dates, or as acting head."""
    dated = select(DatedRole.staff_id).where(DatedRole.school_id == school_id, DatedRole.role == role)
    acting = select(ActingHead.staff_id).where(ActingHead.school_id == school_id)
    listed = type_coerce(StaffMember.roles, String).contains(role.value)
    perhaps = or_(listed, StaffMember.id.in_(dated), StaffMember.id.in_(acting))
    found = select(StaffMember).where(StaffMember.school_id == school_id, perhaps).order_by(StaffMember.id)
    members = [standing_of(session, member, at) for member in session.scalars(found).all()]
    return [m for m in members if m is not None and m.holds(role)]


def reachable(session: Session, school_id: int, at: datetime) -> Iterator[tuple[Membership, int]]:
    """Everybody of a school who is in post and has an account that is open, each with the number of the account."""
    found = (
        select(StaffMember)
        .join(Account, Account.id == StaffMember.account_id)
        .where(StaffMember.school_id == school_id, Account.disabled_at.is_(None))
        .order_by(StaffMember.id)
    )
    for member in session.scalars(found).all():
        standing = standing_of(session, member, at)
        if standing is not None and member.account_id is not None:
            yield standing, member.account_id
