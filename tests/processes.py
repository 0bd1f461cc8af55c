"""Processes that the tests start end with the tests, even where these are killed and can clean up nothing."""

from __future__ import annotations

import shutil
import signal


def ends_with_us(by: signal.Signals) -> list[str]:
    """Words to put before a command: the kernel then sends `by` to it when our process ends.

    `setpriv` is part of every Debian and Ubuntu; where there is none, the command runs without this net.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", by.name.removeprefix("SIG")] if setpriv else []
