"""What the parties agreed, action by action, and how each action ended.

An agreement's status is derived from its actions and never stored (figures.md 4, `agreements.made`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.casework.table import InSchool, Table, Word, belongs, indexed, looked_up_by, of_school, together
from app.casework.words import ActionStatus

if TYPE_CHECKING:
    from app.casework.people import Person
    from app.casework.response import Response
    from app.casework.staff import StaffMember


class Agreement(InSchool, Table):
    """Made at a response; has an owner for follow-up and a review date. Changes are versions."""

    __tablename__ = "agreements"
    __table_args__ = of_school(
        UniqueConstraint("school_id", "reference"),
        belongs("response_id", "responses"),
        belongs("follow_up_owner_id", "staff"),
        looked_up_by("response_id", "follow_up_owner_id"),
        looked_up_by("follow_up_owner_id", "review_on"),
        indexed("made_on"),
        CheckConstraint("withdrawn_because IS NULL OR withdrawn_on IS NOT NULL", name="withdrawn"),
    )

    reference: Mapped[str] = mapped_column(String(60))
    response_id: Mapped[int]
    made_on: Mapped[date]
    review_on: Mapped[date | None]
    follow_up_owner_id: Mapped[int | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_because: Mapped[str | None] = mapped_column(Text)
    if_it_happens_again: Mapped[str | None] = mapped_column(Text)
    why_not_kept: Mapped[str | None] = mapped_column(String(40))
    why_not_kept_note: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    response: Mapped[Response] = relationship(
        primaryjoin="foreign(Agreement.response_id) == Response.id", back_populates="agreements"
    )
    follow_up_owner: Mapped[StaffMember | None] = relationship(
        primaryjoin="foreign(Agreement.follow_up_owner_id) == StaffMember.id", viewonly=True
    )
    actions: Mapped[list[Action]] = relationship(
        primaryjoin="Agreement.id == foreign(Action.agreement_id)", back_populates="agreement", order_by="Action.number"
    )
    changes: Mapped[list[AgreementChange]] = relationship(
        primaryjoin="Agreement.id == foreign(AgreementChange.agreement_id)",
        back_populates="agreement",
        order_by="AgreementChange.number",
    )

    __mapper_args__ = {"version_id_col": version}


class Action(InSchool, Table):
    """One undertaking: what, by whom, for whom, due, what an adult will do to help, how it will be known."""

    __tablename__ = "actions"
    __table_args__ = of_school(
        UniqueConstraint("school_id", "agreement_id", "number"),
        belongs("agreement_id", "agreements"),
        belongs("by_id", "persons"),
        belongs("for_id", "persons"),
        belongs("verified_by_id", "staff"),
        looked_up_by("agreement_id"),
        looked_up_by("by_id"),
        looked_up_by("for_id"),
        indexed("status", "due_on"),
        indexed("due_on"),
        CheckConstraint("status = 'planned' OR status_on IS NOT NULL", name="status_on"),
        CheckConstraint("status <> 'done_verified' OR verified_by_id IS NOT NULL", name="verified"),
        CheckConstraint("status <> 'done_verified' OR verified_by_id <> by_id", name="verified_by_another"),
    )

    agreement_id: Mapped[int]
    number: Mapped[int]
    what: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int]
    for_id: Mapped[int | None]
    adult_support: Mapped[str | None] = mapped_column(Text)
    how_known: Mapped[str | None] = mapped_column(Text)
    is_apology: Mapped[bool] = mapped_column(default=False)
    apology_asked_for: Mapped[str | None] = mapped_column(String(200))
    due_on: Mapped[date | None]
    status: Mapped[ActionStatus] = mapped_column(Word(ActionStatus), default=ActionStatus.PLANNED)
    status_on: Mapped[date | None]
    verified_by_id: Mapped[int | None]
    replaces: Mapped[int | None]

    agreement: Mapped[Agreement] = relationship(
        primaryjoin="foreign(Action.agreement_id) == Agreement.id", back_populates="actions"
    )
    done_by: Mapped[Person] = relationship(primaryjoin="foreign(Action.by_id) == Person.id", viewonly=True)
    done_for: Mapped[Person | None] = relationship(primaryjoin="foreign(Action.for_id) == Person.id", viewonly=True)
    verified_by: Mapped[StaffMember | None] = relationship(
        primaryjoin="foreign(Action.verified_by_id) == StaffMember.id", viewonly=True
    )


class AgreementChange(InSchool, Table):
    """A new version of an agreement: who asked, who agreed (the person harmed among them), why."""

    __tablename__ = "agreement_changes"
    __table_args__ = of_school(
        UniqueConstraint("school_id", "agreement_id", "number"),
        belongs("agreement_id", "agreements"),
        belongs("recorded_by_id", "staff"),
        looked_up_by("agreement_id"),
        together("changed_on", "recorded_by_id"),
    )

    agreement_id: Mapped[int]
    number: Mapped[int]
    changed_on: Mapped[date]
    asked_by: Mapped[str] = mapped_column(String(200))
    agreed_by: Mapped[str] = mapped_column(String(400))
    because: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int]

    agreement: Mapped[Agreement] = relationship(
        primaryjoin="foreign(AgreementChange.agreement_id) == Agreement.id", back_populates="changes"
    )
