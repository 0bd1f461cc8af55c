"""Notes on a case: what is refused, and who reads a restricted one."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.casework.case import Note
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser
from tests.web.pages_of_cases import CASE

ClientAs = Callable[..., Browser]


def test_a_note_without_words_is_refused_in_a_sentence(client_as: ClientAs, cast: Cast, session: Session) -> None:
    Told(cast).logged()

    answer = client_as("staff").submit(CASE, "Save the note", status=422, text="   ", is_restricted="y")

    assert "Write the note first." in answer.text
    assert re.search(r'<input[^>]*checked[^>]*name="is_restricted"', answer.text)
    assert "<title>Error: " in answer.text
    assert session.scalar(select(func.count()).select_from(Note)) == 0


def test_a_note_that_is_too_long_is_refused_and_kept(client_as: ClientAs, cast: Cast, session: Session) -> None:
    Told(cast).logged()

    answer = client_as("staff").submit(CASE, "Save the note", status=422, text="word " * 900)

    assert "Keep it to 4,000 characters." in answer.text
    assert answer.text.count("word word") == 450
    assert session.scalar(select(func.count()).select_from(Note)) == 0


def test_a_restricted_note_is_for_the_owner_the_safeguarding_lead_the_head_and_its_writer(
    client_as: ClientAs, cast: Cast
) -> None:
    told = Told(cast).logged().triaged()
    told.noted("Rang home; nobody there.")

    client_as("staff").submit(CASE, "Save the note", text="She told me about home.", is_restricted="y")

    for role in ("staff", "pastoral_lead", "dsl", "headteacher"):
        page = client_as(role).page(CASE)
        assert "She told me about home." in page, role
        assert "wrote a restricted note" in page, role
    page = client_as("deputy_headteacher").page(CASE)
    assert "Rang home; nobody there." in page
    assert "She told me about home." not in page
    assert "restricted note." not in page


def test_a_restricted_note_stays_off_paper(client_as: ClientAs, cast: Cast) -> None:
    told = Told(cast).logged()
    told.noted("She told me about home.", role="staff", is_restricted=True)

    page = client_as("dsl").page(CASE)

    assert re.search(r'<div class="no-print">\s*<figure class="narrative"><blockquote>She told me', page)
    assert 'class="entry entry-note no-print"' in page
    assert "Printed by Dele Akande on" in page
    assert "Restricted notes are left out." in page
