"""Servers to be measured: each a process of its own on loopback, ended with the benchmark; and sessions to knock with."""

from __future__ import annotations

import http.client
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from app.casework.account import UserSession
from app.casework.staff import StaffMember
from app.config import Settings
from app.factory import create_app
from app.web.session import TOKEN, hash_of
from bench.big_school import session_on

THREADS = 4
PATIENCE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers: the process that serves, and its port."""

    pid: int
    port: int


@contextmanager
def serving(*command: str, data: Path) -> Iterator[Served]:
    """A server started by `command` and `--port`, once it answers; ended whatever happens."""
    port = _free_port()
    environment = {**os.environ, "AMENDS_DATA": str(data)}
    whole = [sys.executable, *command, "--port", str(port), "--threads", str(THREADS)]
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(whole, env=environment, stdout=told, stderr=told)
        try:
            if not _answers(process, port):
                told.seek(0)
                raise SystemExit(f"The server did not start.\n{told.read().decode()[-2000:]}")
            yield Served(process.pid, port)
        finally:
            _end(process)


def amends(data: Path) -> contextmanager[Served]:  # type: ignore[type-arg]
    """The pages of Amends, served as `amends serve` has them served."""
    return serving("-m", "app.cli.console", "serve", "--pages-only", data=data)  # type: ignore[return-value]


def cookie_of(data: Path, staff_code: str) -> str:
    """The cookie of a live session of this member of staff, as signing in would give it."""
    token, at = secrets.token_urlsafe(32), datetime.now(UTC)
    with session_on(data) as session:
        member = session.scalars(select(StaffMember).where(StaffMember.staff_code == staff_code)).one()
        live = UserSession(token_hash=hash_of(token), account_id=member.account_id, staff_id=member.id)
        live.started_at = live.last_seen_at = live.confirmed_at = at
        live.is_shared_computer, live.device = False, "a benchmark"
        session.add(live)
        session.commit()
    app = create_app(settings_of(data))
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps({TOKEN: token})}"


def settings_of(data: Path) -> Settings:
    """The settings of the installation in a data folder."""
    return Settings(
        data=data,
        database_url=f"sqlite:///{data / 'amends.sqlite'}",
        secret=(data / "secret").read_text().strip(),
        mail=str(data / "mail"),
        jobs_url=f"sqlite:///{data / 'jobs.sqlite'}",
    )


def page(port: int, path: str, cookie: str) -> str:
    """One page, or the end of the benchmark."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}.")
    return text


def kept_cookie(port: int, path: str, cookie: str) -> str:
    """The cookie as a browser keeps it after its first page: with the token of its forms."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return (answer.getheader("Set-Cookie") or cookie).partition(";")[0]


def cpu_ms_of(pid: int) -> float:
    """What a process has used of the processor so far, in milliseconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False
