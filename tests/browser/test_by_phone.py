"""The whole day by phone: no page moves sideways at 320 and 375 pixels, and whatever is pressed has 44 pixels for a finger."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.casework.permissions import Role
from app.db import prepare_engine
from app.demo.present import tell_today
from app.demo.today import Today
from tests.browser.accessible import too_wide
from tests.browser.live import LiveServer, serve
from tests.cast import Cast

pytestmark = pytest.mark.browser
WIDTHS = (320, 375)
MOST_PAGES = 60
LINKS = "[...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))"
# How far a press reaches from the middle of each control: on the control itself, on what is in it, or on its label.
# A link within a sentence is as high as its line (WCAG 2.5.8, inline); a choice is pressed by its label.
TOO_SMALL = """() => {
  const reach = 21, found = [];
  const shown = it => it.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}) && it.getClientRects().length;
  for (const it of document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden])')) {
    const label = it.labels && it.labels[0], pressed = /radio|checkbox/.test(it.type) && label ? label : it;
    if (!shown(pressed) || it.closest('[aria-hidden=true]') || it.closest('.sr-only, .skip, p:not(.alone), figcaption, dd, .narrative') && it.localName === 'a'
        && !it.matches('.button')) continue;
    pressed.scrollIntoView({block: 'center', inline: 'center'});
    const box = pressed.getBoundingClientRect();
    if (box.width < 2) continue;
    const hit = (x, y) => { const at = document.elementFromPoint(x, y);
      return at && (at === pressed || pressed.contains(at) || label && label.contains(at) || at.contains(pressed) && at.matches('a, summary, label')) };
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const wide = box.width >= 44 || hit(x - reach, y) && hit(x + reach, y);
    const high = box.height >= 44 || hit(x, y - reach) && hit(x, y + reach);
    if (!(wide && high))
      found.push(`${it.localName}.${it.className} ${Math.round(box.width)}x${Math.round(box.height)} ${(it.innerText || it.name || '').trim().slice(0, 40)}`);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def live_server(database_with_cast: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server of this file's own, where a case waits at each stage."""
    data = tmp_path_factory.mktemp("data")
    shutil.copy(database_with_cast, data / "amends.sqlite")
    engine = create_engine(f"sqlite:///{data / 'amends.sqlite'}")
    prepare_engine(engine)
    with Session(engine, autoflush=False) as session:
        tell_today(Today(session, Cast(session).school().id, datetime.now(UTC)))
        session.commit()
    engine.dispose()
    server = serve(data)
    yield server
    server.stop()


@pytest.fixture
def phone(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page on a phone: narrow, pressed by fingers."""
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 375, "height": 740}, has_touch=True, is_mobile=True, locale="en-GB"
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def kind_of(href: str) -> str | None:
    """The kind of page that a link leads to: its path with every number and reference alike; None for no page of ours."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or "." in parts.path.rpartition("/")[2]:
        return None
    steps = ["#" if any(c.isdigit() for c in step) else step for step in parts.path.split("/")]
    return "/".join(steps)


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_every_page_fits_a_phone_and_a_finger(phone: Page, sign_in: Callable[..., None], role: str) -> None:
    sign_in(phone, role)
    waiting, seen, faults = ["/"], set(), []
    while waiting and len(seen) < MOST_PAGES:
        href = waiting.pop(0)
        kind = kind_of(href)
        if kind is None or kind in seen:
            continue
        seen.add(kind)
        if "text/html" not in phone.goto(href).headers.get("content-type", ""):
            continue
        for box in phone.locator("main details").all():
            box.evaluate("it => { it.open = true }")
        for width in WIDTHS:
            phone.set_viewport_size({"width": width, "height": 740})
            faults += [f"{href} at {width}: {fault}" for fault in too_wide(phone) + phone.evaluate(TOO_SMALL)]
        waiting += phone.evaluate(LINKS)

    assert len(seen) < MOST_PAGES
    assert not faults, "\n".join(sorted(set(faults)))
