"""Processes that the tests start: they end with the tests, even where these are killed, and are waited for with a bound."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from app.cli.supervising import ends_with_us

ROOT = Path(__file__).resolve().parents[1]
SECONDS_TO_WAIT = 180

__all__ = ["amends", "ends_with_us", "environment", "is_there", "until"]


def environment(data: Path | None = None) -> dict[str, str]:
    """Our own environment without settings of an installation that somebody may have here, on the data in a folder."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("AMENDS_", "FLASK_"))}
    return ours if data is None else {**ours, "AMENDS_DATA": str(data)}


def amends(data: Path, *words: str) -> subprocess.Popen[str]:
    """`amends …` in a process of its own, on the data in a folder."""
    command = [*ends_with_us(signal.SIGKILL), sys.executable, "-m", "app.cli.console", *words]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(data),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def until(is_so: Callable[[], object], what: str) -> None:
    """Wait until something is so; AssertionError if it is not after `SECONDS_TO_WAIT`."""
    end = time.monotonic() + SECONDS_TO_WAIT
    while not is_so():
        assert time.monotonic() < end, f"waited {SECONDS_TO_WAIT} s in vain: {what}"
        time.sleep(0.02)


def is_there(pid: int) -> bool:
    """Whether a process with this number runs; one that has ended and waits for its parent does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
