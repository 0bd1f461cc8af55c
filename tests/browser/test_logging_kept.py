"""Logging an incident where things go wrong: people and words come back, and one incident stays one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Page, Response, expect

from app.casework.incident import Incident
from tests.browser.live import LiveServer
from tests.browser.school import NOTHING, how_many, let_sessions_run_out, stored_in
from tests.cast import PASSWORD, email_of

pytestmark = pytest.mark.browser
SignIn = Callable[..., None]
LOG = "/incidents/new"
numbers = count(1)


@pytest.fixture
def words() -> str:
    """A story that no other test tells."""
    return f"Tom pushed Maya off the bench and walked away, said for the {next(numbers)}th time."


def tell(page: Page, words: str) -> None:
    """Fill the form in: two people and their parts, a kind, how serious, the story."""
    page.goto(LOG)
    for number, name in enumerate(("Tom", "Maya"), 1):
        box = page.get_by_label("Find somebody")
        box.press_sequentially(name, delay=20)
        expect(page.locator("#people [role=option]").first).to_contain_text(name)
        box.press("Enter")
        expect(page.locator("form [data-row]")).to_have_count(number)
        box.press("Escape")
    page.locator("[name=category][value=physical] + label").click()
    page.locator("[name=severity][value='2'] + label").click()
    page.locator("[name=what_happened]").fill(words)


def send(page: Page) -> None:
    page.locator(".log-end").get_by_role("button", name="Log the incident").click(no_wait_after=True)


def logged(server: LiveServer, words: str) -> int:
    return how_many(server, Incident, Incident.what_happened == words)


def test_after_a_crash_people_parts_and_story_are_there_again(
    browser_page: Page, live_server: LiveServer, sign_in: SignIn, words: str
) -> None:
    sign_in(browser_page, "staff")
    typing = browser_page.context.new_page()

    def has_story(answer: Response) -> bool:
        """The people alone were kept before: what is waited for is the answer to the story."""
        return quote_plus(words) in (answer.request.post_data or "")

    with typing.expect_response(has_story, timeout=60_000) as kept:
        tell(typing, words)
        typing.locator("[name=what_happened]").blur()
    assert kept.value.ok
    expect(typing.locator(".kept-line")).to_contain_text("Kept as a draft at")
    typing.close()

    browser_page.goto(LOG)
    browser_page.get_by_role("link", name="Go on with it").first.click()
    expect(browser_page.locator("form [data-row]")).to_have_count(2)
    expect(browser_page.locator("[name=what_happened]")).to_have_value(words)
    expect(browser_page.locator("[name=category][value=physical]")).to_be_checked()
    send(browser_page)

    browser_page.wait_for_url("**/cases/*")
    assert logged(live_server, words) == 1


def test_a_cut_line_waits_with_everything_in_the_page(
    browser_page: Page, live_server: LiveServer, sign_in: SignIn, words: str
) -> None:
    sign_in(browser_page, "staff")
    tell(browser_page, words)
    browser_page.context.set_offline(True)
    send(browser_page)
    expect(browser_page.locator(".kept-line")).to_contain_text("will be sent when the connection is back")
    assert stored_in(browser_page) == NOTHING
    assert logged(live_server, words) == 0

    browser_page.context.set_offline(False)

    browser_page.wait_for_url("**/cases/*")
    assert logged(live_server, words) == 1


def test_a_double_click_and_back_and_again_log_one_incident(
    browser_page: Page, live_server: LiveServer, sign_in: SignIn, words: str
) -> None:
    sign_in(browser_page, "staff")
    tell(browser_page, words)
    browser_page.locator(".log-end").get_by_role("button", name="Log the incident").dblclick(no_wait_after=True)
    browser_page.wait_for_url("**/cases/*")
    assert logged(live_server, words) == 1

    browser_page.go_back()
    browser_page.wait_for_load_state()
    send(browser_page)
    browser_page.wait_for_load_state("networkidle")

    assert logged(live_server, words) == 1


def test_a_session_that_ends_in_mid_form_is_taken_up_in_the_page(
    browser_page: Page, live_server: LiveServer, sign_in: SignIn, words: str
) -> None:
    sign_in(browser_page, "staff")
    tell(browser_page, words)
    browser_page.locator("[name=what_happened]").blur()
    expect(browser_page.locator(".kept-line")).to_contain_text("Kept as a draft at")
    let_sessions_run_out(live_server)
    words = f"{words} Amir saw it."
    browser_page.locator("[name=what_happened]").fill(words)
    browser_page.locator("[name=what_happened]").blur()

    panel = browser_page.get_by_role("dialog", name="Sign in again to go on")
    panel.get_by_label("E-mail address").fill(email_of("staff"))
    panel.get_by_label("Password").fill(PASSWORD)
    panel.get_by_role("button", name="Sign in").click()
    expect(panel).to_have_count(0)
    expect(browser_page.locator("form [data-row]")).to_have_count(2)
    send(browser_page)

    browser_page.wait_for_url("**/cases/*")
    assert logged(live_server, words) == 1
