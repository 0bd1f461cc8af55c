"""Choosing a password with a code: the first one, or a new one for a lost one. Nobody else ever knows it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.casework.account import Account, PasswordCode, UserSession
from app.casework.account_keeping import end_password_codes
from app.casework.refusals import Refusal
from app.db import db
from app.web import throttle
from app.web.access import open_to_all
from app.web.clock import now
from app.web.factor import installation_secret
from app.web.forms.second_factor import FirstPasswordForm
from app.web.pages import save, say, show_refusal
from app.web.passwords import hash_password, why_weak
from app.web.session import end_sessions
from app.web.sign_in import ask_to_wait
from app.web.totp import hash_of_code

pages = Blueprint("first_password", __name__)
NOT_RIGHT = "That address and code do not go together, or the code is used or too old. Ask for another."


@pages.get("/sign-in/password")
@open_to_all
def show() -> str:
    """The form; it tells nobody whether an address is known."""
    return render_template("sign_in/password.html", form=FirstPasswordForm(formdata=None))


@pages.post("/sign-in/password")
@open_to_all
def choose() -> ResponseReturnValue:
    """Take the code and the password. Unknown address, wrong, used and old code read the same."""
    form = FirstPasswordForm()
    if not form.validate():
        return render_template("sign_in/password.html", form=form), 422
    email = form.email.data.strip().casefold()
    refusal = why_weak(form.password.data, (email,))
    if refusal is None and form.password.data != form.again.data:
        refusal = Refusal("not_the_same", "The two passwords differ. Type the same one twice.", "again")
    if refusal is not None:
        show_refusal(form, refusal)
        return render_template("sign_in/password.html", form=form), 422
    attempt = throttle.attempt_of(f"password code:{email}", request.remote_addr or "", installation_secret())
    wait = throttle.seconds_to_wait(db.session(), attempt, now())
    if wait:
        return ask_to_wait(wait)
    password_hash = hash_password(form.password.data)  # first, so that a right code takes no longer than a wrong one
    account = _account_with(email, form.code.data)
    throttle.note_attempt(db.session(), attempt, now(), succeeded=account is not None)
    if account is None:
        save()
        show_refusal(form, Refusal("wrong_code", NOT_RIGHT))
        return render_template("sign_in/password.html", form=form), 422
    account.password_hash, account.password_set_at = password_hash, now()
    end_password_codes(db.session(), account.id, now())
    end_sessions("password chosen", UserSession.account_id == account.id)
    save()
    session.clear()
    say("Your password is set. Sign in with it.")
    return redirect("/sign-in", 303)


def _account_with(email: str, code: str) -> Account | None:
    account = db.session.scalars(select(Account).where(Account.email == email)).first()
    wanted = hash_of_code(code, account.id if account else 0, installation_secret())
    live = (PasswordCode.ended_at.is_(None), PasswordCode.expires_at > now())
    found = db.session.scalars(select(PasswordCode).where(PasswordCode.code_hash == wanted, *live)).first()
    usable = account is not None and found is not None and account.disabled_at is None
    return account if usable and found is not None and account is not None and found.account_id == account.id else None
