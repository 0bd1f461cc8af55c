"""The rounds of a school day: at half past six what is due is told in Amends, at seven it is mailed, London time.

Each is made once for a school and a day, in one transaction with its row in `rounds`: a restart neither repeats it nor
leaves it out, and a job process that starts later in the day makes up for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework import scope
from app.casework.calendar import Calendar, london
from app.casework.mail import MailWay, Round, RoundKind, choices_of, topics_for
from app.casework.morning import morning_of, week_of
from app.casework.notice import Notice, Topic, mark_settled
from app.casework.school import School
from app.casework.school_year import CalendarEntry
from app.casework.staff import Membership
from app.casework.standing import reachable
from app.db import begin_writing, db
from app.jobs.mail_words import Written, daily, weekly
from app.jobs.mailing import counted, post_mail, to_mail

BEGINS: dict[RoundKind, time] = {
    RoundKind.DUE: time(6, 30),
    RoundKind.DAILY: time(7, 0),
    RoundKind.WEEKLY: time(7, 0),
}
# What nobody read for so long is overdue by now, and told as that.
MAILED_WITHIN = timedelta(days=60)
Made = tuple[Membership, Written, list[Notice]]


def make_rounds(at: datetime | None = None) -> None:
    """Make the rounds of this day that have begun and were not made; `at`: now, unless a test says otherwise."""
    at = at or datetime.now(UTC)
    begun = [kind for kind, begins in BEGINS.items() if london(at).time() >= begins]
    schools = db.session.scalars(select(School.id).order_by(School.id)).all() if begun else []
    for school_id in schools:
        for kind in _to_make(db.session(), school_id, begun, london(at).date()):
            try:
                _WAYS[kind](school_id, kind, at)
            except Exception:
                # The other schools must not wait for it; the next minute tries again.
                current_app.logger.exception("The round %s of school %s is not made.", kind.value, school_id)
            db.session.rollback()
    db.session.rollback()


def _to_make(session: Session, school_id: int, begun: list[RoundKind], on: date) -> list[RoundKind]:
    made = scope.whole_school(Round, school_id).with_only_columns(Round.kind).where(Round.made_on == on)
    left = [kind for kind in begun if kind not in set(session.scalars(made))]
    if not left:
        return []
    calendar = Calendar(session.scalars(scope.whole_school(CalendarEntry, school_id)))
    if not calendar.is_school_day(on):
        return []
    return [kind for kind in left if kind is not RoundKind.WEEKLY or _is_first_of_week(calendar, on)]


def _is_first_of_week(calendar: Calendar, on: date) -> bool:
    """Whether `on`, a school day, is the first one of its week."""
    return not any(calendar.is_school_day(on - timedelta(days=days)) for days in range(1, on.weekday() + 1))


def _tell_what_is_due(school_id: int, kind: RoundKind, at: datetime) -> None:
    found = [morning_of(db.session(), m, at=at) for m, _ in reachable(db.session(), school_id, at)]
    _begin(school_id, kind, at)
    for morning in found:
        db.session.add_all(morning.new)
        mark_settled(db.session(), morning.settled, at=at)
    db.session.commit()


def _mail_the_day(school_id: int, kind: RoundKind, at: datetime) -> None:
    since = at - MAILED_WITHIN

    def of(m: Membership, account_id: int, school: str) -> Made | None:
        notices = to_mail(db.session(), m, account_id, MailWay.DAILY, since=since)
        return (m, daily(counted(notices), school, _address()), notices) if notices else None

    _mail_each(school_id, kind, at, of)


def _mail_the_week(school_id: int, kind: RoundKind, at: datetime) -> None:
    def of(m: Membership, account_id: int, school: str) -> Made | None:
        if Topic.WEEK not in topics_for(m) or choices_of(db.session(), account_id)[Topic.WEEK] is MailWay.NOT:
            return None
        week = week_of(db.session(), m)
        return None if week.is_empty else (m, weekly(week, school, _address()), [])

    _mail_each(school_id, kind, at, of)


def _mail_each(
    school_id: int, kind: RoundKind, at: datetime, of: Callable[[Membership, int, str], Made | None]
) -> None:
    """Everything is looked up before the writing begins, so that nobody's form waits for it."""
    school = db.session.get_one(School, school_id).name
    found = [of(m, account_id, school) for m, account_id in reachable(db.session(), school_id, at)]
    mails = [(m, written, [notice.id for notice in notices]) for m, written, notices in filter(None, found)]
    _begin(school_id, kind, at)
    for m, written, ids in mails:
        notices = db.session.scalars(select(Notice).where(Notice.id.in_(ids))) if ids else ()
        post_mail(db.session(), m, written, notices, at=at)
    db.session.commit()


def _begin(school_id: int, kind: RoundKind, at: datetime) -> None:
    db.session.rollback()
    begin_writing(db.session())
    db.session.add(Round(school_id=school_id, kind=kind, made_on=london(at).date(), made_at=at))
    db.session.flush()


def _address() -> str:
    address: str = current_app.config["AMENDS"].address
    return address


_WAYS: dict[RoundKind, Callable[[int, RoundKind, datetime], None]] = {
    RoundKind.DUE: _tell_what_is_due,
    RoundKind.DAILY: _mail_the_day,
    RoundKind.WEEKLY: _mail_the_week,
}
