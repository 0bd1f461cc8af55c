"""What commands do before anything else: bring the database they are pointed at up to date."""

from __future__ import annotations

import flask_migrate

from app.factory import ROOT


def bring_up_to_date() -> None:
    """Create the tables or run the migrations that are missing; nothing happens if none is."""
    flask_migrate.upgrade(directory=str(ROOT / "migrations"))
