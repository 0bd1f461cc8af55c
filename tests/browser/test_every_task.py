"""Every task of a case from the log to its closing and opening again, by the keys alone, and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import new_context
from tests.browser.hands import Hand, Keys, NoScripts
from tests.browser.live import LiveServer
from tests.browser.steps import agree_and_verify, button, consider_and_decide, field, last, log, meet, on, triage

SignIn = Callable[..., None]


@pytest.fixture(params=[Keys, NoScripts], ids=["by the keys alone", "without scripts"])
def hand(request: pytest.FixtureRequest, chromium: Browser, live_server: LiveServer) -> Iterator[Hand]:
    """Whoever does the tasks."""
    context = new_context(chromium, live_server, runs_scripts=request.param is Keys)
    yield request.param(context.new_page())
    context.close()


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
    triage(hand, case)
    meet(hand, case)
    agree_and_verify(hand, case)
    ask_how_they_are(hand, case)
    note_close_and_open_again(hand, case)
