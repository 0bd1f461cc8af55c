"""One case in a real browser, from the teacher's log to the governors' PDF; each page on the way is looked at by axe."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import page as page_validation
from playwright.sync_api import Page, expect

from app.casework.calendar import london
from tests.cast import TERMS

SignIn = Callable[..., None]
Axe = Callable[[Page], None]
NO = (
    "sexual_or_domestic", "live_enquiry", "suspected_abuse", "weapon_or_threat", "staff_allegation", "power_imbalance",
    "communication_need",
)  # fmt: skip
YES = ("responsibility_accepted", "everyone_willing")


def answer(page: Page, name: str, value: str) -> None:
    """Choose one of a row of choices; its label lies over the box, as everywhere."""
    box = page.locator(f"main input[name='{name}'][value='{value}']").first
    page.locator(f"main label[for='{box.get_attribute('id')}']").first.click()
    expect(box).to_be_checked()


def press(page: Page, button: str) -> None:
    """Press a button of the page's main part; the next page has come when this returns."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=button, exact=True).click()


def press_last(page: Page) -> None:
    """Press the filled button of the page's form."""
    with page.expect_navigation():
        page.locator("main .submit-row button.button:not(.quiet)").last.click()


def logged(page: Page) -> str:
    """The teacher logs that Tom pushed Maya; the case's address."""
    page.goto("/incidents/new")
    finder = page.locator("main input[data-find]")
    for name in ("tom", "maya"):
        finder.press_sequentially(name)
        expect(page.get_by_role("option").first).to_contain_text(re.compile(name, re.IGNORECASE))
        finder.press("Enter")
        finder.press("Escape")
    answer(page, "people-0-role", "caused_harm")
    answer(page, "people-1-role", "was_harmed")
    answer(page, "category", "physical")
    answer(page, "severity", "3")
    page.get_by_label("What was seen or heard").fill("Tom pushed Maya off the bench by the field.")
    press(page, "Log the incident")
    expect(page.locator("h1")).to_be_visible()
    return re.sub(r"^https?://[^/]+", "", page.url)


def triaged(page: Page, case: str) -> None:
    page.goto(f"{case}/triage")
    page.locator("[name=owner]").select_option("P-NAI")
    page.locator("[name=next_step]").fill("Hear both sides")
    press_last(page)


def thought_of_and_decided(page: Page, case: str, axe: Axe) -> None:
    """The head records the threshold, and decides for a response."""
    page.goto(f"{case}/threshold")
    axe(page)
    answer(page, "sanction", "suspension")
    page.locator("[name=school_days]").fill("2")
    answer(page, "confidence", "probable")
    press_last(page)
    page.goto(f"{case}/decision")
    axe(page)
    answer(page, "decision", "restorative")
    for name, words in (("who_was_asked", "Tom and his father; Maya"), ("reason_given", "Both wish to meet"),
                        ("what_next", "A meeting tomorrow")):  # fmt: skip
        page.locator(f"[name={name}]").fill(words)
    press_last(page)


def met(page: Page, case: str, axe: Axe) -> None:
    """Safe to begin, chosen, and held just now with both."""
    page.goto(f"{case}/responses/new")
    axe(page)
    for name in NO:
        answer(page, name, "no")
    for name in YES:
        answer(page, name, "yes")
    press_last(page)
    page.goto(f"{case}/responses/new")
    axe(page)
    answer(page, "kind", "impromptu_conference")
    page.locator("[name=chosen_because]").fill("Both asked to talk today")
    press_last(page)
    axe(page)
    for index in (0, 1):
        page.locator(f"[name='people-{index}-took_part']").check(force=True)
    press(page, "Record that it was held")


def agreed_and_kept(page: Page, case: str, axe: Axe) -> None:
    """Written down, seen to be done."""
    page.goto(f"{case}/agreements/new")
    axe(page)
    page.locator("[name='actions-0-what']").fill("Keeps Maya a seat at the front table")
    page.locator("[name='actions-0-by']").select_option(label="Tom Adeyemi")
    page.locator("[name='actions-0-for_'], [name='actions-0-for']").first.select_option(label="Maya Lewis")
    page.locator("[name=review_on]").fill(f"{london(datetime.now(UTC)) + timedelta(days=10):%d/%m/%Y}")
    press_last(page)
    axe(page)
    page.locator("summary").filter(has_text="Keeps Maya a seat").click()
    answer(page, "what", "done_verified")
    press(page, "Record it")
    expect(page.locator("main")).to_contain_text("Agreement kept")


def published(page: Page, axe: Axe) -> str:
    """The head builds the report of the present term, reads it, approves it; the report's address."""
    today = london(datetime.now(UTC)).date()
    year, name, *_ = next(row for row in reversed(TERMS) if row[2] <= today)
    page.goto("/reports")
    axe(page)
    page.locator("[name=term]").select_option(f"{year} {name}")
    page.locator("[name=as_at]").fill(f"{today:%d/%m/%Y}")
    press(page, "Build the report")
    approve = page.locator("main").get_by_role("button", name="Approve and publish")
    expect(approve).to_be_visible(timeout=90_000)
    axe(page)
    address = re.sub(r"^https?://[^/]+", "", page.url)
    approve.click()
    expect(page.locator("main")).to_contain_text("Approved by Helen Marsh", timeout=90_000)
    return address


def test_one_case_from_the_log_to_the_governors_pdf(browser_page: Page, sign_in: SignIn, axe: Axe) -> None:
    page = browser_page
    sign_in(page, "staff")
    case = logged(page)
    axe(page)
    sign_in(page, "headteacher")
    thought_of_and_decided(page, case, axe)
    sign_in(page, "pastoral_lead")
    triaged(page, case)
    met(page, case, axe)
    agreed_and_kept(page, case, axe)
    page.goto(case)
    axe(page)
    expect(page.locator("#timeline ~ *").first).to_be_visible()
    sign_in(page, "headteacher")
    report = published(page, axe)

    sign_in(page, "governor")
    page.goto(report)
    axe(page)
    pdf = page.request.get(f"{report}.pdf")

    assert pdf.ok
    assert pdf.headers["content-type"] == "application/pdf"
    assert page_validation.validate_pdf_bytes(pdf.body()).is_compliant
    assert page.request.get(case).status == 403
