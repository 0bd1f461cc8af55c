"""A real browser in front of a real server: Debian's Chromium without a screen, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.accessible import faults_on_every_screen
from tests.browser.live import LiveServer, serve
from tests.cast import PASSWORD, email_of

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Chromium talks to nobody but our server, and starts as root too, where its own sandbox would refuse.
ARGUMENTS = [
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]
SECONDS_FOR_A_STEP = 20


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, "no Chromium on this machine: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=ARGUMENTS,
            ignore_default_args=["--disable-back-forward-cache"],  # what Back shows is what people would see
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def live_server(database_with_cast: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server of this file's own, its database holding the cast and nothing else."""
    data = tmp_path_factory.mktemp("data")
    shutil.copy(database_with_cast, data / "amends.sqlite")
    server = serve(data)
    yield server
    server.stop()


@pytest.fixture
def browser_page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page in a fresh browser profile; paths are relative to the server. Script errors and broken policies fail."""
    context = new_context(chromium, live_server)
    page = context.new_page()
    complaints = listen_for_complaints(page)
    yield page
    context.close()
    assert complaints == []


def new_context(chromium: Browser, server: LiveServer, *, runs_scripts: bool = True) -> BrowserContext:
    """A profile of a British browser on a desk, without animations."""
    context = chromium.new_context(
        base_url=server.url,
        viewport={"width": 1280, "height": 900},
        locale="en-GB",
        timezone_id="Europe/London",
        reduced_motion="reduce",
        accept_downloads=True,
        java_script_enabled=runs_scripts,
    )
    context.set_default_timeout(SECONDS_FOR_A_STEP * 1000)
    return context


def listen_for_complaints(page: Page) -> list[str]:
    """A list that grows with each error the browser reports: of a script, of the policy, of a missing file."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))

    def hear(said: ConsoleMessage) -> None:
        if is_fault(said.text, said.type):
            complaints.append(f"{page.url}: {said.text}")

    page.on("console", hear)
    return complaints


# An answer 4xx to a form, and a line that a test has cut, are our own doing.
OUR_OWN_DOING = ("the server responded with a status of 4", "net::ERR_INTERNET_DISCONNECTED")


def is_fault(text: str, kind: str) -> bool:
    """True of what the browser reports as an error."""
    return kind == "error" and not any(words in text for words in OUR_OWN_DOING)


def sign_in_as(page: Page, role: str, school: str = "A") -> None:
    """Sign the cast's holder of that role in, by the form."""
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email_of(role, school))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.fixture
def sign_in() -> Callable[..., None]:
    """`sign_in(page, "pastoral_lead")`: signs the cast's holder of that role in, by the form."""
    return sign_in_as


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: no violation of WCAG 2.2 AA, no sideways scrolling, at 1280 and 375 pixels, light and dark."""

    def check(page: Page) -> None:
        faults = faults_on_every_screen(page)
        assert not faults, "\n".join(faults)

    return check
