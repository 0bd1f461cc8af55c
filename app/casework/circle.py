"""Proactive circles: community, check-in, learning. One tap to log, no names (practice.md 4.4)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.casework.table import InSchool, Table, belongs, indexed, of_school


class Circle(InSchool, Table):
    """A proactive circle that was held."""

    __tablename__ = "circles"
    __table_args__ = of_school(belongs("keeper_id", "staff"), indexed("held_on"))

    held_on: Mapped[date]
    keeper_id: Mapped[int]
    group: Mapped[str] = mapped_column("group_name", String(80))
    purpose: Mapped[str] = mapped_column(String(40))
    size: Mapped[int | None]
    minutes: Mapped[int | None]
