"""The exclusions register in tests: a row as it is typed, and the rows as they are stored."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.casework.exclusion import Exclusion

WHEN = "23/11/2026"
ROW = {"kind": "suspension", "starts_on": WHEN, "sessions": "4"}


def rows(session: Session) -> list[Exclusion]:
    """The register as it is stored."""
    session.rollback()
    return session.query(Exclusion).all()
