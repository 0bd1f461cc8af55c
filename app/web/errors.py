"""Error pages: what happened in one sentence, that nothing was lost, and where to go. Never a trace or a path."""

from __future__ import annotations

import logging
import secrets

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app.db import begin_writing, db, is_busy
from app.web.kept import keep_what_was_sent, own_page
from app.web.pages import Stale

PAGES = {400: 400, 401: 401, 403: 403, 404: 404, 405: 404, 409: 409, 413: 413, 429: 429, 503: 503}
log = logging.getLogger("amends.errors")


def add_error_pages(app: Flask) -> None:
    """Answer every error with a page of our own."""
    app.register_error_handler(Stale, stale)
    app.register_error_handler(HTTPException, told)
    app.register_error_handler(OperationalError, busy)
    app.register_error_handler(Exception, broken)


def told(error: HTTPException) -> ResponseReturnValue:
    """The page of an HTTP error; redirects and finished responses pass unchanged."""
    if error.code is None or error.code < 400 or error.response is not None:
        return error
    if error.code >= 500 and error.code not in PAGES:
        return broken(error)
    response = _page(PAGES.get(error.code, 400), error.code)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def stale(error: Stale) -> ResponseReturnValue:
    """Saved since the form was opened, by somebody else or on another page: what differs side by side, and the form again with what was typed."""
    db.session.rollback()
    begin_writing(db.session())
    going_on = keep_what_was_sent(g.viewer.membership) if g.get("viewer") else None
    db.session.commit()
    return _page(409, 409, versions=error.versions, start_again_href=own_page(), going_on=going_on)


def busy(error: OperationalError) -> ResponseReturnValue:
    """503 while the database is busy for longer than it should be; any other fault of it is ours."""
    if not is_busy(error):
        return broken(error)
    log.warning("busy endpoint=%s", request.endpoint)
    db.session.rollback()
    response = _page(503, 503)
    response.headers["Retry-After"] = "10"
    return response


def broken(error: Exception) -> ResponseReturnValue:
    """A fault of ours: logged under a reference, which the page gives; who is signed in is not asked again."""
    reference = secrets.token_hex(4)
    log.error("reference=%s endpoint=%s", reference, request.endpoint, exc_info=error)
    if current_app.testing and current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    db.session.rollback()
    g.pop("readings", None)
    return _page(500, 500, error_reference=reference)


def _page(name: int, status: int, **more: object) -> Response:
    return make_response(render_template(f"errors/{name}.html", **more), status)
