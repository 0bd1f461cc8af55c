"""How a person gets in: an account, its sessions, and the record of attempts that throttles guessing.

An account belongs to the installation; power comes only from the memberships that name it.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from app.casework.table import Instant, Table


class Account(Table):
    """A login. The password is kept as an argon2id hash only.

    `totp_secret` is a random half of the second factor's secret, worthless without the installation's own;
    `totp_last_step` is the last step that was used, so that no code works twice. `factor_due_on` is the last day on
    which somebody of wide sight may still sign in without a second factor. `has_shortcuts`: whether single keys do
    something; everybody can switch that off (WCAG 2.1.4).
    """

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_set_at: Mapped[datetime | None] = mapped_column(Instant)
    totp_secret: Mapped[str | None] = mapped_column(String(200))
    totp_last_step: Mapped[int | None]
    factor_due_on: Mapped[date | None]
    disabled_at: Mapped[datetime | None] = mapped_column(Instant)
    has_shortcuts: Mapped[bool] = mapped_column(default=True, server_default=true())

    @property
    def has_factor(self) -> bool:
        """Whether a second factor is asked for at sign-in."""
        return self.totp_secret is not None


class RecoveryCode(Table):
    """A code that stands in for the second factor once; only its keyed hash is stored."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class PasswordCode(Table):
    """A code with which an account's owner chooses a password, once; only its keyed hash is stored."""

    __tablename__ = "password_codes"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class UserSession(Table):
    """One signed-in browser. Only the hash of its random id is stored; `ended_at` revokes it at once.

    `awaits_code`: the password was right and the second factor is still to come. `confirmed_at`: when its owner last
    proved to be there.
    """

    __tablename__ = "user_sessions"
    __table_args__ = (Index(None, "account_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    started_at: Mapped[datetime] = mapped_column(Instant)
    last_seen_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_because: Mapped[str | None] = mapped_column(String(40))
    device: Mapped[str | None] = mapped_column(String(200))
    is_shared_computer: Mapped[bool] = mapped_column(default=True)
    awaits_code: Mapped[bool] = mapped_column(default=False)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)


class SignInAttempt(Table):
    """One try to sign in: whose account (hashed e-mail), from where (hashed address), with what result."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "email_hash", "at"), Index(None, "source_hash", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    email_hash: Mapped[str] = mapped_column(String(64))
    source_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
    succeeded: Mapped[bool]
