"""The school's own calendar and its counts of pupils on roll. School days are reckoned in `calendar.py`."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.casework.table import InSchool, Table, Word, of_school
from app.casework.words import CalendarKind


class CalendarEntry(InSchool, Table):
    """A term, a break, a holiday, an INSET day, a closure or a census day."""

    __tablename__ = "calendar_entries"
    __table_args__ = of_school(
        UniqueConstraint("school_id", "academic_year", "kind", "name", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="order"),
    )

    academic_year: Mapped[str] = mapped_column(String(7))
    kind: Mapped[CalendarKind] = mapped_column(Word(CalendarKind))
    name: Mapped[str] = mapped_column(String(120), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class RollCount(InSchool, Table):
    """Pupils on roll at the census of a term before the system knew its pupils."""

    __tablename__ = "roll_counts"
    __table_args__ = of_school(UniqueConstraint("school_id", "academic_year", "term"))

    academic_year: Mapped[str] = mapped_column(String(7))
    term: Mapped[str] = mapped_column(String(20))
    pupils_on_roll: Mapped[int]


class Supplied(InSchool, Table):
    """What the school says is complete for a term: one row per line of `actual` (figures.md 4)."""

    __tablename__ = "supplied"
    __table_args__ = of_school(UniqueConstraint("school_id", "academic_year", "term", "kind"))

    academic_year: Mapped[str] = mapped_column(String(7))
    term: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(40))
    complete: Mapped[bool]
