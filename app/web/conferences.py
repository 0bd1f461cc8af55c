"""Formal conferences that are planned or were held, the next ones first; each opens on the page of its response."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response as Answer

from app.casework import scope
from app.casework.calendar import london
from app.casework.case import Case
from app.casework.permissions import Permission
from app.casework.response import Response
from app.casework.words import ResponseKind
from app.db import db
from app.web.access import me, needs
from app.web.pages import found_or_404

pages = Blueprint("conferences", __name__)
AT_MOST = 60


def _when(at: datetime | None) -> str:
    return f"{london(at):%d/%m/%Y %H:%M}" if at else "not yet planned"


@pages.get("/conferences")
@needs(Permission.SEE_CASES)
def list_conferences() -> str:
    """The formal conferences of the cases one may see."""
    columns = (Response.id, Response.status, Response.planned_for, Response.held_at, Case.reference)
    found = db.session.execute(
        scope.visible_responses(me())
        .with_only_columns(*columns)
        .where(Response.kind == ResponseKind.FORMAL_CONFERENCE)
        .order_by(Response.id.desc())
        .limit(AT_MOST)
    )
    rows = [
        [
            {"words": reference, "href": f"/conferences/{number}"},
            status.value.capitalize(),
            _when(held or planned),
        ]
        for number, status, planned, held, reference in found
    ]
    return render_template("responses/conferences.html", rows=rows)


@pages.get("/conferences/<int:response_id>")
@needs(Permission.SEE_CASES)
def read(response_id: int) -> Answer:
    """The page of the response that is this conference."""
    found: Response = found_or_404(scope.visible_responses(me()).where(Response.id == response_id))
    return redirect(f"/responses/{found.id}", 303)
