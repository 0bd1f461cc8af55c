"""A termly report: asked for, built, approved, published. Publishing freezes its snapshot."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, LargeBinary, String, Text, exists
from sqlalchemy.orm import Mapped, aliased, deferred, mapped_column

from app.casework.table import InSchool, Instant, Table, Word, belongs, indexed, of_school
from app.casework.words import ReportStatus

APPROVED = "report approved"


class Report(InSchool, Table):
    """One report of one term as at one date. `steps_done` of `steps_all` is what the page shows while it is built.

    `candidates`: which pupils and incidents its figures count (`reports.figures.units`), for the restricted copy alone.
    `heartbeat_at` tells a living job from a killed one: a stale one is picked up again.
    """

    __tablename__ = "reports"
    __table_args__ = of_school(
        belongs("requested_by_id", "staff"),
        belongs("approved_by_id", "staff"),
        belongs("published_by_id", "staff"),
        indexed("term", "status"),
        indexed("status"),
        CheckConstraint(
            "status <> 'published' OR (snapshot IS NOT NULL AND published_on IS NOT NULL)", name="published"
        ),
    )

    term: Mapped[str] = mapped_column(String(40))
    as_at: Mapped[date]
    status: Mapped[ReportStatus] = mapped_column(Word(ReportStatus), default=ReportStatus.REQUESTED)
    requested_at: Mapped[datetime] = mapped_column(Instant)
    requested_by_id: Mapped[int | None]
    heartbeat_at: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    steps_done: Mapped[int] = mapped_column(default=0)
    steps_all: Mapped[int] = mapped_column(default=4)
    problem: Mapped[str | None] = mapped_column(Text)
    commentary: Mapped[str] = mapped_column(Text, default="")
    snapshot: Mapped[str | None] = deferred(mapped_column(Text))
    restricted_snapshot: Mapped[str | None] = deferred(mapped_column(Text))
    candidates: Mapped[str | None] = deferred(mapped_column(Text))
    cover: Mapped[str | None] = deferred(mapped_column(Text))
    sha256: Mapped[str | None] = mapped_column(String(64))
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    restricted_pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    approved_by_id: Mapped[int | None]
    published_on: Mapped[date | None]
    published_by_id: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def cover_sha256(self) -> str | None:
        """SHA-256 of the cover exactly as it is kept: the school's words, approver and day, counts beside the figures."""
        return hashlib.sha256(self.cover.encode()).hexdigest() if self.cover else None


def comes_again() -> ColumnElement[bool]:
    """Whether a report of the same term as at an earlier day is published, so that this one tells what has changed."""
    first = aliased(Report)
    same = (first.school_id == Report.school_id, first.term == Report.term)
    return exists().where(*same, first.status == ReportStatus.PUBLISHED, first.as_at < Report.as_at)
