"""My own account: the password, the browsers in which I am signed in, and what my roles let me do."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.casework.account import Account, UserSession
from app.casework.calendar import london
from app.casework.permissions import granted
from app.casework.refusals import Refusal
from app.db import db
from app.web.access import me, signed_in
from app.web.clock import now
from app.web.forms.sign_in import PasswordForm
from app.web.pages import save, say, show_refusal
from app.web.passwords import hash_password, is_right, why_weak
from app.web.session import end_sessions, is_live, start_session

pages = Blueprint("account", __name__)


@pages.get("/me")
@signed_in
def show() -> ResponseReturnValue:
    """My roles, my open sessions, and the form for a new password."""
    return _page(PasswordForm(formdata=None))


@pages.post("/me/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Take a new password; every other session of the account ends, and this one goes on under a new token."""
    form = PasswordForm()
    account = db.session.get_one(Account, g.viewer.id)
    if not form.validate():
        return _page(form), 422
    refusal = _why_not(form, account)
    if refusal is not None:
        show_refusal(form, refusal)
        return _page(form), 422
    account.password_hash, account.password_set_at = hash_password(form.password.data), now()
    here = db.session.get_one(UserSession, g.viewer.session_id)
    end_sessions("password changed", UserSession.account_id == account.id)
    start_session(account.id, me().staff_id, is_shared=here.is_shared_computer)
    g.viewer = None
    save()
    say("Your password is changed. Every other browser is signed out.")
    return redirect("/me", 303)


@pages.post("/me/sessions/end")
@signed_in
def end_others() -> ResponseReturnValue:
    """Sign out every browser but this one."""
    end_sessions("ended by its owner", UserSession.account_id == g.viewer.id, UserSession.id != g.viewer.session_id)
    save()
    say("Every other browser is signed out.")
    return redirect("/me", 303)


@pages.post("/me/shortcuts")
@signed_in
def choose_shortcuts() -> ResponseReturnValue:
    """Switch single keys on or off, for this account on every computer (WCAG 2.1.4)."""
    account = db.session.get_one(Account, g.viewer.id)
    account.has_shortcuts = request.form.get("wanted") == "yes"
    save()
    say(f"The shortcuts are {'on' if account.has_shortcuts else 'off'}.")
    return redirect("/me", 303)


def _why_not(form: PasswordForm, account: Account) -> Refusal | None:
    if not is_right(account.password_hash, form.current_password.data):
        return Refusal("wrong_password", "That is not the password you have now.", "current_password")
    if form.password.data != form.again.data:
        return Refusal("not_the_same", "The two new passwords differ. Type the same one twice.", "again")
    return why_weak(form.password.data, (account.name, account.email, g.viewer.school_name))


def _page(form: PasswordForm) -> str:
    open_ones = select(UserSession).where(
        UserSession.account_id == g.viewer.id, UserSession.ended_at.is_(None), UserSession.staff_id.is_not(None)
    )
    rows = db.session.scalars(open_ones.order_by(UserSession.last_seen_at.desc())).all()
    live = [row for row in rows if is_live(row, now())]
    return render_template(
        "me/show.html",
        form=form,
        sessions=[_line(row) for row in live],
        others=len(live) > 1,
        may=sorted(granted(me().roles)),
    )


def _line(row: UserSession) -> tuple[str, str, str]:
    here = "This browser" if row.id == g.viewer.session_id else "Another browser"
    kind = "shared computer" if row.is_shared_computer else "own computer"
    seen = london(row.last_seen_at)
    return here, kind, f"{seen:%a} {seen.day} {seen:%b}, {seen:%H:%M}"
