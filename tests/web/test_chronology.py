"""The chronology of a case: asked for with its days, made by the job process, for one reader alone, gone after a day."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.casework.access_log import Reading
from app.casework.case import Case
from app.casework.document import Document
from app.casework.words import Confidentiality, DocumentStatus, PutRight, Safe
from app.jobs import make_waiting_documents
from app.jobs.sweeping import sweep
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser

ClientAs = Callable[..., Browser]
CASE = "/cases/2026-0001"
ASK = f"{CASE}/chronology"


def made(app: Flask, *, left_behind: bool = False) -> None:
    with app.app_context():
        make_waiting_documents(left_behind=left_behind)


def words_of(content: bytes, folder: Path) -> str:
    """The words of a PDF, by poppler."""
    file = folder / "chronology.pdf"
    file.write_bytes(content)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, text=True)
    return re.sub(r"\s+", " ", done.stdout)


def printed(browser: Browser, app: Flask, folder: Path, **typed: str) -> str:
    """Asked for, made and read: the words of the paper."""
    page = str(browser.submit(ASK, "Make the chronology", **typed).location)
    made(app)
    return words_of(browser.get(f"{page}.pdf").data, folder)


def test_a_chronology_is_asked_for_made_and_read(
    client_as: ClientAs, cast: Cast, app: Flask, session: Session, tmp_path: Path
) -> None:
    told = Told(cast).logged(severity=3).considered().decided().triaged().safe().met().agreed().verified()
    told.checked_in(Safe.YES, PutRight.YES)
    told.noted("Rang home; his mother will come.")
    lead = client_as("pastoral_lead")

    page = str(lead.submit(ASK, "Make the chronology").location)
    waiting = lead.page(page)
    assert "Waiting to be made" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert lead.get(f"{page}.pdf").status_code == 404
    made(app)

    ready = lead.page(page)
    assert "The chronology is ready" in ready
    assert "http-equiv" not in ready
    assert lead.get(f"{page}/progress").json == {"done": None, "total": None, "words": "Ready", "finished": True}
    answer = lead.get(f"{page}.pdf")
    assert page_validation.validate_pdf_bytes(answer.data).is_compliant
    with pikepdf.open(BytesIO(answer.data)) as paper:
        assert str(paper.docinfo["/CreationDate"]).startswith("D:20")
    text = words_of(answer.data, tmp_path)
    for words in (
        "Chronology of case 2026-0001", "Made for Priya Nair on", "Maya Lewis, 8B, person harmed",
        "Tamsin Okoro logged an incident: physical, serious, Yard.", "What was seen or heard A push off the bench.",
        "Helen Marsh decided about Tom Adeyemi", "The reason given It hurt", "Feels safe; it is put right.",
        "Note Rang home; his mother will come.", "Page 1 of", "Restricted notes are left out.",
    ):  # fmt: skip
        assert words in text, words
    read = session.scalars(select(Reading).where(Reading.what == "document")).all()
    assert len(read) == 1
    assert read[0].reference.startswith("2026-0001 chronology ")


def test_only_the_days_that_were_chosen_are_printed(
    client_as: ClientAs, cast: Cast, app: Flask, tmp_path: Path
) -> None:
    told = Told(cast).logged()
    told.at += timedelta(days=2)
    told.triaged()
    day = f"{told.today:%d/%m/%Y}"

    text = printed(client_as("pastoral_lead"), app, tmp_path, starts_on=day, ends_on=day)

    assert "Priya Nair triaged the case." in text
    assert "logged an incident" not in text


def test_restricted_notes_are_left_out_unless_they_are_ticked(
    client_as: ClientAs, cast: Cast, app: Flask, tmp_path: Path
) -> None:
    told = Told(cast).logged().triaged()
    told.noted("She told me about home.", role="staff", is_restricted=True)
    told.noted("Rang home.")
    lead = client_as("pastoral_lead")

    without, with_them = printed(lead, app, tmp_path), printed(lead, app, tmp_path, has_restricted="y")

    assert "Rang home." in without
    assert "Rang home." in with_them
    assert "She told me about home." not in without
    assert "restricted note." not in without
    assert "She told me about home." in with_them


def test_a_tick_prints_nothing_that_the_reader_may_not_read(
    client_as: ClientAs, cast: Cast, app: Flask, tmp_path: Path
) -> None:
    told = Told(cast).logged().triaged()
    told.noted("She told me about home.", role="staff", is_restricted=True)
    deputy = client_as("deputy_headteacher")
    assert "has_restricted" not in deputy.page(ASK)

    answer = deputy.post(
        ASK, data={"starts_on": "01/09/2026", "ends_on": f"{told.today:%d/%m/%Y}", "has_restricted": "y"}
    )
    made(app)
    text = words_of(deputy.get(f"{answer.location}.pdf").data, tmp_path)

    assert "triaged" in text
    assert "She told me" not in text


@pytest.mark.parametrize("role", ["headteacher", "dsl", "staff"])
def test_nobody_else_opens_it_whatever_their_role(client_as: ClientAs, cast: Cast, app: Flask, role: str) -> None:
    Told(cast).logged()
    page = str(client_as("pastoral_lead").submit(ASK, "Make the chronology").location)
    made(app)

    other = client_as(role)

    for address in (page, f"{page}.pdf", f"{page}/progress"):
        assert other.get(address).status_code == 404


def test_whoever_loses_sight_of_the_case_loses_the_paper(
    client_as: ClientAs, cast: Cast, app: Flask, session: Session
) -> None:
    Told(cast).logged()
    teacher = client_as("staff")
    ready = str(teacher.submit(ASK, "Make the chronology").location)
    waiting = str(teacher.submit(ASK, "Make the chronology", starts_on="01/09/2026").location)
    made(app)
    session.execute(update(Document).where(Document.id == int(waiting.rsplit("/", 1)[1])).values(
        status=DocumentStatus.REQUESTED, content=None))  # fmt: skip
    session.execute(update(Case).values(confidentiality=Confidentiality.RESTRICTED))
    session.commit()

    made(app)

    assert teacher.get(f"{ready}.pdf").status_code == 404
    session.expire_all()
    told = session.get(Document, int(waiting.rsplit("/", 1)[1]))
    assert told is not None
    assert (told.status, told.content) == (DocumentStatus.NOT_MADE, None)
    assert told.problem == "This case is not open to you any more, so nothing was made."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ends_on": "01/01/2099"}, "That day has not come yet. Choose today or an earlier day."),
        (
            {"starts_on": "03/10/2026", "ends_on": "01/10/2026"},
            "It ends before it begins. Give 03/10/2026 or a later day.",
        ),
        ({"starts_on": "31/02/2026"}, "There is no 31 February 2026. Give the date as dd/mm/yyyy"),
        ({"starts_on": ""}, "Give the day as dd/mm/yyyy."),
    ],
)
def test_days_that_make_no_sense_are_refused_and_kept(
    client_as: ClientAs, cast: Cast, session: Session, typed: dict[str, str], said: str
) -> None:
    Told(cast).logged()

    answer = client_as("staff").submit(ASK, status=422, **typed)

    assert said in answer.text
    assert "<title>Error: " in answer.text
    for value in typed.values():
        assert f'value="{value}"' in answer.text
    assert session.scalars(select(Document)).all() == []


def test_a_day_later_it_is_gone(client_as: ClientAs, cast: Cast, app: Flask, session: Session) -> None:
    Told(cast).logged()
    lead = client_as("pastoral_lead")
    old = str(lead.submit(ASK, "Make the chronology").location)
    new = str(lead.submit(ASK, "Make the chronology", starts_on="01/09/2026").location)
    made(app)
    a_day_ago = datetime.now(UTC) - timedelta(days=1, minutes=1)
    session.execute(update(Document).where(Document.id == int(old.rsplit("/", 1)[1])).values(asked_at=a_day_ago))
    session.commit()

    with app.app_context():
        sweep()

    assert lead.get(f"{old}.pdf").status_code == 404
    assert lead.get(f"{new}.pdf").status_code == 200


def test_a_job_that_was_killed_is_begun_again_and_a_living_one_left_alone(
    client_as: ClientAs, cast: Cast, app: Flask, session: Session
) -> None:
    Told(cast).logged()
    lead = client_as("pastoral_lead")
    page = str(lead.submit(ASK, "Make the chronology").location)
    session.execute(
        update(Document).values(status=DocumentStatus.BEING_MADE, heartbeat_at=datetime.now(UTC), attempts=1)
    )
    session.commit()

    made(app)
    assert "Being made" in lead.page(page)
    made(app, left_behind=True)

    assert "The chronology is ready" in lead.page(page)


def test_one_that_never_finishes_says_so(client_as: ClientAs, cast: Cast, app: Flask, session: Session) -> None:
    Told(cast).logged()
    lead = client_as("pastoral_lead")
    page = str(lead.submit(ASK, "Make the chronology").location)
    session.execute(update(Document).values(status=DocumentStatus.BEING_MADE, attempts=3))
    session.commit()

    made(app, left_behind=True)

    text = lead.page(page)
    assert "The paper was begun several times and never finished." in text
    assert f'href="{ASK}"' in text
