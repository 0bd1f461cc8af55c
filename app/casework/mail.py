"""Mails that wait to be sent, what each person chose to be mailed about, and the rounds that were made each morning.

A mail holds counts and links, never a word about a child or a case. Its address is that of the account on the day it is
sent, and is stored nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.casework.notice import Topic
from app.casework.permissions import Permission, Role
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership
from app.casework.table import InSchool, Instant, Table, Word, belongs, looked_up_by, of_school

KEPT_DAYS = 90


class MailState(StrEnum):
    """Where a mail stands. What was being sent when its job was killed may have arrived: it is never sent again."""

    WAITING = "waiting"
    BEING_SENT = "being_sent"
    SENT = "sent"
    NOT_SENT = "not_sent"


class Mail(InSchool, Table):
    """One mail to one member of staff. `problem`: why it was not taken, without address or content."""

    __tablename__ = "mails"
    __table_args__ = of_school(
        belongs("staff_id", "staff"),
        looked_up_by("state", "next_try_at"),
        looked_up_by("school_id", "made_at"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent"),
    )

    staff_id: Mapped[int]
    subject: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[MailState] = mapped_column(Word(MailState), default=MailState.WAITING)
    made_at: Mapped[datetime] = mapped_column(Instant)
    next_try_at: Mapped[datetime] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    problem: Mapped[str | None] = mapped_column(String(120))


class MailWay(StrEnum):
    """How somebody is told of a topic besides in Amends."""

    NOT = "not"
    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


DEFAULTS: dict[Topic, MailWay] = {
    Topic.UNSAFE: MailWay.AT_ONCE,
    Topic.ASSIGNED: MailWay.AT_ONCE,
    Topic.TO_DECIDE: MailWay.AT_ONCE,
    Topic.RESULT: MailWay.DAILY,
    Topic.DUE: MailWay.DAILY,
    Topic.OVERDUE: MailWay.DAILY,
    Topic.WAITING: MailWay.DAILY,
    Topic.WEEK: MailWay.WEEKLY,
    Topic.REPORT: MailWay.AT_ONCE,
}
TOLD_TO: dict[Topic, Callable[[Membership], bool]] = {
    Topic.UNSAFE: lambda m: m.holds(Role.DSL),
    Topic.TO_DECIDE: lambda m: m.may(Permission.RECORD_THRESHOLD),  # whoever may be acting head another day as well
    Topic.WAITING: lambda m: m.may(Permission.TRIAGE_CASE),
    Topic.WEEK: lambda m: m.may(Permission.TRIAGE_CASE),
    Topic.REPORT: lambda m: m.holds(Role.GOVERNOR),
}


class MailChoice(Table):
    """What one account chose about one topic; without a row the default holds."""

    __tablename__ = "mail_choices"
    __table_args__ = (UniqueConstraint("account_id", "topic"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    topic: Mapped[Topic] = mapped_column(Word(Topic))
    way: Mapped[MailWay] = mapped_column(Word(MailWay))


class RoundKind(StrEnum):
    """What is done once for a school on a school day."""

    DUE = "due"
    DAILY = "daily"
    WEEKLY = "weekly"


class Round(InSchool, Table):
    """That it was done for a day: written with what it made, so that a restart never does it twice."""

    __tablename__ = "rounds"
    __table_args__ = of_school(UniqueConstraint("school_id", "kind", "made_on"))

    kind: Mapped[RoundKind] = mapped_column(Word(RoundKind))
    made_on: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(Instant)


def ways_of(topic: Topic) -> tuple[MailWay, ...]:
    """What can be chosen about a topic."""
    if topic is Topic.WEEK:
        return (MailWay.NOT, MailWay.WEEKLY)
    return (MailWay.NOT, MailWay.AT_ONCE, MailWay.DAILY)


def topics_for(m: Membership) -> list[Topic]:
    """What this member is told of: most of it those who see cases, some only heads, those who triage, or governors."""
    return [topic for topic in Topic if TOLD_TO.get(topic, _sees_cases)(m)]


def _sees_cases(m: Membership) -> bool:
    return m.may(Permission.SEE_CASES)


def choices_of(session: Session, account_id: int) -> dict[Topic, MailWay]:
    """What an account chose, defaults where it chose nothing; one statement."""
    rows = session.scalars(select(MailChoice).where(MailChoice.account_id == account_id))
    return DEFAULTS | {row.topic: row.way for row in rows}


def choose_mail(session: Session, account_id: int, chosen: Mapping[Topic, MailWay]) -> None:
    """Store what an account chose. Refuses `no_such_way`."""
    rows = {row.topic: row for row in session.scalars(select(MailChoice).where(MailChoice.account_id == account_id))}
    for topic, way in chosen.items():
        if way not in ways_of(topic):
            refuse_if(Refusal("no_such_way", "Choose one of the ways that are offered.", field=topic.value))
        row = rows.get(topic) or MailChoice(account_id=account_id, topic=topic)
        row.way = way
        session.add(row)


def sweep_mails(session: Session, *, at: datetime) -> None:
    """Remove mails that ended, and rounds, older than `KEPT_DAYS` days."""
    before, ended = at - timedelta(days=KEPT_DAYS), (MailState.SENT, MailState.NOT_SENT)
    session.execute(delete(Mail).where(Mail.state.in_(ended), Mail.made_at < before))
    session.execute(delete(Round).where(Round.made_at < before))
