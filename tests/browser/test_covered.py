"""A page that nobody touched is covered, and shows itself to nobody but who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.browser.live import LiveServer
from tests.browser.school import a_case, let_sessions_run_out
from tests.cast import PASSWORD, email_of

pytestmark = pytest.mark.browser
SignIn = Callable[..., None]
numbers = count(1)


@pytest.fixture
def covered(browser_page: Page, live_server: LiveServer, sign_in: SignIn) -> Page:
    """A case in a page that was left alone for sixteen minutes."""
    sign_in(browser_page, "pastoral_lead")
    browser_page.clock.install()
    browser_page.goto(a_case(live_server, f"2026-71{next(numbers):02}"))
    browser_page.clock.fast_forward(16 * 60 * 1000)
    expect(browser_page.get_by_text("The page is covered")).to_be_visible()
    return browser_page


def show(page: Page) -> None:
    page.get_by_role("button", name="Show the page").click()


def test_it_shows_itself_while_its_reader_is_signed_in(covered: Page) -> None:
    show(covered)
    expect(covered.get_by_text("The page is covered")).to_be_hidden()
    covered.get_by_label("Add a note").fill("Still here.")


def test_after_the_session_ended_it_stays_covered_until_the_same_person_is_back(
    covered: Page, live_server: LiveServer
) -> None:
    let_sessions_run_out(live_server)
    show(covered)

    panel = covered.get_by_role("dialog", name="Sign in again to go on")
    expect(panel).to_be_visible()
    expect(covered.get_by_text("The page is covered")).to_be_visible()
    panel.get_by_label("E-mail address").fill(email_of("pastoral_lead"))
    panel.get_by_label("Password").fill(PASSWORD)
    panel.get_by_role("button", name="Sign in").click()
    expect(covered.get_by_text("The page is covered")).to_be_hidden()
    expect(panel).to_have_count(0)
    covered.get_by_label("Add a note").fill("Back again.")
    covered.get_by_role("button", name="Save the note").click()
    expect(covered.get_by_text("Back again.")).to_be_visible()


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(covered: Page, live_server: LiveServer) -> None:
    let_sessions_run_out(live_server)
    show(covered)
    panel = covered.get_by_role("dialog", name="Sign in again to go on")
    panel.get_by_label("E-mail address").fill(email_of("staff"))
    panel.get_by_label("Password").fill(PASSWORD)
    panel.get_by_role("button", name="Sign in").click()

    covered.wait_for_url(f"{live_server.url}/")
    expect(covered.get_by_role("heading", level=1)).to_be_visible()


def test_without_a_line_it_stays_covered_and_says_why(covered: Page) -> None:
    covered.context.set_offline(True)
    show(covered)
    expect(covered.get_by_text("No connection. Try again in a moment.")).to_be_visible()
    expect(covered.get_by_text("The page is covered")).to_be_visible()
    covered.context.set_offline(False)
    show(covered)
    expect(covered.get_by_text("The page is covered")).to_be_hidden()
