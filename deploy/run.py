"""What `make run` does once everything is installed: database, demonstration, server.

A database that holds a school is brought up to date and served as it is. An empty one gets the demonstration first.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from sqlalchemy import func, select

from app.casework.school import School
from app.config import settings_from
from app.db import db
from app.factory import create_app

ROOT = Path(__file__).resolve().parent.parent
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
FIRST_PORT = 8000
PORTS_TO_TRY = 20


def main() -> int:
    """Prepare and serve until interrupted. Returns the exit status of the first step that did not work."""
    port = os.environ.get("PORT") or str(a_free_port())
    status = subprocess.run([*FLASK, "db", "upgrade"], cwd=ROOT).returncode
    if status == 0 and holds_no_school():
        status = fill_with_demonstration(f"http://127.0.0.1:{port}")
    if status:
        return status
    if logins().exists():
        print(f"The demonstration's logins are in {logins()}", flush=True)
    serve = [sys.executable, "-m", "app.cli.console", "serve", "--port", port]
    os.chdir(ROOT)
    os.execv(sys.executable, serve)  # noqa: S606  (our own server takes this process over, signals and all)


def fill_with_demonstration(address: str) -> int:
    """Build the demonstration, show its logins, and keep them where only their owner can read them again."""
    done = subprocess.run([*FLASK, "demo", "--address", address], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    print(done.stdout, end="", flush=True)
    if done.returncode == 0:
        logins().touch(mode=0o600)
        logins().write_text(done.stdout, encoding="utf-8")
    return done.returncode


def logins() -> Path:
    """The file that remembers the passwords of invented people."""
    return settings_from().data / "demonstration-logins.txt"


def holds_no_school() -> bool:
    """True if nothing would be lost, and nothing would be mixed, by adding the demonstration."""
    with create_app().app_context():
        return db.session.scalar(select(func.count()).select_from(School)) == 0


def a_free_port() -> int:
    """8000, or the next one that nobody listens on."""
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TO_TRY):
        with socket.socket() as listening:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listening.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    return FIRST_PORT


if __name__ == "__main__":
    sys.exit(main())
