"""Who has been trained for what, and until when (practice.md 6)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Float, String
from sqlalchemy.orm import Mapped, mapped_column

from app.casework.table import InSchool, Table, belongs, looked_up_by, of_school


class Training(InSchool, Table):
    """One completed course of one member of staff."""

    __tablename__ = "training"
    __table_args__ = of_school(
        belongs("staff_id", "staff"),
        looked_up_by("staff_id"),
        CheckConstraint("expires_on IS NULL OR expires_on >= completed_on", name="dates"),
    )

    staff_id: Mapped[int]
    course: Mapped[str] = mapped_column(String(200))
    level: Mapped[str] = mapped_column(String(60), default="")
    provider: Mapped[str | None] = mapped_column(String(200))
    hours: Mapped[float | None] = mapped_column(Float)
    completed_on: Mapped[date]
    expires_on: Mapped[date | None]

    def is_current(self, on: date) -> bool:
        """Completed and not expired; both ends inclusive (figures.md 4, training)."""
        return self.completed_on <= on and (self.expires_on is None or on <= self.expires_on)
