"""What stops a case, what can be done instead, and who releases it: the holds, the gates and the allegation."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request

from app.casework.case import Case
from app.casework.holds import answers_of, clear_allegation, lift_hold, needs_request, open_holds
from app.casework.lifecycle import Move, refusal
from app.casework.permissions import Permission
from app.casework.refusals import Refused
from app.casework.responding import why_not_kind
from app.casework.suitability import GATES, WAITING
from app.casework.wording import SAFETY_WORDS
from app.casework.words import ResponseKind, Stage
from app.db import db
from app.web.access import me, needs
from app.web.cases import case_or_404
from app.web.clock import now
from app.web.forms.choices import KIND_WORDS
from app.web.forms.triage import ClearForm, LiftForm
from app.web.pages import save, say, show_refusal
from app.web.sight import where_next

pages = Blueprint("gates", __name__)

_BY_LEAD = "The safeguarding lead lifts the hold, with a reason."
_ANSWERS = "Answer the safety questions again once that has changed."
RELEASED_BY = {
    "staff_allegation": "The headteacher returns the case to the ordinary flow once it was looked into elsewhere.",
    "sexual_or_domestic": "The safeguarding lead lifts the hold, and records that the child who was harmed asked for it.",
    "live_enquiry": _BY_LEAD,
    "suspected_abuse": _BY_LEAD,
    "weapon_or_threat": _BY_LEAD,
    "responsibility_not_accepted": _ANSWERS,
    "not_everyone_willing": _ANSWERS,
    "power_imbalance": f"{_ANSWERS} What is tagged as bullying stays so until the incident is amended.",
}
_NOT_OPEN_TO_LEAD = (
    "They can’t open this case until the headteacher names them on it or returns it to the ordinary flow."
)
_SET_DAY = "To set that day or move it, answer the safety questions again with a day."
_WITH_HEAD = "You have it alone. It is looked into elsewhere; nothing else is recorded here."
UNTOKENED = {"csrf": False}


def _holds(case: Case) -> list[dict[str, Any]]:
    out_of_sight = [_NOT_OPEN_TO_LEAD] if case.concerns_staff_conduct else []
    besides = [_SET_DAY] if me().may(Permission.LIFT_HOLD) else out_of_sight
    return [
        {
            "title": "On hold: no response can begin" if hold.lifted_at is None else "Was on hold",
            "why": hold.because,
            "instead": [
                f"Placed on {hold.placed_at:%d/%m/%Y}.",
                f"Lifted on {hold.lifted_at:%d/%m/%Y}: {hold.lifted_because}"
                if hold.lifted_at
                else f"Looked at again on {f'{hold.review_on:%d/%m/%Y}' if hold.review_on else 'a day still to set'}.",
                *([RELEASED_BY.get(hold.kind, _BY_LEAD), *besides] if hold.lifted_at is None else []),
            ],
        }
        for hold in reversed(case.holds)
    ]


def _gates(case: Case) -> list[dict[str, Any]]:
    """Each gate that stops a kind of response now: which kinds, why, what stays open, who releases it."""
    stopped: dict[str, list[str]] = {}
    why: dict[str, str] = {}
    for kind in ResponseKind:
        found = why_not_kind(case, kind)
        if found is not None:
            stopped.setdefault(found.code, []).append(KIND_WORDS[kind.value])
            why[found.code] = found.message
    answers = answers_of(case)
    on_hold = {hold.kind for hold in open_holds(case)}
    made = []
    for gate in GATES:
        if gate.code not in stopped or gate.code in on_hold:
            continue  # the hold itself says it
        is_unknown = answers is None or (gate.code in WAITING and getattr(answers, gate.code).value == "dont_know")
        release = (
            "Answer the safety question: “don’t know” counts as yes here." if is_unknown else RELEASED_BY[gate.code]
        )
        kinds = stopped[gate.code]
        title = (
            "No response can begin" if len(kinds) == len(KIND_WORDS) else f"Not open now: {', '.join(kinds).lower()}"
        )
        is_mine = gate.code == "staff_allegation" and me().is_head
        instead = [_WITH_HEAD if is_mine else gate.instead, release]
        made.append({"title": title, "why": why[gate.code], "instead": instead})
    return made


def _lift_form(case: Case, **more: Any) -> LiftForm:
    """Which hold is lifted is asked where there are several."""
    form, stopped = LiftForm(meta=UNTOKENED, **more), open_holds(case)
    form.hold.choices = [(str(hold.id), SAFETY_WORDS[hold.kind].capitalize()) for hold in stopped]
    if len(stopped) < 2:
        del form.hold
    return form


@pages.get("/cases/<reference>/hold")
@needs(Permission.SEE_CASES)
def read(reference: str) -> Any:
    """What stops this case, and the forms of whoever may release it."""
    case, _why = case_or_404(reference)
    return _page(case)


def _page(case: Case, *, lift: LiftForm | None = None, clear: ClearForm | None = None) -> Any:
    stopped = open_holds(case)
    may_lift = stopped and refusal(case, Move.HOLD_LIFTED, by=me()) is None
    may_clear = case.concerns_staff_conduct and refusal(case, Move.ALLEGATION_CLEARED, by=me()) is None
    form = next((form for form in (lift, clear) if form is not None), None)
    page = render_template(
        "triage/hold.html",
        reference=case.reference,
        holds=_holds(case),
        gates=_gates(case),
        lift=(lift or _lift_form(case, formdata=None)) if may_lift else None,
        asks_request=any(needs_request(case, hold.kind) for hold in stopped),
        clear=(clear or ClearForm(formdata=None, prefix="clear-", meta=UNTOKENED)) if may_clear else None,
        problem_form=form,
        may_ask_again=refusal(case, Move.SAFETY_CHECKED, by=me()) is None,
    )
    return (page, 422) if request.method == "POST" else page


@pages.post("/cases/<reference>/hold")
@needs(Permission.LIFT_HOLD)
def lift(reference: str) -> Any:
    """Lift the hold, or one of several."""
    case, _why = case_or_404(reference)
    form = _lift_form(case)
    if form.validate():
        chosen = [hold for hold in open_holds(case) if "hold" not in form or str(hold.id) == form.hold.data]
        try:
            lift_hold(
                case,
                chosen[0] if chosen else None,
                asked_by_harmed_child=form.asked_by_harmed_child.data,
                request=form.request.data or "",
                by=me(),
                at=now(),
                because=form.because.data,
            )
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            if case.stage is Stage.ON_HOLD:
                say("That hold is lifted. The case waits until the others are lifted as well.")
                return redirect(f"/cases/{reference}/hold", 303)
            say("The hold is lifted. The case is where it was before.")
            return redirect(f"/cases/{reference}", 303)
    return _page(case, lift=form)


@pages.post("/cases/<reference>/allegation")
@needs(Permission.CLEAR_ALLEGATION)
def clear(reference: str) -> Any:
    """Return the case to the ordinary flow."""
    case, _why = case_or_404(reference)
    form = ClearForm(prefix="clear-", meta=UNTOKENED)
    if form.validate():
        try:
            clear_allegation(case, by=me(), at=now(), because=form.because.data)
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say("The case is back in the ordinary flow.")
            return redirect(where_next(reference), 303)
    return _page(case, clear=form)
