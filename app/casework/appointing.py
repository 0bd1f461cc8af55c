"""Who works at the school, with which roles, from when to when. Each change is told in the school's history.

Nobody changes their own roles or dates, and the school is never left without somebody who looks after safeguarding,
heads it, or keeps accounts (security.md 2, account lifecycle).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.casework.history import note_event
from app.casework.permissions import GRANTS, ROLE_WORDS, Permission, Role
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import DatedRole, Membership, StaffMember, name_staff
from app.casework.two_people import MEMBER_ADDED, ROLE_GIVEN, why_not_role_and_password

CHANGED, ROLE_ENDED = "member of staff changed", "role ended"
# The measure reads who was head or deputy on a day from the staff list, so these roles have no days of their own.
WHOLE_POST = frozenset({Role.HEADTEACHER, Role.DEPUTY_HEADTEACHER})
# What a school must never be without, and the words for it.
NEVER_WITHOUT = (
    (frozenset({Role.DSL}), "a designated safeguarding lead"),
    (frozenset({Role.HEADTEACHER}), "a headteacher"),
    (frozenset(role for role in Role if Permission.KEEP_ACCOUNTS in GRANTS[role]), "somebody who keeps accounts"),
)


@dataclass(frozen=True, slots=True)
class Post:
    """What is entered of a person's post: its words, its groups, its first and last day (both inclusive)."""

    first_name: str
    last_name: str
    job_title: str | None
    year_groups: frozenset[str]
    registration_group: str | None
    starts_on: date | None
    ends_on: date | None


def _permitted(by: Membership, member: StaffMember | None = None) -> None:
    if not by.may(Permission.KEEP_ACCOUNTS):
        message = f"Your role at this school does not include: {Permission.KEEP_ACCOUNTS.value}."
        refuse_if(Refusal("not_permitted", message))
    if member is not None and member.id == by.staff_id:
        refuse_if(
            Refusal("own_roles", "Nobody changes their own roles or dates. Ask somebody else who keeps accounts.")
        )


