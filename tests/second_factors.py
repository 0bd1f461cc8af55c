"""Sets up a second factor in a browser, as its owner would."""

from __future__ import annotations

import re

import pyotp

from tests.cast import PASSWORD
from tests.client import Browser
from tests.page_checks import read, words


def key_on(page: str) -> str:
    """The key that the page shows below its picture."""
    return next(words(e) for e in read(page).all("code")).replace(" ", "")


def set_up(browser: Browser, confirmation: str | None = PASSWORD) -> tuple[str, list[str]]:
    """Turn it on; the key of the app, and the recovery codes."""
    page = browser.page("/me/second-factor")
    key, half = key_on(page), re.search(r'name="half"[^>]*value="([^"]+)"', page).group(1)
    sent = {"half": half, "code": pyotp.TOTP(key).now(), "confirmation": confirmation}
    shown = browser.post("/me/second-factor", data=sent)
    assert shown.status_code == 200
    return key, [words(e) for e in read(shown.text).all("code")]
