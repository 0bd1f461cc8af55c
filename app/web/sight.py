"""Where to go after something that may have ended one's own sight of a case."""

from __future__ import annotations

from app.casework import scope
from app.casework.case import Case
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
