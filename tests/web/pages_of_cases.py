"""What the page of a case says, picked out of its HTML."""

from __future__ import annotations

import re

CASE = "/cases/2026-0001"


def lead_of(page: str) -> str:
    return " ".join(re.findall(r'<p class="lead">(.*?)</p>', page))


def step_of(page: str) -> str:
    """The words of the box that says what comes next, its button included."""
    box = re.search(
        r'<(?:section|div) class="next-step".*?</(?:section|div)>\s*(?:<p class="actions">.*?</section>)?', page, re.S
    )
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", box[0])).strip() if box else ""


def can_do(page: str) -> list[str]:
    nav = re.search(r'aria-label="What you can do".*?</nav>', page, re.S)
    return re.findall(r'<a href="[^"]*">(.*?)</a>', nav[0]) if nav else []


def road_of(page: str) -> list[str]:
    """The stages that are said to be done, and the one where it stands."""
    steps = re.findall(r'<li class="stage stage-(?:done|current|exit)"[^>]*>(.*?)</li>', page, re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", step)).strip().removesuffix(" (done)") for step in steps]
