"""Logging in a real browser: the list of people by keyboard and by touch, without JavaScript, on a phone, and its weight."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import listen_for_complaints, new_context

LOG = "/incidents/new"


@pytest.fixture
def log(browser_page: Page, sign_in) -> Page:
    """The form, as a teacher opens it."""
    sign_in(browser_page, "staff")
    browser_page.goto(LOG)
    expect(field(browser_page)).to_have_attribute("role", "combobox")
    field(browser_page).press("Shift")  # the list's script comes with the first key
    expect(field(browser_page)).to_have_attribute("aria-controls", re.compile("."))
    return browser_page


def field(page: Page):
    return page.get_by_label("Find somebody")


def options(page: Page):
    return page.locator("#people [role=option]")


def test_the_form_is_accessible_empty_with_its_list_open_full_and_with_errors(log, axe):
    axe(log)
    field(log).press_sequentially("tom")
    expect(options(log)).to_have_count(1)
    axe(log)
    field(log).press("Enter")
    log.get_by_label("A small conference").check()
    log.get_by_label("Somebody is hurt or not safe now").check()
    log.get_by_label("Prejudice").check()
    for folded in log.locator("main details").all():
        folded.evaluate("element => element.open = true")
    axe(log)
    log.get_by_role("button", name="Log the incident").click()
    expect(log.locator(".error-summary")).to_be_focused()
    axe(log)


def test_the_list_is_a_combobox_that_the_keyboard_rules(log):
    people = field(log)
    expect(people).to_be_focused()
    people.press_sequentially("8b")
    expect(people).to_have_attribute("role", "combobox")
    expect(people).to_have_attribute("aria-expanded", "true")
    expect(options(log)).to_have_count(4)  # three pupils and their tutor
    expect(log.locator("#people [role=status]").first).to_have_text("4 people")

    def pointed_at() -> int:
        return int(people.get_attribute("aria-activedescendant").rpartition("-")[2])

    assert pointed_at() == 0
    for key, place in (("ArrowDown", 1), ("End", 3), ("ArrowDown", 0), ("ArrowUp", 3), ("Home", 0)):
        people.press(key)
        assert pointed_at() == place, key
    assert options(log).nth(0).get_attribute("aria-selected") == "true"
    people.press("Escape")
    expect(people).to_have_attribute("aria-expanded", "false")
    expect(people).to_have_value("8b")
    people.press("Escape")
    expect(people).to_have_value("")


def test_names_and_parts_are_given_without_leaving_the_field(log):
    people = field(log)
    people.press_sequentially("tom")
    people.press("Enter")  # perhaps before the answer is here
    expect(options(log).nth(1)).to_contain_text("Caused harm")
    people.press("ArrowDown")
    people.press("Enter")
    people.press_sequentially("maia")
    expect(options(log).first).to_contain_text("Maya Lewis")
    people.press("Enter")
    people.press("Escape")

    rows = log.locator("[data-row]")
    expect(rows).to_have_count(2)
    expect(rows.nth(0).get_by_label("Caused harm")).to_be_checked()
    expect(rows.nth(1).get_by_label("Not yet clear")).to_be_checked()

    rows.nth(0).get_by_role("button", name="Take away Tom Adeyemi").click()
    expect(log.locator("[data-row]")).to_have_count(1)
    expect(people).to_be_focused()


def test_enter_in_the_field_never_sends_the_form_and_one_person_has_one_row(log):
    people = field(log)
    for _ in range(2):
        people.press_sequentially("tom")
        expect(options(log).first).to_contain_text("Tom Adeyemi")
        people.press("Enter")
        people.press("Escape")
    people.press("Enter")

    expect(log).to_have_url(re.compile(f"{LOG}$"))
    expect(log.locator("[data-row]")).to_have_count(1)


def test_the_whole_day_by_keyboard_alone(log):
    for name, downs in (("tom", 1), ("maya", 2)):
        field(log).press_sequentially(name)
        expect(options(log).first).to_contain_text(re.compile(name, re.IGNORECASE))
        for key in ("Enter", *["ArrowDown"] * downs, "Enter"):
            log.keyboard.press(key)
    for group, keys in (("category", ["Space"]), ("severity", ["Space", "ArrowDown"])):
        while log.evaluate("document.activeElement.name") != group:
            log.keyboard.press("Tab")
        for key in keys:
            log.keyboard.press(key)
    log.keyboard.press("Control+Enter")

    log.wait_for_url("**/cases/*")
    expect(log.get_by_text("The story is still to add. It waits")).to_be_visible()


def test_what_is_serious_opens_the_rest_and_the_keys_send_before_anybody_was_looked_for(log):
    rest = log.locator("details[data-opens-for]")
    expect(rest).not_to_have_attribute("open", "")
    log.get_by_label("Very serious").check()
    expect(rest).to_have_attribute("open", "")

    log.get_by_label("Very serious").press("Control+Enter")
    expect(log.locator(".error-summary")).to_contain_text("Name at least one person")
    log.get_by_label("Physical", exact=True).first.check()
    log.get_by_label("Physical", exact=True).first.press("Control+Enter")
    expect(log.locator(".error-summary")).not_to_contain_text("Choose the nearest kind")


def test_somebody_is_added_while_amending_and_that_page_is_accessible(log, axe):
    field(log).press_sequentially("kacper")
    options(log).first.click()
    field(log).press("Escape")
    log.get_by_label("Online", exact=True).first.check()
    log.get_by_label("Some harm").check()
    log.get_by_role("button", name="Log the incident").click()
    log.wait_for_url("**/cases/*")
    log.goto(log.url.replace("/cases/", "/incidents/") + "/amend")
    axe(log)

    field(log).press_sequentially("nia")
    expect(options(log).first).to_contain_text("Nia Campbell")
    field(log).press("Enter")
    expect(log.locator("form [data-row]")).to_have_count(2)
    field(log).press("ArrowDown")
    field(log).press("Enter")
    log.get_by_label("What was seen or heard").fill("A message was passed on.")
    log.get_by_role("button", name="Save the change").click()

    expect(log.get_by_text("The incident is amended.")).to_be_visible()
    expect(log.get_by_text("Nia Campbell").first).to_be_visible()


def test_who_presses_enter_and_goes_on_before_the_answer_comes_has_named_them_all_the_same(log):
    log.route("**/find*", lambda route: (time.sleep(0.4), route.continue_()))
    field(log).press_sequentially("nia")
    field(log).press("Enter")
    log.get_by_label("What was seen or heard").fill("A message was passed on.")

    expect(log.locator("form [data-row]")).to_have_count(1)
    expect(field(log)).to_have_value("")
    expect(log.get_by_label("What was seen or heard")).to_be_focused()


def test_the_form_follows_the_response(log):
    words, calm, repeated = (
        log.get_by_text("Keep its words"),
        log.get_by_text("Was everyone calm"),
        log.get_by_text("Is it repeated"),
    )
    for chosen, seen in (
        ("Nothing yet: pass it on", (False, False, False)),
        ("An affective statement", (True, False, False)),
        ("Affective questions", (False, True, False)),
        ("A small conference", (False, True, True)),
    ):
        log.get_by_label(chosen).check()
        for asked, is_seen in zip((words, calm, repeated), seen, strict=True):
            expect(asked, chosen).to_be_visible(visible=is_seen)


def test_judging_words_are_asked_about_while_typing(log):
    story = log.get_by_label("What was seen or heard")
    story.press_sequentially("She is attention-seeking")
    expect(log.locator("#what_happened-judging")).to_contain_text("Say what was seen or heard")
    story.fill("She called out twice")
    expect(log.locator("#what_happened-judging")).to_have_text("")


def test_without_the_network_the_find_button_stands_in(log):
    log.context.route("**/people/find*", lambda route: route.fulfill(status=404))
    field(log).press_sequentially("tom")

    expect(log.get_by_role("button", name="Find")).to_be_visible()


def test_the_search_field_leads_to_the_open_case_of_a_pupil(log):
    field(log).press_sequentially("luca")
    options(log).first.click()
    field(log).press("Escape")
    log.get_by_label("Verbal").check()
    log.get_by_label("Some harm").check()
    log.get_by_role("button", name="Log the incident").click()
    log.wait_for_url("**/cases/*")

    log.goto("/")
    log.get_by_label("Search people and cases").press_sequentially("luca")
    log.locator(".search [role=option]", has_text="verbal").click()

    log.wait_for_url("**/cases/*")


def test_a_cold_page_takes_six_requests_and_stays_light(chromium, live_server, sign_in):
    context = new_context(chromium, live_server)
    page = context.new_page()
    sign_in(page, "staff")
    cookies = context.cookies()
    context.close()
    cold = new_context(chromium, live_server)
    cold.add_cookies(cookies)
    page = cold.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(LOG, wait_until="networkidle")

    assert len([url for url in asked if not url.startswith("data:")]) <= 6, asked
    assert len(page.content().encode()) <= 61_440
    cold.close()


@pytest.mark.parametrize("width", [1280, 375])
def test_everything_works_without_javascript(chromium, live_server, sign_in, width):
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 812}, java_script_enabled=False, locale="en-GB"
    )
    page = context.new_page()
    complaints = listen_for_complaints(page)
    sign_in(page, "staff")
    page.goto(LOG)

    for name in ("samir", "jun"):
        field(page).fill(name)
        page.get_by_role("button", name="Find").click()
        page.locator("[name=found] + label").first.click()
        page.get_by_role("button", name="Add those I ticked").click()
    page.locator("[data-row]").nth(0).get_by_text("Saw it").click()
    page.locator("[name=category][value=online] + label").click()
    page.get_by_text("Affective questions").click()
    page.get_by_label("What came of it").fill("Both went to lunch.")
    page.get_by_role("button", name="Log the incident").click()

    page.wait_for_url("**/cases/*")
    expect(page.get_by_text("It is closed: met on the spot.")).to_be_visible()
    page.goto("/incidents/new")
    page.get_by_role("button", name="Count an affective statement").click()
    expect(page.get_by_text("Counted: an affective statement")).to_be_visible()
    assert complaints == []
    context.close()


def test_targets_on_a_phone_are_big_enough(log):
    log.set_viewport_size({"width": 375, "height": 812})
    field(log).press_sequentially("tom")
    expect(options(log)).to_have_count(1)
    assert options(log).first.bounding_box()["height"] >= 44
    options(log).first.click()
    field(log).press("Escape")
    for wanted in (
        "main button:visible:not(.sr-only)",
        "main .tile label:visible",
        "main summary:visible",
        "main input.input:visible",
    ):
        for one in log.locator(wanted).all():
            assert one.bounding_box()["height"] >= 43.9, one.evaluate("element => element.outerHTML.slice(0, 120)")
