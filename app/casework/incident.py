"""What happened: when, where, what was seen or heard, and each person's part in it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.casework.table import InSchool, Minute, Table, Word, WordSet, belongs, indexed, looked_up_by, of_school
from app.casework.words import Part

if TYPE_CHECKING:
    from app.casework.case import Case
    from app.casework.exclusion import Exclusion
    from app.casework.people import Person
    from app.casework.staff import StaffMember


class Incident(InSchool, Table):
    """Something that happened. Dated by the event, not by the typing; logged by one person.

    `story_to_add`: logged as a skeleton between two lessons, and whoever logged it still has the story to add.
    """

    __tablename__ = "incidents"
    __table_args__ = of_school(
        UniqueConstraint("school_id", "reference"),
        belongs("case_id", "cases"),
        belongs("logged_by_id", "staff"),
        looked_up_by("case_id"),
        indexed("occurred_at"),
        looked_up_by("logged_by_id", "case_id"),
        indexed("logged_by_id", "logged_at"),
        indexed("logged_by_id", "story_to_add"),
        indexed("anyone_unsafe", "logged_at"),
        indexed("location"),
        CheckConstraint("severity >= 1", name="severity"),
    )

    reference: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[int]
    occurred_at: Mapped[datetime] = mapped_column(Minute)
    time_is_exact: Mapped[bool] = mapped_column(default=True)
    logged_at: Mapped[datetime] = mapped_column(Minute)
    logged_by_id: Mapped[int]
    category: Mapped[str] = mapped_column(String(60))
    severity: Mapped[int]
    location: Mapped[str | None] = mapped_column(String(120))
    tags: Mapped[frozenset[str]] = mapped_column(WordSet, default=frozenset)
    what_happened: Mapped[str] = mapped_column(Text, default="")
    immediate_action: Mapped[str | None] = mapped_column(Text)
    lesson: Mapped[str | None] = mapped_column(String(60))
    injuries: Mapped[str | None] = mapped_column(Text)
    physical_intervention: Mapped[bool | None]
    anyone_unsafe: Mapped[bool | None]
    story_to_add: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship(primaryjoin="foreign(Incident.case_id) == Case.id", back_populates="incidents")
    logged_by: Mapped[StaffMember] = relationship(
        primaryjoin="foreign(Incident.logged_by_id) == StaffMember.id", viewonly=True
    )
    involvements: Mapped[list[Involvement]] = relationship(
        primaryjoin="Incident.id == foreign(Involvement.incident_id)",
        back_populates="incident",
        order_by="Involvement.id",
    )
    exclusions: Mapped[list[Exclusion]] = relationship(
        primaryjoin="Incident.id == foreign(Exclusion.incident_id)", order_by="Exclusion.starts_on", viewonly=True
    )

    __mapper_args__ = {"version_id_col": version}


class Involvement(InSchool, Table):
    """A person's part in an incident. It can change, with a reason; the old part stays readable in the history.

    `account`: what this person said happened, one field per person because a child can ask for its data.
    """

    __tablename__ = "involvements"
    __table_args__ = of_school(
        UniqueConstraint("school_id", "incident_id", "person_id"),
        belongs("incident_id", "incidents"),
        belongs("person_id", "persons"),
        looked_up_by("incident_id", "person_id", "part"),
        looked_up_by("person_id", "incident_id"),
    )

    incident_id: Mapped[int]
    person_id: Mapped[int]
    part: Mapped[Part] = mapped_column(Word(Part), default=Part.NOT_YET_CLEAR)
    account: Mapped[str | None] = mapped_column(Text)

    incident: Mapped[Incident] = relationship(
        primaryjoin="foreign(Involvement.incident_id) == Incident.id", back_populates="involvements"
    )
    person: Mapped[Person] = relationship(primaryjoin="foreign(Involvement.person_id) == Person.id")
