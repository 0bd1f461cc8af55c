"""The head's restricted copy and the governors': which is which on paper, and which of them was read."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from itertools import product

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.access_log import Reading
from app.jobs import pick_up_waiting
from reports.presentation.cover import RESTRICTED_DRAFT_MARK, RESTRICTED_MARK
from tests.client import Browser

ClientAs = Callable[..., Browser]
TERM = "2025-26 autumn"
DRAFT = "/reports/1"


def work(app: Flask) -> None:
    with app.app_context():
        pick_up_waiting()


def test_the_restricted_paper_is_of_a_draft_until_the_report_is_published(client_as: ClientAs, app: Flask) -> None:
    head = client_as("headteacher")
    head.submit("/reports", term=TERM, as_at="27/02/2026")
    work(app)
    assert RESTRICTED_DRAFT_MARK in restricted_paper(head)

    head.submit(f"{DRAFT}/publish", "Approve and publish")
    work(app)

    assert RESTRICTED_MARK in restricted_paper(head)


def restricted_paper(head: Browser) -> str:
    paper = head.get(f"{DRAFT}.pdf?copy=restricted").data
    return subprocess.run(["pdftotext", "-", "-"], input=paper, capture_output=True, check=True).stdout.decode()


def test_the_access_log_tells_which_copy_was_read_and_what_left_as_a_file(
    client_as: ClientAs, app: Flask, session: Session
) -> None:
    head = client_as("headteacher")
    head.submit("/reports", term=TERM, as_at="27/02/2026")
    work(app)
    for ending, query in product(("", ".pdf", ".json"), ("", "?copy=restricted")):
        assert head.get(f"{DRAFT}{ending}{query}").status_code == 200

    read = session.scalars(select(Reading.reference).where(Reading.what == "report").order_by(Reading.id)).all()

    words = ("", " restricted", " pdf", " restricted pdf", " json", " restricted json")
    assert read == [f"{TERM} 2026-02-27{each}" for each in words]
