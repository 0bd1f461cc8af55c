"""What axe finds on a page as it stands in the browser, and whether the page fits the screen."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = {"a desk": (1280, 900), "a phone": (375, 812)}


def violations(page: Page) -> list[str]:
    """Each violation of WCAG 2.2 AA, with the elements that have it."""
    results = Axe().run(page, options={"runOnly": WCAG_2_2_AA, "resultTypes": ["violations"]})
    return [
        f"{found['id']} ({found['impact']}): {found['help']}: {[node['html'][:160] for node in found['nodes'][:5]]}"
        for found in results.response["violations"]
    ]


def too_wide(page: Page) -> list[str]:
    """A sentence if the page has to be moved sideways to be read."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"the page is {wide} pixels wider than the screen"] if wide > 0 else []


def faults_on_every_screen(page: Page) -> list[str]:
    """What is wrong on a desk and on a phone, in light and in dark; leaves the page on a desk, in light."""
    faults = []
    for colours in ("dark", "light"):
        page.emulate_media(color_scheme=colours)
        for where, (width, height) in reversed(WIDTHS.items()):
            page.set_viewport_size({"width": width, "height": height})
            faults += [f"{page.url} on {where}, {colours}: {fault}" for fault in violations(page) + too_wide(page)]
    return faults
