"""People and roles: who works here, with which roles, from when to when."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template
from sqlalchemy import select

from app.casework import scope
from app.casework.account import Account
from app.casework.account_keeping import ACCOUNT_OPENED, make_password_code
from app.casework.appointing import Post, add_member, change_post, end_role, give_role
from app.casework.history import note_event
from app.casework.people import Person
from app.casework.permissions import ROLE_WORDS, Permission, Role
from app.casework.refusals import Refusal, Refused, refuse_if
from app.casework.school import School
from app.casework.staff import DatedRole, StaffMember
from app.casework.two_people import why_not_password_and_role
from app.db import db
from app.web.access import me, needs
from app.web.clock import now
from app.web.confirming import ask, is_confirmed
from app.web.factor import installation_secret
from app.web.forms.staff import NewMemberForm, SignInSettingsForm
from app.web.pages import save, say, show_refusal
from app.web.staff_page import dated_roles_of, member_or_404, member_page, others_today, post_form, role_forms
from app.web.totp import hash_of_code, new_password_code

pages = Blueprint("staff_settings", __name__)
NO_CODE = (
    "{} is added. Somebody else who keeps accounts, such as the head, makes the code for their password here: "
    "a role that sees much and its password come from two people."
)


@pages.get("/settings/people")
@needs(Permission.KEEP_ACCOUNTS)
def list_people() -> str:
    """Everybody with a post here, those in post first, and how they sign in."""
    found = db.session.execute(
        scope.visible_staff(me())
        .add_columns(Account.password_hash.is_not(None), Account.totp_secret.is_not(None), Account.disabled_at)
        .outerjoin(Account, Account.id == StaffMember.account_id)
        .order_by(Person.sort_name)
    ).all()
    dated = scope.whole_school(DatedRole, me().school_id)
    more: dict[int, set[str]] = {}
    for row in db.session.scalars(dated):
        if row.is_in_force(me().on):
            more.setdefault(row.staff_id, set()).add(row.role.value)
    people = [_line(row, more) for row in found]
    return render_template("settings/people.html", people=sorted(people, key=lambda line: line["over"]))


def _line(row: Any, more: dict[int, set[str]]) -> dict[str, Any]:
    member, has_password, has_factor, closed = row
    account = "no account" if member.account_id is None else ("password" if has_password else "waits for a password")
    if closed:
        account = "closed"
    elif has_factor:
        account = "password and second factor"
    roles = sorted(set(member.roles) | more.get(member.id, set()))
    over = not member.is_in_force(me().on)
    to = f"to {member.ends_on:%d/%m/%Y}" if member.ends_on else ("in post" if not over else "not yet in post")
    return {
        "href": f"/settings/people/{member.id}", "name": member.display_name, "code": member.staff_code, "over": over,
        "roles": ", ".join(ROLE_WORDS[Role(role)] for role in roles) or "none", "when": to, "account": account,
    }  # fmt: skip


@pages.route("/settings/people/new", methods=["GET", "POST"])
@needs(Permission.KEEP_ACCOUNTS)
def add() -> Any:
    """Add a member of staff with an account; the code for their first password is shown once."""
    form = ask(NewMemberForm(data={"starts_on": me().on}))
    if not form.is_submitted():
        return render_template("settings/new_member.html", form=form)
    if form.validate() and is_confirmed(form):
        try:
            member, code = _added(form)
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            if code is None:
                say(NO_CODE.format(member.display_name))
                return redirect(f"/settings/people/{member.id}", 303)
            return member_page(member, code=code)
    return render_template("settings/new_member.html", form=form), 422


def _added(form: NewMemberForm) -> tuple[StaffMember, str | None]:
    """The new member with a new account; with a code too, unless somebody else must make it (`two_people.py`)."""
    taken = db.session.scalars(scope.visible_staff(me()).with_only_columns(StaffMember.staff_code)).all()
    email = form.email.data.strip().casefold()
    member = add_member(
        db.session(), _post(form), staff_code=form.staff_code.data, email=email,
        roles=frozenset(Role(role) for role in form.roles.data), taken=taken, by=me(), at=now(),
    )  # fmt: skip
    refuse_if(_why_not_this_address(email))
    account = Account(email=email, name=member.display_name)
    db.session.add(account)
    db.session.flush()
    member.account_id = account.id
    note_event(db.session(), ACCOUNT_OPENED, by=me(), at=now(), person_key=member.key)
    if why_not_password_and_role(db.session(), member, by=me(), at=now()):
        return member, None
    return member, _code(account, member, "first password")


def _why_not_this_address(email: str) -> Refusal | None:
    account = db.session.scalars(select(Account).where(Account.email == email)).first()
    if account is None:
        return None
    here = db.session.scalars(scope.visible_staff(me()).where(StaffMember.account_id == account.id)).first()
    if here is None:
        message = "That address can’t be used here. Give another."
        instead = "For an account of another school, whoever runs the installation adds this school to it."
        return Refusal("email_taken", message, field="email", instead=instead)
    message = f"That address is {here.display_name}’s, code {here.staff_code}. Give another, or open their page."
    return Refusal("email_taken", message, field="email")


def _code(account: Account, member: StaffMember, because: str) -> str:
    code = new_password_code()
    code_hash = hash_of_code(code, account.id, installation_secret())
    made = make_password_code(
        db.session(), account, member, code_hash, works_elsewhere=False, by=me(), at=now(), because=because
    )
    db.session.add(made)
    return code


def _post(form: Any) -> Post:
    return Post(
        first_name=form.first_name.data.strip(),
        last_name=form.last_name.data.strip(),
        job_title=(form.job_title.data or "").strip() or None,
        year_groups=frozenset(form.year_groups.data),
        registration_group=(form.registration_group.data or "").strip() or None,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
    )


@pages.get("/settings/people/<int:staff_id>")
@needs(Permission.KEEP_ACCOUNTS)
def read(staff_id: int) -> Any:
    """One member of staff."""
    return member_page(member_or_404(staff_id))


@pages.post("/settings/people/<int:staff_id>/post")
@needs(Permission.KEEP_ACCOUNTS)
def change(staff_id: int) -> Any:
    """Change words and dates of a post."""
    member = member_or_404(staff_id)
    form = post_form(member)

    def act() -> None:
        others = others_today(member)
        change_post(db.session(), member, _post(form), others=others, by=me(), at=now(), because=form.because.data)

    return done(member, form, act, "The post is changed.", post=form)


@pages.post("/settings/people/<int:staff_id>/roles")
@needs(Permission.KEEP_ACCOUNTS)
def give(staff_id: int) -> Any:
    """Give a role."""
    member = member_or_404(staff_id)
    form, _end = role_forms(member)

    def act() -> None:
        starts_on = form.starts_on.data
        assert starts_on is not None  # noqa: S101  (the form asks for it)
        held = {row.role for row in dated_roles_of(member) if row.is_in_force(starts_on)}
        row = give_role(
            db.session(), member, Role(form.role.data), starts_on=starts_on, ends_on=form.ends_on.data,
            holds=frozenset(held | {Role(role) for role in member.roles}), by=me(), at=now(), because=form.because.data,
        )  # fmt: skip
        if row is not None:
            db.session.add(row)

    return done(member, form, act, "The role is given.", give=form)


@pages.post("/settings/people/<int:staff_id>/roles/end")
@needs(Permission.KEEP_ACCOUNTS)
def end(staff_id: int) -> Any:
    """End a role."""
    member = member_or_404(staff_id)
    _give, form = role_forms(member)

    def act() -> None:
        last_day = form.last_day.data
        assert last_day is not None  # noqa: S101  (the form asks for it)
        row = end_role(
            db.session(), member, Role(form.role.data), dated_roles_of(member), last_day=last_day,
            others=others_today(member), by=me(), at=now(), because=form.because.data,
        )  # fmt: skip
        if row is not None:
            db.session.add(row)

    return done(member, form, act, "The role has its last day.", end=form)


def done(member: StaffMember, form: Any, act: Any, sentence: str, **forms: Any) -> Any:
    """Fill, prove, act, commit once and say so; or the page again with what was typed."""
    staff_id = member.id
    if form.validate() and is_confirmed(form):
        try:
            act()
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say(sentence)
            return redirect(f"/settings/people/{staff_id}", 303)
    return member_page(member_or_404(staff_id), status=422, **forms)


@pages.route("/settings/sign-in", methods=["GET", "POST"])
@needs(Permission.KEEP_ACCOUNTS)
def sign_in_settings() -> Any:
    """Whether roles of wide sight need the second factor, and after how many days."""
    school = db.session.get_one(School, me().school_id)
    kept = {"factor_required": school.factor_required, "factor_grace_days": school.factor_grace_days}
    form = ask(SignInSettingsForm(data=kept))
    if form.is_submitted() and form.validate() and is_confirmed(form):
        after = {"factor_required": form.factor_required.data, "factor_grace_days": form.factor_grace_days.data}
        note_event(db.session(), "second factor setting changed", by=me(), at=now(), before=kept, after=after)
        school.factor_required, school.factor_grace_days = form.factor_required.data, form.factor_grace_days.data
        save()
        say("Saved. It holds from the next sign-in on.")
        return redirect("/settings/sign-in", 303)
    page = render_template("settings/sign_in.html", form=form)
    return (page, 422) if form.is_submitted() else page
