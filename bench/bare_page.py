"""The least that a signed-in page can be: one login check, one indexed query, a table of 25 rows, and nothing else.

A Flask app beside Amends, on the same server with the same threads and the same database; what its page costs is the
floor under ours. Started by `bench/case_page.py`, which says how large the page shall be.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sqlite3
import threading
from pathlib import Path

import waitress
from flask import Flask, render_template_string, session
from flask_login import LoginManager, UserMixin, login_required

PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Incidents</title></head><body>
<h1>Incidents</h1><table>{% for row in rows %}<tr><td>{{ row[0] }}</td><td>{{ row[1] }}</td><td>{{ row[2] }}</td>
<td>{{ row[3] }}</td></tr>{% endfor %}</table><p>{{ rest }}</p></body></html>"""
ROWS = """SELECT reference, occurred_at, category, what_happened FROM incidents
WHERE school_id = 1 AND occurred_at < ? ORDER BY occurred_at DESC LIMIT 25"""
PERSON = "SELECT accounts.id, name FROM accounts JOIN user_sessions ON account_id = accounts.id WHERE token_hash = ?"
WHEN = "2026-06-15 12:00:00"


class Person(UserMixin):
    """Whoever is signed in."""

    def __init__(self, number: int) -> None:
        self.id = number


def bare_app(database: Path, secret: str, size: int) -> Flask:
    """The app; its page is padded to `size` bytes, and it knows the sessions of Amends."""
    app = Flask(__name__)
    app.secret_key, app.config["SESSION_COOKIE_NAME"] = secret, "amends"
    logins = LoginManager(app)
    local = threading.local()

    def connection() -> sqlite3.Connection:
        if not hasattr(local, "connection"):
            local.connection = sqlite3.connect(database)
        found: sqlite3.Connection = local.connection
        return found

    @logins.request_loader  # type: ignore[untyped-decorator, unused-ignore]
    def load(_request: object) -> Person | None:
        token = hashlib.sha256(session.get("token", "").encode()).hexdigest()
        row = connection().execute(PERSON, (token,)).fetchone()
        return Person(row[0]) if row else None

    padding = [""]

    @app.get("/")
    @login_required
    def show() -> str:
        return render_template_string(PAGE, rows=connection().execute(ROWS, (WHEN,)).fetchall(), rest=padding[0])

    with app.test_request_context():
        bare = render_template_string(PAGE, rows=sqlite3.connect(database).execute(ROWS, (WHEN,)).fetchall(), rest="")
    padding[0] = "x" * max(0, size - len(bare))
    return app


def main() -> None:
    """Serve it as `amends serve` serves Amends."""
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--threads", type=int, required=True)
    options.add_argument("--size", type=int, required=True)
    chosen = options.parse_args()
    data = Path(os.environ["AMENDS_DATA"])
    app = bare_app(data / "amends.sqlite", (data / "secret").read_text().strip(), chosen.size)
    waitress.serve(app, host="127.0.0.1", port=chosen.port, threads=chosen.threads, ident=None)


if __name__ == "__main__":
    main()
