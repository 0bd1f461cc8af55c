"""Commands for those who run the service, one module per group of the bundle's command line.

Exit status: 0 done, 1 refused with reasons, 2 wrong use.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The supervisor of `serve` lives in this package and stays small without the framework.
    from flask import Flask

# Each module has `commands`: a click command or group, or a tuple of them. A module that is missing stops the app from starting.
MODULES = (
    "accounts",
    "backup",
    "bundle",
    "demo",
    "jobs",
    "reports",
    "serve",
)


def add_commands(app: Flask) -> None:
    """Add every command group to the app."""
    for name in MODULES:
        found = importlib.import_module(f"app.cli.{name}").commands
        for command in found if isinstance(found, tuple) else (found,):
            app.cli.add_command(command)
