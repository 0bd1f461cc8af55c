"""Asking whoever is signed in to prove that they are still there, before something that an open screen must not allow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import g, request

from app.casework.account import Account, UserSession
from app.casework.refusals import Refusal
from app.db import db
from app.web import throttle
from app.web.clock import now
from app.web.factor import installation_secret, is_code_right
from app.web.pages import save, show_refusal
from app.web.passwords import is_right

FRESH = timedelta(minutes=10)


def my_account() -> Account:
    """The account of whoever is signed in."""
    return db.session.get_one(Account, g.viewer.id)


def ask(form: Any, *, always: bool = False) -> Any:
    """Word the form's field `confirmation` for this account, or take it out where its owner proved it just now."""
    proved = g.viewer.confirmed_at
    if not always and proved is not None and now() - proved < FRESH:
        del form.confirmation
        return form
    has_factor = my_account().has_factor
    form.confirmation.label.text = "The code that your app shows now" if has_factor else "Your password"
    return form


def is_confirmed(form: Any) -> bool:
    """Whether the proof is right. If not, the field says so, and the attempt is stored; 422 is the answer then."""
    if "confirmation" not in form:
        return True
    account, typed = my_account(), form.confirmation.data or ""
    attempt = throttle.attempt_of(f"confirm:{account.id}", request.remote_addr or "", installation_secret())
    wait = throttle.seconds_to_wait(db.session(), attempt, now())
    right = not wait and (
        is_code_right(account, typed) if account.has_factor else is_right(account.password_hash, typed)
    )
    if not wait:
        throttle.note_attempt(db.session(), attempt, now(), succeeded=right)
    if right:
        db.session.get_one(UserSession, g.viewer.session_id).confirmed_at = now()
        return True
    save()
    message = "That is not right. Nothing is stored yet."
    if wait:
        message = f"There were several that did not fit. Wait {wait} seconds, then try again."
    show_refusal(form, Refusal("not_confirmed", message, "confirmation"))
    return False
