"""The steps of one case in a browser, each done by a hand (`hands.py`); `look` is called where a page is to be looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from app.casework.calendar import london
from tests.browser.hands import Hand

Look = Callable[[Page], None]
# The questions of safety in the order of the page.
ANSWERS = {
    "sexual_or_domestic": "no", "live_enquiry": "no", "suspected_abuse": "no", "weapon_or_threat": "no",
    "staff_allegation": "no", "responsibility_accepted": "yes", "everyone_willing": "yes", "power_imbalance": "no",
    "communication_need": "no",
}  # fmt: skip


def nobody_looks(_page: Page) -> None:
    """For a walk that is not about the looks."""


def on(days: int = 0) -> str:
    """A day as people write it, so many from today."""
    return f"{london(datetime.now(UTC)) + timedelta(days=days):%d/%m/%Y}"


def field(page: Page, name: str) -> Locator:
    """A field of the page's main part."""
    return page.locator(f"main [name='{name}']").first


def button(page: Page, words: str) -> Locator:
    """A button of the page's main part."""
    return page.locator("main").get_by_role("button", name=words, exact=True).first


def last(page: Page) -> Locator:
    """The filled button of the page's form."""
    return page.locator("main .submit-row button.button:not(.quiet)").last


def address_of(page: Page) -> str:
    """Where the page is, without the server."""
    return re.sub(r"^https?://[^/]+", "", page.url)


def log(hand: Hand) -> str:
    """The teacher logs that Tom pushed Maya; the case's address."""
    page = hand.page
    page.goto("/incidents/new")
    for name in ("tom", "maya"):
        hand.name(name)
    hand.choose("people-0-role", "caused_harm")
    hand.choose("people-1-role", "was_harmed")
    hand.choose("category", "physical")
    hand.choose("severity", "3")
    hand.write(field(page, "what_happened"), f"Tom pushed Maya off the bench, told by {type(hand).__name__}.")
    hand.press(button(page, "Log the incident"))
    expect(page.locator("h1")).to_be_visible()
    return address_of(page)


def consider_and_decide(hand: Hand, case: str, look: Look = nobody_looks) -> None:
    """The head records the threshold, and decides for a response."""
    page = hand.page
    page.goto(f"{case}/threshold")
    look(page)
    hand.choose("sanction", "suspension")
    hand.write(field(page, "school_days"), "2")
    hand.choose("confidence", "probable")
    hand.press(last(page))
    page.goto(f"{case}/decision")
    look(page)
    hand.choose("decision", "restorative")
    for name, words in (("who_was_asked", "Tom and his father; Maya"), ("reason_given", "Both wish to meet"),
                        ("what_next", "A meeting tomorrow")):  # fmt: skip
        hand.write(field(page, name), words)
    hand.press(last(page))
    expect(page.locator("main")).to_contain_text("The decision is recorded.")


def triage(hand: Hand, case: str) -> None:
    """The pastoral lead takes it."""
    page = hand.page
    page.goto(f"{case}/triage")
    hand.pick(field(page, "owner"), "Priya Nair")
    hand.write(field(page, "next_step"), "Hear both sides")
    hand.press(last(page))


def meet(hand: Hand, case: str, look: Look = nobody_looks) -> None:
    """Safe to begin, chosen, and held just now with both."""
    page = hand.page
    page.goto(f"{case}/responses/new")
    look(page)
    for name, answer in ANSWERS.items():
        hand.choose(name, answer)
    hand.press(last(page))
    page.goto(f"{case}/responses/new")
    look(page)
    hand.choose("kind", "impromptu_conference")
    hand.write(field(page, "chosen_because"), "Both asked to talk today")
    hand.press(last(page))
    look(page)
    for index in (0, 1):
        hand.tick(field(page, f"people-{index}-took_part"))
    hand.press(button(page, "Record that it was held"))


def agree_and_verify(hand: Hand, case: str, look: Look = nobody_looks) -> None:
    """Written down, seen to be done."""
    page = hand.page
    page.goto(f"{case}/agreements/new")
    look(page)
    hand.write(field(page, "actions-0-what"), "Keeps Maya a seat at the front table")
    hand.pick(field(page, "actions-0-by"), "Tom Adeyemi")
    hand.pick(page.locator("[name='actions-0-for_'], [name='actions-0-for']").first, "Maya Lewis")
    hand.write(field(page, "review_on"), on(10))
    hand.press(last(page))
    look(page)
    hand.unfold(page.locator("summary").filter(has_text="Keeps Maya a seat"))
    hand.choose("what", "done_verified")
    hand.press(button(page, "Record it"))
    expect(page.locator("main")).to_contain_text("Agreement kept")
