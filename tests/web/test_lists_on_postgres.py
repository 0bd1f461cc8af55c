"""Home, lists, files and patterns on PostgreSQL: the same statements, the same answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.casework.words import DecisionKind, PutRight, Safe
from app.db import begin_writing, db
from app.factory import create_app
from tests.cases import Told
from tests.cast import Cast, build_cast
from tests.client import Browser
from tests.conftest import settings_in
from tests.web.lists import references, rows_of, walked

DAY = timedelta(days=1)
ROLES = ("staff", "tutor", "pastoral_lead", "facilitator", "senco", "dsl", "headteacher", "data_manager", "governor",
         "data_protection_officer")  # fmt: skip
LISTS = ("/check-ins", "/conferences", "/exclusions", "/out-of-lessons", "/circles", "/training", "/patterns",
         "/patterns/together")  # fmt: skip


@pytest.fixture
def on_postgres(postgres_database: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on PostgreSQL, with the cast and twenty-three cases on their way."""
    made = create_app(settings_in(tmp_path, postgres_database))
    made.test_client_class = Browser
    with made.app_context():
        begin_writing(db.session())
        cast: Cast = build_cast(db.session())
        db.session.commit()
        today = cast.member("staff").on
        for number in range(22):
            Told(cast, f"2026-{number:04d}", days_ago=10).logged().triaged(
                next_step="Ring home", on=today + (number - 9) * DAY
            )
        Told(cast, "2026-0030").logged().triaged().safe().met().agreed().checked_in(Safe.NO, PutRight.PARTLY)
        Told(cast, "2026-0031").logged().triaged().held_back(today)
        Told(cast, "2026-0032").logged(severity=3).triaged().considered().decided(DecisionKind.SUSPEND)
        db.session.remove()
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def browser(app: Flask, role: str) -> Browser:
    made = app.test_client()
    assert isinstance(made, Browser)
    return made.sign_in_as(role)


def test_every_home_and_list_works_on_postgres(on_postgres: Flask) -> None:
    for role in ROLES:
        browser(on_postgres, role).page("/")
    head = browser(on_postgres, "headteacher")
    assert "Enter the exclusion of Tom Adeyemi (8B)" in head.page("/")
    assert "Enter the exclusion of Tom Adeyemi" in head.page("/cases/2026-0032")
    for path in LISTS:
        head.page(f"{path}?words=maya&since=01/09/2026")


def test_the_list_of_cases_filters_sorts_and_pages_on_postgres(on_postgres: Flask) -> None:
    lead = browser(on_postgres, "pastoral_lead")

    newest, due = walked(lead, "/cases"), walked(lead, "/cases?sort=due&stage=open")

    assert newest == sorted(newest, reverse=True)
    assert len(newest) == len(set(newest)) == 25
    assert due[0] == "2026-0000"
    assert len(due) == len(set(due)) >= 22
    assert references(lead.page("/cases?due=overdue&words=ring&tag=none")) == []
    assert len(rows_of(lead.get("/cases.csv?due=overdue&words=ring").data)) == 9
    for query in ("group=8B", "place=Yard", "response=impromptu_conference", "owner=P-NAI", "logged=me", "due=none"):
        lead.page(f"/cases?{query}")
    assert references(browser(on_postgres, "tutor").page("/cases?words=push")) == []
