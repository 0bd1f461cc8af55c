"""Mails to a server that wants TLS and a password: never a word in clear, never to somebody who is not that server."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

from app.casework.mail import MailState
from tests.cast import Cast
from tests.jobs.mail_server import NAME, PASSWORD, MailServer, mail_server
from tests.jobs.mails import given_to_the_tutor, mails, send_all
from tests.jobs.test_mail_server import app_that_mails_to


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of a server called localhost, with its key in the same file; made anew each time."""
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    key = file.with_suffix(".key")
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    named = [
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost",
        "-keyout",
        str(key),
        "-out",
        str(file),
    ]
    subprocess.run([*made, *named], check=True, capture_output=True)
    file.write_text(file.read_text() + key.read_text())
    return file


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    """What the server speaks with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def address(server: MailServer, *, password: str = PASSWORD, scheme: str = "smtp", host: str = "localhost") -> str:
    return f"{scheme}://{NAME}:{quote(password, safe='')}@{host}:{server.server_address[1]}"


@pytest.mark.parametrize("at_once", [False, True], ids=["starttls", "smtps"])
def test_a_mail_goes_over_a_hidden_line_to_who_knows_the_password(
    cast: Cast,
    data_folder: Path,
    certificate: Path,
    tls: ssl.SSLContext,
    monkeypatch: pytest.MonkeyPatch,
    at_once: bool,
) -> None:
    given_to_the_tutor(cast)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    scheme = "smtps" if at_once else "smtp"
    with (
        mail_server(tls=tls, at_once=at_once) as server,
        app_that_mails_to(address(server, scheme=scheme), data_folder) as app,
    ):
        send_all(app)

    assert len(server.taken) == 1
    assert [mail.state for mail in mails(cast)] == [MailState.SENT]
    before_the_mail = [line.split()[0].upper() for line in server.asked]
    assert before_the_mail[: before_the_mail.index("MAIL")] == (
        ["EHLO", "AUTH"] if at_once else ["EHLO", "STARTTLS", "EHLO", "AUTH"]
    )


def test_a_server_that_nobody_vouches_for_hears_neither_password_nor_mail(
    cast: Cast, data_folder: Path, tls: ssl.SSLContext
) -> None:
    given_to_the_tutor(cast)

    with mail_server(tls=tls) as server, app_that_mails_to(address(server), data_folder) as app:
        send_all(app)

    (mail,) = mails(cast)
    assert mail.state is MailState.WAITING
    assert mail.problem == "the server could not be used (SSLCertVerificationError)"
    assert [line.split()[0].upper() for line in server.asked] == ["EHLO", "STARTTLS"]


def test_a_wrong_password_leaves_the_mail_waiting(
    cast: Cast, data_folder: Path, certificate: Path, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_to_the_tutor(cast)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    with mail_server(tls=tls) as server, app_that_mails_to(address(server, password="no"), data_folder) as app:
        send_all(app)

    (mail,) = mails(cast)
    assert (mail.state, server.taken) == (MailState.WAITING, [])
    assert mail.problem == "the server could not be used (SMTPAuthenticationError 535)"


def test_a_server_elsewhere_that_speaks_in_clear_hears_nothing(cast: Cast, data_folder: Path) -> None:
    given_to_the_tutor(cast)

    with (
        mail_server(host="127.0.0.2") as server,
        app_that_mails_to(address(server, host="127.0.0.2"), data_folder) as app,
    ):
        send_all(app)

    (mail,) = mails(cast)
    assert mail.problem == "the server could not be used (SMTPNotSupportedError)"
    assert [line.split()[0].upper() for line in server.asked] == ["EHLO"]
