"""Thresholds, decisions, the exclusions register, and the other ways a pupil can be out of lessons.

Thresholds and decisions are locked: a later change is a new row (measure.md, Evidence 2 and 3). The register is
append-only too: a row can be cancelled, with its days kept, and is never erased (statutory.md 1).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.casework.incident import Incident
from app.casework.people import Person
from app.casework.table import InSchool, Minute, Table, Word, belongs, indexed, looked_up_by, of_school
from app.casework.words import Confidence, DecisionKind, ExclusionKind, OutOfLessonsKind, Sanction


class Threshold(InSchool, Table):
    """The sanction under consideration for a pupil over an incident, as somebody recorded it at one time.

    `policy_version`: the version in force on the day of the incident, from which the sanction was proposed.
    """

    __tablename__ = "thresholds"
    __table_args__ = of_school(
        belongs("incident_id", "incidents"),
        belongs("pupil_id", "pupils"),
        belongs("recorded_by_id", "staff"),
        looked_up_by("incident_id", "pupil_id"),
        looked_up_by("pupil_id"),
        CheckConstraint("sanction <> 'suspension' OR school_days >= 1", name="suspension_days"),
    )

    incident_id: Mapped[int]
    pupil_id: Mapped[int]
    sanction: Mapped[Sanction] = mapped_column(Word(Sanction))
    school_days: Mapped[int | None]
    clause: Mapped[str] = mapped_column(String(200), default="")
    confidence: Mapped[Confidence] = mapped_column(Word(Confidence))
    recorded_by_id: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(Minute)
    because: Mapped[str | None] = mapped_column(Text)
    policy_version: Mapped[str | None] = mapped_column(String(40))

    incident: Mapped[Incident] = relationship(primaryjoin="foreign(Threshold.incident_id) == Incident.id")
    pupil: Mapped[Person] = relationship(primaryjoin="foreign(Threshold.pupil_id) == Person.id", viewonly=True)


class Decision(InSchool, Table):
    """The head's decision, with fair process in three short answers (practice.md 5.1)."""

    __tablename__ = "decisions"
    __table_args__ = of_school(
        belongs("incident_id", "incidents"),
        belongs("pupil_id", "pupils"),
        belongs("decided_by_id", "staff"),
        looked_up_by("incident_id", "pupil_id"),
        looked_up_by("pupil_id"),
    )

    incident_id: Mapped[int]
    pupil_id: Mapped[int]
    decision: Mapped[DecisionKind] = mapped_column(Word(DecisionKind))
    decided_by_id: Mapped[int]
    decided_at: Mapped[datetime] = mapped_column(Minute)
    who_was_asked: Mapped[str] = mapped_column(Text, default="")
    reason_given: Mapped[str] = mapped_column(Text, default="")
    what_next: Mapped[str] = mapped_column(Text, default="")

    incident: Mapped[Incident] = relationship(primaryjoin="foreign(Decision.incident_id) == Incident.id")
    pupil: Mapped[Person] = relationship(primaryjoin="foreign(Decision.pupil_id) == Person.id", viewonly=True)


class Exclusion(InSchool, Table):
    """A row of the register: a suspension, a lunchtime suspension or a permanent exclusion.

    `sessions` are half school days; `reasons` are official codes in order, kept as written.
    """

    __tablename__ = "exclusions"
    __table_args__ = of_school(
        UniqueConstraint("school_id", "reference"),
        belongs("pupil_id", "pupils"),
        belongs("incident_id", "incidents"),
        looked_up_by("pupil_id", "starts_on"),
        looked_up_by("incident_id"),
        indexed("starts_on"),
        CheckConstraint("kind = 'permanent' OR sessions >= 1", name="sessions"),
    )

    reference: Mapped[str] = mapped_column(String(60))
    pupil_id: Mapped[int]
    kind: Mapped[ExclusionKind] = mapped_column(Word(ExclusionKind))
    starts_on: Mapped[date]
    sessions: Mapped[int | None]
    reasons: Mapped[str] = mapped_column(String(60), default="")
    incident_id: Mapped[int | None]
    cancelled_on: Mapped[date | None]
    cancelled_because: Mapped[str | None] = mapped_column(Text)

    pupil: Mapped[Person] = relationship(primaryjoin="foreign(Exclusion.pupil_id) == Person.id", viewonly=True)
    incident: Mapped[Incident | None] = relationship(primaryjoin="foreign(Exclusion.incident_id) == Incident.id")


class OutOfLessons(InSchool, Table):
    """Another way to be out of lessons; both dates inclusive, sessions are half school days. A row that was entered
    wrongly is cancelled, and counts nowhere."""

    __tablename__ = "out_of_lessons"
    __table_args__ = of_school(
        belongs("pupil_id", "pupils"),
        indexed("starts_on"),
        looked_up_by("pupil_id", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates"),
    )

    pupil_id: Mapped[int]
    kind: Mapped[OutOfLessonsKind] = mapped_column(Word(OutOfLessonsKind))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    sessions: Mapped[int | None]
    cancelled_on: Mapped[date | None]
    cancelled_because: Mapped[str | None] = mapped_column(Text)

    pupil: Mapped[Person] = relationship(primaryjoin="foreign(OutOfLessons.pupil_id) == Person.id", viewonly=True)
