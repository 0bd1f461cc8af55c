"""Commands for those who run the service, one module per group of the bundle's command line."""

from __future__ import annotations

from flask import Flask


def add_commands(app: Flask) -> None:
    """Add every command group to the app."""