def _dates(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        refuse_if(Refusal("ends_before_start", "It ends before it begins.", field="ends_on"))


def add_member(
    session: Session,
    post: Post,
    *,
    staff_code: str,
    email: str,
    roles: frozenset[Role],
    taken: Iterable[str],
    by: Membership,
    at: datetime,
) -> StaffMember:
    """A new member of staff with their roles. `taken`: the staff codes of the school.

    Refuses `not_permitted`, `code_taken`, `plain_code`, `role_needed`, `ends_before_start`.
    """
    _permitted(by)
    code = staff_code.strip()
    if code.startswith(("mis:", "other:")):
        refuse_if(Refusal("plain_code", "A staff code can’t begin with mis: or other:.", field="staff_code"))
    if code in set(taken):
        refuse_if(Refusal("code_taken", f"{code} is somebody else’s code. Choose another.", field="staff_code"))
    if not roles:
        refuse_if(Refusal("role_needed", "Choose at least one role.", field="roles"))
    _dates(post.starts_on, post.ends_on)
    member = StaffMember(school_id=by.school_id, staff_code=code, email=email, roles=frozenset(roles))
    _fill(member, post)
    after = {"roles": ";".join(sorted(roles)), "from": post.starts_on, "to": post.ends_on}
    session.add(member)
    note_event(session, MEMBER_ADDED, by=by, at=at, person_key=code, after=after)
    return member


def _fill(member: StaffMember, post: Post) -> None:
    for name in Post.__dataclass_fields__:
        setattr(member, name, getattr(post, name))
    name_staff(member)


def change_post(
    session: Session,
    member: StaffMember,
    post: Post,
    *,
    others: Sequence[Membership],
    by: Membership,
    at: datetime,
    because: str,
) -> None:
    """Change the words and dates of a post. A last day before today ends the power with the next request.
    `others`: the memberships of today without this one.

    Refuses `own_roles`, `not_permitted`, `ends_before_start`, `last_of_its_kind`, `reason_needed`.
    """
    _permitted(by, member)
    _dates(post.starts_on, post.ends_on)
    _reason(because)
    if post.ends_on is not None and post.ends_on < by.on:
        refuse_if(_last_of_its_kind(frozenset(Role(word) for word in member.roles), others, "ends_on"))
    names = ("starts_on", "ends_on", "year_groups", "registration_group", "job_title", "first_name", "last_name")
    changed = [name for name in names if getattr(member, name) != getattr(post, name)]
    before = {name: _said(getattr(member, name)) for name in changed}
    after = {name: _said(getattr(post, name)) for name in changed}
    _fill(member, post)
    told = {"person_key": member.key, "because": because.strip(), "before": before, "after": after}
    note_event(session, CHANGED, by=by, at=at, **told)


def _said(value: object) -> object:
    return ";".join(sorted(value)) if isinstance(value, frozenset) else value


def _reason(because: str) -> None:
    if not because.strip():
        refuse_if(Refusal("reason_needed", "Say in one line why.", field="because"))


def _last_of_its_kind(gone: frozenset[Role], others: Sequence[Membership], field: str) -> Refusal | None:
    for kind, words in NEVER_WITHOUT:
        if gone & kind and not any(other.roles & kind for other in others):
            message = f"The school would be without {words}. Give somebody else that role first."
            return Refusal("last_of_its_kind", message, field=field)
    return None


def give_role(
    session: Session,
    member: StaffMember,
    role: Role,
    *,
    starts_on: date,
    ends_on: date | None,
    holds: frozenset[Role],
    by: Membership,
    at: datetime,
    because: str,
) -> DatedRole | None:
    """Give a role from a day on. A headship or deputy headship belongs to the post: it begins today, without an end,
    and no row is made. `holds`: the roles held on the first day.

    Refuses `own_roles`, `not_permitted`, `held_already`, `in_the_past`, `whole_post`, `ends_before_start`,
    `reason_needed`, `needs_second_person`.
    """
    _permitted(by, member)
    _dates(starts_on, ends_on)
    _reason(because)
    refuse_if(why_not_role_and_password(session, role, member, by=by, at=at))
    if role in holds:
        refuse_if(Refusal("held_already", f"They are {ROLE_WORDS[role]} then already.", field="role"))
    if starts_on < by.on:
        refuse_if(Refusal("in_the_past", f"Give {by.on:%d/%m/%Y} or a later day.", field="starts_on"))
    if role in WHOLE_POST and (starts_on != by.on or ends_on is not None):
        message = f"A {ROLE_WORDS[role]} begins today and has no last day here."
        instead = "For a time, say who is acting headteacher, with dates."
        refuse_if(Refusal("whole_post", message, field="starts_on", instead=instead))
    after = {"role": role.value, "from": starts_on, "to": ends_on}
    note_event(session, ROLE_GIVEN, by=by, at=at, person_key=member.key, because=because.strip(), after=after)
    if role in WHOLE_POST:
        member.roles = frozenset(member.roles) | {role.value}
        return None
    return DatedRole(school_id=by.school_id, staff_id=member.id, role=role, starts_on=starts_on, ends_on=ends_on)


def end_role(
    session: Session,
    member: StaffMember,
    role: Role,
    rows: Sequence[DatedRole],
    *,
    last_day: date,
    others: Sequence[Membership],
    by: Membership,
    at: datetime,
    because: str,
) -> DatedRole | None:
    """End a role with `last_day` (yesterday: with the next request). A role of the staff list becomes one with dates,
    so that it can be read later who held it when. `rows`: the person's roles with dates; `others`: the memberships
    of today without this one.

    Refuses `own_roles`, `not_permitted`, `not_held`, `whole_post`, `in_the_past`, `last_of_its_kind`, `reason_needed`.
    """
    _permitted(by, member)
    _reason(because)
    refuse_if(_why_not_end(role, last_day, by))
    if last_day < by.on:
        refuse_if(_last_of_its_kind(frozenset({role}), others, "role"))
    is_listed = role.value in member.roles
    mine = [row for row in rows if row.role is role and (row.ends_on is None or row.ends_on > last_day)]
    if not is_listed and not mine:
        refuse_if(Refusal("not_held", f"They are not {ROLE_WORDS[role]} after that day.", field="role"))
    after = {"role": role.value, "to": last_day}
    note_event(session, ROLE_ENDED, by=by, at=at, person_key=member.key, because=because.strip(), after=after)
    _end_rows(session, mine, last_day)
    if not is_listed:
        return None
    member.roles = frozenset(member.roles) - {role.value}
    if member.starts_on is not None and member.starts_on > last_day:
        return None
    return DatedRole(
        school_id=by.school_id, staff_id=member.id, role=role, starts_on=member.starts_on, ends_on=last_day
    )


def _end_rows(session: Session, rows: Iterable[DatedRole], last_day: date) -> None:
    """A role that would begin later is called off, one that began has its last day."""
    for row in rows:
        if row.starts_on is not None and row.starts_on > last_day:
            session.delete(row)
        else:
            row.ends_on = last_day


def _why_not_end(role: Role, last_day: date, by: Membership) -> Refusal | None:
    if role in WHOLE_POST:
        message = f"A {ROLE_WORDS[role]} ends with the post, because the figures ask who was head on a day."
        instead = "Give this entry its last day, and add the person anew with the roles they keep."
        return Refusal("whole_post", message, field="role", instead=instead)
    if last_day < by.on - timedelta(days=1):
        message = (
            f"The earliest last day is {by.on - timedelta(days=1):%d/%m/%Y}: the power ends with the next request."
        )
        return Refusal("in_the_past", message, field="last_day")
    return None
