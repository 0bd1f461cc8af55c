"""The client of the tests: a browser without a screen, whose user is an editor.

It reads every response it fetches (page_checks.py) and stops the test at the first page with a fault. `submit`
fills in a form on the page that shows it, so that a test cannot send what no page offers.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from app.casework.account import UserSession
from app.db import begin_writing, db
from app.web.session import TOKEN, hash_of
from tests.cast import Cast
from tests.forms import form_for, is_file
from tests.page_checks import faults_of_headers, faults_of_response, read, words

REDIRECTS = (301, 302, 303, 307, 308)


class Browser(FlaskClient):
    """`get` and `post` as usual. A POST carries the CSRF token unless `adds_token` is off; each response is read
    for faults unless `reads_pages` is off."""

    adds_token = True
    reads_pages = True

    def open(self, *args: Any, **more: Any) -> TestResponse:
        """Send a request; the faults of what comes back fail the test."""
        if self.adds_token and str(more.get("method", "GET")).upper() == "POST" and "json" not in more:
            sent = more.get("data")
            if sent is None or isinstance(sent, dict):
                more["data"] = {"csrf_token": self.csrf_token(), **(sent or {})}
        response = super().open(*args, **more)
        if self.reads_pages:
            faults = faults_of(response)
            place = f"{response.request.method} {response.request.path} ({response.status_code})"
            assert not faults, "\n  ".join([f"{place} would come back from the editor:", *faults])
        return response

    def page(self, path: str, status: int = 200) -> str:
        """The text of a page, as HTML; the test fails if it answers with another status."""
        response = self.get(path)
        assert response.status_code == status, f"{path} answered {response.status}: {said(response)}"
        return str(response.text)

    def submit(self, path: str, button: str | None = None, status: int = 303, **typed: Any) -> TestResponse:
        """Open `path`, fill in its form that has these fields, press `button` if named, and send it.

        What already stands in the form goes along, as from a browser, and a field that the page does not offer
        fails the test. Names with a hyphen come as `**{"actions-0-what": "..."}`. The answer is not followed.
        """
        form = form_for(self.page(path), typed, button)
        sent = form.filled_in(typed)
        has_file = any(is_file(value) for values in sent.values() for value in values)
        encoding = "multipart/form-data" if has_file else None
        response = self.post(urljoin(path, form.action or path), data=sent, content_type=encoding)
        assert response.status_code == status, f"{path} answered {response.status}: {said(response)}"
        return response

    def csrf_token(self) -> str:
        """The token that a form of this browser's session would hold."""
        with self.session_transaction() as kept:
            raw = kept.setdefault("csrf_token", hashlib.sha256(b"a form").hexdigest())
        secret = self.application.secret_key
        return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(raw))

    def sign_in_as(self, role: str, school: str = "A", *, is_shared: bool = True) -> Browser:
        """Give this browser a live session of the cast's holder of `role`, as signing in would."""
        token = secrets.token_urlsafe(32)
        at = datetime.now(UTC)
        with self.application.app_context():
            begin_writing(db.session())
            member = Cast(db.session()).staff(role, school)
            live = UserSession(token_hash=hash_of(token), account_id=member.account_id, staff_id=member.id)
            live.started_at = live.last_seen_at = at
            live.is_shared_computer, live.device = is_shared, "a test"
            db.session.add(live)
            db.session.commit()
        with self.session_transaction() as kept:
            kept[TOKEN] = token
        return self


def faults_of(response: TestResponse) -> list[str]:
    """The faults of a response; of a redirect only those of its headers, because nobody reads its page."""
    if response.status_code in REDIRECTS or response.mimetype != "text/html":
        return faults_of_headers(response.headers)
    return faults_of_response(response.headers, response.text)


def said(response: TestResponse) -> str:
    """What the page said in its heading, flashes and errors, so that a failing test can be understood."""
    if response.mimetype != "text/html":
        return str(response.headers.get("Location", ""))
    telling = {"field-error", "flash", "error-summary"}
    elements = read(response.text).elements
    told = [e for e in elements if e.tag == "h1" or telling & set(e.attrib.get("class", "").split())]
    return " · ".join(words(element) for element in told)
