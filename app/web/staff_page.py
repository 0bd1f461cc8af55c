"""What the page of a member of staff shows to whoever keeps accounts: post, roles with days, account, links, history."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from flask import render_template
from sqlalchemy import select

from app.casework import scope
from app.casework.account import Account, UserSession
from app.casework.appointing import NEVER_WITHOUT, WHOLE_POST
from app.casework.calendar import london
from app.casework.history import Event
from app.casework.people import Person
from app.casework.permissions import ROLE_WORDS, Role
from app.casework.staff import ActingHead, DatedRole, DeclaredLink, Membership, StaffMember
from app.db import db
from app.web.access import me
from app.web.clock import now
from app.web.confirming import ask
from app.web.factor import codes_left
from app.web.forms.choices import listed
from app.web.forms.staff import AccountForm, EndRoleForm, GiveRoleForm, PostForm
from app.web.pages import found_or_404
from app.web.session import is_live, roles_today

AT_MOST = 40


def member_or_404(staff_id: int) -> StaffMember:
    """Somebody of this school."""
    member: StaffMember = found_or_404(scope.visible_staff(me()).where(StaffMember.id == staff_id))
    return member


def dated_roles_of(member: StaffMember) -> list[DatedRole]:
    """Their roles with days, the latest first."""
    mine = scope.whole_school(DatedRole, me().school_id).where(DatedRole.staff_id == member.id)
    return list(db.session.scalars(mine.order_by(DatedRole.starts_on.desc(), DatedRole.id.desc())))


def others_today(member: StaffMember) -> list[Membership]:
    """The power of everybody else who holds, and can sign in to use, what a school must never be without."""
    wanted = {role.value for kind, _words in NEVER_WITHOUT for role in kind}
    dated = scope.whole_school_columns(me().school_id, DatedRole, DatedRole.staff_id)
    with_dates = set(db.session.scalars(dated.where(DatedRole.role.in_(sorted(wanted)))))
    others = db.session.scalars(
        scope.visible_staff(me()).where(StaffMember.id != member.id, StaffMember.account_id.is_not(None))
    )
    likely = [other for other in others if other.roles & wanted or other.id in with_dates]
    return [power for other in likely if (power := roles_today(other, now())) is not None]


def works_elsewhere(member: StaffMember) -> bool:
    """Whether the account opens another school as well."""
    if member.account_id is None:
        return False
    elsewhere = select(StaffMember.id).where(StaffMember.account_id == member.account_id, StaffMember.id != member.id)
    return db.session.scalars(elsewhere.limit(1)).first() is not None


def post_form(member: StaffMember, **more: Any) -> PostForm:
    """The form of a post as it stands."""
    names = ("first_name", "last_name", "job_title", "registration_group", "starts_on", "ends_on")
    kept = {name: getattr(member, name) for name in names} | {"year_groups": sorted(member.year_groups)}
    form: PostForm = ask(PostForm(data=kept, prefix="post-", meta={"csrf": False}, **more))
    return form


def role_forms(member: StaffMember, **more: Any) -> tuple[GiveRoleForm, EndRoleForm]:
    """Give a role; end one that is held or will be."""
    give = ask(GiveRoleForm(data={"starts_on": me().on}, prefix="give-", meta={"csrf": False}, **more))
    end = ask(EndRoleForm(data={"last_day": me().on}, prefix="end-", meta={"csrf": False}, **more))
    still = {row.role.value for row in dated_roles_of(member) if row.ends_on is None or row.ends_on >= me().on}
    held = sorted((set(member.roles) | still) - {role.value for role in WHOLE_POST})
    end.role.choices = listed(((role, ROLE_WORDS[Role(role)]) for role in held), blank="Choose a role")
    return give, end


def account_form(prefix: str, **more: Any) -> AccountForm:
    """The form of something done to the account; proof is asked for each time."""
    form: AccountForm = ask(AccountForm(prefix=prefix, meta={"csrf": False}, **more), always=True)
    return form


def member_page(member: StaffMember, *, status: int = 200, code: str | None = None, **forms: Any) -> Any:
    """The page of one member of staff, with the forms as they came back; `code` is shown this once."""
    give, end = role_forms(member, formdata=None)
    account = db.session.get(Account, member.account_id) if member.account_id else None
    shown = {
        "post": forms.get("post") or post_form(member, formdata=None),
        "give": forms.get("give") or give,
        "end": forms.get("end") or end,
        "code_form": forms.get("code_form") or account_form("code-", formdata=None),
        "factor_form": forms.get("factor_form") or account_form("factor-", formdata=None),
        "out_form": forms.get("out_form") or account_form("out-", formdata=None),
    }
    page = render_template(
        "settings/member.html",
        member=member,
        code=code,
        is_me=member.id == me().staff_id,
        listed_roles=[ROLE_WORDS[Role(role)] for role in sorted(member.roles)],
        dated=[_dated(row) for row in dated_roles_of(member)],
        acting=_acting(member),
        account=account,
        account_facts=_account_facts(account),
        has_factor=account is not None and account.has_factor,
        links=_links(member),
        history=_history(member),
        problem_forms=[form for form in forms.values() if form.errors or form.form_errors],
        **shown,
    )
    return page if status == 200 else (page, status)


def _days(first: Any, last: Any) -> str:
    begins = f"from {first:%d/%m/%Y}" if first else "from the first day"
    return f"{begins} to {last:%d/%m/%Y}" if last else f"{begins}, still"


def _dated(row: DatedRole) -> list[str]:
    state = "now" if row.is_in_force(me().on) else ("over" if row.ends_on and row.ends_on < me().on else "to come")
    return [ROLE_WORDS[row.role], _days(row.starts_on, row.ends_on), state]


def _acting(member: StaffMember) -> list[str]:
    mine = scope.whole_school(ActingHead, me().school_id).where(ActingHead.staff_id == member.id)
    return [_days(row.starts_on, row.ends_on) for row in db.session.scalars(mine.order_by(ActingHead.starts_on))]


def _account_facts(account: Account | None) -> list[tuple[str, str]]:
    if account is None:
        return [("Account", "none yet")]
    open_ones = select(UserSession).where(UserSession.account_id == account.id, UserSession.ended_at.is_(None))
    live = [row for row in db.session.scalars(open_ones) if is_live(row, now()) and row.staff_id is not None]
    factor = f"on, {codes_left(account)} recovery codes left" if account.has_factor else "off"
    password = f"chosen {london(account.password_set_at):%d/%m/%Y}" if account.password_set_at else "chosen"
    due = (
        [("Needed from", f"{account.factor_due_on:%d/%m/%Y}")]
        if account.factor_due_on and not account.has_factor
        else []
    )
    return [
        ("Signs in as", account.email),
        ("Password", password if account.password_hash else "not chosen yet"),
        ("Second factor", factor),
        *due,
        ("Signed in now", f"in {len(live)} browser{'' if len(live) == 1 else 's'}" if live else "nowhere"),
        *([("Account", "closed")] if account.disabled_at else []),
    ]


def _links(member: StaffMember) -> list[dict[str, Any]]:
    mine = scope.whole_school_columns(
        me().school_id, DeclaredLink, DeclaredLink.id, DeclaredLink.relationship_word, Person.display_name
    )
    found = mine.join(Person, Person.id == DeclaredLink.pupil_id).where(DeclaredLink.staff_id == member.id)
    return [{"id": i, "relationship": word, "name": name} for i, word, name in db.session.execute(found)]


def _history(member: StaffMember) -> list[list[str]]:
    """What was done to this person's post, roles and account; nothing that happened in a case."""
    author = Person.__table__.alias("author")
    found = (
        select(Event.recorded_at, Event.kind, Event.because, Event.before, Event.after, author.c.display_name)
        .outerjoin(author, (author.c.school_id == Event.school_id) & (author.c.key == Event.by_code))
        .where(Event.school_id == me().school_id, Event.person_key == member.key, Event.case_reference.is_(None))
        .order_by(Event.recorded_at.desc(), Event.number.desc())
        .limit(AT_MOST)
    )
    return [
        [
            f"{london(at):%d/%m/%Y %H:%M}",
            kind.capitalize(),
            _change(before, after),
            because or "",
            who or "the command line",
        ]
        for at, kind, because, before, after, who in db.session.execute(found)
    ]


def _change(before: str | None, after: str | None) -> str:
    words = [f"was {said}" for said in [_plain(before)] if said] + [said for said in [_plain(after)] if said]
    return "; ".join(words)


def _plain(change: str | None) -> str | None:
    if not change:
        return None
    values = {name: value for name, value in json.loads(change).items() if name != "pupil" and value not in (None, "")}
    said = [f"{name.replace('_', ' ')} {_value(value)}" for name, value in values.items()]
    return ", ".join(said) or None


def _value(value: object) -> str:
    try:
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    except ValueError:
        return str(value).replace("_", " ")
