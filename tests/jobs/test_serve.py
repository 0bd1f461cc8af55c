"""`amends serve` keeps pages and jobs running: whichever is killed is started again, and both end with it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.live import LiveServer, is_ready, serve
from tests.processes import amends, is_there, until

PARTS = {"pages": "--pages-only", "jobs": "jobs\0run"}


@pytest.fixture
def server(database_with_cast: Path, tmp_path: Path) -> Iterator[LiveServer]:
    shutil.copy(database_with_cast, tmp_path / "amends.sqlite")
    started = serve(tmp_path)
    yield started
    if started.process.poll() is None:
        started.stop()


def part_of(server: LiveServer, part: str) -> int | None:
    """The number of the process that serves the pages, or runs the jobs; None while there is none."""
    pid = server.process.pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        if PARTS[part] in Path(f"/proc/{child}/cmdline").read_text() and is_there(int(child)):
            return int(child)
    return None


def parts_of(server: LiveServer) -> list[int]:
    found = [part_of(server, part) for part in PARTS]
    return [pid for pid in found if pid is not None]


def kill_and_wait_for_another(server: LiveServer, part: str) -> None:
    until(lambda: part_of(server, part), f"the {part}")
    before = part_of(server, part)
    assert before is not None
    os.kill(before, signal.SIGKILL)
    until(lambda: part_of(server, part) not in (None, before), f"another process for the {part}")


def test_pages_and_jobs_are_started_again_when_killed_and_end_together(server: LiveServer) -> None:
    kill_and_wait_for_another(server, "pages")
    kill_and_wait_for_another(server, "jobs")
    until(lambda: is_ready(server), "the pages")
    parts = parts_of(server)

    server.process.send_signal(signal.SIGTERM)
    status = server.process.wait(60)

    assert (status, len(parts), [pid for pid in parts if is_there(pid)]) == (0, 2, [])


@pytest.mark.skipif(not shutil.which("setpriv"), reason="without setpriv nothing tells a process that its parent ended")
def test_pages_and_jobs_end_even_when_their_supervisor_is_killed(server: LiveServer) -> None:
    until(lambda: len(parts_of(server)) == 2, "pages and jobs")
    parts = parts_of(server)

    server.process.kill()
    server.process.wait(60)

    until(lambda: not any(map(is_there, parts)), "the end of pages and jobs")


def test_a_port_that_is_taken_is_told_at_once(database_with_cast: Path, tmp_path: Path) -> None:
    shutil.copy(database_with_cast, tmp_path / "amends.sqlite")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]

        said, _ = (refused := amends(tmp_path, "serve", "--port", str(port))).communicate()

    assert refused.returncode == 1
    assert f"Amends can’t listen on 127.0.0.1, port {port}" in said
    assert "Choose another with --port" in said
