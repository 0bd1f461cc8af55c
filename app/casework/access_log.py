"""Who read what: one row per record of a person that was shown. No row, no page (security.md, promise 4)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.casework.staff import Membership
from app.casework.table import InSchool, Instant, Table, belongs, indexed, of_school


class Reading(InSchool, Table):
    """One reading of a case, a pupil, a document or a report. `what` is the kind, `reference` which one;
    `why` is the reason in `scope.py` that let them see it."""

    __tablename__ = "access_log"
    __table_args__ = of_school(
        belongs("staff_id", "staff"), indexed("what", "reference", "at"), indexed("staff_id", "at"), indexed("at")
    )

    at: Mapped[datetime] = mapped_column(Instant)
    staff_id: Mapped[int]
    what: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(220))
    why: Mapped[str | None] = mapped_column(String(40))


def reading(what: str, reference: str, *, by: Membership, at: datetime, why: str | None = None) -> dict[str, object]:
    """The values of one row to be written before the page is sent."""
    return {
        "school_id": by.school_id,
        "staff_id": by.staff_id,
        "at": at,
        "what": what,
        "reference": reference,
        "why": why,
    }
