"""A weak line and two people at once: pages work when scripts and styles never come, and each keeps their words."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from itertools import count

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from app.casework.case import Note
from app.casework.draft import Draft
from tests.browser.conftest import new_context
from tests.browser.live import LiveServer
from tests.browser.school import a_case, database, how_many

pytestmark = pytest.mark.browser
SignIn = Callable[..., None]
WORDS = "Maya says that Tom has kept the seat free all week."
numbers = count(1)


@pytest.fixture
def case(live_server: LiveServer) -> str:
    """The address of a case of this test's own."""
    return a_case(live_server, f"2026-8{next(numbers):03}")


def line(page: Page) -> Locator:
    return page.locator(".kept-line").first


def test_two_on_one_case_each_keep_their_words(
    browser_page: Page, chromium: Browser, live_server: LiveServer, sign_in: SignIn, case: str
) -> None:
    other = new_context(chromium, live_server).new_page()
    for page, role, step in ((browser_page, "pastoral_lead", "Ring home"), (other, "headteacher", "Wait a day")):
        sign_in(page, role)
        page.goto(f"{case}/triage")
        page.get_by_label("Next step").fill(step)
    other.locator("main form[data-kept] .submit-row button").click()
    other.wait_for_url(f"**{case}")
    other.context.close()

    browser_page.locator("main form[data-kept] .submit-row button").click()

    expect(browser_page.get_by_role("heading", name="This was saved since you opened it")).to_be_visible()
    expect(browser_page.get_by_text("Wait a day")).to_be_visible()
    browser_page.get_by_role("link", name="Go on with what you typed").click()
    expect(browser_page.get_by_label("Next step")).to_have_value("Ring home")
    expect(browser_page.get_by_text("Somebody has changed the record since then")).to_be_visible()
    browser_page.locator("main form[data-kept] .submit-row button").click()
    browser_page.wait_for_url(f"**{case}")


def answered_with_nothing(kind: str, route: Route) -> None:
    route.fulfill(status=200, body="", content_type=kind)


def test_a_page_whose_script_and_style_never_come_is_usable(
    browser_page: Page, live_server: LiveServer, sign_in: SignIn, case: str
) -> None:
    words = f"{WORDS} Plain."
    sign_in(browser_page, "pastoral_lead")
    for ending, kind in (("js", "text/javascript"), ("css", "text/css")):
        answer = partial(answered_with_nothing, kind)
        browser_page.route(re.compile(rf"/static/.*\.{ending}"), answer)
    browser_page.goto(case)

    browser_page.get_by_label("Add a note").fill(words)
    browser_page.get_by_role("button", name="Save the note").click()

    expect(browser_page.get_by_text("The note is saved.")).to_be_visible()
    assert how_many(live_server, Note, Note.text == words) == 1


def test_nothing_jumps_when_the_scripts_come(browser_page: Page, sign_in: SignIn, case: str) -> None:
    sign_in(browser_page, "pastoral_lead")
    browser_page.goto(case)
    expect(line(browser_page)).to_have_count(1)

    shifted = browser_page.evaluate(
        """() => new Promise(done => new PerformanceObserver(list =>
        done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0))).observe({type: 'layout-shift', buffered: true})
        || setTimeout(() => done(0), 500))"""
    )

    assert shifted < 0.02


def test_the_database_keeps_no_token_and_no_version_of_a_draft(
    browser_page: Page, live_server: LiveServer, sign_in: SignIn, case: str
) -> None:
    sign_in(browser_page, "pastoral_lead")
    browser_page.goto(f"{case}/triage")
    browser_page.get_by_label("Next step").fill("Ring home")
    browser_page.get_by_label("Next step").blur()
    expect(line(browser_page)).to_contain_text("Kept as a draft at")

    with database(live_server) as session:
        draft = session.query(Draft).filter(Draft.form == f"{case}/triage").one()
        names = {name for name, _value in draft.typed()}
    assert "next_step" in names
    assert not names & {"csrf_token", "version", "form_key", "form_page", "form_title"}


def test_no_page_takes_more_than_six_requests_when_nothing_is_kept_from_before(
    chromium: Browser, browser_page: Page, live_server: LiveServer, sign_in: SignIn, case: str
) -> None:
    sign_in(browser_page, "headteacher")
    state, found = browser_page.context.storage_state(), {}
    names_pupils = ("/", case, "/cases", "/exclusions", "/out-of-lessons", "/patterns/together", "/pupils")
    for path in (*names_pupils, "/incidents/new", "/circles"):
        context = chromium.new_context(base_url=live_server.url, storage_state=state)
        page, asked = context.new_page(), []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(path)
        page.wait_for_load_state("networkidle")
        accented = page.evaluate("/[\\u00C0-\\u024F]/.test(document.body.innerText)")
        # A name with an accent brings letters of its own: counted wherever pupils are named, as if one had it.
        found[path] = len(asked) + (path in names_pupils and not accented)
        context.close()

    assert {path: number for path, number in found.items() if number > 6} == {}


def test_a_folded_form_keeps_what_is_typed_once_it_is_open(browser_page: Page, sign_in: SignIn) -> None:
    sign_in(browser_page, "headteacher")
    browser_page.goto("/exclusions")
    browser_page.get_by_text("Enter a row").click()
    browser_page.locator("form[data-kept] input[type=text]").first.fill("Adey")

    expect(line(browser_page)).to_contain_text("Kept as a draft at", timeout=20_000)
