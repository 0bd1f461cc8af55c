"""Using the second factor: a code is right once, a recovery code once; who needs one, and from when on."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from sqlalchemy import func, insert, or_, select, update

from app.casework.account import Account, RecoveryCode
from app.casework.permissions import WIDE_SIGHT
from app.casework.school import School
from app.casework.staff import Membership
from app.db import db
from app.web import totp
from app.web.clock import now, today


def installation_secret() -> str:
    """The half of every secret that is not in the database."""
    secret: str = current_app.config["AMENDS"].secret
    return secret


def is_code_right(account: Account, typed: str) -> bool:
    """Whether this is the code of the app now, or an unused recovery code; either is used up by asking."""
    if account.totp_secret is None:
        return False
    secret = totp.secret_of(account.totp_secret, account.id, installation_secret())
    step = totp.step_of(secret, typed, now(), account.totp_last_step)
    return _use_recovery_code(account, typed) if step is None else _use_step(account, step)


def _use_step(account: Account, step: int) -> bool:
    """Only one of two requests with the same code gets it."""
    later = or_(Account.totp_last_step.is_(None), Account.totp_last_step < step)
    taken = update(Account).where(Account.id == account.id, later).values(totp_last_step=step).returning(Account.id)
    return db.session.execute(taken).first() is not None


def _use_recovery_code(account: Account, typed: str) -> bool:
    code_hash = totp.hash_of_code(typed, account.id, installation_secret())
    mine = (RecoveryCode.account_id == account.id, RecoveryCode.code_hash == code_hash, RecoveryCode.used_at.is_(None))
    taken = update(RecoveryCode).where(*mine).values(used_at=now()).returning(RecoveryCode.id)
    return db.session.execute(taken).first() is not None


def codes_left(account: Account) -> int:
    """How many recovery codes are unused."""
    left = select(func.count()).select_from(RecoveryCode)
    return db.session.scalar(left.where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))) or 0


def give_recovery_codes(account: Account) -> list[str]:
    """Ten new codes in place of all older ones, to be shown once."""
    db.session.execute(RecoveryCode.__table__.delete().where(RecoveryCode.account_id == account.id))  # type: ignore[attr-defined]
    codes = totp.new_recovery_codes()
    hashes = [totp.hash_of_code(code, account.id, installation_secret()) for code in codes]
    db.session.execute(insert(RecoveryCode), [{"account_id": account.id, "code_hash": each} for each in hashes])
    return codes


def is_needed(school: School, member: Membership) -> bool:
    """Whether this school asks holders of these roles for a second factor."""
    return school.factor_required and member.holds(*WIDE_SIGHT)


def note_due(account: Account, school: School, member: Membership | None) -> str | None:
    """At sign-in: from the first day without a second factor on, the days of grace run. The sentence to say, if any."""
    if member is None or account.has_factor or not is_needed(school, member):
        return None
    if account.factor_due_on is None:
        account.factor_due_on = today() + timedelta(days=school.factor_grace_days)
    if account.factor_due_on < today():
        return None
    until = f"{account.factor_due_on:%A} {account.factor_due_on.day} {account.factor_due_on:%B}"
    return f"Your role sees much, so a password alone opens it only until {until}. Set up the second factor under Your account."
