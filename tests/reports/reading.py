"""The termly report read as a governor reads it: its words in order, and those of one section."""

from __future__ import annotations

from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

from reports.presentation.report import present
from reports.termly import Cover, render_fragment
from tests.reports.snapshots import SNAPSHOT

BESIDE = {"groups_on_roll": SNAPSHOT["pupils_on_roll"]}
PUBLISHED = Cover(
    phase="secondary", status="published", published_on=date(2026, 3, 4), approved_by="R. Adeyemi", context=BESIDE
)
DRAFT = Cover(phase="secondary", context=BESIDE)
RESTRICTED = Cover(phase="secondary", restricted=True)


def words(html: str) -> str:
    """The words of a page, without its styles, with one space between any two."""
    page: Element = html5lib.parse(html, namespaceHTMLElements=False)
    for head in page.iter("head"):
        for style in head.findall("style"):
            head.remove(style)
    return " ".join(" ".join(page.itertext()).split())


def said(snapshot: dict[str, Any] = SNAPSHOT, cover: Cover = PUBLISHED) -> str:
    """The words of the report on screen."""
    return words(render_fragment(snapshot, cover))


def section(text: str, number: int) -> str:
    """The words of one section, from its number and title to the next."""
    titles = [f"{each.number} {each.title}" for each in present(SNAPSHOT, PUBLISHED, "0" * 64).sections]
    after = text.split(titles[number - 1], 1)[1]
    return after.split(titles[number], 1)[0] if number < len(titles) else after
