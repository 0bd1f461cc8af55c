"""What axe finds on a page as it stands in the browser, and whether the page fits the screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOK = """options => axe.run(document, options).then(found => found.violations.map(each => ({
    id: each.id, impact: each.impact, help: each.help, html: each.nodes.slice(0, 5).map(node => node.html.slice(0, 160))
})))"""


@dataclass(frozen=True, slots=True)
class Screen:
    """How somebody looks at a page. A desk of 1280 pixels at 200 % zoom has 640 of the page's own pixels."""

    words: str
    width: int
    height: int
    colours: Literal["light", "dark"] = "light"
    is_forced: bool = False


DESK = Screen("a desk", 1280, 900)
# Each width and each kind of colours once: what axe finds of one does not depend on the other.
SCREENS = (
    Screen("a desk at 200 % zoom", 640, 450),
    Screen("the narrowest phone, forced colours", 320, 640, is_forced=True),
    Screen("a phone, dark", 375, 812, "dark"),
    DESK,
)
WITH_ERRORS = (SCREENS[-2], DESK)


def violations(page: Page) -> list[str]:
    """Each violation of WCAG 2.2 AA, with the elements that have it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate(LOOK, {"runOnly": WCAG_2_2_AA, "resultTypes": ["violations"]})
    return [f"{each['id']} ({each['impact']}): {each['help']}: {each['html']}" for each in found]


def too_wide(page: Page) -> list[str]:
    """A sentence if the page has to be moved sideways to be read."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"the page is {wide} pixels wider than the screen"] if wide > 0 else []


def faults_on(page: Page, screens: tuple[Screen, ...]) -> Iterator[str]:
    """What is wrong on each of these screens; leaves the page on a desk, in light."""
    for screen in screens:
        show_on(page, screen)
        for fault in violations(page) + too_wide(page):
            yield f"{page.url} on {screen.words}: {fault}"
    show_on(page, DESK)


def show_on(page: Page, screen: Screen) -> None:
    """Turn the browser into that screen."""
    page.emulate_media(color_scheme=screen.colours, forced_colors="active" if screen.is_forced else "none")
    page.set_viewport_size({"width": screen.width, "height": screen.height})
    page.wait_for_function(
        "width => innerWidth === width", arg=screen.width
    )  # on a busy machine it comes a moment later


def faults_on_every_screen(page: Page) -> list[str]:
    """What is wrong on any screen; leaves the page on a desk, in light."""
    return list(faults_on(page, SCREENS))
