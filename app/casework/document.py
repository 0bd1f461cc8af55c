"""A printed paper of a case, made on request for one person and kept for a day: the chronology."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.casework.case import Case
from app.casework.table import InSchool, Instant, Table, Word, belongs, indexed, looked_up_by, of_school
from app.casework.words import DocumentStatus


class Document(InSchool, Table):
    """One paper for `asked_by_id` alone, about the days from `starts_on` to `ends_on`, both included.

    `attempts` and `heartbeat_at` tell a living job from a killed one. It is no record of the case: whatever it holds
    stands there, so it is left out of the bundle and deleted after a day.
    """

    __tablename__ = "documents"
    __table_args__ = of_school(
        belongs("case_id", "cases"),
        belongs("asked_by_id", "staff"),
        looked_up_by("case_id"),
        indexed("asked_by_id", "asked_at"),
        indexed("status"),
        CheckConstraint("ends_on >= starts_on", name="days"),
        CheckConstraint("status <> 'ready' OR content IS NOT NULL", name="ready"),
    )

    case_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    asked_by_id: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(Instant)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    has_restricted: Mapped[bool] = mapped_column(default=False)
    status: Mapped[DocumentStatus] = mapped_column(Word(DocumentStatus), default=DocumentStatus.REQUESTED)
    attempts: Mapped[int] = mapped_column(default=0)
    heartbeat_at: Mapped[datetime | None] = mapped_column(Instant)
    problem: Mapped[str | None] = mapped_column(Text)
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))

    case: Mapped[Case] = relationship(primaryjoin="foreign(Document.case_id) == Case.id", viewonly=True)
