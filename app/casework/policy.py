"""The behaviour policy: dated versions that say which sanction a category and severity indicate.

The indicated sanction of an incident is proposed from the version in force on its day (measure.md, Evidence 1).
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.casework.table import InSchool, Table, Word, indexed, of_school
from app.casework.words import Sanction


class PolicyRow(InSchool, Table):
    """One line of one version of the policy. `school_days` counts school days of a suspension."""

    __tablename__ = "policy_rows"
    __table_args__ = of_school(
        UniqueConstraint("school_id", "version", "category", "severity", "repeats_at_least"),
        CheckConstraint("sanction <> 'suspension' OR school_days >= 1", name="suspension_days"),
        indexed("in_force_from"),
    )

    version: Mapped[str] = mapped_column(String(40))
    in_force_from: Mapped[date]
    category: Mapped[str] = mapped_column(String(60))
    severity: Mapped[int]
    repeats_at_least: Mapped[int | None]
    look_back_school_days: Mapped[int | None]
    sanction: Mapped[Sanction] = mapped_column(Word(Sanction))
    school_days: Mapped[int | None]
    clause: Mapped[str] = mapped_column(String(200), default="")
