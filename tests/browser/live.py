"""The real server in a process of its own, on a loopback port that was free, stopped by its pid."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.processes import ROOT, ends_with_us, environment

SECONDS_TO_START = 60
SECONDS_TO_STOP = 15


@dataclass(frozen=True)
class LiveServer:
    """A server that answers at `url` and keeps everything in `data`."""

    url: str
    data: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End the server and the job process that it started."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(SECONDS_TO_STOP)


def serve(data: Path) -> LiveServer:
    """Start a server on the database in `data`; it is ready when this returns. RuntimeError with its log if not."""
    port = a_free_port()
    log = data / "server.log"
    command = [
        *ends_with_us(by=signal.SIGTERM),
        sys.executable,
        "-m",
        "app.cli.console",
        "serve",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(data),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    server = LiveServer(f"http://127.0.0.1:{port}", data, process)
    wait_until_ready(server, log)
    return server


def a_free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def wait_until_ready(server: LiveServer, log: Path) -> None:
    """Ask until the server says that its database is ready."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and server.process.poll() is None:
        if is_ready(server):
            return
        time.sleep(0.1)
    said = log.read_text(errors="replace")[-3000:]
    if server.process.poll() is None:
        server.stop()
    raise RuntimeError(f"the server did not start:\n{said}")


def is_ready(server: LiveServer) -> bool:
    """True once the server answers and has its tables."""
    asking = HTTPConnection(server.url.removeprefix("http://"), timeout=5)
    try:
        asking.request("GET", "/ready")
        return asking.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        asking.close()
