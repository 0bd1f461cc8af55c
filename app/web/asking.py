"""Asking the head for a threshold: which sanction is under consideration, before anybody meets."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request

from app.casework import scope
from app.casework.calendar import london
from app.casework.case import Case
from app.casework.deciding import ask_for_threshold
from app.casework.history import Event
from app.casework.incident import Incident
from app.casework.permissions import Permission
from app.casework.refusals import Refused
from app.casework.to_decide import asked_of
from app.casework.who_answers import why_nobody_confirms
from app.db import db
from app.web.access import me, needs
from app.web.cases import case_or_404
from app.web.clock import now
from app.web.forms.choices import listed
from app.web.forms.decisions import AskForm
from app.web.headship import heads_today
from app.web.indicated import Pairs, pairs_of, proposals_for
from app.web.pages import save, say, show_refusal
from app.web.sight import naming_of

pages = Blueprint("asking", __name__)


@pages.route("/cases/<reference>/threshold/ask", methods=["GET", "POST"])
@needs(Permission.ASK_FOR_THRESHOLD)
def ask(reference: str) -> Any:
    """Ask; the head is told, and it stands in their list until a threshold is recorded."""
    case, _why = case_or_404(reference)
    pairs = pairs_of(case)
    form = AskForm(data={"pair": next(iter(pairs))} if len(pairs) == 1 else None)
    form.pair.choices = listed((key, f"{p.display_name}, incident {i.reference}") for key, (i, p) in pairs.items())
    if request.method == "POST" and form.validate():
        incident, pupil = pairs[form.pair.data]
        try:
            ask_for_threshold(
                incident, pupil, session=db.session(), is_asked_already=form.pair.data in _unanswered(case, pairs),
                by=me(), at=now(),
                because=form.because.data,
            )  # fmt: skip
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say("The head is asked. It stands in their list until they answer.")
            return redirect(f"/cases/{reference}", 303)
    proposals = proposals_for(case, pairs)
    page = render_template(
        "decisions/ask.html",
        form=form,
        reference=reference,
        has_pairs=bool(pairs),
        proposals=[(pairs[key][1].display_name, proposal.words) for key, proposal in proposals.items()],
        waiting=[f"{pairs[key][1].display_name}, asked on {day}" for key, day in _unanswered(case, pairs).items()],
        unseen=None if request.method == "POST" else why_nobody_confirms(db.session(), case, now()),
        naming=naming_of(case),
        heads=" or ".join(member.display_name for member in heads_today()) or "the head",
    )
    return (page, 422) if request.method == "POST" else page


def _unanswered(case: Case, pairs: Pairs) -> dict[str, str]:
    """The pairs that were asked about, with no answer since; and the day of asking."""
    asked = asked_of(scope.visible_incidents(me()).where(Incident.case_id == case.id)).order_by(Event.number)
    rows = db.session.execute(asked.with_only_columns(Incident.reference, Event.person_key, Event.happened_at))
    days = {f"{reference}|{key}": f"{london(at):%d/%m/%Y}" for reference, key, at in rows}
    return {pair: day for pair, day in days.items() if pair in pairs}
