"""The guard fails closed: no label, no start; no session, no page; no token, no change."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Blueprint, Flask
from sqlalchemy import select

from app.casework.access_log import Reading
from app.casework.permissions import Permission
from app.db import db
from app.factory import create_app
from app.web.access import Unlabelled, check_labels, needs, signed_in
from app.web.pages import log_reading
from tests.client import Browser
from tests.conftest import settings_in
from tests.statements import Statements


@pytest.fixture
def app(data_folder: Path) -> Iterator[Flask]:
    """One of its own: these tests add views to it."""
    made = create_app(settings_in(data_folder))
    made.test_client_class = Browser
    yield made
    with made.app_context():
        db.engine.dispose()


def test_an_app_with_an_unlabelled_view_does_not_start(app):
    app.add_url_rule("/bare", "bare", lambda: "bare")
    with pytest.raises(Unlabelled, match="bare"):
        check_labels(app)


def test_an_unlabelled_view_of_a_blueprint_is_found_too(app):
    pages = Blueprint("more", __name__)
    pages.add_url_rule("/bare", "bare", lambda: "bare")
    app.register_blueprint(pages)
    with pytest.raises(Unlabelled, match=r"more\.bare"):
        check_labels(app)


def test_an_unlabelled_view_that_slips_in_later_is_never_answered(app, client_as):
    app.add_url_rule("/bare", "bare", lambda: "bare")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client_as("headteacher").get("/bare")
    assert answer.status_code == 500
    assert "bare" not in answer.text


def test_a_label_without_a_permission_is_a_mistake():
    with pytest.raises(Unlabelled):
        needs()


def test_a_role_without_the_permission_gets_403(app, client_as):
    app.add_url_rule("/heads-only", "heads_only", needs(Permission.DECIDE)(lambda: {"in": True}))
    assert client_as("headteacher").get("/heads-only").status_code == 200
    assert client_as("staff").get("/heads-only").status_code == 403


@pytest.mark.parametrize(
    "more",
    [
        {"data": {}},
        {"data": {"csrf_token": "made up"}},
        {"data": {}, "headers": {"X-CSRFToken": "made up"}},
        {"json": {}},
        {"data": "csrf_token=x", "content_type": "text/plain"},
    ],
)
def test_nothing_changes_without_the_token_of_the_form(client_as, more):
    browser = client_as("staff")
    browser.adds_token = False
    assert browser.post("/me/sessions/end", **more).status_code == 400
    assert browser.get("/me").status_code == 200


def test_nothing_changes_from_another_site_even_with_the_token(client_as):
    assert client_as("staff").post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400


def test_a_writing_request_takes_the_lock_before_it_reads(app, client_as):
    browser = client_as("staff")
    with Statements(app, everything=True) as sent:
        browser.post("/me/sessions/end")
    assert sent[0] == "BEGIN IMMEDIATE"


def test_a_reading_is_stored_before_the_page_is_sent(app, client_as, session):
    def view():
        log_reading("case", "2026-0001", "owner")
        return {"shown": True}

    app.add_url_rule("/shown", "shown", signed_in(view))
    assert client_as("staff").get("/shown").json == {"shown": True}
    row = session.scalars(select(Reading)).one()
    assert (row.what, row.reference, row.why) == ("case", "2026-0001", "owner")


def test_no_page_is_sent_if_the_reading_cannot_be_stored(app, client_as, session):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def view():
        log_reading("case", None, "owner")
        return {"a child's": "story"}

    app.add_url_rule("/shown", "shown", signed_in(view))
    answer = client_as("staff").get("/shown")
    assert answer.status_code == 500
    assert "story" not in answer.text


def test_a_fault_of_ours_shows_a_reference_and_no_trace(app, client_as, caplog):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def view():
        raise RuntimeError("SELECT name FROM pupils")

    app.add_url_rule("/broken", "broken", signed_in(view))
    answer = client_as("staff").get("/broken?q=Maya+Lewis")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert "SELECT" not in answer.text
    assert "Maya" not in caplog.text


def test_behind_tls_the_cookie_is_bound_to_the_host_and_sent_over_https_alone(tmp_path):
    settings = settings_in(tmp_path, f"sqlite:///{tmp_path / 'amends.sqlite'}")
    app = create_app(type(settings)(**{**{f: getattr(settings, f) for f in settings.__slots__}, "is_behind_tls": True}))
    answer = app.test_client().get("/sign-in", base_url="https://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-amends=")
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie
    assert "max-age" in answer.headers["Strict-Transport-Security"]
