"""Notices, rounds and mails on PostgreSQL: the same to the same people, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.casework.mail import MailState, Round, RoundKind
from app.casework.words import PutRight, Safe
from app.db import begin_writing, db
from app.factory import create_app
from tests.cases import Told
from tests.cast import Cast, build_cast
from tests.conftest import settings_in
from tests.jobs.mails import at, given_to_the_tutor, mails, school_morning, send_all, to_whom, written

DAY = timedelta(days=1)


@pytest.fixture(params=["sqlite_database", pytest.param("postgres_database", marks=pytest.mark.postgres)])
def told_of(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Flask, Cast]]:
    """The application on either database: a case was given to the tutor, one is overdue, somebody is not safe."""
    made = create_app(settings_in(tmp_path, request.getfixturevalue(request.param)))
    with made.app_context():
        session = db.session()
        begin_writing(session)
        cast = build_cast(session)
        session.commit()
        Told(cast, "2026-0030").logged().triaged().safe().met().agreed().checked_in(Safe.NO, PutRight.PARTLY)
        overdue = Told(cast, "2026-0031", days_ago=20).logged()
        overdue.triaged(next_step="Ring home", on=overdue.today + 2 * DAY)
        given_to_the_tutor(cast)
        first = {
            "kind": RoundKind.DUE,
            "made_on": overdue.today,
            "made_at": overdue.at,
        }  # not the school's first morning
        session.add(Round(school_id=cast.school().id, **first))
        session.commit()
        session.rollback()
        yield made, cast
        session.rollback()
        db.session.remove()
        db.engine.dispose()


def test_rounds_and_mails_are_the_same_on_either_database(told_of: tuple[Flask, Cast], tmp_path: Path) -> None:
    app, cast = told_of
    monday = school_morning(cast, weekday=0)
    cast.session.rollback()

    for moment in (monday, monday, monday + timedelta(minutes=40)):
        at(app, moment)
    for _ in range(2):
        send_all(app)

    # The morning of a Monday: the day's and the week's mails, and what came to somebody since; each once.
    assert to_whom(cast) == [
        "staff: Amends today: one thing for you",
        "pastoral_lead: Amends today: 2 things for you",
        *(f"{role}: Amends: your week" for role in ("pastoral_lead", "dsl", "headteacher", "deputy_headteacher")),
        "tutor: Amends: something new for you",
    ]
    sent = [mail for mail in mails(cast) if mail.state is MailState.SENT]
    assert len(written(tmp_path)) == len(sent) > 0
