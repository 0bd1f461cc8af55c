"""Restorative responses: the continuum from a kind word to a formal conference, and who took part.

What each kind may start, and what stops it, is said in `suitability.py`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.casework.table import InSchool, Minute, Table, Word, WordSet, belongs, indexed, looked_up_by, of_school
from app.casework.words import Answer, ParticipationLevel, ResponseKind, ResponseStatus

if TYPE_CHECKING:
    from app.casework.agreement import Agreement
    from app.casework.case import Case
    from app.casework.people import Person


class Response(InSchool, Table):
    """One response to a case. `outcome` of a conference: agreement, no_agreement, stopped_early, indirect_only.

    `words` of an affective statement are stored only if the adult chose to (practice.md 2.2).
    """

    __tablename__ = "responses"
    __table_args__ = of_school(
        UniqueConstraint("school_id", "reference"),
        belongs("case_id", "cases"),
        belongs("led_by_id", "staff"),
        belongs("co_led_by_id", "staff"),
        looked_up_by("case_id"),
        indexed("held_at"),
        looked_up_by("led_by_id", "case_id"),
        looked_up_by("co_led_by_id", "case_id"),
        CheckConstraint("status <> 'held' OR held_at IS NOT NULL", name="held"),
    )

    reference: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[int]
    kind: Mapped[ResponseKind] = mapped_column(Word(ResponseKind))
    status: Mapped[ResponseStatus] = mapped_column(Word(ResponseStatus), default=ResponseStatus.PLANNED)
    planned_for: Mapped[datetime | None] = mapped_column(Minute)
    held_at: Mapped[datetime | None] = mapped_column(Minute)
    led_by_id: Mapped[int | None]
    chosen_because: Mapped[str | None] = mapped_column(Text)
    co_led_by_id: Mapped[int | None]
    place: Mapped[str | None] = mapped_column(String(120))
    calm_enough: Mapped[bool | None]
    topic: Mapped[str | None] = mapped_column(String(200))
    circle_group: Mapped[str | None] = mapped_column(String(80))
    circle_purpose: Mapped[str | None] = mapped_column(String(40))
    size: Mapped[int | None]
    minutes: Mapped[int | None]
    words: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(String(40))
    outcome_sentence: Mapped[str | None] = mapped_column(Text)
    ended_on: Mapped[date | None]
    ended_because: Mapped[str | None] = mapped_column(Text)
    if_no_conference: Mapped[str | None] = mapped_column(Text)
    first_to_speak_id: Mapped[int | None]
    order_chosen_by: Mapped[str | None] = mapped_column(String(120))
    risk_reviewed_on: Mapped[date | None]
    risk_note: Mapped[str | None] = mapped_column(Text)
    informal_time_held: Mapped[bool | None]
    training_override_because: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case] = relationship(primaryjoin="foreign(Response.case_id) == Case.id", back_populates="responses")
    participants: Mapped[list[Participant]] = relationship(
        primaryjoin="Response.id == foreign(Participant.response_id)",
        back_populates="response",
        order_by="Participant.id",
    )
    agreements: Mapped[list[Agreement]] = relationship(
        primaryjoin="Response.id == foreign(Agreement.response_id)",
        back_populates="response",
        order_by="Agreement.made_on",
    )

    __mapper_args__ = {"version_id_col": version}


class Participant(InSchool, Table):
    """A person in a response: took part or not, how far a harmed person took part, whether they declined.

    `sentence`: at most one sentence of theirs (practice.md 2.1). `adaptations` for a communication need; leaving
    them empty needs `not_adapted_because` (practice.md 1.6 g). Preparation: met alone on, explained, willing.
    """

    __tablename__ = "participants"
    __table_args__ = of_school(
        UniqueConstraint("school_id", "response_id", "person_id"),
        belongs("response_id", "responses"),
        belongs("person_id", "persons"),
        looked_up_by("response_id", "person_id"),
        looked_up_by("person_id"),
    )

    response_id: Mapped[int]
    person_id: Mapped[int]
    took_part: Mapped[bool | None]
    participation_level: Mapped[ParticipationLevel | None] = mapped_column(Word(ParticipationLevel))
    declined_by_them: Mapped[bool | None]
    sentence: Mapped[str | None] = mapped_column(Text)
    questions_asked: Mapped[frozenset[str]] = mapped_column(WordSet, default=frozenset)
    adaptations: Mapped[str | None] = mapped_column(Text)
    not_adapted_because: Mapped[str | None] = mapped_column(Text)
    met_alone_on: Mapped[date | None]
    explained: Mapped[bool | None]
    willing: Mapped[Answer | None] = mapped_column(Word(Answer))
    supporter: Mapped[str | None] = mapped_column(String(120))

    response: Mapped[Response] = relationship(
        primaryjoin="foreign(Participant.response_id) == Response.id", back_populates="participants"
    )
    person: Mapped[Person] = relationship(primaryjoin="foreign(Participant.person_id) == Person.id")
