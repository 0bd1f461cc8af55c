"""What happens behind the browser's back: a case that is there to work on, a session that runs out, a count of what was made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from app.casework.account import UserSession
from app.casework.draft import Draft
from app.casework.logging_incident import Account, log_incident
from app.casework.words import Part
from app.db import begin_writing, prepare_engine
from tests.browser.live import LiveServer
from tests.cast import Cast

STORED = """async () => ({local: localStorage.length, session: sessionStorage.length,
    databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
    name: window.name, state: Object.keys(history.state)})"""
NOTHING = {"local": 0, "session": 0, "databases": 0, "caches": 0, "name": "", "state": ["keys"]}


@contextmanager
def database(server: LiveServer) -> Iterator[Session]:
    """A session of our own on the server's database; committed at the end."""
    engine = create_engine(f"sqlite:///{server.data / 'amends.sqlite'}")
    prepare_engine(engine)
    with Session(engine, autoflush=False) as session:
        begin_writing(session)
        yield session
        session.commit()
    engine.dispose()


def a_case(server: LiveServer, reference: str) -> str:
    """The address of a case that the teacher has logged just now."""
    with database(server) as session:
        cast = Cast(session)
        by = cast.member("staff")
        account = Account(
            occurred_at=by.at - timedelta(hours=1), category="physical", severity=2, what_happened="A push."
        )
        parts = [(cast.pupil("Tom Adeyemi"), Part.CAUSED_HARM), (cast.pupil("Maya Lewis"), Part.WAS_HARMED)]
        session.add(log_incident(reference, account, parts, by=by, at=by.at))
    return f"/cases/{reference}"


def let_sessions_run_out(server: LiveServer) -> None:
    """As if nobody had used any page for two hours."""
    with database(server) as session:
        for live in session.scalars(select(UserSession).where(UserSession.ended_at.is_(None))):
            live.last_seen_at -= timedelta(hours=2)


def how_many(server: LiveServer, table: Any, *conditions: Any) -> int:
    """Rows of a table."""
    with database(server) as session:
        return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0


def no_drafts(server: LiveServer) -> bool:
    """Whether nothing is kept of anybody."""
    return how_many(server, Draft) == 0


def stored_in(page: Page) -> dict[str, object]:
    """Everything that the page has put into the browser."""
    found: dict[str, object] = page.evaluate(STORED)
    return found
