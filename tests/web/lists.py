"""Many small cases for the tests of lists, and what a page or a file of one holds."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta

from app.casework.case import Case
from app.casework.logging_incident import Account, log_incident
from app.casework.words import Part
from tests.cast import Cast

INJECTIONS = (
    "' OR 1=1 --", "%", "_", "\\", '"; DROP TABLE cases; --', "<script>alert(1)</script>", "${7*7}", "\x00",
    "Ní Dhónaill", "x" * 5000, "9" * 400, "=1+1", "../../etc", "🙂",
)  # fmt: skip


def log_case(
    cast: Cast, reference: str, at: datetime, *, caused: str = "Tom Adeyemi", harmed: str = "Maya Lewis", **more: object
) -> Case:
    """One incident as a teacher logs it, at that time; `more` as Account takes it."""
    by = cast.member("staff", at=at)
    said = {"category": "physical", "severity": 2, "what_happened": "A push.", "location": "Yard", **more}
    parts = [(cast.pupil(caused), Part.CAUSED_HARM), (cast.pupil(harmed), Part.WAS_HARMED)]
    case = log_incident(reference, Account(occurred_at=at - timedelta(hours=1), **said), parts, by=by, at=at)
    cast.session.add(case)
    cast.session.commit()
    return case


def references(page: str) -> list[str]:
    """The cases that a page lists, in order."""
    return re.findall(r'<th scope="row"[^>]*><span class="cell"><a href="/cases/([^"]+)"', page)


def older_of(page: str) -> str | None:
    """The address of the next page, None on the last."""
    found = re.search(r'rel="next" href="([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else None


def walked(browser: object, address: str) -> list[str]:
    """The references of every page of a list, from its first on."""
    seen: list[str] = []
    while address:
        page = browser.page(address)
        seen += references(page)
        address = older_of(page)
        assert len(seen) < 1000, "the pages never end"
    return seen


def rows_of(body: bytes) -> list[dict[str, str]]:
    """The rows of a CSV, by column."""
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
