"""The record of events holds what a printed report holds: its figures and what stands beside them can be set beside it."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.history import Event
from app.casework.report import Report
from app.jobs import pick_up_waiting
from tests.client import Browser

ClientAs = Callable[..., Browser]
DRAFT = "/reports/1"


def work(app: Flask) -> None:
    with app.app_context():
        pick_up_waiting()


def test_the_record_of_events_holds_what_the_printed_copy_holds_beside_its_figures(
    client_as: ClientAs, app: Flask, session: Session
) -> None:
    head, governor = client_as("headteacher"), client_as("governor")
    head.submit("/reports", term="2025-26 autumn", as_at="27/02/2026")
    work(app)
    assert "that is made when the report is published" in head.page(DRAFT)
    head.submit(f"{DRAFT}/publish", "Approve and publish")
    work(app)
    printed = governor.page(DRAFT)

    entry = session.scalars(select(Event).where(Event.kind == "report published")).one()
    told = json.loads(entry.after or "")
    assert f"<dd>{told['sha256']}</dd>" in printed
    assert f"<dd>{told['cover_sha256']}</dd>" in printed
    assert (
        "(events.csv), and whoever runs the service can set the two digests of a printed copy beside its entry"
        in printed
    )
    assert "this page compares nothing" in printed

    report = session.scalars(select(Report)).one()
    assert '"candidate_pupils": ' in (report.cover or "")
    report.cover = (report.cover or "").replace('"candidate_pupils": ', '"candidate_pupils": 7')
    session.commit()
    assert told["cover_sha256"] not in governor.page(DRAFT)
