"""How staff reach the service: one module per concept, HTTP only."""

from __future__ import annotations

from flask import Flask


def add_web(app: Flask) -> None:
    """Add every page, the guard and the error pages to the app."""
