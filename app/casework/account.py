"""How a person gets in: an account, its sessions, and the record of attempts that throttles guessing.

An account belongs to the installation; power comes only from the memberships that name it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, true
from sqlalchemy.orm import Mapped, mapped_column

from app.casework.table import Instant, Table


class Account(Table):
    """A login. The password is kept as an argon2id hash only; a second factor's secret is optional.

    `has_shortcuts`: whether single keys do something; everybody can switch that off (WCAG 2.1.4).
    """

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_set_at: Mapped[datetime | None] = mapped_column(Instant)
    totp_secret: Mapped[str | None] = mapped_column(String(200))
    totp_last_step: Mapped[int | None]
    disabled_at: Mapped[datetime | None] = mapped_column(Instant)
    has_shortcuts: Mapped[bool] = mapped_column(default=True, server_default=true())


class UserSession(Table):
    """One signed-in browser. Only the hash of its random id is stored; `ended_at` revokes it at once."""

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


class SignInAttempt(Table):
    """One try to sign in: whose account (hashed e-mail), from where (hashed address), with what result."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "email_hash", "at"), Index(None, "source_hash", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    email_hash: Mapped[str] = mapped_column(String(64))
    source_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
    succeeded: Mapped[bool]
