"""A command's time with the database: upgraded before it looks, no transaction left open behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.cli.database import bring_up_to_date
from app.db import db


@contextmanager
def upgraded() -> Iterator[None]:
    """Bring the database to the newest migration; roll back whatever was not committed."""
    bring_up_to_date()
    try:
        yield
    finally:
        db.session.rollback()
