"""Mails as they are written, from notices that are new, and as they are sent: once, or told as not sent.

A mail is a row. It is claimed before it is sent and noted afterwards, each in a short transaction; what was claimed when
its job was killed may have arrived, so it is not sent again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.casework import scope
from app.casework.account import Account
from app.casework.mail import Mail, MailState, MailWay, choices_of
from app.casework.notice import TOPIC_OF, Notice, Topic
from app.casework.school import School
from app.casework.staff import Membership
from app.casework.standing import in_post_with_account
from app.db import begin_writing, db
from app.jobs.mail_words import Written, at_once
from app.jobs.post import NotTaken, PerhapsTaken, Post, message_of, post_of

MAILED_AT_ONCE_WITHIN = timedelta(days=1)
TRIED_FOR = timedelta(days=1)  # a mail of yesterday helps nobody: what it counted stands in Amends
MINUTES_BETWEEN_TRIES = (1, 5, 15, 60, 180, 360)
INTERRUPTED = "its sending was interrupted; it may have arrived"


def mail_at_once() -> None:
    """Write a mail for each person who is told at once and for whom there is something new."""
    at = datetime.now(UTC)
    fresh = (Notice.mailed_at.is_(None), Notice.read_at.is_(None), Notice.noticed_at > at - MAILED_AT_ONCE_WITHIN)
    found = db.session.scalars(select(Notice.staff_id).where(*fresh).distinct()).all()
    wanted = [whom for whom in found if _new_for(db.session(), whom, at)]
    db.session.rollback()
    if not wanted:
        return
    begin_writing(db.session())
    for whom in wanted:
        new = _new_for(db.session(), whom, at)
        if new is not None:
            member, notices = new
            school = db.session.get_one(School, member.school_id)
            written = at_once(counted(notices), school.name, current_app.config["AMENDS"].address)
            post_mail(db.session(), member, written, notices, at=at)
    db.session.commit()


def _new_for(session: Session, staff_id: int, at: datetime) -> tuple[Membership, list[Notice]] | None:
    """Who they are now, and what they are to be mailed at once; None where there is nothing or nobody."""
    found = in_post_with_account(session, staff_id, at)
    if found is None:
        return None
    standing, account = found
    notices = to_mail(session, standing, account.id, MailWay.AT_ONCE, since=at - MAILED_AT_ONCE_WITHIN)
    return (standing, notices) if notices else None


def to_mail(session: Session, m: Membership, account_id: int, way: MailWay, *, since: datetime) -> list[Notice]:
    """Notices that are new, unread, in no mail yet, of topics chosen for this way, of cases that m still sees."""
    chosen = choices_of(session, account_id)
    kinds = [kind for kind, topic in TOPIC_OF.items() if chosen[topic] is way]
    fresh = (Notice.mailed_at.is_(None), Notice.read_at.is_(None), Notice.noticed_at > since, Notice.kind.in_(kinds))
    found = scope.visible_notices(m).with_only_columns(Notice).where(*fresh)
    return list(session.scalars(found.order_by(Notice.id)))


def counted(notices: Iterable[Notice]) -> dict[Topic, int]:
    """How many of each topic."""
    return Counter(TOPIC_OF[notice.kind] for notice in notices)


def post_mail(session: Session, m: Membership, written: Written, notices: Iterable[Notice], *, at: datetime) -> None:
    """Put a mail in the row of those that wait, and note what it counts."""
    session.add(
        Mail(
            school_id=m.school_id, staff_id=m.staff_id, subject=written.subject, text=written.text, made_at=at,
            next_try_at=at,
        )
    )  # fmt: skip
    for notice in notices:
        notice.mailed_at = at


def send_waiting(*, left_behind: bool = False) -> None:
    """Send what waits; `left_behind`: what looks half sent was left by a killed process."""
    at = datetime.now(UTC)
    if left_behind:
        begin_writing(db.session())
        ended = {"state": MailState.NOT_SENT, "problem": INTERRUPTED}
        db.session.execute(update(Mail).where(Mail.state == MailState.BEING_SENT).values(ended))
        db.session.commit()
    waiting = select(Mail.id).where(Mail.state == MailState.WAITING, Mail.next_try_at <= at).order_by(Mail.id)
    ids = db.session.scalars(waiting).all()
    db.session.rollback()
    if not ids:
        return
    with post_of(current_app.config["AMENDS"]) as post:
        for mail_id in ids:
            _send(post, mail_id)


def _send(post: Post, mail_id: int) -> None:
    claimed = _claimed(mail_id)
    if claimed is None:
        return
    mail, account = claimed
    try:
        message = message_of(
            mail.id, subject=mail.subject, text=mail.text, name=account.name, to=account.email, made_at=mail.made_at,
            settings=current_app.config["AMENDS"],
        )  # fmt: skip
        post.send(message, account.email, mail.id)
    except NotTaken as refused:
        _not_taken(mail_id, str(refused), for_good=refused.for_good)
    except PerhapsTaken as unsure:
        _not_taken(mail_id, str(unsure), for_good=True)
    except Exception as fault:
        # Its words may hold an address or the text, so only its kind is told.
        _not_taken(mail_id, f"a fault of ours ({type(fault).__name__})", for_good=True)
    else:
        _note(mail_id, state=MailState.SENT, sent_at=datetime.now(UTC), problem=None)


def _claimed(mail_id: int) -> tuple[Mail, Account] | None:
    """The mail, from now on being sent, and whom it is for today; None where it is sent to nobody any more."""
    session = db.session()
    begin_writing(session)
    mail = session.get(Mail, mail_id)
    if mail is None or mail.state is not MailState.WAITING:
        session.rollback()
        return None
    found = in_post_with_account(session, mail.staff_id, datetime.now(UTC))
    if found is None:
        mail.state, mail.problem = MailState.NOT_SENT, "its reader has left"
        session.commit()
        return None
    mail.state, mail.attempts = MailState.BEING_SENT, mail.attempts + 1
    session.commit()
    return mail, found[1]


def _not_taken(mail_id: int, why: str, *, for_good: bool) -> None:
    at = datetime.now(UTC)
    mail = db.session.get_one(Mail, mail_id)
    minutes = MINUTES_BETWEEN_TRIES[min(mail.attempts, len(MINUTES_BETWEEN_TRIES)) - 1]
    is_over = for_good or at + timedelta(minutes=minutes) > mail.made_at + TRIED_FOR
    again = "not tried again" if is_over else f"tried again in {minutes} min"
    current_app.logger.warning("Mail %s was not sent: %s; %s.", mail_id, why, again)
    db.session.rollback()
    state = MailState.NOT_SENT if is_over else MailState.WAITING
    _note(mail_id, state=state, problem=why[:120], next_try_at=at + timedelta(minutes=minutes))


def _note(mail_id: int, **values: object) -> None:
    db.session.rollback()
    begin_writing(db.session())
    db.session.execute(update(Mail).where(Mail.id == mail_id).values(**values))
    db.session.commit()
