"""Two people, one record: whoever saves second sees both versions, nothing is overwritten, and the typed words stand ready."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.client import Browser
from tests.forms import form_for
from tests.web.test_drafts import drafts, the_case
from tests.web.test_once import KEY, incident

ClientAs = Callable[..., Browser]


def opened_on(browser: Browser, path: str, name: str = "version") -> str:
    """The version that the form of a page was opened on."""
    return browser.page(path).split(f'name="{name}"')[1].split('value="')[1].split('"')[0]


def told(page: str) -> str:
    """The table of what differs."""
    return page.split("<table>")[1].split("</table>")[0]


def parts(page: str) -> list[str]:
    """The fields that differ."""
    return re.findall(r'<th scope="row".*?<span class="cell">(.*?)</span>', told(page))


@pytest.fixture
def case(client_as: ClientAs, cast: Cast, session: Session) -> str:
    client_as("staff").post("/incidents/new", data=incident(cast))
    return the_case(session).reference


def test_an_incident_amended_by_two(client_as: ClientAs, cast: Cast, session: Session, case: str) -> None:
    lead, head, path = client_as("pastoral_lead"), client_as("headteacher"), f"/incidents/{case}/amend"
    version = opened_on(lead, path)
    head.submit(path, what_happened="Tom pushed Maya, she says.", because="Maya told me")

    mine = {**incident(cast, what_happened="Tom and Maya fell."), "because": "Tom told me", "version": version}
    late = lead.post(path, data={**mine, "form_page": path})

    assert late.status_code == 409
    assert "Tom pushed Maya, she says." in late.text
    assert "Tom and Maya fell." in late.text
    assert "This was saved since you opened it" in late.text
    assert "in another window" in late.text
    assert [draft.form for draft in drafts(session)] == [path]
    going_on = f"{path}?draft={drafts(session)[0].id}"
    assert "Somebody has changed the record since then" in lead.page(going_on)
    lead.submit(going_on, button="Save the change")
    session.rollback()
    assert the_case(session).incidents[0].what_happened == "Tom and Maya fell."


def test_only_what_differs_is_told_in_the_words_of_the_page(
    client_as: ClientAs, cast: Cast, session: Session, case: str
) -> None:
    lead, path = client_as("pastoral_lead"), f"/incidents/{case}/amend"
    typed = {"severity": "4", "occurred_on": "02/11/2026", "because": "Maya told me"}
    mine = form_for(lead.page(path), typed).filled_in(typed)
    lead.submit(path, severity="3", because="Seen on the camera")

    late = lead.post(path, data=mine)

    assert late.status_code == 409
    assert parts(late.text) == ["Day", "How serious?", "Why it is amended"]
    assert "2 November 2026" in told(late.text)
    assert "Serious" in told(late.text)
    assert not re.search(r"20\d\d-\d\d-\d\d|<span class=.cell.>\d<", told(late.text))


def test_lines_supplied_by_two(client_as: ClientAs) -> None:
    first, path = client_as("data_manager"), "/settings/supplied"
    term = first.page(path).split('name="term" value="')[1].split('"')[0]
    version = opened_on(first, path)
    first.submit(path, complete=["suspensions"])

    late = first.post(path, data={"term": term, "version": version, "complete": "managed_move", "form_key": KEY,
                                  "form_page": path})  # fmt: skip

    assert late.status_code == 409
    assert "managed_move" not in told(late.text)
    assert parts(late.text) == ["Managed moves"] or len(parts(late.text)) == 1
