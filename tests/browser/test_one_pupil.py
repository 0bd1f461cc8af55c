"""One pupil in one field: offered as one types, written with the form, and forgotten as soon as the name changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.casework.exclusion import OutOfLessons
from tests.browser.live import LiveServer
from tests.browser.school import how_many

pytestmark = pytest.mark.browser
SignIn = Callable[..., None]


def test_a_pupil_is_chosen_by_keyboard_and_the_row_is_entered(
    browser_page: Page, live_server: LiveServer, sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    sign_in(browser_page, "headteacher")
    browser_page.goto("/out-of-lessons")
    browser_page.get_by_text("Enter a row").click()
    pupil, key = browser_page.get_by_label("Pupil", exact=True), browser_page.locator("input[type=hidden][name=meant]")

    pupil.press_sequentially("tom ad")
    expect(browser_page.locator(".finder [role=option]").first).to_contain_text("Tom Adeyemi")
    axe(browser_page)
    pupil.press("Enter")
    expect(pupil).to_have_value("Tom Adeyemi, 8B")
    expect(key).not_to_have_value("")
    pupil.press("End")
    pupil.press("Backspace")
    expect(key).to_have_value("")
    pupil.press_sequentially("B")
    expect(browser_page.locator(".finder [role=listbox]")).to_be_visible()
    pupil.press("Escape")
    expect(browser_page.locator(".finder [role=listbox]")).to_be_hidden()
    pupil.press("Escape")
    expect(pupil).to_have_value("Tom Adeyemi, 8B")
    browser_page.get_by_label("Kind", exact=True).first.select_option("managed_move")
    browser_page.get_by_label("From", exact=True).fill("20/11/2026")
    browser_page.get_by_role("button", name="Enter the row").click()

    expect(browser_page.get_by_text("Recorded: Tom Adeyemi, 8B.")).to_be_visible()
    assert how_many(live_server, OutOfLessons) == 1
