"""Receipts: what a form's one-time key has led to, so that the same form sent twice is done once.

A double click, a retry after a lost answer, a refresh, Back and send again: the second time the key is known, and
the answer is the first one's (security.md 5, "Double click, retry, refresh, offline queue").
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.casework.draft import KEPT_DAYS
from app.casework.table import Instant, Table


class Receipt(Table):
    """One form that was saved. `content_hash`: keyed hash of what was sent; `location`: where the answer led, written
    in the same transaction as what was saved; `said`: the sentence that told so."""

    __tablename__ = "receipts"
    __table_args__ = (UniqueConstraint("account_id", "form", "key"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    form: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(43))
    content_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
    location: Mapped[str | None] = mapped_column(Text)
    said: Mapped[str | None] = mapped_column(String(400))


def sweep_receipts(session: Session, *, at: datetime) -> None:
    """Forget keys older than a draft can become: after that no form can still carry them."""
    session.execute(delete(Receipt).where(Receipt.at < at - timedelta(days=KEPT_DAYS)))
