"""Commands for those who run the service, one module per group of the bundle's command line.

Exit status: 0 done, 1 refused with reasons, 2 wrong use.
"""

from __future__ import annotations

import importlib

from flask import Flask

# Each module has `commands`, a tuple of click commands. A module that is missing stops the app from starting.
MODULES = (
    "accounts",
    "backup",
    "serve",
)


def add_commands(app: Flask) -> None:
    """Add every command group to the app."""
    for name in MODULES:
        for command in importlib.import_module(f"app.cli.{name}").commands:
            app.cli.add_command(command)
