"""The whole day by keyboard: shortcuts that are shown and can be switched off, and a focus that never gets lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from app.casework.case import Note
from tests.browser.live import LiveServer
from tests.browser.school import a_case, how_many
from tests.cast import PASSWORD, email_of

pytestmark = pytest.mark.browser
SignIn = Callable[..., None]
numbers = count(1)
FOCUSED = "document.activeElement === document.body ? '' : document.activeElement.outerHTML.slice(0, 200)"
SEEN = """() => { const it = document.activeElement, style = getComputedStyle(it), label = it.nextElementSibling,
    beside = label && getComputedStyle(label);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
        || !!beside && beside.outlineStyle !== 'none' && parseFloat(beside.outlineWidth) >= 2 }"""


@pytest.fixture
def case(live_server: LiveServer) -> str:
    return a_case(live_server, f"2026-6{next(numbers):03}")


def tab_to(page: Page, name: str, role: str = "textbox", most: int = 80) -> None:
    """Press Tab until that control has the focus, which is seen at every stop."""
    wanted = page.get_by_role(role, name=name, exact=True)
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement !== document.body"):
            assert page.evaluate(SEEN), page.evaluate(FOCUSED)
        if wanted.count() and wanted.first.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"Tab never reached {name!r}")


def test_a_note_is_written_from_sign_in_to_save_by_keyboard_alone(
    browser_page: Page, live_server: LiveServer, case: str
) -> None:
    browser_page.goto("/sign-in")
    tab_to(browser_page, "E-mail address")
    browser_page.keyboard.type(email_of("pastoral_lead"))
    tab_to(browser_page, "Password")
    browser_page.keyboard.type(PASSWORD)
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url(re.compile(r"/$"))
    browser_page.keyboard.press("g")
    browser_page.keyboard.press("c")
    browser_page.wait_for_url("**/cases")
    tab_to(browser_page, case.rpartition("/")[2], "link")
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url(f"**{case}")
    tab_to(browser_page, "Add a note")
    browser_page.keyboard.type("Typed by keyboard alone.")
    tab_to(browser_page, "Save the note", "button")
    browser_page.keyboard.press("Enter")

    expect(browser_page.get_by_text("The note is saved.")).to_be_visible()
    assert how_many(live_server, Note, Note.text == "Typed by keyboard alone.") == 1


def test_the_first_tab_leads_past_the_frame(browser_page: Page, sign_in: SignIn) -> None:
    sign_in(browser_page, "pastoral_lead")
    browser_page.goto("/cases")
    browser_page.keyboard.press("Tab")
    expect(browser_page.get_by_role("link", name="Skip to the page")).to_be_focused()
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator("main")).to_be_focused()


def test_the_keys_are_shown_and_lead_where_they_say(
    browser_page: Page, sign_in: SignIn, axe: Callable[[Page], None]
) -> None:
    sign_in(browser_page, "pastoral_lead")
    browser_page.keyboard.press("?")
    panel = browser_page.get_by_role("dialog", name="Shortcuts")
    expect(panel).to_contain_text("Log an incident")
    axe(browser_page)
    browser_page.keyboard.press("Escape")
    expect(panel).to_be_hidden()

    browser_page.keyboard.press("/")
    expect(browser_page.get_by_label("Search people and cases")).to_be_focused()
    browser_page.keyboard.type("nh?")
    expect(browser_page.get_by_label("Search people and cases")).to_have_value("nh?")
    expect(panel).to_be_hidden()
    browser_page.get_by_label("Search people and cases").blur()
    for keys, path in (("gp", "/pupils"), ("gr", "/reports"), ("n", "/incidents/new"), ("gh", "/")):
        for key in keys:
            browser_page.keyboard.press(key)
        browser_page.wait_for_url(re.compile(rf"{path}$"))
        browser_page.evaluate("document.activeElement.blur()")


def test_a_key_pressed_the_moment_after_the_panel_closes_is_heard(browser_page: Page, sign_in: SignIn) -> None:
    sign_in(browser_page, "pastoral_lead")
    browser_page.keyboard.press("?")
    expect(browser_page.get_by_role("dialog", name="Shortcuts")).to_be_visible()

    # Until the browser next draws the page, the focus still stands on the button of the closed panel.
    browser_page.evaluate(
        """() => { const panel = document.querySelector("dialog[open]"), button = panel.querySelector("button"); panel.close();
        button.dispatchEvent(new KeyboardEvent("keydown", { key: "/", bubbles: true, cancelable: true })); }"""
    )

    expect(browser_page.get_by_label("Search people and cases")).to_be_focused()


def test_whoever_may_not_search_is_offered_no_key_for_it(browser_page: Page, sign_in: SignIn) -> None:
    sign_in(browser_page, "governor")
    browser_page.keyboard.press("/")
    browser_page.keyboard.press("?")

    panel = browser_page.get_by_role("dialog", name="Shortcuts")
    expect(panel).to_contain_text("Home")
    expect(panel).not_to_contain_text("Search")


def test_where_the_box_has_no_room_its_key_leads_to_the_page_that_searches(browser_page: Page, sign_in: SignIn) -> None:
    sign_in(browser_page, "pastoral_lead")
    browser_page.set_viewport_size({"width": 640, "height": 450})  # a desk at 200 % zoom
    browser_page.wait_for_function("innerWidth === 640")

    browser_page.keyboard.press("/")

    browser_page.wait_for_url("**/search?q=")
    expect(browser_page.get_by_label("Look for")).to_be_focused()


def test_keys_that_are_switched_off_do_nothing(browser_page: Page, sign_in: SignIn) -> None:
    sign_in(browser_page, "dsl")
    browser_page.goto("/me")
    browser_page.get_by_role("button", name="Switch the shortcuts off").click()
    expect(browser_page.get_by_text("The shortcuts are off.")).to_be_visible()

    for key in "?nghgc":
        browser_page.keyboard.press(key)
    browser_page.wait_for_timeout(400)

    expect(browser_page.get_by_role("dialog")).to_have_count(0)
    assert browser_page.url.endswith("/me")


def test_the_focus_goes_to_the_summary_of_errors_and_from_there_to_the_field(
    browser_page: Page, sign_in: SignIn, case: str
) -> None:
    sign_in(browser_page, "pastoral_lead")
    browser_page.goto(f"{case}/join")
    browser_page.locator("main form[data-kept] .submit-row button").click()

    expect(browser_page.locator(".error-summary")).to_be_focused()
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.press("Enter")
    assert browser_page.evaluate("document.activeElement.closest('form[data-kept]') !== null")


def test_the_focus_goes_to_the_added_row_and_to_what_took_the_place_of_the_one_taken_away(
    browser_page: Page, live_server: LiveServer, sign_in: SignIn, case: str
) -> None:
    sign_in(browser_page, "pastoral_lead")
    hold = held_response(browser_page, case)
    browser_page.goto(f"{case}/agreements/new?response={hold}")
    rows = browser_page.locator("fieldset.row")
    before = rows.count()
    browser_page.locator("fieldset.rows > button").click()
    browser_page.wait_for_load_state()

    expect(rows).to_have_count(before + 1)
    expect(rows.last).to_be_focused()


def held_response(page: Page, case: str) -> str:
    """A response that was held, made by the pages; its number."""
    page.goto(f"{case}/responses/new")
    for name in page.evaluate("[...new Set([...document.querySelectorAll('main [type=radio]')].map(it => it.name))]"):
        answer = "yes" if name in ("responsibility_accepted", "everyone_willing") else "no"
        page.locator(f"[name={name}][value={answer}]").check()
    page.locator("main form[data-kept] .submit-row button").click()
    page.locator("[name=kind][value=impromptu_conference]").check()
    page.locator("[name=chosen_because]").fill("Both can be heard today.")
    page.locator("main form[data-kept] .submit-row button").click()
    page.wait_for_url("**/responses/*")
    number = page.url.rpartition("/")[2]
    for number in (0, 1):
        page.locator(f"[name='people-{number}-took_part']").check()
    page.get_by_role("button", name="Record that it was held").click()
    page.get_by_role("link", name="Record the agreement").wait_for()
    return number
