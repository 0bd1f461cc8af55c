"""Mails in the tests: what brings them about, when, and how they are read."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app.casework.calendar import utc_from_london
from app.casework.mail import Mail
from app.casework.staff import StaffMember
from app.casework.triage import triage_case
from app.casework.words import Confidentiality
from app.jobs.mailing import mail_at_once, send_waiting
from app.jobs.rounds import make_rounds
from tests.cases import Told
from tests.cast import Cast


def given_to_the_tutor(cast: Cast) -> Told:
    """The tutor has a case since a moment ago."""
    told = Told(cast, days_ago=0, on=datetime.now(UTC) - timedelta(hours=3)).logged(what="Canary words of a story.")
    by, tutor = told.by("pastoral_lead"), cast.staff("tutor")
    more = {"confidentiality": Confidentiality.STANDARD, "next_step": "", "next_step_on": None}
    triage_case(told.case, owner=tutor, by=by, at=told.at, **more)
    return told.kept()


def school_morning(cast: Cast, hour: int = 7, minute: int = 5, *, weekday: int | None = None) -> datetime:
    """A time on a school day to come, London time: the next one, or the next one that is that day of the week."""
    today = cast.member("staff").on
    days = (day for day in cast.calendar().school_days if day > today and weekday in (None, day.weekday()))
    return utc_from_london(datetime.combine(next(days), time(hour, minute)))


def mails(cast: Cast) -> list[Mail]:
    cast.session.rollback()
    cast.session.expire_all()
    return list(cast.session.scalars(select(Mail).order_by(Mail.id)))


def to_whom(cast: Cast) -> list[str]:
    """Of each mail, the role of whom it is for, and its subject."""
    roles = {row.id: min(row.roles) for row in cast.session.scalars(select(StaffMember))}
    return [f"{roles[mail.staff_id]}: {mail.subject}" for mail in mails(cast)]


def written(folder: Path) -> list[EmailMessage]:
    found = sorted((folder / "mail").glob("*.eml")) if (folder / "mail").exists() else []
    return [read_mail(f.read_bytes()) for f in found]


def read_mail(content: bytes) -> EmailMessage:
    """A mail as a reader of mails shows it."""
    return BytesParser(EmailMessage, policy=default).parsebytes(content.replace(b"\r\n", b"\n"))


def send_all(app: Flask, *, left_behind: bool = False) -> None:
    with app.app_context():
        mail_at_once()
        send_waiting(left_behind=left_behind)


def at(app: Flask, moment: datetime) -> None:
    """The rounds as they would be made at that moment."""
    with app.app_context():
        make_rounds(moment)
