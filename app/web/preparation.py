"""Prepare a formal conference: one participant at a time, and the risks."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect

from app.casework.permissions import Permission
from app.casework.preparing import Preparation, prepare_participant, review_risk
from app.casework.refusals import Refused
from app.casework.words import Answer as Said
from app.db import db
from app.web.access import me, needs
from app.web.clock import now
from app.web.forms.choices import listed
from app.web.forms.responses import PrepareForm, RiskForm
from app.web.pages import check_version, save, say, show_refusal
from app.web.responses import UNTOKENED, people_of, response_or_404, response_page

pages = Blueprint("preparation", __name__)


@pages.post("/responses/<int:response_id>/prepare")
@needs(Permission.LEAD_INFORMAL_RESPONSE)
def prepare(response_id: int) -> Any:
    """Record one participant's preparation."""
    response, form = response_or_404(response_id), PrepareForm(prefix="prepare-", meta=UNTOKENED)
    people = {person.key: person for person in people_of(response.case)}
    form.person.choices = listed((key, person.display_name) for key, person in people.items())
    if form.validate():
        said = Preparation(
            met_alone_on=form.met_alone_on.data,
            explained=form.explained.data,
            willing=Said(form.willing.data) if form.willing.data else None,
            supporter=form.supporter.data or None,
            adaptations=form.adaptations.data or None,
        )
        try:
            prepare_participant(response, people[form.person.data], said, by=me(), at=now())
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save(form, response)
            say("The preparation is saved.")
            return redirect(f"/responses/{response_id}", 303)
    return response_page(response_or_404(response_id), status=422, prepare=form)


@pages.post("/responses/<int:response_id>/risk")
@needs(Permission.LEAD_INFORMAL_RESPONSE)
def risk(response_id: int) -> Any:
    """Record on which day the risks were looked at."""
    response, form = response_or_404(response_id), RiskForm(prefix="risk-", meta=UNTOKENED)
    if form.validate():
        check_version(form, response)
        note, without, on = form.risk_note.data or "", form.if_no_conference.data or "", form.reviewed_on.data
        assert on is not None  # noqa: S101  (the form asks for it)
        try:
            review_risk(response, note, without, on=on, by=me(), at=now())
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save(form, response)
            say(f"Saved: the risks were looked at on {on:%d/%m/%Y}.")
            return redirect(f"/responses/{response_id}", 303)
    return response_page(response_or_404(response_id), status=422, risk=form)
