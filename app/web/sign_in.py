"""Signing in and out. The same words, status and time for an unknown address, a wrong password and a disabled account."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, g, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, or_, select
from wtforms.fields.choices import SelectChoice

from app.casework.account import Account, UserSession
from app.casework.school import School
from app.casework.staff import StaffMember
from app.db import db
from app.web import passwords, throttle
from app.web.access import open_to_all, own_path, signed_in
from app.web.clock import now, today
from app.web.factor import note_due
from app.web.forms.sign_in import SchoolForm, SignInForm
from app.web.pages import save, say
from app.web.session import end_sessions, roles_today, start_session, waiting_session

pages = Blueprint("sign_in", __name__)

NOT_RIGHT = "That address and password do not go together, or the account is not in use. Check both and try again."
NO_SCHOOL = "Your account is not in use at any school today. Ask the person who looks after accounts at your school."


@pages.get("/sign-in")
@open_to_all
def sign_in() -> ResponseReturnValue:
    """The form; people who are signed in go where they wanted to go."""
    if g.viewer is not None:
        return redirect(own_path(request.args.get("next")), 303)
    form = SignInForm(formdata=None, next=own_path(request.args.get("next")))
    return render_template("sign_in/sign_in.html", form=form)


@pages.post("/sign-in")
@open_to_all
def start() -> ResponseReturnValue:
    """Check the password and start a session; 429 while the address or the account has to wait."""
    form = SignInForm()
    if not form.validate():
        return render_template("sign_in/sign_in.html", form=form), 422
    secret = current_app.config["AMENDS"].secret
    attempt = throttle.attempt_of(form.email.data, request.remote_addr or "", secret)
    wait = throttle.seconds_to_wait(db.session(), attempt, now())
    if wait:
        return ask_to_wait(wait)
    account = _account_behind(form.email.data, form.password.data)
    if account is None or not account.has_factor:
        throttle.note_attempt(db.session(), attempt, now(), succeeded=account is not None)
    if account is None:
        return _not_right(form, NOT_RIGHT)
    if account.has_factor:
        return _ask_for_code(account, form)
    return enter(account, own_path(form.next.data), is_shared=not form.own_computer.data) or _not_right(form, NO_SCHOOL)


@pages.get("/sign-in/school")
@open_to_all
def schools() -> ResponseReturnValue:
    """Which school, for people who work at several."""
    row = waiting_session(awaits_code=False)
    if row is None:
        return redirect("/sign-in", 303)
    form = _school_form(row.account_id, formdata=None, next=own_path(request.args.get("next")))
    return render_template("sign_in/school.html", form=form)


@pages.post("/sign-in/school")
@open_to_all
def choose_school() -> ResponseReturnValue:
    """Start a new session at the chosen school, under a new token."""
    row = waiting_session(awaits_code=False)
    if row is None:
        abort(401)
    form = _school_form(row.account_id)
    if not form.validate():
        return render_template("sign_in/school.html", form=form), 422
    wanted = own_path(form.next.data)
    end_sessions("school chosen", UserSession.id == row.id)
    start_session(row.account_id, int(form.school.data), is_shared=row.is_shared_computer)
    _note_factor(db.session.get_one(Account, row.account_id), int(form.school.data))
    save()
    return redirect(wanted, 303)


@pages.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session here and on the server; the cookie goes, and what the browser kept of our pages goes too."""
    end_sessions("signed out", UserSession.id == g.viewer.session_id)
    save()
    g.viewer = None
    session.clear()
    response = make_response(redirect("/sign-in", 303))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def _account_behind(email: str, password: str) -> Account | None:
    account = db.session.scalars(select(Account).where(Account.email == email.strip().casefold())).first()
    right = passwords.is_right(account.password_hash if account else None, password)
    return account if right and account is not None and account.disabled_at is None else None


def _ask_for_code(account: Account, form: SignInForm) -> ResponseReturnValue:
    """A session that opens nothing until the second factor has come (second_step.py)."""
    start_session(account.id, None, is_shared=not form.own_computer.data, awaits_code=True)
    save()
    return redirect(_with_next("/sign-in/code", own_path(form.next.data)), 303)


def _with_next(path: str, wanted: str) -> str:
    return f"{path}?{urlencode({'next': wanted})}" if wanted != "/" else path


def enter(account: Account, wanted: str, *, is_shared: bool) -> ResponseReturnValue | None:
    """A session at the one school, or one that waits for the choice of a school; None where there is no school."""
    places = db.session.execute(_memberships(account.id)).all()
    if not places:
        return None
    only = places[0][0] if len(places) == 1 else None
    start_session(account.id, only, is_shared=is_shared)
    if only is not None:
        _note_factor(account, only)
    save()
    return redirect(wanted if only is not None else _with_next("/sign-in/school", wanted), 303)


def _note_factor(account: Account, staff_id: int) -> None:
    member = db.session.get_one(StaffMember, staff_id)
    sentence = note_due(account, db.session.get_one(School, member.school_id), roles_today(member, now()))
    if sentence:
        say(sentence)


def _memberships(account_id: int) -> Select[int, str]:
    """The account's memberships in force today: staff id and name of the school."""
    on = today()
    return (
        select(StaffMember.id, School.name)
        .join(School, School.id == StaffMember.school_id)
        .where(
            StaffMember.account_id == account_id,
            or_(StaffMember.starts_on.is_(None), StaffMember.starts_on <= on),
            or_(StaffMember.ends_on.is_(None), StaffMember.ends_on >= on),
        )
        .order_by(School.name, StaffMember.id)
    )


def _school_form(account_id: int, **more: object) -> SchoolForm:
    form = SchoolForm(**more)
    places = db.session.execute(_memberships(account_id)).all()
    form.school.choices = [SelectChoice(value=str(staff_id), label=name) for staff_id, name in places]
    return form


def _not_right(form: SignInForm, sentence: str) -> ResponseReturnValue:
    save()
    form.form_errors = [sentence]
    return render_template("sign_in/sign_in.html", form=form), 422


def ask_to_wait(seconds: int) -> ResponseReturnValue:
    """429, with the seconds to wait; nothing is locked."""
    words = (
        f"There were several attempts that did not fit, so signing in rests for {seconds} seconds. Nothing is locked."
    )
    response = make_response(render_template("errors/429.html", what_would_be_right=words), 429)
    response.headers["Retry-After"] = str(seconds)
    return response
