"""Every task of a case from the log to its closing and opening again, by the keys alone, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from app.casework.calendar import london
from tests.browser.conftest import new_context
from tests.browser.hands import Keys, NoScripts
from tests.browser.live import LiveServer
from tests.browser.test_journey import NO, YES

SignIn = Callable[..., None]
Hand = Keys | NoScripts


@pytest.fixture(params=[Keys, NoScripts], ids=["by the keys alone", "without scripts"])
def hand(request: pytest.FixtureRequest, chromium: Browser, live_server: LiveServer) -> Iterator[Hand]:
    """Whoever does the tasks."""
    context = new_context(chromium, live_server, runs_scripts=request.param is Keys)
    yield request.param(context.new_page())
    context.close()


def on(days: int = 0) -> str:
    """A day as people write it, so many from today."""
    return f"{london(datetime.now(UTC)) + timedelta(days=days):%d/%m/%Y}"


def field(page: Page, name: str) -> Locator:
    return page.locator(f"main [name='{name}']").first


def button(page: Page, words: str) -> Locator:
    return page.locator("main").get_by_role("button", name=words, exact=True).first


def last(page: Page) -> Locator:
    """The filled button of the page's form."""
    return page.locator("main .submit-row button.button:not(.quiet)").last


def log(hand: Hand) -> str:
    page = hand.page
    page.goto("/incidents/new")
    for name in ("tom", "maya"):
        hand.name(name)
    hand.choose("people-0-role", "caused_harm")
    hand.choose("people-1-role", "was_harmed")
    hand.choose("category", "physical")
    hand.choose("severity", "3")
    hand.write(field(page, "what_happened"), f"Tom pushed Maya off the bench, seen by {type(hand).__name__}.")
    hand.press(button(page, "Log the incident"))
    return re.sub(r"^https?://[^/]+", "", page.url)


def consider_and_decide(hand: Hand, case: str) -> None:
    page = hand.page
    page.goto(f"{case}/threshold")
    hand.choose("sanction", "suspension")
    hand.write(field(page, "school_days"), "2")
    hand.choose("confidence", "probable")
    hand.press(last(page))
    page.goto(f"{case}/decision")
    hand.choose("decision", "restorative")
    for name in ("who_was_asked", "reason_given", "what_next"):
        hand.write(field(page, name), "Both families were rung.")
    hand.press(last(page))
    expect(page.locator("main")).to_contain_text("The decision is recorded.")


def triage_and_meet(hand: Hand, case: str) -> None:
    page = hand.page
    page.goto(f"{case}/triage")
    hand.pick(field(page, "owner"), "Priya Nair")
    hand.write(field(page, "next_step"), "Hear both sides")
    hand.press(last(page))
    page.goto(f"{case}/responses/new")
    for name in NO[:5]:
        hand.choose(name, "no")
    for name in YES:
        hand.choose(name, "yes")
    for name in NO[5:]:
        hand.choose(name, "no")
    hand.press(last(page))
    page.goto(f"{case}/responses/new")
    hand.choose("kind", "impromptu_conference")
    hand.write(field(page, "chosen_because"), "Both asked to talk today")
    hand.press(last(page))
    for index in (0, 1):
        hand.tick(field(page, f"people-{index}-took_part"))
    hand.press(button(page, "Record that it was held"))


def agree_and_verify(hand: Hand, case: str) -> None:
    page = hand.page
    page.goto(f"{case}/agreements/new")
    hand.write(field(page, "actions-0-what"), "Keeps Maya a seat")
    hand.pick(field(page, "actions-0-by"), "Tom Adeyemi")
    hand.pick(page.locator("[name='actions-0-for_'], [name='actions-0-for']").first, "Maya Lewis")
    hand.write(field(page, "review_on"), on(10))
    hand.press(last(page))
    hand.unfold(page.locator("summary").filter(has_text="Keeps Maya a seat"))
    hand.choose("what", "done_verified")
    hand.press(button(page, "Record it"))
    expect(page.locator("main")).to_contain_text("Agreement kept")


def ask_how_they_are(hand: Hand, case: str) -> None:
    page = hand.page
    page.goto(f"{case}/check-ins")
    hand.pick(field(page, "person"), "Maya Lewis")
    hand.write(field(page, "due_on"), on())
    hand.press(button(page, "Plan it"))
    page.goto(page.locator("main a[href^='/check-ins/']").first.get_attribute("href") or "")
    hand.choose("safe", "yes")
    hand.choose("put_right", "yes")
    hand.press(button(page, "Save the check-in"))


def note_close_and_open_again(hand: Hand, case: str) -> None:
    page = hand.page
    page.goto(case)
    hand.write(field(page, "text"), "Rang home: all is well.")
    hand.press(button(page, "Save the note"))
    page.goto(f"{case}/close")
    hand.choose("closing_reason", "agreement_kept")
    hand.tick(field(page, "told_now"))
    hand.press(last(page))
    expect(page.locator("main")).to_contain_text("Closed")
    page.goto(f"{case}/close")
    hand.write(field(page, "because"), "It happened again")
    hand.press(last(page))
    page.goto(case)
    expect(page.locator("main")).not_to_contain_text("Closed on")


def test_every_task_of_a_case(hand: Hand, sign_in: SignIn) -> None:
    page = hand.page
    sign_in(page, "staff")
    case = log(hand)
    sign_in(page, "headteacher")
    consider_and_decide(hand, case)
    sign_in(page, "pastoral_lead")
    triage_and_meet(hand, case)
    agree_and_verify(hand, case)
    ask_how_they_are(hand, case)
    note_close_and_open_again(hand, case)
