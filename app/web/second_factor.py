"""The second factor of one's own account: set it up, change the device, new recovery codes, take it off."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.casework.account import Account, UserSession
from app.casework.account_keeping import drop_factor
from app.casework.history import note_event
from app.casework.refusals import Refusal
from app.casework.school import School
from app.db import db
from app.web import totp
from app.web.access import me, signed_in
from app.web.clock import now
from app.web.confirming import ask, is_confirmed, my_account
from app.web.factor import codes_left, give_recovery_codes, installation_secret, is_needed
from app.web.forms.second_factor import ConfirmForm, SetUpForm
from app.web.pages import save, say, show_refusal
from app.web.session import end_sessions, start_session

pages = Blueprint("second_factor", __name__)
GOOD_FOR = 15 * 60
SET_UP, TAKEN_OFF, NEW_CODES = "second factor set up", "second factor taken off", "recovery codes made anew"


@pages.get("/me/second-factor")
@signed_in
def show() -> ResponseReturnValue:
    """How it stands; the picture to set it up with where there is none, or another device is wanted."""
    return _page()


@pages.post("/me/second-factor")
@signed_in
def set_up() -> ResponseReturnValue:
    """Take the first code of the app; the recovery codes are shown once, and every other browser is signed out."""
    form, account = ask(SetUpForm(), always=my_account().has_factor), my_account()
    if not form.validate():
        return _page(form), 422
    half = _half_in(form.half.data, account)
    if half is None:
        form = SetUpForm(formdata=None)
        show_refusal(form, Refusal("picture_too_old", "That picture is too old. Set the app up with this one.", "code"))
        return _page(ask(form, always=account.has_factor)), 422
    step = totp.step_of(totp.secret_of(half, account.id, installation_secret()), form.code.data, now(), None)
    if step is None:
        message = "That is not the code of this picture. Is the clock of your device right? Try the next code."
        show_refusal(form, Refusal("wrong_code", message, "code"))
        return _page(form), 422
    if not is_confirmed(form):
        return _page(form), 422
    account.totp_secret, account.totp_last_step = half, step
    return _changed(account, SET_UP, give_recovery_codes(account))


@pages.post("/me/second-factor/codes")
@signed_in
def new_codes() -> ResponseReturnValue:
    """Ten new recovery codes; the older ones are worthless."""
    form, account = ask(ConfirmForm(), always=True), my_account()
    if not account.has_factor:
        return redirect("/me/second-factor", 303)
    if not (form.validate() and is_confirmed(form)):
        return _page(confirm=form), 422
    return _changed(account, NEW_CODES, give_recovery_codes(account))


@pages.post("/me/second-factor/remove")
@signed_in
def remove() -> ResponseReturnValue:
    """Take it off, where the role does not need it."""
    form, account = ask(ConfirmForm(), always=True), my_account()
    if not account.has_factor:
        return redirect("/me/second-factor", 303)
    if is_needed(_school(), me()):
        message = "Your role needs the second factor. For another device, set that up instead."
        show_refusal(form, Refusal("factor_needed", message))
        return _page(confirm=form), 422
    if not (form.validate() and is_confirmed(form)):
        return _page(confirm=form), 422
    drop_factor(db.session(), account)
    _begin_anew(account, TAKEN_OFF)
    say("The second factor is off. Every other browser is signed out.")
    return redirect("/me/second-factor", 303)


def _changed(account: Account, done: str, codes: list[str]) -> ResponseReturnValue:
    """The one page that shows the recovery codes."""
    _begin_anew(account, done)
    return render_template("me/recovery_codes.html", codes=codes)


def _begin_anew(account: Account, done: str) -> None:
    """Tell it in history, end every session, and go on here under a new token."""
    by, is_shared = me(), db.session.get_one(UserSession, g.viewer.session_id).is_shared_computer
    note_event(db.session(), done, by=by, at=now(), person_key=by.staff_code)
    end_sessions(done, UserSession.account_id == account.id)
    row = start_session(account.id, by.staff_id, is_shared=is_shared)
    db.session.flush()
    save()
    g.viewer.session_id, g.viewer.last_seen_at = row.id, row.last_seen_at


def _signer(account: Account) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(installation_secret(), salt=f"second factor of account {account.id}")


def _half_in(signed: str | None, account: Account) -> str | None:
    try:
        half: str = _signer(account).loads(signed or "", max_age=GOOD_FOR)
    except BadSignature:
        return None
    return half


def _school() -> School:
    return db.session.get_one(School, me().school_id)


def _page(form: Any = None, confirm: Any = None) -> str:
    account = my_account()
    wants_new = not account.has_factor or form is not None or request.args.get("device") == "new"
    shown: dict[str, Any] = {"form": None, "picture": None, "secret": None}
    if wants_new:
        form = form or ask(SetUpForm(formdata=None), always=account.has_factor)
        half = _half_in(form.half.data, account) or totp.new_half()
        form.half.data = _signer(account).dumps(half)
        secret = totp.secret_of(half, account.id, installation_secret())
        picture = totp.picture_of(totp.address_of(secret, account.email, g.viewer.school_name))
        shown = {"form": form, "picture": picture, "secret": totp.in_fours(secret)}
    return render_template(
        "me/second_factor.html",
        **shown,
        confirm=confirm or ask(ConfirmForm(formdata=None), always=True),
        has_factor=account.has_factor,
        left=codes_left(account),
        is_needed=is_needed(_school(), me()),
        must=g.viewer.must_set_up_factor,
    )
