"""A mail server for the tests, on this computer: it takes one mail after another, or answers as it is told to."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

PATIENCE_SECONDS = 20
NAME, PASSWORD = "amends", "quiet:harbour/9"


class MailServer(socketserver.ThreadingTCPServer):
    """`answers`: what it says to a command (`RCPT`, `DATA`, `.` for the end of a mail) instead of yes; None: it hangs up.
    `tls`: it speaks TLS when asked to, or `at_once`, and wants a name and a password."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(
        self, answers: Mapping[str, str | None], tls: ssl.SSLContext | None = None, *, at_once: bool = False,
        host: str = "127.0.0.1",
    ) -> None:  # fmt: skip
        super().__init__((host, 0), _Line)
        self.answers = dict(answers)
        self.tls, self.at_once = tls, at_once
        self.taken: list[bytes] = []
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        """As a setting names it."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Line(socketserver.StreamRequestHandler):
    server: MailServer
    timeout = PATIENCE_SECONDS

    def handle(self) -> None:
        if self.server.at_once and not self._hide():
            return
        self._say("220 here")
        while line := self.rfile.readline(4096):
            command = line.split()[0].decode("ascii", "replace").upper() if line.split() else ""
            self.server.asked.append(line.decode("ascii", "replace").strip())
            if command == "QUIT":
                self._say("221 bye")
                return
            if not self._answer(command, self._usual(command, line)):
                return
            if command == "STARTTLS" and not self._hide():
                return
            if command == "DATA" and "DATA" not in self.server.answers and not self._take():
                return

    def finish(self) -> None:
        """Close what stands in the place of the line that came."""
        super().finish()
        self.connection.close()

    def _usual(self, command: str, line: bytes) -> str:
        if command == "EHLO" and self.server.tls is not None:
            is_hidden = isinstance(self.connection, ssl.SSLSocket)
            return "250-here\r\n250 AUTH PLAIN" if is_hidden else "250-here\r\n250 STARTTLS"
        if command == "AUTH":
            return "235 in" if base64.b64decode(line.split()[2]) == f"\0{NAME}\0{PASSWORD}".encode() else "535 no"
        return {"DATA": "354 go on", "STARTTLS": "220 go on"}.get(command, "250 yes")

    def _hide(self) -> bool:
        """From here on nobody in between can read; False if the other side does not trust the certificate."""
        assert self.server.tls is not None
        try:
            self.connection = self.request = self.server.tls.wrap_socket(self.connection, server_side=True)
        except (ssl.SSLError, OSError):
            return False
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)
        return True

    def _answer(self, command: str, usual: str) -> bool:
        said = self.server.answers.get(command, usual)
        if said is not None:
            self._say(said)
        return said is not None

    def _take(self) -> bool:
        lines = []
        while (line := self.rfile.readline(4096)) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.taken.append(b"".join(lines))
        return self._answer(".", "250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server(answers: Mapping[str, str | None] | None = None, **more: Any) -> Iterator[MailServer]:
    """A server for as long as the block lasts."""
    with MailServer(answers or {}, **more) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(PATIENCE_SECONDS)
