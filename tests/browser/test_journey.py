"""One case in a real browser, from the teacher's log to the governors' PDF; each page on the way is looked at by axe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import page as page_validation
from playwright.sync_api import Page, expect

from app.casework.calendar import london
from tests.browser.hands import Pointer
from tests.browser.steps import address_of, agree_and_verify, button, consider_and_decide, field, log, meet, triage
from tests.cast import TERMS

SignIn = Callable[..., None]
Axe = Callable[[Page], None]


def publish(hand: Pointer, axe: Axe) -> str:
    """The head builds the report of the present term, reads it, approves it; the report's address."""
    page = hand.page
    today = london(datetime.now(UTC)).date()
    year, name, _starts_on, ends_on, *_ = next(row for row in reversed(TERMS) if row[2] <= today)
    page.goto("/reports")
    axe(page)
    field(page, "term").select_option(f"{year} {name}")
    hand.write(field(page, "as_at"), f"{today:%d/%m/%Y}")
    hand.press(button(page, "Build the report"))
    approve = page.locator("main").get_by_role("link", name="Approve and publish")
    expect(approve).to_be_visible(timeout=90_000)
    axe(page)
    address = address_of(page)
    approve.click()
    axe(page)
    if today < ends_on:
        hand.tick(field(page, "although_it_runs"))
    hand.press(button(page, "Approve and publish"))
    expect(page.locator("main")).to_contain_text("Approved by Helen Marsh", timeout=90_000)
    return address


def test_one_case_from_the_log_to_the_governors_pdf(browser_page: Page, sign_in: SignIn, axe: Axe) -> None:
    page, hand = browser_page, Pointer(browser_page)
    sign_in(page, "staff")
    case = log(hand)
    axe(page)
    sign_in(page, "headteacher")
    consider_and_decide(hand, case, axe)
    sign_in(page, "pastoral_lead")
    triage(hand, case)
    meet(hand, case, axe)
    agree_and_verify(hand, case, axe)
    page.goto(case)
    axe(page)
    expect(page.locator("#timeline ~ *").first).to_be_visible()
    sign_in(page, "headteacher")
    report = publish(hand, axe)

    sign_in(page, "governor")
    page.goto(report)
    axe(page)
    pdf = page.request.get(f"{report}.pdf")

    assert pdf.ok
    assert pdf.headers["content-type"] == "application/pdf"
    assert page_validation.validate_pdf_bytes(pdf.body()).is_compliant
    assert page.request.get(case).status == 403
