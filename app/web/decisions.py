"""The head's part: a threshold confirmed in time, a decision with fair process, and how the measure reads a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request

from app.casework import scope
from app.casework.calendar import london
from app.casework.case import Case
from app.casework.deciding import (
    late_for_the_measure,
    record_decision,
    record_threshold,
    why_over,
)
from app.casework.deciding_again import what_counts_already
from app.casework.exclusion import Decision, Threshold
from app.casework.gathering import gather
from app.casework.permissions import Permission
from app.casework.refusals import Refused
from app.casework.who_answers import why_not_entitled
from app.casework.words import Confidence, DecisionKind, Sanction
from app.db import db
from app.web.access import me, needs
from app.web.case_cards import incident_line
from app.web.case_people import sides_of
from app.web.cases import case_or_404
from app.web.clock import now
from app.web.forms.choices import DECISION_WORDS, SANCTION_WORDS, listed
from app.web.forms.decisions import DecisionForm, ThresholdForm
from app.web.headship import heads_today
from app.web.indicated import Pairs, Proposal, pairs_of, proposals_for
from app.web.pages import log_reading, save, say, show_refusal
from app.web.timeline import staff_names

pages = Blueprint("decisions", __name__)


def _choices(pairs: Pairs) -> Any:
    return listed(
        (key, f"{pupil.display_name}, incident {incident.reference}") for key, (incident, pupil) in pairs.items()
    )


def _opened(reference: str) -> Case:
    """The case, whose story stands on the page, so that looking at it is a reading."""
    case, why = case_or_404(reference)
    log_reading("case", case.reference, why.value)
    return case


@pages.route("/cases/<reference>/threshold", methods=["GET", "POST"])
@needs(Permission.RECORD_THRESHOLD)
def threshold(reference: str) -> Any:
    """Confirm the sanction under consideration; it is locked from then on."""
    case = _opened(reference)
    pairs = pairs_of(case)
    proposals = proposals_for(case, pairs)
    form = ThresholdForm(data=_proposed(pairs, proposals))
    form.pair.choices = _choices(pairs)
    if request.method == "POST" and form.validate():
        incident, pupil = pairs[form.pair.data]
        mine = (Threshold.incident_id == incident.id, Threshold.pupil_id == pupil.id)
        earlier = db.session.scalars(scope.visible_thresholds(me()).where(*mine)).first()
        try:
            made = record_threshold(
                incident,
                pupil,
                Sanction(form.sanction.data),
                session=db.session(),
                school_days=form.school_days.data,
                clause=form.clause.data or "",
                confidence=Confidence(form.confidence.data),
                by=me(),
                at=now(),
                because=form.because.data,
                is_change=earlier is not None,
                policy_version=proposals[form.pair.data].version,
            )
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            db.session.add(made)
            late = late_for_the_measure(incident, pupil)
            save()
            left_out = form.school_days.data and made.school_days is None
            days = "The school days were left out: only a suspension has them." if left_out else ""
            say(" ".join(filter(None, ("The threshold is recorded and locked.", days, late))))
            return redirect(f"/cases/{reference}", 303)
    words = [(pairs[key][1].display_name, proposal.words) for key, proposal in proposals.items()]
    over = None if request.method == "POST" else why_over(case)
    return _drawn("decisions/threshold.html", form, case, proposals=words, stops=_stops(pairs), over=over)


def _stops(pairs: Pairs) -> list[str]:
    stops = [stop.message for incident, _pupil in pairs.values() if (stop := why_not_entitled(incident, me()))]
    return list(dict.fromkeys(stops))


def _proposed(pairs: Pairs, proposals: dict[str, Proposal]) -> dict[str, Any]:
    """With one pupil the form begins with what the policy indicates; with several each choice is made by hand."""
    if len(pairs) != 1:
        return {}
    key = next(iter(pairs))
    found = proposals[key]
    sanction = found.sanction if found.sanction in SANCTION_WORDS else None
    return {"pair": key, "sanction": sanction, "school_days": found.school_days, "clause": found.clause}


@pages.route("/cases/<reference>/decision", methods=["GET", "POST"])
@needs(Permission.DECIDE, Permission.RECORD_THRESHOLD)
def decide(reference: str) -> Any:
    """The head of the day decides, with the three answers. A deputy may read the page, and is told who decides today."""
    case = _opened(reference)
    pairs = pairs_of(case)
    form = DecisionForm(data={"pair": next(iter(pairs))} if len(pairs) == 1 else None)
    form.pair.choices = _choices(pairs)
    if request.method == "POST" and form.validate():
        incident, pupil = pairs[form.pair.data]
        earlier = [d.decision for d in _decided_before(case) if (d.incident_id, d.pupil_id) == (incident.id, pupil.id)]
        try:
            made = record_decision(
                incident,
                pupil,
                DecisionKind(form.decision.data),
                session=db.session(),
                who_was_asked=form.who_was_asked.data or "",
                reason_given=form.reason_given.data or "",
                what_next=form.what_next.data or "",
                by=me(),
                at=now(),
                earlier=earlier,
                because=form.because.data if earlier else None,
            )
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            db.session.add(made)
            save()
            say("The decision is recorded.")
            return redirect(f"/cases/{reference}", 303)
    heads = " or ".join(member.display_name for member in heads_today()) or "nobody"
    return _drawn(
        "decisions/decide.html",
        form,
        case,
        is_head=me().is_head,
        heads=heads,
        counts=_counts_already(pairs, _decided_before(case)),
    )


def _drawn(template: str, form: Any, case: Case, **more: Any) -> Any:
    ids = [incident.id for incident in case.incidents]
    found = db.session.scalars(
        scope.visible_thresholds(me()).where(Threshold.incident_id.in_(ids)).order_by(Threshold.recorded_at)
    ).all()
    decided = _decided_before(case)
    names = staff_names({*(t.recorded_by_id for t in found), *(d.decided_by_id for d in decided)})
    gathered = gather(db.session(), me(), case)
    page = render_template(
        template,
        form=form,
        reference=case.reference,
        # Those harmed are heard first (domain.md): what they asked for and how they are stands above the choice.
        sides=sides_of(case, gathered),
        happened=[incident_line(each) for each in gathered.incidents],
        has_pairs=bool(form.pair.choices),
        thresholds=[_considered(each, names) for each in found],
        decisions=[_decided(d, names) for d in decided],
        **more,
    )
    return (page, 422) if request.method == "POST" else page


def _decided_before(case: Case) -> Sequence[Decision]:
    ids = [incident.id for incident in case.incidents]
    found = scope.visible_decisions(me()).where(Decision.incident_id.in_(ids)).order_by(Decision.decided_at)
    return db.session.scalars(found).all()


def _counts_already(pairs: Pairs, decided: Sequence[Decision]) -> list[str]:
    """About each pupil and incident that was decided before: what the measure counts already."""
    found = (
        (pupil, [d.decision for d in decided if (d.incident_id, d.pupil_id) == (incident.id, pupil.id)])
        for incident, pupil in pairs.values()
    )
    return list(dict.fromkeys(what_counts_already(pupil, earlier) for pupil, earlier in found if earlier))


def _considered(each: Threshold, names: dict[int, str]) -> str:
    """A threshold in a line: about whom, what, how sure, under which clause, by whom and when."""
    days = f"{each.school_days} school day{'s' if each.school_days > 1 else ''}" if each.school_days else ""
    sanction = SANCTION_WORDS.get(each.sanction.value, "none").lower()
    clause = f"clause {each.clause or 'not named'}"
    version = f"policy version {each.policy_version}" if each.policy_version else ""
    what = ", ".join(filter(None, (sanction, days, each.confidence.value, clause, version)))
    why = f". Changed because: {each.because}" if each.because else ""
    by = f"{names.get(each.recorded_by_id, '')}, {london(each.recorded_at):%d/%m/%Y %H:%M}"
    return f"{each.pupil.display_name}: {what}. {by}{why}"


def _decided(decision: Decision, names: dict[int, str]) -> dict[str, object]:
    return {
        "title": f"{decision.pupil.display_name}: {DECISION_WORDS[decision.decision.value].lower()}",
        "asked": decision.who_was_asked or None,
        "reason": decision.reason_given or None,
        "next": decision.what_next or None,
        "by": names.get(decision.decided_by_id),
        "on_words": f"{london(decision.decided_at):%d/%m/%Y %H:%M}",
    }
