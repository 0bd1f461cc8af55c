"""How far one sees: where to go once one's own sight of a case has ended, and a page that can only be read."""

from __future__ import annotations

from typing import Any

from app.casework import scope
from app.casework.case import Case
from app.casework.confidentiality import why_not_name
from app.db import db
from app.web.access import me
from app.web.pages import say


def where_next(reference: str) -> str:
    """The case if it still exists for whoever is signed in; else the list, with the sentence that says so."""
    still = scope.visible_case_ids(me()).where(Case.reference == reference)
    if db.session.scalars(still).first() is not None:
        return f"/cases/{reference}"
    say(f"You do not see case {reference} any more: it is in the hands of others now.")
    return "/cases"


def close_every_way_on(view: Any) -> None:
    """In an emergency this page is all that opens, and it can only be read."""
    view.is_read_only = True
    view.lead += " You opened it in an emergency: it closes an hour after that, and can only be read."
    view.step, view.step_due, view.actions = None, None, []
    for line in (*view.responses, *view.agreements, *view.check_ins):
        line["href"] = None


def naming_of(case: Case) -> str | None:
    """The page on which people are named on the case, for whoever may name them now."""
    return f"/cases/{case.reference}/access" if why_not_name(case, by=me()) is None else None
