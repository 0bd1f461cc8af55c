"""The pages that are opened all day take few statements, and none of them looks through a whole table.

The case page, a pupil's page, home and the filtered list, for each role that reads them every day. The plans are
those of a full school: `casework/sizes.py` tells SQLite how much one holds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.statements import Statements

ClientAs = Callable[..., Browser]
READERS = ("staff", "pastoral_lead", "headteacher", "dsl")
FILTERS = (
    "", "?stage=triage", "?owner=me", "?category=physical", "?year=8", "?group=8B", "?tag=x", "?place=Yard",
    "?words=2026", "?response=circle", "?logged=me", "?since=2026-09-01&until=2026-12-01", "?due=overdue",
)  # fmt: skip


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """A dozen cases of the same two pupils, at several stages."""
    for number in range(1, 10):
        Told(cast, f"2026-{number:04d}", days_ago=number).logged().triaged().safe().met().agreed()
    Told(cast, "2026-0010").logged(severity=3).triaged().safe().met().agreed().check_in_planned(
        cast.member("staff").on + timedelta(days=2)
    ).considered()
    Told(cast, "2026-0011").logged().triaged().held_back(cast.member("staff").on)
    Told(cast, "2026-0012").logged()
    return cast


def looked_at(app: Flask, browser: Browser, address: str) -> None:
    statements = Statements(app)
    with statements as sent:
        browser.page(address)
    assert 1 <= len(sent) <= 12, "\n".join(sent)
    assert statements.scans() == []


@pytest.mark.parametrize("role", READERS)
def test_a_case_is_found_by_indexes(client_as: ClientAs, busy: Cast, app: Flask, role: str) -> None:
    looked_at(app, client_as(role), "/cases/2026-0010")


@pytest.mark.parametrize("role", READERS)
def test_a_pupil_is_found_by_indexes(client_as: ClientAs, busy: Cast, app: Flask, role: str) -> None:
    looked_at(app, client_as(role), f"/pupils/{busy.pupil('Tom Adeyemi').id}")


@pytest.mark.parametrize("role", READERS)
def test_what_waits_is_found_by_indexes(client_as: ClientAs, busy: Cast, app: Flask, role: str) -> None:
    looked_at(app, client_as(role), "/")


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("filters", FILTERS)
def test_a_filtered_list_is_found_by_indexes(
    client_as: ClientAs, busy: Cast, app: Flask, role: str, filters: str
) -> None:
    looked_at(app, client_as(role), f"/cases{filters}")
