"""Accounts: the way in for a person, who holds roles at a school. There is no account until one is added here."""

from __future__ import annotations

import re
import sys
from typing import NoReturn

import click
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.account import Account, UserSession
from app.casework.account_keeping import drop_factor
from app.casework.history import make_event
from app.casework.permissions import Role
from app.casework.refusals import Refusal, Refused, refuse_if
from app.casework.school import School
from app.casework.staff import StaffMember, name_staff
from app.casework.two_people import FACTOR_RESET
from app.cli.database import bring_up_to_date
from app.db import begin_writing, db
from app.web.clock import now
from app.web.passwords import hash_password, why_weak
from app.web.session import end_sessions

account = AppGroup("account", help="People who can sign in.")
commands = (account,)


@account.command("add")
@click.option("--school", "urn", required=True, help="The school's URN.")
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", required=True, help="First name and last name.")
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice([role.value for role in Role]))
@click.option("--staff-code", help="The staff code; of somebody who is on the staff list already, or a new one.")
def add(urn: str, email: str, name: str, roles: tuple[str, ...], staff_code: str | None) -> None:
    """Give a person an account and roles at a school. The password comes on standard input."""
    bring_up_to_date()
    typed = None if account_of(db.session(), email) else typed_password()
    db.session.rollback()
    begin_writing(db.session())  # only now: nobody waits for whoever is typing
    try:
        school = school_of(db.session(), urn)
        login = login_of(db.session(), email, name, school, typed)
        member = membership_of(db.session(), school, login, name, frozenset(roles), staff_code)
    except Refused as refused:
        db.session.rollback()
        refuse(refused.refusal)
    db.session.commit()
    click.echo(f"{name} can sign in as {login.email} at {school.name} (staff code {member.staff_code}).")


@account.command("password")
@click.option("--email", required=True, help="Whose password it is.")
def password(email: str) -> None:
    """Give an account a new password, on standard input; every browser is signed out."""
    bring_up_to_date()
    login = account_of(db.session(), email)
    if login is None:
        refuse(Refusal("no_such_account", f"There is no account with the address {email}."))
    about = (login.name, login.email)
    db.session.rollback()
    typed = typed_password()
    begin_writing(db.session())
    try:
        login.password_hash, login.password_set_at = hash_of(typed, about), now()
    except Refused as refused:
        refuse(refused.refusal)
    end_sessions("password given anew", UserSession.account_id == login.id)
    db.session.commit()
    click.echo(f"The password of {login.email} is changed, and every browser is signed out.")


@account.command("second-factor")
@click.option("--email", required=True, help="Whose second factor is taken off.")
def second_factor(email: str) -> None:
    """Take a lost second factor off, where nobody else at the school can; every browser is signed out."""
    bring_up_to_date()
    begin_writing(db.session())
    login = db.session.scalars(select(Account).where(Account.email == email.strip().casefold())).first()
    if login is None:
        refuse(Refusal("no_such_account", f"There is no account with the address {email}."))
    drop_factor(db.session(), login)
    for member in db.session.scalars(select(StaffMember).where(StaffMember.account_id == login.id)):
        noted = make_event(
            FACTOR_RESET, school_id=member.school_id, by_code=None, at=now(), person_key=member.staff_code
        )
        db.session.add(noted)
    end_sessions(FACTOR_RESET, UserSession.account_id == login.id)
    db.session.commit()
    click.echo(f"{login.email} signs in with the password alone, and every browser is signed out.")


def refuse(refusal: Refusal) -> NoReturn:
    """Say why not, and leave with status 1."""
    click.echo(refusal.message, err=True)
    sys.exit(1)


def school_of(session: Session, urn: str) -> School:
    """The school with this URN; refuses `no_such_school`."""
    school = session.scalars(select(School).where(School.urn == urn)).first()
    if school is None:
        raise Refused(Refusal("no_such_school", f"There is no school with the URN {urn}. Import its bundle first."))
    return school


def account_of(session: Session, email: str) -> Account | None:
    """The account with this address, if there is one."""
    return session.scalars(select(Account).where(Account.email == email.strip().casefold())).first()


def login_of(session: Session, email: str, name: str, school: School, typed: str | None) -> Account:
    """The account with this address, made with the typed password if there is none yet."""
    address = email.strip().casefold()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
        raise Refused(Refusal("no_address", f"“{email}” is no e-mail address.", "email"))
    found = account_of(session, email)
    if found is not None:
        return found
    made = Account(email=address, name=name, password_set_at=now())
    made.password_hash = hash_of(typed or "", (name, address, school.name))
    session.add(made)
    session.flush()
    return made


def typed_password() -> str:
    """What is typed: unseen and twice at a terminal, else the first line of standard input."""
    if sys.stdin.isatty():
        asked: str = click.prompt("Password", hide_input=True, confirmation_prompt="The same again")
        return asked
    return sys.stdin.readline().rstrip("\r\n")


def hash_of(password: str, about: tuple[str, ...]) -> str:
    """The hash of a password; refuses one that is missing or weak."""
    refuse_if(why_weak(password, about))
    return hash_password(password)


def membership_of(
    session: Session, school: School, login: Account, name: str, roles: frozenset[str], staff_code: str | None
) -> StaffMember:
    """The person's place at the school: the one with that code, the one the account has already, or a new one."""
    mine = select(StaffMember).where(StaffMember.school_id == school.id)
    member = session.scalars(mine.where(StaffMember.account_id == login.id)).first()
    if member is None and staff_code:
        member = session.scalars(mine.where(StaffMember.staff_code == staff_code)).first()
        if member is not None and member.account_id is not None:
            raise Refused(Refusal("has_an_account", f"{staff_code} has an account already.", "staff_code"))
    if member is None:
        member = _new_member(session, school, name, staff_code)
    before = {"roles": ";".join(sorted(member.roles or ()))}
    member.roles = frozenset(member.roles or ()) | roles
    member.email, member.account_id = member.email or login.email, login.id
    after = {"roles": ";".join(sorted(member.roles)), "account": "yes"}
    noted = make_event(
        "account added", school_id=school.id, by_code=None, at=now(), about=f"staff {member.staff_code}",
        person_key=member.staff_code, before=before, after=after,
    )  # fmt: skip
    session.add(noted)
    session.flush()
    return member


def _new_member(session: Session, school: School, name: str, staff_code: str | None) -> StaffMember:
    first, _, last = name.strip().rpartition(" ")
    member = StaffMember(
        school_id=school.id,
        staff_code=staff_code or _free_code(session, school, last),
        first_name=first or last,
        last_name=last,
        roles=frozenset(),
    )
    name_staff(member)
    session.add(member)
    return member


def _free_code(session: Session, school: School, last_name: str) -> str:
    taken = set(session.scalars(select(StaffMember.staff_code).where(StaffMember.school_id == school.id)))
    stem = re.sub(r"\W", "", last_name).upper()[:6] or "STAFF"
    return next(code for code in (stem, *(f"{stem}{n}" for n in range(2, 10_000))) if code not in taken)
