"""A mail server for the tests, on this computer: it takes one mail after another, or answers as it is told to."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

PATIENCE_SECONDS = 20


class MailServer(socketserver.ThreadingTCPServer):
    """`answers`: what it says to a command (`RCPT`, `DATA`, `.` for the end of a mail) instead of yes; None: it hangs up."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, answers: Mapping[str, str | None]) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.answers = dict(answers)
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
        self._say("220 here")
        while line := self.rfile.readline(4096):
            command = line.split()[0].decode("ascii", "replace").upper() if line.split() else ""
            self.server.asked.append(line.decode("ascii", "replace").strip())
            if command == "QUIT":
                self._say("221 bye")
                return
            if not self._answer(command, "354 go on" if command == "DATA" else "250 yes"):
                return
            if command == "DATA" and "DATA" not in self.server.answers and not self._take():
                return

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
def mail_server(answers: Mapping[str, str | None] | None = None) -> Iterator[MailServer]:
    """A server for as long as the block lasts."""
    with MailServer(answers or {}) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(PATIENCE_SECONDS)
