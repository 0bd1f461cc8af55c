"""Mails: counts and links alone, at the time that was chosen, to those who are there, sent once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.casework.calendar import london, utc_from_london
from app.casework.mail import Mail, MailState, MailWay, Round, RoundKind, choose_mail
from app.casework.notice import Notice, Topic
from app.casework.report import Report
from app.casework.telling import tell_governors
from app.casework.words import Confidentiality, ReportStatus
from app.jobs.mailing import mail_at_once
from tests.cases import Told
from tests.cast import Cast
from tests.jobs.mails import at, given_to_the_tutor, mails, school_morning, send_all, to_whom, written


def test_what_is_given_to_somebody_is_mailed_at_once_and_once(app: Flask, cast: Cast, data_folder: Path) -> None:
    given_to_the_tutor(cast)

    for _ in range(3):
        send_all(app)

    (message,) = written(data_folder)
    assert message["To"] == f"Idris Vale <{cast.account('tutor').email}>"
    assert message["Subject"] == "Amends: something new for you"
    assert "1  thing is yours now" in message.get_content()
    assert "/notices\n" in message.get_content()
    assert message["List-Unsubscribe"].endswith("/me/mail>")
    assert [mail.state for mail in mails(cast)] == [MailState.SENT]


def test_no_mail_tells_anything_about_a_child_or_a_case(app: Flask, cast: Cast, data_folder: Path) -> None:
    told = given_to_the_tutor(cast)
    told.check_in_planned(cast.member("staff").on)

    send_all(app)
    for hour in (6, 7):
        at(app, school_morning(cast, hour, 45, weekday=0))
    cast.session.rollback()
    cast.session.execute(update(Mail).values(next_try_at=datetime.now(UTC)))
    cast.session.commit()
    send_all(app)

    assert len(written(data_folder)) >= 3
    for message in written(data_folder):
        text = message.as_string()
        for never in ("Tom", "Adeyemi", "Maya", "Lewis", "8B", "Canary", "physical", "Yard", "2026-0001", "check-in"):
            assert never not in text, never


def test_heads_and_governors_are_mailed_at_once_that_something_is_there_and_nothing_of_whom(
    app: Flask, cast: Cast, data_folder: Path
) -> None:
    Told(cast, on=datetime.now(UTC) - timedelta(hours=6), days_ago=0).logged().triaged().considered().asked()
    report = Report(school_id=cast.school().id, term="2025-26 autumn", as_at=date(2026, 2, 27), snapshot="{}")
    report.status, report.published_on, report.requested_at = ReportStatus.PUBLISHED, report.as_at, datetime.now(UTC)
    cast.session.add(report)
    cast.session.flush()
    tell_governors(cast.session, report, at=report.requested_at)
    cast.session.commit()

    send_all(app)

    head, governor = sorted(written(data_folder), key=lambda message: "report" in message.get_content())
    assert head["To"].endswith(f"<{cast.account('headteacher').email}>")
    assert "2  things wait for your decision" in head.get_content()
    assert governor["To"].endswith(f"<{cast.account('governor').email}>")
    assert "1  report is published" in governor.get_content()
    for message in (head, governor):
        for never in ("Tom", "Adeyemi", "Maya", "8B", "physical", "2026-0001", "threshold", "suspension", "autumn"):
            assert never not in message.as_string(), never


def test_a_mail_in_the_folder_is_for_its_owner_alone(app: Flask, cast: Cast, data_folder: Path) -> None:
    given_to_the_tutor(cast)

    send_all(app)

    (file,) = (data_folder / "mail").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "name", ["Idris\r\nBcc: all@school.example", "Idris\nX: y", "I\u2028d\u202eris", "李 Łukasz", '"; \\"']
)
def test_no_name_reaches_another_header(app: Flask, cast: Cast, data_folder: Path, name: str) -> None:
    given_to_the_tutor(cast)
    cast.account("tutor").name = name
    cast.session.commit()

    send_all(app)

    (message,) = written(data_folder)
    assert message["Bcc"] is None
    assert message["X"] is None
    assert [address.addr_spec for address in message["To"].addresses] == [cast.account("tutor").email]


@pytest.mark.parametrize(
    "address", ["a@b\r\nBcc: c@school.example", "no address", "", "siân@school.example", "a@b, c@d"]
)
def test_an_address_that_is_none_is_never_mailed_to(app: Flask, cast: Cast, data_folder: Path, address: str) -> None:
    given_to_the_tutor(cast)
    cast.account("tutor").email = address
    cast.session.commit()

    send_all(app)

    assert written(data_folder) == []
    assert [(mail.state, mail.problem) for mail in mails(cast)] == [(MailState.NOT_SENT, "the address can't be used")]


def test_who_has_left_or_lost_the_account_is_not_mailed(app: Flask, cast: Cast, data_folder: Path) -> None:
    given_to_the_tutor(cast)
    cast.account("tutor").disabled_at = datetime.now(UTC)
    cast.session.commit()
    send_all(app)
    assert mails(cast) == []

    cast.account("tutor").disabled_at = None
    cast.session.commit()
    with app.app_context():
        mail_at_once()
    cast.staff("tutor").ends_on = cast.member("staff").on - timedelta(days=1)
    cast.session.commit()
    send_all(app)

    assert written(data_folder) == []
    assert [mail.problem for mail in mails(cast)] == ["its reader has left"]


def test_who_wants_no_mail_gets_none_and_who_sees_the_case_no_more_neither(app: Flask, cast: Cast) -> None:
    told = given_to_the_tutor(cast)
    told.case.confidentiality = Confidentiality.SAFEGUARDING
    told.kept()
    send_all(app)
    assert mails(cast) == []

    told.case.confidentiality = Confidentiality.STANDARD
    choose_mail(cast.session, cast.account("tutor").id, {Topic.ASSIGNED: MailWay.NOT})
    told.kept()
    send_all(app)

    assert mails(cast) == []


def test_the_day_is_mailed_at_seven_on_a_school_day_once(app: Flask, cast: Cast) -> None:
    morning = school_morning(cast, weekday=1)
    Told(cast).logged().triaged().check_in_planned(london(morning).date())

    at(app, morning - timedelta(minutes=6))
    assert to_whom(cast) == []
    for minutes in (0, 1, 60):
        at(app, morning + timedelta(minutes=minutes))

    assert to_whom(cast) == ["pastoral_lead: Amends today: one thing for you"]
    assert "1  thing is due today" in mails(cast)[0].text


def test_no_round_is_made_on_a_day_without_school(app: Flask, cast: Cast) -> None:
    Told(cast).logged().triaged().check_in_planned(cast.member("staff").on)
    morning = school_morning(cast, weekday=4)

    at(app, morning + timedelta(days=1))

    assert mails(cast) == []
    assert cast.session.scalars(select(Round)).all() == []
    assert cast.session.scalars(select(Notice).where(Notice.about.is_not(None))).all() == []


def test_seven_is_seven_in_summer_too(app: Flask, cast: Cast) -> None:
    days = (day for day in cast.calendar().school_days if day > cast.member("staff").on and day.month in (5, 6))
    morning = utc_from_london(datetime.combine(next(days), time(7, 0)))
    Told(cast).logged().triaged().check_in_planned(london(morning).date())

    at(app, morning - timedelta(minutes=1))
    assert mails(cast) == []
    at(app, morning)

    assert morning.hour == 6
    assert "pastoral_lead: Amends today: one thing for you" in to_whom(cast)


def test_an_empty_day_is_not_mailed(app: Flask, cast: Cast) -> None:
    at(app, school_morning(cast, weekday=1))

    assert mails(cast) == []
    assert len(cast.session.scalars(select(Round)).all()) == 4  # two rounds at each school


def test_an_empty_week_is_not_mailed_and_its_round_is_made_all_the_same(app: Flask, cast: Cast) -> None:
    at(app, school_morning(cast, weekday=0))

    assert mails(cast) == []
    made = cast.session.scalars(select(Round).where(Round.kind == RoundKind.WEEKLY)).all()
    assert len(made) == 2  # at each school


def test_the_week_is_mailed_to_leads_on_its_first_school_day(app: Flask, cast: Cast) -> None:
    Told(cast, days_ago=1).logged()
    choose_mail(cast.session, cast.account("headteacher").id, {Topic.WEEK: MailWay.NOT})
    cast.session.commit()

    at(app, school_morning(cast, weekday=1))
    assert [who for who in to_whom(cast) if "week" in who] == []
    at(app, school_morning(cast, weekday=0))

    leads = sorted(who for who in to_whom(cast) if who.endswith("Amends: your week"))
    assert [who.split(":")[0] for who in leads] == ["deputy_headteacher", "dsl", "pastoral_lead"]
    assert "1  waiting for triage" in mails(cast)[-1].text


def test_a_mail_that_was_being_sent_when_its_job_was_killed_is_not_sent_again(
    app: Flask, cast: Cast, data_folder: Path
) -> None:
    given_to_the_tutor(cast)
    with app.app_context():
        mail_at_once()
    cast.session.execute(update(Mail).values(state=MailState.BEING_SENT))
    cast.session.commit()

    send_all(app, left_behind=True)

    assert written(data_folder) == []
    assert [mail.state for mail in mails(cast)] == [MailState.NOT_SENT]


def test_one_school_does_not_wait_for_another_and_a_round_that_is_there_is_not_made_again(
    app: Flask, cast: Cast
) -> None:
    morning = school_morning(cast, weekday=1)
    Told(cast).logged().triaged().check_in_planned(london(morning).date())
    cast.session.add(Round(school_id=cast.school("A").id, kind="due", made_on=london(morning).date(), made_at=morning))
    cast.session.commit()

    at(app, morning)

    made = cast.session.execute(select(Round.school_id, Round.kind)).all()
    assert sorted(kind for school_id, kind in made if school_id == cast.school("B").id) == ["daily", "due"]
    assert mails(cast) == []  # what was due had been told, as far as the row says
