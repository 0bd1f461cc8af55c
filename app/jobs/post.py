"""How a mail leaves: into a folder of .eml files, or to a mail server by SMTP with TLS. The standard library alone."""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from app.config import Settings

SECONDS_TO_WAIT = 20
LONGEST_NAME = 80
OURSELVES = ("localhost", "127.0.0.1", "::1")
DATA_IS_COMING, TAKEN, TAKEN_ONWARD = 354, 250, 251
FAULTS = (OSError, smtplib.SMTPException)


class NotTaken(Exception):
    """The mail was surely not sent: why, without an address; `for_good`: trying again would not help."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.for_good = for_good


class PerhapsTaken(Exception):
    """The line broke while the server had the mail in hand. It may arrive, so it is never sent again."""


class Post(Protocol):
    """Takes one mail after another. `number` is the mail's own, the same at each try."""

    def send(self, message: EmailMessage, to: str, number: int) -> None:
        """Refuses by NotTaken or PerhapsTaken."""
        ...


def message_of(
    number: int, *, subject: str, text: str, name: str, to: str, made_at: datetime, settings: Settings
) -> EmailMessage:
    """A plain text mail. No line break reaches a header: a name loses what cannot be printed, and an address that is
    none is NotTaken for good."""
    message = EmailMessage(policy=SMTP)
    host = settings.mail_from.rpartition("@")[2].strip("> ")
    try:
        message["From"] = Address("Amends", addr_spec=settings.mail_from)
        message["To"] = Address(printable(name), addr_spec=to)
        message["Subject"] = subject
        message["Date"] = made_at
        message["Message-ID"] = f"<amends-{number}-{int(made_at.timestamp())}@{host}>"
        to.encode("ascii")
    except (ValueError, IndexError, MessageError) as problem:
        raise NotTaken("the address can't be used", for_good=True) from problem
    message["List-Unsubscribe"] = f"<{settings.address}/me/mail>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(text)
    return message


def printable(name: str) -> str:
    """A name on one line, without what cannot be printed."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:LONGEST_NAME]


@contextmanager
def post_of(settings: Settings) -> Iterator[Post]:
    """The way that is set: a server is spoken to from the first mail on, and left at the end."""
    if "://" not in settings.mail:
        yield Folder(Path(settings.mail))
        return
    server = Server(urlsplit(settings.mail), settings.mail_from)
    try:
        yield server
    finally:
        server.leave()


class Folder:
    """A folder of mails that nobody else may read, for an installation without a server and for trying out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage, _to: str, number: int) -> None:
        """Written whole or not at all."""
        unfinished = self.folder / f".{number}.unfinished"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
                opened.write(message.as_bytes())
            unfinished.replace(self.folder / f"{message['Date'].datetime:%Y%m%d-%H%M%S}-{number}.eml")
        except OSError as fault:
            raise NotTaken(f"the folder of mails can't be written ({type(fault).__name__})") from fault


class Server:
    """A mail server. Password and mail pass through TLS only, unless the server is this computer itself."""

    def __init__(self, parts: SplitResult, mail_from: str) -> None:
        self.parts, self.mail_from = parts, mail_from
        self.line: smtplib.SMTP | None = None
        self.unreachable: NotTaken | None = None

    def send(self, message: EmailMessage, to: str, _number: int) -> None:
        """One mail to one person; a server that can't be reached is asked once, and not again for each mail."""
        if self.unreachable is not None:
            raise self.unreachable
        line = self._open()
        try:
            self._ask(line, *line.mail(self.mail_from))
            self._ask(line, *line.rcpt(to), for_good=True)
            self._ask(line, *line.docmd("DATA"), wanted=(DATA_IS_COMING,))
        except FAULTS as fault:
            self._broken()
            raise NotTaken(f"the line broke ({type(fault).__name__})") from fault
        try:
            line.send(_ended(message.as_bytes()))
            code, words = line.getreply()
        except FAULTS as fault:
            self._broken()
            raise PerhapsTaken(f"the line broke while it was sent ({type(fault).__name__})") from fault
        self._ask(line, code, words, for_good=True)

    def _ask(
        self, line: smtplib.SMTP, code: int, _words: bytes, *, wanted: tuple[int, ...] = (TAKEN, TAKEN_ONWARD),
        for_good: bool = False,
    ) -> None:  # fmt: skip
        """The server's words may hold an address, so only its number is passed on."""
        if code in wanted:
            return
        with suppress(*FAULTS):
            line.rset()
        raise NotTaken(f"the server answered {code}", for_good=for_good and code >= 500)

    def _open(self) -> smtplib.SMTP:
        if self.line is None:
            try:
                self.line = self._connected()
            except FAULTS as fault:
                code = f" {fault.smtp_code}" if isinstance(fault, smtplib.SMTPResponseException) else ""
                self.unreachable = NotTaken(f"the server could not be used ({type(fault).__name__}{code})")
                raise self.unreachable from fault
        return self.line

    def _connected(self) -> smtplib.SMTP:
        host, tls = self.parts.hostname or "", ssl.create_default_context()
        if self.parts.scheme == "smtps":
            line: smtplib.SMTP = smtplib.SMTP_SSL(host, self.parts.port or 465, timeout=SECONDS_TO_WAIT, context=tls)
        else:
            line = smtplib.SMTP(host, self.parts.port or 587, timeout=SECONDS_TO_WAIT)
        try:
            self._make_itself_known(line, host, tls)
        except FAULTS:
            line.close()
            raise
        return line

    def _make_itself_known(self, line: smtplib.SMTP, host: str, tls: ssl.SSLContext) -> None:
        """In clear only to this computer itself; the password, where there is one, never in clear elsewhere."""
        line.ehlo()
        if self.parts.scheme != "smtps" and (host not in OURSELVES or line.has_extn("starttls")):
            line.starttls(context=tls)
            line.ehlo()
        if self.parts.username:
            line.login(unquote(self.parts.username), unquote(self.parts.password or ""))

    def _broken(self) -> None:
        if self.line is not None:
            self.line.close()
        self.line = None

    def leave(self) -> None:
        """Say good-bye."""
        if self.line is not None:
            with suppress(*FAULTS):
                self.line.quit()


def _ended(content: bytes) -> bytes:
    """As it goes over the line: a dot that begins a line is doubled, and a dot alone ends the mail."""
    lines = content.replace(b"\r\n", b"\n").split(b"\n")
    dotted = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines)
    return dotted.removesuffix(b"\r\n") + b"\r\n.\r\n"
