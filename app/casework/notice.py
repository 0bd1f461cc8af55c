"""Notices: what somebody is told in Amends about a case, because it was given to them, they logged it, it is due or it
waits for them; and governors about a report.

A notice holds its kind and its case or report, and no words: the words are made when it is read, by whoever may still
see that (`scope.visible_notices`). Nobody is told of what they did themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, String, UniqueConstraint, delete, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.casework.staff import Membership
from app.casework.table import InSchool, Instant, Table, Word, belongs, looked_up_by, of_school
from app.casework.words import Confidentiality

if TYPE_CHECKING:
    from app.casework.case import Case

KEPT_DAYS = 365


class Topic(StrEnum):
    """What people choose about: whether, and how, they are mailed."""

    UNSAFE = "unsafe"
    ASSIGNED = "assigned"
    TO_DECIDE = "to_decide"
    RESULT = "result"
    DUE = "due"
    OVERDUE = "overdue"
    WAITING = "waiting"
    WEEK = "week"
    REPORT = "report"


class NoticeKind(StrEnum):
    """What a notice says."""

    UNSAFE = "unsafe"
    OWNER = "owner"
    LEADS = "leads"
    FOLLOWS_UP = "follows_up"
    ACTION = "action"
    CHECK_IN = "check_in"
    HELD = "held"
    DECLINED = "declined"
    DECIDED = "decided"
    ENDED = "ended"
    DUE = "due"
    OVERDUE = "overdue"
    WAITING = "waiting"
    THRESHOLD = "threshold"
    DECISION = "decision"
    REPORT = "report"


TOPIC_OF: dict[NoticeKind, Topic] = {
    NoticeKind.UNSAFE: Topic.UNSAFE,
    **dict.fromkeys(
        (NoticeKind.OWNER, NoticeKind.LEADS, NoticeKind.FOLLOWS_UP, NoticeKind.ACTION, NoticeKind.CHECK_IN),
        Topic.ASSIGNED,
    ),
    **dict.fromkeys((NoticeKind.HELD, NoticeKind.DECLINED, NoticeKind.DECIDED, NoticeKind.ENDED), Topic.RESULT),
    NoticeKind.DUE: Topic.DUE,
    NoticeKind.OVERDUE: Topic.OVERDUE,
    NoticeKind.WAITING: Topic.WAITING,
    **dict.fromkeys((NoticeKind.THRESHOLD, NoticeKind.DECISION), Topic.TO_DECIDE),
    NoticeKind.REPORT: Topic.REPORT,
}


class Notice(InSchool, Table):
    """One thing told to one member of staff, about a case or a report. `about` and `due_on` name what is due, so that it
    is told once; `mailed_at`: when a mail was written that counts it."""

    __tablename__ = "notices"
    __table_args__ = of_school(
        belongs("staff_id", "staff"),
        belongs("case_id", "cases"),
        belongs("report_id", "reports"),
        CheckConstraint("(case_id IS NULL) <> (report_id IS NULL)", name="about_one"),
        UniqueConstraint("school_id", "staff_id", "kind", "about", "due_on"),
        looked_up_by("staff_id", "read_at"),
        looked_up_by("case_id"),
        looked_up_by("noticed_at"),
    )

    staff_id: Mapped[int]
    case_id: Mapped[int | None]
    report_id: Mapped[int | None]
    kind: Mapped[NoticeKind] = mapped_column(Word(NoticeKind))
    about: Mapped[str | None] = mapped_column(String(40))
    due_on: Mapped[date | None]
    noticed_at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    mailed_at: Mapped[datetime | None] = mapped_column(Instant)


def tell_assigned(case: Case, kind: NoticeKind, whom: int | None, *, by: Membership, at: datetime) -> None:
    """Tell a member of staff (by id) that something of the case is theirs now; None, or `by` itself: nothing."""
    if whom is not None and whom != by.staff_id:
        case.notices.add(_notice(case, kind, whom, at))


def tell_loggers(case: Case, kind: NoticeKind | None, *, by: Membership, at: datetime) -> None:
    """Tell those who logged the case what came of it, while logging it shows them the case (`reasons.py`); None: nothing."""
    if kind is None or case.confidentiality is not Confidentiality.STANDARD or case.concerns_staff_conduct:
        return
    for whom in sorted({incident.logged_by_id for incident in case.incidents} - {by.staff_id}):
        case.notices.add(_notice(case, kind, whom, at))


def _notice(case: Case, kind: NoticeKind, whom: int, at: datetime) -> Notice:
    return Notice(school_id=case.school_id, staff_id=whom, kind=kind, noticed_at=at)


def mark_all_read(session: Session, *, until: int, by: Membership, at: datetime) -> None:
    """Note that `by` has read all that they were told up to the notice of this number: not what came since."""
    mine = (Notice.school_id == by.school_id, Notice.staff_id == by.staff_id, Notice.read_at.is_(None))
    session.execute(update(Notice).where(*mine, Notice.id <= until).values(read_at=at))


def mark_settled(session: Session, numbers: Sequence[int], *, at: datetime) -> None:
    """Note as read what is true no more, so that nobody is led to what is done."""
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        session.execute(update(Notice).where(Notice.id.in_(some), Notice.read_at.is_(None)).values(read_at=at))


def sweep_notices(session: Session, *, at: datetime) -> None:
    """Remove notices older than `KEPT_DAYS` days. What is overdue for that long is told once more."""
    session.execute(delete(Notice).where(Notice.noticed_at < at - timedelta(days=KEPT_DAYS)))
