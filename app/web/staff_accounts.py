"""Other people's accounts: a code for a password, a lost second factor, sign them out; and their declared links."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request
from sqlalchemy import select

from app.casework import scope
from app.casework.account import Account, UserSession
from app.casework.account_keeping import (
    ACCOUNT_OPENED,
    SIGNED_OUT,
    make_password_code,
    reset_factor,
    why_not_keep,
)
from app.casework.history import note_event
from app.casework.links import declare_link, take_link_off
from app.casework.people import Person
from app.casework.permissions import Permission
from app.casework.refusals import Refusal, Refused, refuse_if
from app.casework.staff import DeclaredLink, StaffMember
from app.db import db
from app.web.access import me, needs
from app.web.clock import now
from app.web.confirming import is_confirmed
from app.web.factor import installation_secret
from app.web.forms.staff import LinkForm
from app.web.links import AT_MOST, linked_pupils_of, offered
from app.web.pages import found_or_404, save, say, show_refusal
from app.web.session import end_sessions
from app.web.staff_page import account_form, member_or_404, member_page, works_elsewhere
from app.web.staff_settings import done
from app.web.totp import hash_of_code, new_password_code

pages = Blueprint("staff_accounts", __name__)


@pages.post("/settings/people/<int:staff_id>/code")
@needs(Permission.KEEP_ACCOUNTS)
def make_code(staff_id: int) -> Any:
    """Make a code for a new password, and an account where there is none; the code is shown on this page alone."""
    member = member_or_404(staff_id)
    form = account_form("code-")
    if form.validate() and is_confirmed(form):
        try:
            code = _code_for(member, form)
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            return member_page(member_or_404(staff_id), code=code)
    return member_page(member_or_404(staff_id), status=422, code_form=form)


def _code_for(member: StaffMember, form: Any) -> str:
    elsewhere = works_elsewhere(member)
    refuse_if(why_not_keep(member, works_elsewhere=elsewhere, by=me()))
    account = db.session.get(Account, member.account_id) if member.account_id else _opened(member, form)
    code = new_password_code()
    code_hash = hash_of_code(code, account.id, installation_secret())  # type: ignore[union-attr]
    made = make_password_code(
        db.session(), account, member, code_hash, works_elsewhere=elsewhere, by=me(), at=now(),  # type: ignore[arg-type]
        because=form.because.data,
    )  # fmt: skip
    db.session.add(made)
    return code


def _opened(member: StaffMember, form: Any) -> Account:
    """An account for somebody who is on the staff list without one."""
    email = (form.email.data or member.email or "").strip().casefold()
    if "@" not in email:
        refuse_if(Refusal("email_needed", "Give the address to sign in with.", field="email"))
    if db.session.scalars(select(Account).where(Account.email == email)).first() is not None:
        message = "That address has an account already. Give another, or add the person’s post anew with it."
        refuse_if(Refusal("email_taken", message, field="email"))
    account = Account(email=email, name=member.display_name)
    db.session.add(account)
    db.session.flush()
    member.account_id, member.email = account.id, member.email or email
    note_event(db.session(), ACCOUNT_OPENED, by=me(), at=now(), person_key=member.key)
    return account


@pages.post("/settings/people/<int:staff_id>/factor")
@needs(Permission.KEEP_ACCOUNTS)
def reset(staff_id: int) -> Any:
    """Take a lost second factor off; the person is signed out everywhere."""
    member = member_or_404(staff_id)
    form = account_form("factor-")

    def act() -> None:
        account = _account_of(member)
        elsewhere = works_elsewhere(member)
        told: dict[str, Any] = {"by": me(), "at": now(), "because": form.because.data}
        reset_factor(db.session(), account, member, works_elsewhere=elsewhere, **told)
        end_sessions("second factor reset", UserSession.account_id == account.id)

    sentence = "The second factor is off, and they are signed out everywhere."
    return done(member, form, act, sentence, factor_form=form)


@pages.post("/settings/people/<int:staff_id>/sign-out")
@needs(Permission.KEEP_ACCOUNTS)
def sign_out(staff_id: int) -> Any:
    """Sign somebody out everywhere: a lost device, a lent password."""
    member = member_or_404(staff_id)
    form = account_form("out-")

    def act() -> None:
        account = _account_of(member)
        note_event(db.session(), SIGNED_OUT, by=me(), at=now(), person_key=member.key, because=form.because.data)
        mine = [UserSession.account_id == account.id]
        if works_elsewhere(member):
            mine.append(UserSession.staff_id == member.id)
        end_sessions("ended by who keeps accounts", *mine)

    return done(member, form, act, "They are signed out everywhere.", out_form=form)


def _account_of(member: StaffMember) -> Account:
    account = db.session.get(Account, member.account_id) if member.account_id else None
    if account is None:
        raise Refused(Refusal("no_account", f"{member.display_name} has no account yet."))
    return account


@pages.route("/settings/people/<int:staff_id>/links/new", methods=["GET", "POST"])
@needs(Permission.KEEP_ACCOUNTS)
def declare(staff_id: int) -> Any:
    """Declare for somebody else that they are close to a child."""
    member = member_or_404(staff_id)
    form, found = offered(LinkForm(), request.values.get("name", ""))
    if form.is_submitted() and form.validate():
        try:
            pupil = next(each for each in found if str(each.id) == form.pupil.data)
            link = declare_link(
                db.session(),
                member,
                pupil,
                form.relationship.data,
                linked=linked_pupils_of(member.id),
                by=me(),
                at=now(),
            )
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            db.session.add(link)
            save()
            say("The link is declared. It holds from their next request on.")
            return redirect(f"/settings/people/{staff_id}", 303)
    base = f"/settings/people/{staff_id}"
    page = render_template(
        "me/declare_link.html", form=form, found=found, most=AT_MOST, words=request.values.get("name", "").strip(), for_whom=member.display_name,
        back=base, action=f"{base}/links/new",
    )  # fmt: skip
    return (page, 422) if form.is_submitted() else page


@pages.post("/settings/people/<int:staff_id>/links/<int:link_id>/end")
@needs(Permission.KEEP_ACCOUNTS)
def end_link(staff_id: int, link_id: int) -> Any:
    """Take a link off that was declared by mistake or is over."""
    member = member_or_404(staff_id)
    mine = (DeclaredLink.id == link_id, DeclaredLink.staff_id == member.id)
    link: DeclaredLink = found_or_404(scope.whole_school(DeclaredLink, me().school_id).where(*mine))
    key = db.session.get_one(Person, link.pupil_id).key
    try:
        take_link_off(db.session(), link, member, key, by=me(), at=now(), because=request.form.get("because", ""))
    except Refused as refused:
        db.session.rollback()
        form = account_form("out-", formdata=None)
        form.form_errors = [refused.refusal.message]
        return member_page(member_or_404(staff_id), status=422, link_form=form)
    save()
    say("The link is taken off.")
    return redirect(f"/settings/people/{staff_id}", 303)
