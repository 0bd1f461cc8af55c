"""Commands create or upgrade the database they are pointed at, before they look at it (bundle.md, Command line)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask_migrate import upgrade

from app.db import db

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@contextmanager
def upgraded() -> Iterator[None]:
    """Bring the database to the newest migration; leave no transaction open behind."""
    upgrade(directory=str(MIGRATIONS))
    try:
        yield
    finally:
        db.session.rollback()
