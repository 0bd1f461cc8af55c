"""The second step of signing in: the code of the app, or a recovery code."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.casework.account import Account, UserSession
from app.casework.refusals import Refusal
from app.db import db
from app.web import throttle
from app.web.access import open_to_all, own_path
from app.web.clock import now
from app.web.factor import codes_left, installation_secret, is_code_right
from app.web.forms.sign_in import SecondStepForm
from app.web.pages import save, say, show_refusal
from app.web.session import end_sessions, waiting_session
from app.web.sign_in import ask_to_wait, enter

pages = Blueprint("second_step", __name__)


@pages.get("/sign-in/code")
@open_to_all
def code() -> ResponseReturnValue:
    """The form, for a browser in which the password was right."""
    if waiting_session(awaits_code=True) is None:
        return redirect("/sign-in", 303)
    form = SecondStepForm(formdata=None, next=own_path(request.args.get("next")))
    return render_template("sign_in/code.html", form=form)


@pages.post("/sign-in/code")
@open_to_all
def check() -> ResponseReturnValue:
    """Take the code, each once; 429 while the account has to wait after wrong ones. A new session begins."""
    row = waiting_session(awaits_code=True)
    if row is None:
        abort(401)
    form = SecondStepForm()
    if not form.validate():
        return render_template("sign_in/code.html", form=form), 422
    account, source = db.session.get_one(Account, row.account_id), request.remote_addr or ""
    attempt = throttle.attempt_of(f"code:{account.id}", source, installation_secret())
    wait = throttle.seconds_to_wait(db.session(), attempt, now())
    if wait:
        return ask_to_wait(wait)
    before = codes_left(account)
    is_right = is_code_right(account, form.code.data)
    throttle.note_attempt(db.session(), attempt, now(), succeeded=is_right)
    if not is_right:
        save()
        message = "That code does not fit, or was used before. Wait for the next one."
        show_refusal(form, Refusal("wrong_code", message, "code"))
        return render_template("sign_in/code.html", form=form), 422
    known = throttle.attempt_of(account.email, source, installation_secret())
    throttle.note_attempt(db.session(), known, now(), succeeded=True)
    end_sessions("second factor given", UserSession.id == row.id)
    return _let_in(account, own_path(form.next.data), row.is_shared_computer, before)


def _let_in(account: Account, wanted: str, is_shared: bool, codes_before: int) -> ResponseReturnValue:
    left = codes_left(account)
    entered = enter(account, wanted, is_shared=is_shared)
    if entered is None:
        save()
        return redirect("/sign-in", 303)
    if left < codes_before:
        say(f"You signed in with a recovery code; {left} are left. Make new ones under Your account.")
    return entered
