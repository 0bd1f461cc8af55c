"""The history in a bundle: `events.csv` carries every event word for word, with its number and hash.

The chain is verified before anything is stored: an event that was changed, taken out or slipped in is a problem.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.bundle.cells import read_instant, write_instant
from app.bundle.keys import Keys
from app.bundle.problems import Problems
from app.bundle.reader import Allowance, lines_of
from app.bundle.source import Source
from app.bundle.spec import Column, columns_of, table_of
from app.bundle.spool import Spool, batches
from app.casework.history import START_OF_CHAIN, ChainHead, Event, chained

FILE = "events.csv"
EVENTS, HEADS = table_of(Event), table_of(ChainHead)
_DECLARED = columns_of(
    EVENTS,
    "number recorded_at happened_at by=by_code>staff case=case_reference>cases kind about "
    "person=person_key because before "
    "after hash",
)
# When it happened is UTC here, unlike everywhere else: the hash covers it, and London has one hour twice a year.
COLUMNS: tuple[Column, ...] = tuple(
    Column("happened_at", "happened_at", read_instant, write_instant, required=True) if c.name == "happened_at" else c
    for c in _DECLARED
)
BATCH = 10_000
START_OF_TIME = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Told:
    """One event, as light as half a million of them need; it hashes like `history.Event`."""

    happened_at: datetime
    kind: str
    by_code: str | None = None
    case_reference: str | None = None
    about: str | None = None
    person_key: str | None = None
    because: str | None = None
    before: str | None = None
    after: str | None = None
    recorded_at: datetime = START_OF_TIME
    number: int = 0
    hash: str = ""

    def values(self, school_id: int) -> dict[str, Any]:
        """The columns of one row."""
        return {"school_id": school_id, **{name: getattr(self, name) for name in self.__slots__}}


def read_chain(source: Source, keys: Keys, problems: Problems, allowance: Allowance) -> Spool[Told]:
    """The events of the bundle, verified from the first; the first break is told and the rest not looked at."""
    events = Spool[Told]()
    if FILE not in source.names:
        return events
    previous = START_OF_CHAIN
    whole = True
    for line in lines_of(source, FILE, COLUMNS, problems, allowance):
        row = dict(zip((column.into for column in COLUMNS), line.values, strict=True))
        if not line.sound or not whole:
            whole = False
            continue
        for kind, name, column in (("staff", row["by_code"], "by"), ("cases", row["case_reference"], "case")):
            wrong = keys.missing(kind, name) if name is not None else None
            if wrong:
                problems.add(FILE, line.number, column, wrong, "An event names people and cases of its bundle.")
        told = Told(**row)
        if told.number != len(events) + 1 or told.hash != chained(previous, cast(Event, told)):
            whole = False
            wrong = f"Event {told.number} does not fit the events before it."
            problems.add(FILE, line.number, "hash", wrong, "Take the file as it was exported, or leave it out.")
            continue
        previous = told.hash
        events.append(told)
    return events


def head_of(session: Session, school_id: int | None) -> tuple[int, str]:
    """The last number and hash of a school's stored chain."""
    found = session.execute(sa.select(HEADS.c.number, HEADS.c.hash).where(HEADS.c.school_id == school_id)).first()
    return (found.number, found.hash) if found else (0, START_OF_CHAIN)


def new_events(session: Session, school_id: int | None, events: Spool[Told], problems: Problems) -> Spool[Told]:
    """The events that the school does not have yet; the same number with another hash is a problem."""
    number, _hash = head_of(session, school_id)
    if not number:
        return events
    stored = sa.select(EVENTS.c.hash).where(EVENTS.c.school_id == school_id).order_by(EVENTS.c.number)
    hashes = session.scalars(stored.execution_options(yield_per=BATCH))
    for hash_there, told in zip(hashes, events, strict=False):
        if told.hash != hash_there:
            wrong = f"Event {told.number} is another one in this school’s history."
            right = "A history can be continued, never rewritten: leave events.csv out."
            problems.add(FILE, told.number + 1, "hash", wrong, right)
            return Spool()
    return Spool(islice(events, number, None))


def append(session: Session, school_id: int, events: Iterable[Told], at: datetime) -> None:
    """Number, chain and store events that were told by an import; `at` is when they were recorded."""
    number, previous = head_of(session, school_id)
    for batch in batches(events, BATCH):
        for told in batch:
            number += 1
            told.number, told.recorded_at = number, at
            told.happened_at = told.happened_at.replace(second=0, microsecond=0)
            previous = told.hash = chained(previous, cast(Event, told))
        store(session, school_id, batch)


def store(session: Session, school_id: int, events: Iterable[Told]) -> None:
    """Store numbered events and move the head of the chain to the last of them."""
    for batch in batches(events, BATCH):
        session.execute(sa.insert(EVENTS), [told.values(school_id) for told in batch])
        last = {"number": batch[-1].number, "hash": batch[-1].hash}
        moved = session.execute(
            sa.update(HEADS).where(HEADS.c.school_id == school_id).values(**last).returning(HEADS.c.school_id)
        )
        if moved.first() is None:
            session.execute(sa.insert(HEADS).values(school_id=school_id, **last))
