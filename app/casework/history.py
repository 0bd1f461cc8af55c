"""Append-only history: who did what to which case, when, and why. It is the timeline and the audit trail of writes.

Each school's events form a chain: an event's hash covers its content and the hash before it, so that nothing can
be changed, removed or slipped in unnoticed. Content is told in references and codes, never database ids: a chain
survives export and import unchanged. Numbers and hashes are set when the session is flushed.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import String, Text, UniqueConstraint, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.casework.staff import Membership
from app.casework.table import InSchool, Instant, Minute, Table, belongs, indexed, of_school

START_OF_CHAIN = "0" * 64
# What the event of a restricted note is about: whoever may not read the note does not learn that there is one.
RESTRICTED_NOTE = "restricted note"
_order = itertools.count()


class Event(InSchool, Table):
    """One thing that happened. `kind` is a move in the past tense; `about` names the record (`response R-01`);
    `person_key` the person it concerns; `before` and `after` hold a change as JSON of words."""

    __tablename__ = "events"
    __table_args__ = of_school(
        UniqueConstraint("school_id", "number"),
        belongs("case_reference", "cases", "reference"),
        belongs("by_code", "staff", "staff_code"),
        indexed("case_reference", "happened_at"),
        indexed("person_key", "happened_at"),
    )

    number: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    happened_at: Mapped[datetime] = mapped_column(Minute)
    by_code: Mapped[str | None] = mapped_column(String(40))
    case_reference: Mapped[str | None] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(60))
    about: Mapped[str | None] = mapped_column(String(120))
    person_key: Mapped[str | None] = mapped_column(String(220))
    because: Mapped[str | None] = mapped_column(Text)
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))


class ChainHead(Table):
    """The last number and hash of a school's chain."""

    __tablename__ = "chain_heads"

    school_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default=START_OF_CHAIN)


def words_of(values: dict[str, Any] | None) -> str | None:
    """A change as canonical JSON: keys in order, dates and words as text; None where there is nothing."""
    return json.dumps(values, sort_keys=True, ensure_ascii=False, default=str) if values else None


def make_event(
    kind: str,
    *,
    school_id: int,
    by_code: str | None,
    at: datetime,
    recorded_at: datetime | None = None,
    case_reference: str | None = None,
    about: str | None = None,
    person_key: str | None = None,
    because: str | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Event:
    """An event that is not yet numbered; `at` is when it happened, `recorded_at` when it was entered (default: then)."""
    made = Event(
        school_id=school_id,
        kind=kind,
        by_code=by_code,
        happened_at=at,
        recorded_at=recorded_at or at,
        case_reference=case_reference,
        about=about,
        person_key=person_key,
        because=because or None,
        before=words_of(before),
        after=words_of(after),
    )
    made._order = next(_order)  # type: ignore[attr-defined]
    return made


def note_event(session: Session, kind: str, *, by: Membership, at: datetime, **more: Any) -> Event:
    """Append an event that belongs to no case (a register row, a setting) to the school's history."""
    made = make_event(kind, school_id=by.school_id, by_code=by.staff_code, at=at, **more)
    session.add(made)
    return made


def content_of(made: Event) -> str:
    """What the hash covers, as canonical text."""
    happened = made.happened_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    recorded = made.recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    fields = [
        made.number, recorded, happened, made.by_code, made.case_reference, made.kind, made.about,
        made.person_key, made.because, made.before, made.after,
    ]  # fmt: skip
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def chained(previous: str, made: Event) -> str:
    """SHA-256 of the hash before and this event's content."""
    return hashlib.sha256(f"{previous}\n{content_of(made)}".encode()).hexdigest()


def first_break(events: Iterable[Event]) -> int | None:
    """The number of the first event that does not fit its chain, None if it is unbroken; events in order."""
    previous = START_OF_CHAIN
    for expected, made in enumerate(events, start=1):
        if made.number != expected or made.hash != chained(previous, made):
            return expected
        previous = made.hash
    return None


def _seal(session: Session, _context: object, _instances: object) -> None:
    """Number and chain the new events, school by school, in the order in which they were made."""
    new = [o for o in session.new if isinstance(o, Event) and not o.hash]
    for school_id in {made.school_id for made in new}:
        with session.no_autoflush:
            found = session.scalars(select(ChainHead).where(ChainHead.school_id == school_id).with_for_update()).first()
        head = found or ChainHead(school_id=school_id, number=0, hash=START_OF_CHAIN)
        session.add(head)
        mine = (made for made in new if made.school_id == school_id)
        for made in sorted(mine, key=lambda made: made._order):  # type: ignore[attr-defined]
            made.number = head.number + 1
            made.hash = chained(head.hash, made)
            head.number, head.hash = made.number, made.hash


event.listen(Session, "before_flush", _seal)
