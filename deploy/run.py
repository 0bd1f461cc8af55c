"""What `make run` does once everything is installed: database, demonstration, server.

A database that holds a school is brought up to date and served as it is. An empty one gets the demonstration first.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select

from app.casework.school import School
from app.db import db
from app.factory import create_app

ROOT = Path(__file__).resolve().parent.parent
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
FIRST_PORT = 8000
PORTS_TO_TRY = 20


def main() -> int:
    """Prepare and serve until interrupted. Returns the exit status of the first step that did not work."""
    for step in steps_before_serving():
        status = subprocess.run([*FLASK, *step], cwd=ROOT).returncode
        if status:
            return status
    port = os.environ.get("PORT") or str(a_free_port())
    serve = [sys.executable, "-m", "app.cli.console", "serve", "--port", port]
    os.chdir(ROOT)
    os.execv(sys.executable, serve)  # noqa: S606  (our own server takes this process over, signals and all)


def steps_before_serving() -> Iterator[list[str]]:
    """The commands to run first; the second only where the first left a database without a school."""
    yield ["db", "upgrade"]
    if holds_no_school():
        yield ["demo"]


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
