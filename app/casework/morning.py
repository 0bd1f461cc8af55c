"""What is told on the morning of a school day: what is due or overdue, what waits for triage or for the head, and the
counts of a week.

Each is reckoned for one member, from what they see, as of the day of their membership; nothing here knows what day it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case as when
from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import Session

from app.casework import scope
from app.casework.calendar import london, utc_from_london
from app.casework.case import Case
from app.casework.falling_due import OF_ONE
from app.casework.mail import Round, RoundKind
from app.casework.next_due import OPEN, next_due, nobody_has_it, promises_nothing
from app.casework.notice import Notice, NoticeKind
from app.casework.permissions import Role
from app.casework.staff import Membership
from app.casework.telling import about_of
from app.casework.to_decide import awaited_of

ONE_WEEK = timedelta(days=7)  # calendar days
Key = tuple[NoticeKind, str | None, date | None]


@dataclass(frozen=True, slots=True)
class Morning:
    """What one member is told anew, and the numbers of notices that are true no more: done, triaged, or overdue by now."""

    new: list[Notice]
    settled: list[int]


def morning_of(session: Session, m: Membership, *, at: datetime) -> Morning:
    """What this member is to be told this morning and was not told before: each thing once when it is due, once when
    it is overdue; each case once that has waited for triage since the day before or longer, for those who triage it; each
    case once in which a threshold or a decision waits, for whoever is head that day."""
    told_now = (*_due(session, m), *_waiting(session, m), *_awaited(session, m))
    due = dict(reversed([(key, case_id) for case_id, key in told_now]))
    before: Any = scope.own_notices(m).where(Notice.about.is_not(None))
    columns = (Notice.kind, Notice.about, Notice.due_on, Notice.id, Notice.read_at)
    told: dict[Key, tuple[int, datetime | None]] = {}
    for kind, about, due_on, notice_id, read_at in session.execute(before.with_only_columns(*columns)):
        told[kind, about, due_on] = (notice_id, read_at)
    ours = {"school_id": m.school_id, "staff_id": m.staff_id, "noticed_at": at}
    new = [
        Notice(**ours, case_id=case_id, kind=kind, about=about, due_on=due_on)
        for (kind, about, due_on), case_id in due.items()
        if (kind, about, due_on) not in told
    ]
    return Morning(new, [number for key, (number, read_at) in told.items() if read_at is None and key not in due])


def _told_since(session: Session, m: Membership) -> date:
    """A week before the school's first round: what a school brings with it stands on home and in the lists, and fills
    nobody's bell on the first morning."""
    made = select(func.min(Round.made_on)).where(Round.school_id == m.school_id, Round.kind == RoundKind.DUE)
    return (session.scalar(made) or m.on) - ONE_WEEK


def _due(session: Session, m: Membership) -> Iterator[tuple[int, Key]]:
    """What is theirs and due today or earlier (`falling_due.py`)."""
    since = _told_since(session, m)
    parts = [part(m) for part in OF_ONE]
    mine = [rows.where(owner == m.staff_id, due.between(since, m.on)).subquery() for rows, due, owner in parts]
    columns = [select(rows.c.kind, rows.c.record_id, rows.c.case_id, rows.c.due_on) for rows in mine]
    for kind, record_id, case_id, due_on in session.execute(union_all(*columns)):
        said = NoticeKind.DUE if due_on == m.on else NoticeKind.OVERDUE
        yield case_id, (said, f"{kind} {record_id}", due_on)


def _waiting(session: Session, m: Membership) -> Iterator[tuple[int, Key]]:
    if not m.holds(Role.PASTORAL_LEAD, Role.DSL):
        return
    since, today = (
        utc_from_london(datetime.combine(day, datetime.min.time())) for day in (_told_since(session, m), m.on)
    )
    waiting = (nobody_has_it(), Case.opened_at >= since, Case.opened_at < today)
    found = scope.visible_cases(m, in_full=True).where(*waiting)
    for case_id, opened_at in session.execute(found.with_only_columns(Case.id, Case.opened_at)):
        yield case_id, (NoticeKind.WAITING, f"triage {case_id}", london(opened_at).date())


def _awaited(session: Session, m: Membership) -> Iterator[tuple[int, Key]]:
    """What waits for the head of the day, whoever that was when it was asked (`telling.py` tells them at once)."""
    for kind, case_id, since in awaited_of(session, m):
        yield case_id, (kind, about_of(kind, case_id), london(since).date())


@dataclass(frozen=True, slots=True)
class Week:
    """Counts of cases that one member sees in full. `due`: something is due within seven days, today included."""

    new: int
    waiting: int
    due: int
    overdue: int
    undated: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not any(getattr(self, field.name) for field in fields(self))


def week_of(session: Session, m: Membership) -> Week:
    """The counts of the week that begins on the day of this membership; `new`: opened in the seven days before."""
    since, first = m.at - ONE_WEEK, next_due()
    tests = (
        Case.opened_at >= since,
        nobody_has_it(),
        first.between(m.on, m.on + ONE_WEEK - timedelta(days=1)),
        first < m.on,
        promises_nothing(),
    )
    counts = [func.coalesce(func.sum(when((test, 1), else_=0)), 0) for test in tests]
    live = scope.visible_cases(m, in_full=True).where(or_(Case.stage.in_(OPEN), Case.opened_at >= since))
    return Week(*session.execute(live.with_only_columns(*counts)).one())
