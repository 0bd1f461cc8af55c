"""A PostgreSQL server of the tests' own: made in a temporary folder, reached by a socket in it, ended by its pid.

It never touches a server that is already there. As root, its programs run as the user `postgres`, because
initdb refuses root; the folder lies in the system's temporary folder, so that this user can reach it even where
the project's own folder is closed to it.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.processes import ends_with_us

OWNER = "amends_owner"
SECONDS_TO_START = 60
SECONDS_TO_STOP = 10

# The data is thrown away afterwards, so nothing waits for a disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "40",
    "timezone": "UTC",
    "log_min_messages": "warning",
}


@dataclass(frozen=True)
class Server:
    """A running server: its folder, which holds the socket too, and its process."""

    folder: Path
    process: subprocess.Popen[bytes]

    def url(self, database: str) -> str:
        """The address of one of its databases, as SQLAlchemy and psycopg both read it."""
        return f"postgresql://{OWNER}@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template1") -> str:
        """Make a database, as a copy of `template` (which nobody may be using), and return its address."""
        self._administer(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove a database, and end what is still connected to it."""
        self._administer(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def stop(self) -> None:
        """End the server and remove its folder."""
        self.process.send_signal(signal.SIGINT)  # a fast shutdown: open connections are ended
        try:
            self.process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(SECONDS_TO_STOP)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def start() -> Server:
    """Make and start a server; it answers when this returns. Raises RuntimeError with its log if it does not."""
    folder = Path(tempfile.mkdtemp(prefix="amends-postgres-"))
    user = somebody_unprivileged()
    if user:
        shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
    try:
        return _start_in(folder, user)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _start_in(folder: Path, user: str | None) -> Server:
    programs = programs_folder()
    data, log = folder / "data", folder / "log"
    initdb = [programs / "initdb", "--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C"]
    done = subprocess.run(
        [*initdb, f"--username={OWNER}", f"--pgdata={data}"],
        capture_output=True, text=True, timeout=SECONDS_TO_START, **_run_as(user, folder),
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"initdb could not make a database cluster:\n{done.stderr}")
    settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
    settings.append(f"--unix_socket_directories={folder}")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*ends_with_us(by=signal.SIGQUIT), programs / "postgres", "-D", data, *settings],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, **_run_as(user, folder),
        )  # fmt: skip
    server = Server(folder, process)
    _wait_until_it_answers(server, log)
    return server


def _run_as(user: str | None, folder: Path) -> dict[str, object]:
    """Whose rights a program gets, and a working folder that this user may enter."""
    rights = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    return {"cwd": folder, "start_new_session": True, **rights}


def _wait_until_it_answers(server: Server, log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and server.process.poll() is None:
        try:
            psycopg.connect(server.url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    said = log.read_text(errors="replace")[-2000:]
    server.stop()
    raise RuntimeError(f"PostgreSQL did not start:\n{said}")


def somebody_unprivileged() -> str | None:
    """The user to run as when we are root; None when we are somebody ordinary already."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def programs_folder() -> Path:
    """The folder of the newest PostgreSQL installed. Raises RuntimeError where there is none."""
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(installed, key=lambda path: int(path.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    if not found:
        raise RuntimeError("PostgreSQL is not installed: sudo apt-get install postgresql")
    return Path(found).parent
