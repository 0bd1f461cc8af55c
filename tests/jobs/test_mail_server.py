"""Mails to a server: what it takes, what it refuses, what it leaves open; and which settings name one."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app.casework.mail import Mail, MailState
from app.config import Misconfigured, settings_from
from app.db import db
from app.factory import create_app
from app.jobs.mailing import mail_at_once
from tests.cast import Cast
from tests.conftest import settings_in
from tests.jobs.mail_server import mail_server
from tests.jobs.mails import given_to_the_tutor, mails, read_mail, send_all


@contextmanager
def app_that_mails_to(address: str, folder: Path) -> Iterator[Flask]:
    """The application on the same data, with a mail server."""
    made = create_app(replace(settings_in(folder), mail=address, mail_from="amends@school.example"))
    yield made
    with made.app_context():
        db.engine.dispose()


def test_a_server_takes_each_mail_with_its_dots(cast: Cast, data_folder: Path) -> None:
    given_to_the_tutor(cast)

    with mail_server() as server, app_that_mails_to(server.address, data_folder) as app:
        with app.app_context():
            mail_at_once()
        text = ".a dot first\n..two\n"
        cast.session.execute(update(Mail).values(text=text))
        cast.session.commit()
        send_all(app)

    (taken,) = server.taken
    assert read_mail(taken).get_content() == text
    assert f"rcpt TO:<{cast.account('tutor').email}>" in server.asked
    assert "mail FROM:<amends@school.example>" in server.asked
    assert [mail.state for mail in mails(cast)] == [MailState.SENT]


@pytest.mark.parametrize(
    ("answers", "state", "problem"),
    [
        ({"RCPT": "450 come again"}, MailState.WAITING, "the server answered 450"),
        ({"RCPT": "550 no tutor@harbourview.example"}, MailState.NOT_SENT, "the server answered 550"),
        ({"MAIL": "554 not yours"}, MailState.WAITING, "the server answered 554"),
        ({"DATA": "451 full"}, MailState.WAITING, "the server answered 451"),
        ({".": "552 too long"}, MailState.NOT_SENT, "the server answered 552"),
        ({"RCPT": None}, MailState.WAITING, "the line broke (SMTPServerDisconnected)"),
        ({".": None}, MailState.NOT_SENT, "the line broke while it was sent (SMTPServerDisconnected)"),
    ],
)
def test_what_a_server_does_not_take_is_tried_again_where_that_can_help(
    cast: Cast, data_folder: Path, caplog: Any, answers: dict[str, str | None], state: MailState, problem: str
) -> None:
    given_to_the_tutor(cast)
    caplog.set_level(logging.WARNING)
    with mail_server(answers) as server, app_that_mails_to(server.address, data_folder) as app:
        send_all(app)
        send_all(app)

    (mail,) = mails(cast)
    assert (mail.state, mail.problem, mail.attempts) == (state, problem, 1)
    assert mail.state is MailState.NOT_SENT or mail.next_try_at > datetime.now(UTC)
    assert problem in caplog.text
    assert "@" not in caplog.text


def test_a_server_that_is_not_there_is_asked_again_later_and_given_up_after_a_day(
    cast: Cast, data_folder: Path
) -> None:
    given_to_the_tutor(cast)
    with mail_server() as server:
        address = server.address
    with app_that_mails_to(address, data_folder) as app:
        send_all(app)
        (mail,) = mails(cast)
        assert mail.state is MailState.WAITING
        assert timedelta(seconds=30) < mail.next_try_at - datetime.now(UTC) <= timedelta(minutes=1)
        mail.made_at, mail.next_try_at = mail.made_at - timedelta(days=1), mail.made_at
        cast.session.commit()
        send_all(app)

    (mail,) = mails(cast)
    assert (mail.state, mail.attempts) == (MailState.NOT_SENT, 2)


@pytest.mark.parametrize(
    "environment",
    [
        {"AMENDS_MAIL": "smtp://mail.school.example"},
        {"AMENDS_MAIL": "http://mail.school.example", "AMENDS_MAIL_FROM": "a@b"},
        {"AMENDS_MAIL": "smtp://", "AMENDS_MAIL_FROM": "a@b"},
        {"AMENDS_MAIL": "smtp://user:secret@host:what", "AMENDS_MAIL_FROM": "a@b"},
        {"AMENDS_ADDRESS": "amends.school.example"},
        {"AMENDS_ADDRESS": "https://a\nb"},
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start_and_tells_no_password(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with pytest.raises(Misconfigured) as told:
        settings_from({"AMENDS_DATA": str(tmp_path), **environment})

    assert "secret" not in str(told.value)


def test_links_lead_to_the_first_name_of_the_service(tmp_path: Path) -> None:
    given = {"AMENDS_DATA": str(tmp_path), "AMENDS_HOSTS": "amends.school.example,other", "AMENDS_TLS": "yes"}

    assert settings_from(given).address == "https://amends.school.example"
    assert settings_from({**given, "AMENDS_ADDRESS": "https://a.example/"}).address == "https://a.example"
