"""Looking after other people's accounts: a code for a new password, a second factor taken off, with history.

One person alone must not be able to take over an account (`two_people.py`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.casework.account import Account, PasswordCode, RecoveryCode
from app.casework.history import note_event
from app.casework.permissions import Permission
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership, StaffMember
from app.casework.two_people import (
    CODE_MADE,
    FACTOR_RESET,
    why_not_password_and_factor,
    why_not_password_and_role,
)

ACCOUNT_OPENED, SIGNED_OUT = "account opened", "signed out everywhere"
CODE_LASTS = timedelta(days=3)


def why_not_keep(member: StaffMember, *, works_elsewhere: bool, by: Membership) -> Refusal | None:
    """Refuses `not_permitted`, `own_account` (one's own is kept on one's own page) and `works_elsewhere`: an account of
    several schools is not one school's to open."""
    if not by.may(Permission.KEEP_ACCOUNTS):
        message = f"Your role at this school does not include: {Permission.KEEP_ACCOUNTS.value}."
        return Refusal("not_permitted", message)
    if member.id == by.staff_id:
        return Refusal("own_account", "Your own password and second factor are on the page of your account.")
    if works_elsewhere:
        message = f"{member.display_name} signs in at another school with this account too."
        instead = "Whoever runs the installation gives a new password from the command line."
        return Refusal("works_elsewhere", message, instead=instead)
    return None


def make_password_code(
    session: Session,
    account: Account,
    member: StaffMember,
    code_hash: str,
    *,
    works_elsewhere: bool,
    by: Membership,
    at: datetime,
    because: str,
) -> PasswordCode:
    """A code with which the owner chooses a password, once, within three days; older codes are worthless.

    Refuses what `why_not_keep` says, `needs_second_person`, `account_closed`, and `reason_needed`.
    """
    refuse_if(
        why_not_keep(member, works_elsewhere=works_elsewhere, by=by)
        or why_not_password_and_factor(session, FACTOR_RESET, member, by=by, at=at)
        or why_not_password_and_role(session, member, by=by, at=at)
    )
    if account.disabled_at is not None:
        refuse_if(Refusal("account_closed", "This account is closed."))
    if not because.strip():
        refuse_if(Refusal("reason_needed", "Say in one line why, and how you know who asks.", field="because"))
    end_password_codes(session, account.id, at)
    note_event(session, CODE_MADE, by=by, at=at, person_key=member.key, because=because.strip())
    return PasswordCode(account_id=account.id, code_hash=code_hash, made_at=at, expires_at=at + CODE_LASTS)


def end_password_codes(session: Session, account_id: int, at: datetime) -> None:
    """Make every code of the account worthless: one was used, or a newer one made."""
    open_ones = update(PasswordCode).where(PasswordCode.account_id == account_id, PasswordCode.ended_at.is_(None))
    session.execute(open_ones.values(ended_at=at))


def reset_factor(
    session: Session,
    account: Account,
    member: StaffMember,
    *,
    works_elsewhere: bool,
    by: Membership,
    at: datetime,
    because: str,
) -> None:
    """Take somebody's second factor off because the device is lost. Who needs one sets it up at their next sign-in.

    Refuses what `why_not_keep` says, `needs_second_person`, `no_factor`, `reason_needed`.
    """
    refuse_if(
        why_not_keep(member, works_elsewhere=works_elsewhere, by=by)
        or why_not_password_and_factor(session, CODE_MADE, member, by=by, at=at)
    )
    if not account.has_factor:
        refuse_if(Refusal("no_factor", f"{member.display_name} has no second factor."))
    if not because.strip():
        refuse_if(Refusal("reason_needed", "Say in one line why, and how you know who asks.", field="because"))
    drop_factor(session, account)
    account.factor_due_on = by.on - timedelta(days=1)
    note_event(session, FACTOR_RESET, by=by, at=at, person_key=member.key, because=because.strip())


def drop_factor(session: Session, account: Account) -> None:
    """Forget the secret and its recovery codes."""
    account.totp_secret, account.totp_last_step = None, None
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
