"""My own account: the password, the browsers in which I am signed in, and what my roles let me do."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select

from app.casework.account import Account, UserSession
from app.casework.calendar import london
from app.casework.permissions import Permission, granted
from app.casework.refusals import Refusal
from app.db import db
from app.web.access import me, signed_in
from app.web.clock import now
from app.web.factor import codes_left
from app.web.forms.sign_in import PasswordForm
from app.web.pages import found_or_404, save, say, show_refusal
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


@pages.post("/me/sessions/everywhere")
@signed_in
def end_everywhere() -> ResponseReturnValue:
    """Sign out every browser, this one too."""
    end_sessions("ended by its owner", UserSession.account_id == g.viewer.id)
    save()
    g.viewer = None
    session.clear()
    say("You are signed out everywhere.")
    return redirect("/sign-in", 303)


@pages.post("/me/sessions/<int:session_id>/end")
@signed_in
def end_one(session_id: int) -> ResponseReturnValue:
    """Sign out one browser of one's own; somebody else's does not exist."""
    found_or_404(_open_sessions().where(UserSession.id == session_id))
    end_sessions("ended by its owner", UserSession.id == session_id)
    save()
    say("That browser is signed out.")
    return redirect("/me", 303)


@pages.post("/me/sessions/computer")
@signed_in
def computer() -> ResponseReturnValue:
    """Say whether this computer is shared: a shared one is signed out after a quarter of the time."""
    row = db.session.get_one(UserSession, g.viewer.session_id)
    row.is_shared_computer = request.form.get("is_shared") != "no"
    save()
    say("This is noted as a shared computer." if row.is_shared_computer else "This is noted as your own computer.")
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
    rows = db.session.scalars(_open_sessions().order_by(UserSession.last_seen_at.desc())).all()
    live = [row for row in rows if is_live(row, now())]
    account = db.session.get_one(Account, g.viewer.id)
    return render_template(
        "me/show.html",
        form=form,
        sessions=[_line(row) for row in live],
        others=len(live) > 1,
        is_shared=next((row.is_shared_computer for row in live if row.id == g.viewer.session_id), True),
        minutes=g.viewer.idle_minutes,
        has_factor=account.has_factor,
        codes_left=codes_left(account),
        may_declare=me().may(Permission.DECLARE_LINK),
        may=sorted(granted(me().roles)),
    )


def _open_sessions() -> Select[UserSession]:
    return select(UserSession).where(
        UserSession.account_id == g.viewer.id, UserSession.ended_at.is_(None), UserSession.staff_id.is_not(None)
    )


def _line(row: UserSession) -> dict[str, object]:
    seen, begun = london(row.last_seen_at), london(row.started_at)
    return {
        "id": row.id,
        "is_here": row.id == g.viewer.session_id,
        "browser": browser_of(row.device or ""),
        "kind": "Shared computer" if row.is_shared_computer else "Own computer",
        "begun": f"{begun:%a} {begun.day} {begun:%b}, {begun:%H:%M}",
        "seen": f"{seen:%a} {seen.day} {seen:%b}, {seen:%H:%M}",
    }


def browser_of(device: str) -> str:
    """A browser as people know it, from what it says of itself: `Firefox on Windows`."""
    names = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "Chromebook"),
               ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip
    name = next((words for mark, words in names if mark in device), "A browser")
    system = next((words for mark, words in systems if mark in device), None)
    return f"{name} on {system}" if system else name
