"""How staff reach the service: one module per concept, HTTP only."""

from __future__ import annotations

import importlib
from typing import Any

from flask import Flask, g, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app.casework.permissions import Permission
from app.config import Settings

# Each module has a blueprint `pages`. A module that is missing stops the app from starting.
MODULES = (
    "sign_in",
    "second_step",
    "first_password",
    "account",
    "mail_choices",
    "notices",
    "drafts",
    "second_factor",
    "links",
    "home",
    "help",
    "tour",
    "health",
    "finding",
    "incidents",
    "amending",
    "case_list",
    "cases",
    "triage",
    "gates",
    "confidentiality",
    "emergency",
    "closing",
    "responses",
    "preparation",
    "conferences",
    "agreements",
    "check_in_list",
    "check_ins",
    "decisions",
    "asking",
    "registers",
    "patterns",
    "together",
    "measure",
    "chronology",
    "reports",
    "report_candidates",
    "publishing",
    "circles",
    "settings",
    "staff_settings",
    "staff_accounts",
    "headship",
    "access_log",
    "pupils",
    "search",
)

# What the top bar offers, to those who hold the permission (interface.md: five destinations at most).
DESTINATIONS = (
    ("Home", "/", None),
    ("Cases", "/cases", Permission.SEE_CASES),
    ("Pupils", "/pupils", Permission.SEE_PUPILS),
    ("Reports", "/reports", Permission.SEE_REPORTS),
    ("Settings", "/settings", Permission.SEE_SETTINGS),
)

csrf = CSRFProtect()


def add_web(app: Flask) -> None:
    """Add every page, the guard and the error pages to the app."""
    from app.web.access import check_labels, guard, open_to_all
    from app.web.errors import add_error_pages
    from app.web.headers import add_headers
    from app.web.once import committing
    from app.web.session import logins, write_behind
    from app.web.typed import TypedRequest

    app.request_class = TypedRequest
    _set_cookies(app, app.config["AMENDS"])
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # the guard checks, once it knows who is asking
    add_headers(app)  # first in, last to run: every response passes it
    app.after_request(write_behind)
    app.before_request(guard)
    csrf.init_app(app)
    logins.init_app(app, add_context_processor=False)
    app.context_processor(frame)
    _add_to_templates(app)
    add_error_pages(app)
    for name in MODULES:
        app.register_blueprint(importlib.import_module(f"app.web.{name}").pages)
    open_to_all(app.view_functions["static"])
    check_labels(app)
    app.dispatch_request = committing(app.dispatch_request)  # type: ignore[method-assign]


def _add_to_templates(app: Flask) -> None:
    """What components ask for themselves, so that no form can do without it."""
    from app.web.focus import row_in_focus
    from app.web.kept import draft_offers, kept_form, name_page, whose
    from app.web.once import new_key

    asked_for = {"kept_form": kept_form, "drafts_of_forms": draft_offers, "whose": whose, "new_key": new_key}
    asked_for["name_page"] = name_page
    app.jinja_env.globals.update(asked_for, row_in_focus=row_in_focus)


def _set_cookies(app: Flask, settings: Settings) -> None:
    app.config.update(
        SESSION_COOKIE_NAME="__Host-amends" if settings.is_behind_tls else "amends",
        SESSION_COOKIE_SECURE=settings.is_behind_tls,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
    )
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def frame() -> dict[str, Any]:
    """What the frame of every page needs (templates/layout.html)."""
    from app.web.headers import static_url
    from app.web.shortcuts import KEYS_OF

    viewer = g.get("viewer")
    return {
        "me": viewer,
        "nav": _destinations(viewer),
        "static_url": static_url,
        "keys_of": KEYS_OF,
        "idle_minutes": viewer.idle_minutes if viewer else None,
    }


def _destinations(viewer: Any) -> list[tuple[str, str, bool]]:
    if viewer is None:
        return []
    here = request.path
    return [
        (words, href, here == href or (href != "/" and here.startswith(f"{href}/")))
        for words, href, permission in DESTINATIONS
        if permission is None or viewer.membership.may(permission)
    ]
