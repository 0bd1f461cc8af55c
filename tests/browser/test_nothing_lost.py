"""Nothing typed is ever lost, and nothing is made twice: a cut line, an ended session, a crash, a double click, Back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from app.casework.case import Note
from app.casework.circle import Circle
from app.casework.draft import Draft
from tests.browser.live import LiveServer
from tests.browser.school import NOTHING, a_case, how_many, let_sessions_run_out, stored_in
from tests.cast import PASSWORD, email_of

pytestmark = pytest.mark.browser
SignIn = Callable[..., None]
WORDS = "Maya says that Tom has kept the seat free all week."
numbers = count(1)


@pytest.fixture
def case(live_server: LiveServer) -> str:
    """The address of a case of this test's own."""
    return a_case(live_server, f"2026-7{next(numbers):03}")


@pytest.fixture
def without_script(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    context = chromium.new_context(base_url=live_server.url, locale="en-GB", java_script_enabled=False)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def note_box(page: Page) -> Locator:
    return page.get_by_label("Add a note")


def save(page: Page) -> Locator:
    return page.get_by_role("button", name="Save the note")


def line(page: Page) -> Locator:
    return page.locator(".kept-line").first


def is_there(server: LiveServer, words: str) -> int:
    return how_many(server, Note, Note.text == words)


def test_a_line_that_is_cut_in_mid_form_loses_nothing(
    browser_page: Page, live_server: LiveServer, sign_in: SignIn, case: str
) -> None:
    sign_in(browser_page, "pastoral_lead")
    browser_page.goto(case)
    note_box(browser_page).fill(WORDS)
    expect(line(browser_page)).to_contain_text("Kept as a draft at")

    browser_page.context.set_offline(True)
    note_box(browser_page).fill(f"{WORDS} Twice.")
    note_box(browser_page).blur()
    expect(line(browser_page)).to_contain_text("Not saved: no connection.")
    save(browser_page).click()
    expect(line(browser_page)).to_contain_text("will be sent when the connection is back")
    expect(note_box(browser_page)).to_have_value(f"{WORDS} Twice.")
    assert stored_in(browser_page) == NOTHING
    assert is_there(live_server, f"{WORDS} Twice.") == 0

    browser_page.context.set_offline(False)
    expect(browser_page.get_by_role("status").filter(has_text="The note is saved.")).to_be_visible()
    assert is_there(live_server, f"{WORDS} Twice.") == 1
    expect(browser_page.get_by_text("You began this")).to_have_count(0)


def test_whoever_typed_signs_in_again_in_the_page_and_goes_on(
    browser_page: Page, live_server: LiveServer, sign_in: SignIn, axe: Callable[[Page], None], case: str
) -> None:
    sign_in(browser_page, "pastoral_lead")
    browser_page.goto(case)
    note_box(browser_page).fill(WORDS)
    let_sessions_run_out(live_server)
    note_box(browser_page).blur()

    panel = browser_page.get_by_role("dialog", name="Sign in again to go on")
    expect(panel.get_by_label("E-mail address")).to_be_focused()
    axe(browser_page)
    panel.get_by_label("E-mail address").fill(email_of("pastoral_lead"))
    panel.get_by_label("Password").fill("not this one")
    panel.get_by_role("button", name="Sign in").click()
    expect(panel.get_by_text("do not go together")).to_be_visible()
    browser_page.keyboard.press("Escape")
    expect(panel).to_be_visible()
    panel.get_by_label("E-mail address").fill(email_of("pastoral_lead"))
    panel.get_by_label("Password").fill(PASSWORD)
    panel.get_by_role("button", name="Sign in").click()

    expect(panel).to_have_count(0)
    expect(note_box(browser_page)).to_have_value(WORDS)
    expect(line(browser_page)).to_contain_text("Kept as a draft at")
    save(browser_page).click()
    expect(browser_page.get_by_role("status").filter(has_text="The note is saved.")).to_be_visible()
    assert is_there(live_server, WORDS) == 1


def test_a_form_sent_after_the_session_ran_out_waits_for_its_author_to_sign_in(
    browser_page: Page, live_server: LiveServer, sign_in: SignIn, case: str
) -> None:
    words = f"{WORDS} Sent late."
    sign_in(browser_page, "pastoral_lead")
    browser_page.goto(case)
    note_box(browser_page).fill(words)
    let_sessions_run_out(live_server)
    save(browser_page).click()

    panel = browser_page.get_by_role("dialog")
    panel.get_by_label("E-mail address").fill(email_of("pastoral_lead"))
    panel.get_by_label("Password").fill(PASSWORD)
    panel.get_by_label("Password").press("Enter")

    expect(browser_page.get_by_role("status").filter(has_text="The note is saved.")).to_be_visible()
    assert is_there(live_server, words) == 1


def test_somebody_else_who_signs_in_there_never_sees_what_was_typed(
    browser_page: Page, live_server: LiveServer, sign_in: SignIn, case: str
) -> None:
    words = f"{WORDS} For my eyes."
    sign_in(browser_page, "pastoral_lead")
    browser_page.goto(case)
    note_box(browser_page).fill(words)
    let_sessions_run_out(live_server)
    note_box(browser_page).blur()

    panel = browser_page.get_by_role("dialog")
    panel.get_by_label("E-mail address").fill(email_of("dsl"))
    panel.get_by_label("Password").fill(PASSWORD)
    panel.get_by_role("button", name="Sign in").click()
    browser_page.wait_for_url(re.compile(r"/$"))

    assert words not in browser_page.content()
    browser_page.goto(case)
    assert words not in browser_page.content()
    browser_page.goto("/drafts")
    expect(browser_page.get_by_text("Nothing is waiting")).to_be_visible()


def test_after_a_crash_the_form_offers_what_was_typed(
    browser_page: Page, live_server: LiveServer, sign_in: SignIn, case: str
) -> None:
    words = f"{WORDS} Before the crash."
    sign_in(browser_page, "pastoral_lead")
    typing = browser_page.context.new_page()
    typing.goto(case)
    note_box(typing).press_sequentially(words, delay=1)
    expect(line(typing)).to_contain_text("Kept as a draft at", timeout=10_000)
    typing.close()

    browser_page.goto(case)
    expect(browser_page.get_by_text("You began this today at")).to_be_visible()
    expect(note_box(browser_page)).to_have_value("")
    browser_page.get_by_role("link", name="Go on with it").click()
    expect(note_box(browser_page)).to_have_value(words)
    expect(note_box(browser_page)).to_be_focused()
    save(browser_page).click()
    expect(browser_page.get_by_role("status").filter(has_text="The note is saved.")).to_be_visible()

    assert is_there(live_server, words) == 1
    assert how_many(live_server, Draft, Draft.form == f"{case}/notes") == 0
    expect(browser_page.get_by_text("You began this")).to_have_count(0)


def test_a_draft_is_thrown_away_where_it_is_offered(
    browser_page: Page, live_server: LiveServer, sign_in: SignIn, case: str
) -> None:
    sign_in(browser_page, "pastoral_lead")
    browser_page.goto(case)
    note_box(browser_page).fill("Not needed after all.")
    note_box(browser_page).blur()
    expect(line(browser_page)).to_contain_text("Kept as a draft at")
    browser_page.reload()

    browser_page.get_by_role("button", name="Throw it away").click()

    expect(browser_page.get_by_text("The draft is thrown away.")).to_be_visible()
    expect(browser_page.get_by_text("You began this")).to_have_count(0)
    assert how_many(live_server, Draft, Draft.form == f"{case}/notes") == 0


def test_a_double_click_makes_one(browser_page: Page, live_server: LiveServer, sign_in: SignIn, case: str) -> None:
    words = f"{WORDS} Pressed twice."
    sign_in(browser_page, "pastoral_lead")
    browser_page.goto(case)
    note_box(browser_page).fill(words)

    save(browser_page).dblclick(no_wait_after=True)

    expect(browser_page.get_by_role("status").filter(has_text="The note is saved.")).to_be_visible()
    assert is_there(live_server, words) == 1


def test_a_double_click_without_scripts_makes_one(
    without_script: Page, live_server: LiveServer, sign_in: SignIn, case: str
) -> None:
    words = f"{WORDS} Pressed twice, no script."
    sign_in(without_script, "pastoral_lead")
    without_script.goto(case)
    note_box(without_script).fill(words)

    save(without_script).dblclick(no_wait_after=True)

    expect(without_script.get_by_text(words)).to_be_visible()
    assert is_there(live_server, words) == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_back_and_send_again_makes_one(
    chromium: Browser, live_server: LiveServer, sign_in: SignIn, case: str, scripts: bool
) -> None:
    words = f"{WORDS} Back again, {'with' if scripts else 'without'} scripts."
    context = chromium.new_context(base_url=live_server.url, locale="en-GB", java_script_enabled=scripts)
    page = context.new_page()
    sign_in(page, "pastoral_lead")
    page.goto(case)
    note_box(page).fill(words)
    save(page).click()
    expect(page.get_by_text("The note is saved.")).to_be_visible()

    page.go_back()
    page.wait_for_load_state()
    save(page).click()
    page.wait_for_load_state()

    assert is_there(live_server, words) == 1
    context.close()


def test_back_after_a_circle_makes_no_second_one(browser_page: Page, live_server: LiveServer, sign_in: SignIn) -> None:
    sign_in(browser_page, "pastoral_lead")
    browser_page.goto("/circles")
    browser_page.locator("main form[data-kept] [name=group]").fill("8B")
    browser_page.locator("main form[data-kept] .submit-row button").click()
    expect(browser_page.get_by_text("The circle is logged.")).to_be_visible()
    before = how_many(live_server, Circle)

    browser_page.reload()
    browser_page.go_back()
    browser_page.wait_for_load_state()
    browser_page.locator("main form[data-kept] .submit-row button").click()
    browser_page.wait_for_load_state()

    assert how_many(live_server, Circle) == before


def test_without_scripts_a_form_sent_too_late_stands_there_after_signing_in(
    without_script: Page, live_server: LiveServer, sign_in: SignIn, case: str
) -> None:
    words = f"{WORDS} Too late, no script."
    sign_in(without_script, "pastoral_lead")
    without_script.goto(case)
    note_box(without_script).fill(words)
    let_sessions_run_out(live_server)
    save(without_script).click()

    expect(without_script.get_by_role("heading", name="You are signed out")).to_be_visible()
    without_script.get_by_role("link", name="Sign in and go on").click()
    without_script.get_by_label("E-mail address").fill(email_of("pastoral_lead"))
    without_script.get_by_label("Password").fill(PASSWORD)
    without_script.get_by_role("button", name="Sign in").click()
    expect(note_box(without_script)).to_have_value(words)
    save(without_script).click()

    expect(without_script.get_by_text("The note is saved.")).to_be_visible()
    assert is_there(live_server, words) == 1
