"""A school on its first day: staff and pupils, and no case. Every list teaches what it is for, and keeps nobody out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.accessible import faults_on_every_screen

SignIn = Callable[..., None]
LISTS = {
    "staff": ("/", "/cases", "/notices", "/drafts", "/check-ins", "/conferences", "/reports", "/me/links"),
    "pastoral_lead": (
        "/",
        "/circles",
        "/training",
        "/patterns",
        "/patterns/together",
        "/exclusions",
        "/out-of-lessons",
    ),
    "headteacher": ("/", "/reports", "/emergency/opened", "/settings/headship"),
    "dsl": ("/", "/access-log", "/search?q=nobody-of-that-name"),
    "governor": ("/", "/reports"),
    "data_manager": ("/", "/settings/supplied"),
    "data_protection_officer": ("/", "/retention"),
}


@pytest.mark.parametrize("role", LISTS)
def test_what_is_empty_keeps_nobody_out(browser_page: Page, sign_in: SignIn, role: str) -> None:
    sign_in(browser_page, role)
    for address in LISTS[role]:
        answer = browser_page.goto(address)
        assert answer is not None
        assert answer.ok, address
        assert faults_on_every_screen(browser_page) == []
        assert browser_page.locator("main p").count() > 0, f"{address} says nothing"
