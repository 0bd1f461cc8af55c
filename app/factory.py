"""Makes the application: settings, extensions, the guard, pages, error pages, and the checks it must pass to start."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined

from app.application import Application
from app.config import Settings, settings_from
from app.db import db, migrate, prepare_engine

ROOT = Path(__file__).resolve().parent.parent
LARGEST_REQUEST = 2 * 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """An application ready to serve. Refuses to start where a view has no access label."""
    settings = settings or settings_from()
    app = Application(
        "app", root_path=str(ROOT / "app"), template_folder=str(ROOT / "templates"), static_folder="static"
    )
    app.config.update(
        AMENDS=settings,
        SECRET_KEY=settings.secret,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},  # a fault in the log names nobody
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        MAX_FORM_PARTS=2_000,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        WTF_CSRF_TIME_LIMIT=None,
        TESTING=settings.testing,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.init_app(app)
    migrate.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    _add_web(app)
    _add_commands(app)
    return app


def _add_web(app: Flask) -> None:
    from app.web import add_web

    add_web(app)


def _add_commands(app: Flask) -> None:
    from app.cli import add_commands

    add_commands(app)
