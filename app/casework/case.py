"""The case: the unit of work and of counting. It holds incidents, responses, agreements and check-ins."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from app.casework.table import (
    InSchool,
    Instant,
    Minute,
    Table,
    Word,
    belongs,
    indexed,
    looked_up_by,
    of_school,
    together,
)
from app.casework.words import AccessKind, Answer, ClosingReason, Confidentiality, Stage

if TYPE_CHECKING:
    from app.casework.check_in import CheckIn
    from app.casework.history import Event
    from app.casework.incident import Incident
    from app.casework.notice import Notice
    from app.casework.response import Response


class Case(InSchool, Table):
    """One or more incidents, a reference, an owner, a level of confidentiality, a stage.

    `stage` is stored, and moves only through `lifecycle.take`, which appends history with it. `tell_on`: the day from which
    somebody who was named as harmed after it had ended waits to be told (`told_how.py`).
    """

    __tablename__ = "cases"
    __table_args__ = of_school(
        UniqueConstraint("school_id", "reference"),
        belongs("owner_id", "staff"),
        indexed("stage", "opened_at"),
        indexed("opened_at", "id"),
        looked_up_by("owner_id", "stage"),
        looked_up_by("owner_id", "opened_at", "id"),
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="closed_after_opened"),
    )

    reference: Mapped[str] = mapped_column(String(60))
    opened_at: Mapped[datetime] = mapped_column(Minute)
    owner_id: Mapped[int | None]
    confidentiality: Mapped[Confidentiality] = mapped_column(Word(Confidentiality), default=Confidentiality.STANDARD)
    stage: Mapped[Stage] = mapped_column(Word(Stage), default=Stage.LOGGED)
    closed_at: Mapped[datetime | None] = mapped_column(Minute)
    closing_reason: Mapped[ClosingReason | None] = mapped_column(Word(ClosingReason))
    harmed_told_at: Mapped[datetime | None] = mapped_column(Minute)
    not_told_because: Mapped[str | None] = mapped_column(Text)
    next_step: Mapped[str | None] = mapped_column(String(200))
    next_step_on: Mapped[date | None]
    tell_on: Mapped[date | None]
    concerns_staff_conduct: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    incidents: Mapped[list[Incident]] = relationship(
        primaryjoin="Case.id == foreign(Incident.case_id)", back_populates="case", order_by="Incident.occurred_at"
    )
    responses: Mapped[list[Response]] = relationship(
        primaryjoin="Case.id == foreign(Response.case_id)", back_populates="case", order_by="Response.id"
    )
    check_ins: Mapped[list[CheckIn]] = relationship(
        primaryjoin="Case.id == foreign(CheckIn.case_id)", back_populates="case", order_by="CheckIn.due_on"
    )
    notes: Mapped[list[Note]] = relationship(
        primaryjoin="Case.id == foreign(Note.case_id)", back_populates="case", order_by="Note.written_at"
    )
    holds: Mapped[list[Hold]] = relationship(
        primaryjoin="Case.id == foreign(Hold.case_id)", back_populates="case", order_by="Hold.placed_at"
    )
    safety_checks: Mapped[list[SafetyCheck]] = relationship(
        primaryjoin="Case.id == foreign(SafetyCheck.case_id)",
        back_populates="case",
        order_by="[SafetyCheck.answered_at, SafetyCheck.id]",
    )
    named_people: Mapped[list[CaseAccess]] = relationship(
        primaryjoin="Case.id == foreign(CaseAccess.case_id)", back_populates="case"
    )
    events: WriteOnlyMapped[Event] = relationship(
        primaryjoin="and_(Case.school_id == foreign(Event.school_id), Case.reference == foreign(Event.case_reference))",
        passive_deletes="all",
    )
    notices: WriteOnlyMapped[Notice] = relationship(
        primaryjoin="Case.id == foreign(Notice.case_id)", passive_deletes="all"
    )

    __mapper_args__ = {"version_id_col": version}


class Note(InSchool, Table):
    """What somebody wrote on a case; append-only, a correction is another note.

    `is_restricted`: not for everybody who sees the case; `scope.visible_notes` says for whom.
    """

    __tablename__ = "notes"
    __table_args__ = of_school(belongs("case_id", "cases"), belongs("written_by_id", "staff"), looked_up_by("case_id"))

    case_id: Mapped[int]
    written_at: Mapped[datetime] = mapped_column(Minute)
    written_by_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    is_restricted: Mapped[bool] = mapped_column(default=False)

    case: Mapped[Case] = relationship(primaryjoin="foreign(Note.case_id) == Case.id", back_populates="notes")


class SafetyCheck(InSchool, Table):
    """The gate questions of a case as answered at one time; the last row stands (domain.md, Choosing a response).

    `responsibility_accepted`: whether the person who caused harm accepts any part in it (practice.md 1.6 a).
    """

    __tablename__ = "safety_checks"
    __table_args__ = of_school(belongs("case_id", "cases"), belongs("answered_by_id", "staff"), looked_up_by("case_id"))

    case_id: Mapped[int]
    answered_at: Mapped[datetime] = mapped_column(Minute)
    answered_by_id: Mapped[int]
    sexual_or_domestic: Mapped[Answer] = mapped_column(Word(Answer))
    live_enquiry: Mapped[Answer] = mapped_column(Word(Answer))
    suspected_abuse: Mapped[Answer] = mapped_column(Word(Answer))
    weapon_or_threat: Mapped[Answer] = mapped_column(Word(Answer))
    responsibility_accepted: Mapped[Answer] = mapped_column(Word(Answer))
    everyone_willing: Mapped[Answer] = mapped_column(Word(Answer))
    power_imbalance: Mapped[Answer] = mapped_column(Word(Answer))
    staff_allegation: Mapped[Answer] = mapped_column(Word(Answer))
    communication_need: Mapped[Answer] = mapped_column(Word(Answer))

    case: Mapped[Case] = relationship(
        primaryjoin="foreign(SafetyCheck.case_id) == Case.id", back_populates="safety_checks"
    )


class Hold(InSchool, Table):
    """One reason for which a case is stopped for safety: who has it, when it is looked at again; lifted by the DSL alone.

    `kind` is the gate that placed it; a sexual_or_domestic hold is lifted only with the harmed child's own request.
    """

    __tablename__ = "holds"
    __table_args__ = of_school(
        belongs("case_id", "cases"),
        belongs("placed_by_id", "staff"),
        belongs("owner_id", "staff"),
        belongs("lifted_by_id", "staff"),
        looked_up_by("case_id"),
        indexed("lifted_at", "review_on"),
        together("lifted_at", "lifted_by_id", "lifted_because"),
    )

    case_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    because: Mapped[str] = mapped_column(Text)
    placed_at: Mapped[datetime] = mapped_column(Minute)
    placed_by_id: Mapped[int]
    owner_id: Mapped[int | None]
    review_on: Mapped[date | None]
    stage_before: Mapped[Stage] = mapped_column(Word(Stage))
    lifted_at: Mapped[datetime | None] = mapped_column(Minute)
    lifted_by_id: Mapped[int | None]
    lifted_because: Mapped[str | None] = mapped_column(Text)
    asked_by_harmed_child: Mapped[bool] = mapped_column(default=False)

    case: Mapped[Case] = relationship(primaryjoin="foreign(Hold.case_id) == Case.id", back_populates="holds")


class CaseAccess(InSchool, Table):
    """Somebody who sees a case beyond their role: a named person of a restricted or safeguarding case, or an emergency
    of one hour, which a lead looks at afterwards."""

    __tablename__ = "case_access"
    __table_args__ = of_school(
        belongs("case_id", "cases"),
        belongs("staff_id", "staff"),
        belongs("granted_by_id", "staff"),
        belongs("looked_at_by_id", "staff"),
        looked_up_by("staff_id", "case_id"),
        looked_up_by("case_id"),
        indexed("kind", "granted_at"),
        together("looked_at", "looked_at_by_id", "looked_at_words"),
    )

    case_id: Mapped[int]
    staff_id: Mapped[int]
    kind: Mapped[AccessKind] = mapped_column(Word(AccessKind))
    granted_at: Mapped[datetime] = mapped_column(Instant)
    granted_by_id: Mapped[int]
    because: Mapped[str | None] = mapped_column(Text)
    ends_at: Mapped[datetime | None] = mapped_column(Instant)
    looked_at: Mapped[datetime | None] = mapped_column(Instant)
    looked_at_by_id: Mapped[int | None]
    looked_at_words: Mapped[str | None] = mapped_column(Text)

    case: Mapped[Case] = relationship(
        primaryjoin="foreign(CaseAccess.case_id) == Case.id", back_populates="named_people"
    )
