"""Two probes for whoever watches the server; they show nothing about anybody."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.db import db
from app.web.access import open_to_all

pages = Blueprint("health", __name__)


@pages.get("/health")
@open_to_all
def health() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


@pages.get("/ready")
@open_to_all
def ready() -> ResponseReturnValue:
    """The database answers and has its tables; else 503."""
    try:
        db.session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    except SQLAlchemyError:
        db.session.rollback()
        return {"status": "not ready"}, 503
    return {"status": "ready"}
