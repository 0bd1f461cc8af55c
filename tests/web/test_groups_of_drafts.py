"""The groups of a term are read once: by the head in a draft, by everybody else in the published report (figures.md 5, 5)."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.calendar import london
from app.casework.report import Report
from app.jobs import pick_up_waiting
from reports.termly import sha256_of
from tests.client import Browser

ClientAs = Callable[..., Browser]
TERM = "2025-26 autumn"
FIRST = "/reports/1"
TODAY = london(datetime.now(UTC)).date()
PRINTED_ONCE = "Groups are printed once for a term, in its published report."
MAY_BUILD_BUT_NOT_SEE = ("pastoral_lead", "dsl", "deputy_headteacher")


def work(app: Flask) -> None:
    with app.app_context():
        pick_up_waiting()


def draft(who: Browser, app: Flask, as_at: str) -> str:
    page = str(who.submit("/reports", term=TERM, as_at=as_at).location)
    work(app)
    return page


def words_of(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(told.stdout.decode().split())


@pytest.mark.parametrize("role", MAY_BUILD_BUT_NOT_SEE)
def test_who_may_not_read_the_restricted_copy_reads_no_groups_in_a_draft(
    client_as: ClientAs, app: Flask, role: str
) -> None:
    builder = client_as(role)
    page = draft(builder, app, "27/02/2026")

    text, figures = builder.page(page), builder.get(f"{page}.json").json

    assert PRINTED_ONCE in text
    assert "All others" not in text
    assert figures["groups"] is None
    assert sha256_of(figures) in text  # the digest on the page is that of the file beside it
    assert builder.get(f"{page}?copy=restricted").status_code == 403


def test_two_drafts_of_two_days_leave_the_pastoral_lead_nothing_to_subtract(client_as: ClientAs, app: Flask) -> None:
    lead = client_as("pastoral_lead")
    pages = [draft(lead, app, day) for day in ("26/02/2026", "27/02/2026")]

    assert [lead.get(f"{page}.json").json["groups"] for page in pages] == [None, None]


def test_the_paper_of_a_draft_holds_no_groups_whoever_prints_it(client_as: ClientAs, app: Flask) -> None:
    page = draft(client_as("deputy_headteacher"), app, "27/02/2026")

    told = words_of(client_as("headteacher").get(f"{page}.pdf").data)

    assert PRINTED_ONCE in told
    assert "All others" not in told


def test_the_head_reads_in_the_draft_what_publishing_freezes(client_as: ClientAs, app: Flask) -> None:
    head = client_as("headteacher")
    page = draft(head, app, "27/02/2026")

    text, paper, file = head.page(page), words_of(head.get(f"{page}.pdf").data), head.get(f"{page}.json").data
    assert "All others" in text
    assert "the PDF and the file that the page of a draft gives leave them out, and have another digest" in text
    assert f"Figures {hashlib.sha256(file).hexdigest()[:12]}" in paper  # the head's too: its file is that of the paper
    assert "“groups” is null in the file of a draft" in paper


def test_published_the_groups_are_read_by_all_and_earlier_drafts_stay_without(client_as: ClientAs, app: Flask) -> None:
    head, lead = client_as("headteacher"), client_as("pastoral_lead")
    for day in ("26/02/2026", "27/02/2026"):
        draft(head, app, day)
    head.submit(f"{FIRST}/publish", "Approve and publish")
    assert lead.get(f"{FIRST}.json").json["groups"] is None  # approved, and not yet published

    work(app)

    published = lead.get(f"{FIRST}.json").json
    assert published["groups"]["sex"]
    assert "All others" in lead.page(FIRST)
    assert "All others" in words_of(lead.get(f"{FIRST}.pdf").data)
    assert lead.get("/reports/2.json").json["groups"] is None


def test_true_counts_that_came_in_as_published_figures_are_read_by_nobody(
    client_as: ClientAs, app: Flask, session: Session
) -> None:
    head = client_as("headteacher")
    draft(head, app, "27/02/2026")
    head.submit(f"{FIRST}/publish", "Approve and publish")
    work(app)
    report = session.scalars(select(Report)).one()
    report.snapshot = report.restricted_snapshot  # as a bundle could bring it before imports asked
    session.commit()

    for role in ("governor", "headteacher"):
        assert client_as(role).get(f"{FIRST}.json").json["groups"] is None


@pytest.mark.parametrize("role", ["headteacher", "pastoral_lead"])
def test_a_day_before_the_publication_is_not_reckoned_again(
    client_as: ClientAs, app: Flask, session: Session, role: str
) -> None:
    head = client_as("headteacher")
    draft(head, app, "27/02/2026")
    head.submit(f"{FIRST}/publish", "Approve and publish")

    work(app)

    answer = client_as(role).submit("/reports", status=422, term=TERM, as_at="26/02/2026")

    assert f"A report of {TERM} was published on {TODAY:%d/%m/%Y}." in answer.text
    assert "Choose that day or a later one: it shows what has changed." in answer.text
    assert len(session.scalars(select(Report)).all()) == 1


def test_while_a_report_is_printed_for_publication_no_other_of_its_term_is_begun(
    client_as: ClientAs, app: Flask
) -> None:
    head = client_as("headteacher")
    draft(head, app, "27/02/2026")
    head.submit(f"{FIRST}/publish", "Approve and publish")

    answer = head.submit("/reports", status=422, term=TERM, as_at=f"{TODAY:%d/%m/%Y}")

    assert f"A report of {TERM} is approved and being printed. Ask again once it is published." in answer.text


def test_a_later_draft_takes_over_the_published_groups(client_as: ClientAs, app: Flask, session: Session) -> None:
    head = client_as("headteacher")
    draft(head, app, "27/02/2026")
    head.submit(f"{FIRST}/publish", "Approve and publish")
    work(app)
    published = head.get(f"{FIRST}.json").json["groups"]

    draft(head, app, f"{TODAY:%d/%m/%Y}")

    kept = session.scalars(select(Report.snapshot).order_by(Report.id.desc())).first()
    assert json.loads(kept or "")["groups"] == published


def test_the_list_of_candidates_is_the_heads_alone(client_as: ClientAs, app: Flask) -> None:
    head = client_as("headteacher")
    page = f"{draft(head, app, '27/02/2026')}/candidates"

    text = head.page(page)
    assert "Counted in the headline: held back" in text
    assert "The report prints no headline while a line of section 5 is not supplied" in text
    assert client_as("headteacher", "B").get(page).status_code == 404
    for role in (*MAY_BUILD_BUT_NOT_SEE, "governor"):
        assert client_as(role).get(page).status_code == 403
