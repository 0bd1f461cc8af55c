"""Keeps processes running: starts them, starts again what ends, and ends all of them when it is told to end.

Run as a program of its own; the standard library only, so that it needs a few megabytes.
"""

from __future__ import annotations

import logging
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

THEN = "--then"
PATIENCE_SECONDS = 15
STEADY_SECONDS = 10
LONGEST_WAIT_SECONDS = 30
LOOK_EVERY_SECONDS = 0.5
LEAVING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
log = logging.getLogger("amends.serve")


@dataclass
class Kept:
    """A process that should be there. One that ends soon after its start is started again later each time."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    ended_soon: int = 0
    due: float = field(default_factory=time.monotonic)

    def look(self, now: float) -> None:
        """Notice that it ended; start it when it is due."""
        if self.process is not None and self.process.poll() is not None:
            self.ended_soon = 0 if now - self.started >= STEADY_SECONDS else self.ended_soon + 1
            wait = min(2 ** (self.ended_soon - 1), LONGEST_WAIT_SECONDS) if self.ended_soon > 1 else 0
            log.warning("%s: ended (%s), started again in %d s", self.name, self.process.returncode, wait)
            self.process, self.due = None, now + wait
        if self.process is None and now >= self.due:
            words = [*ends_with_us(signal.SIGTERM), *self.command]
            self.process, self.started = subprocess.Popen(words), now  # noqa: S603  (our own commands)


def ends_with_us(by: signal.Signals) -> list[str]:
    """Words to put before a command: the kernel then sends `by` to it when our process ends, even killed.

    `setpriv` is part of every Debian and Ubuntu; where there is none, the command runs without this net.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", by.name.removeprefix("SIG")] if setpriv else []


def keep(commands: dict[str, list[str]]) -> None:
    """Keep these processes running until a signal says to end; then end them, those that don't listen by force."""
    kept = [Kept(name, command) for name, command in commands.items()]
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing)
    told: list[int] = []
    for number in LEAVING:
        signal.signal(number, lambda received, _frame: told.append(received))
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    while not told:
        for each in kept:
            each.look(time.monotonic())
        if select.select([reading], [], [], LOOK_EVERY_SECONDS)[0]:
            os.read(reading, 1024)
    end(kept)


def end(kept: list[Kept]) -> None:
    """Ask every process to end, wait for all of them together, and kill what is left."""
    running = [each.process for each in kept if each.process is not None and each.process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def commands_in(words: list[str]) -> dict[str, list[str]]:
    """`pages python … --then jobs python … --then` as names and commands."""
    found: dict[str, list[str]] = {}
    while words:
        place = words.index(THEN)
        found[words[0]], words = words[1:place], words[place + 1 :]
    return found


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    keep(commands_in(sys.argv[1:]))
