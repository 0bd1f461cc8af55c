"""Search over people and cases: what the reader may see, and nothing else."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.casework import scope
from app.casework.case import Case
from app.casework.lifecycle import STAGE_WORDS
from app.casework.permissions import Permission
from app.db import db
from app.web.access import me, needs
from app.web.pupils import matching

pages = Blueprint("search", __name__)
AT_MOST = 20


@pages.get("/search")
@needs(Permission.SEARCH)
def search() -> str:
    """Pupils by name, cases by reference."""
    words = request.args.get("q", "").strip()
    cases = []
    if words:
        found = scope.visible_cases(me()).with_only_columns(Case.reference, Case.stage)
        found = found.where(Case.reference.startswith(words, autoescape=True)).order_by(Case.reference).limit(AT_MOST)
        cases = [
            {"reference": reference, "stage": STAGE_WORDS[stage]} for reference, stage in db.session.execute(found)
        ]
    pupils = matching(words, AT_MOST) if words else []
    return render_template("search/results.html", words=words, search_words=words, cases=cases, pupils=pupils)
