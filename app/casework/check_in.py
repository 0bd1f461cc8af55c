"""Check-ins: planned on a date with one person; asks: safe? put right? anything since?"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.casework.table import InSchool, Instant, Table, Word, belongs, indexed, looked_up_by, of_school
from app.casework.words import PutRight, Safe

if TYPE_CHECKING:
    from app.casework.case import Case
    from app.casework.people import Person


class CheckIn(InSchool, Table):
    """One promise to look again. `recorded_at`: when the answers were written down, empty where a file brought them;
    `skipped_because`: the reason for a check-in that will not be held."""

    __tablename__ = "check_ins"
    __table_args__ = of_school(
        belongs("case_id", "cases"),
        belongs("person_id", "persons"),
        belongs("held_by_id", "staff"),
        belongs("owner_id", "staff"),
        looked_up_by("case_id", "owner_id"),
        indexed("held_on", "due_on"),
        looked_up_by("owner_id", "held_on", "due_on"),
        CheckConstraint("held_on IS NOT NULL OR (safe IS NULL AND put_right IS NULL)", name="answers"),
    )

    case_id: Mapped[int]
    person_id: Mapped[int]
    due_on: Mapped[date]
    held_on: Mapped[date | None]
    held_by_id: Mapped[int | None]
    safe: Mapped[Safe | None] = mapped_column(Word(Safe))
    put_right: Mapped[PutRight | None] = mapped_column(Word(PutRight))
    anything_since: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[datetime | None] = mapped_column(Instant)
    owner_id: Mapped[int | None]
    skipped_on: Mapped[date | None]
    skipped_because: Mapped[str | None] = mapped_column(Text)

    case: Mapped[Case] = relationship(primaryjoin="foreign(CheckIn.case_id) == Case.id", back_populates="check_ins")
    person: Mapped[Person] = relationship(primaryjoin="foreign(CheckIn.person_id) == Person.id")
