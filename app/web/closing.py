"""Close a case, and open it again."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value
from werkzeug.wrappers import Response as Answer

from app.casework import scope
from app.casework.agreeing import AgreementState, state_of
from app.casework.agreement import Agreement
from app.casework.calendar import london
from app.casework.case import Case
from app.casework.checking_in import last_answers, not_safe
from app.casework.closing import (
    close_case,
    reopen_case,
    someone_was_harmed,
    take_no_further_action,
    tell_harmed,
    tell_later,
    why_not_reason,
    why_not_tell_later,
)
from app.casework.gathering import SeenCheckIn, check_ins_of
from app.casework.incident import Incident, Involvement
from app.casework.lifecycle import Move, refusal
from app.casework.permissions import Permission
from app.casework.refusals import Refused
from app.casework.response import Response
from app.casework.to_decide import why_awaited
from app.casework.told_how import tellings_of, untold
from app.casework.who_answers import UNSEEN
from app.casework.wording import listed
from app.casework.words import ClosingReason, Stage
from app.db import db
from app.web.access import me, needs
from app.web.case_people import how_they_are
from app.web.cases import case_or_404
from app.web.clock import now
from app.web.due import full_day
from app.web.forms.choices import CLOSING_WORDS, choices
from app.web.forms.closing import CloseForm, ReopenForm, ToldForm
from app.web.pages import check_version, save, say, show_refusal
from app.web.sight import naming_of

pages = Blueprint("closing", __name__)
NOTHING_MORE = "Nothing more is needed."


@pages.route("/cases/<reference>/close", methods=["GET", "POST"])
@needs(Permission.CLOSE_CASE)
def close(reference: str) -> str | Answer | tuple[str, int]:
    """Close an open case, or reopen one that ended."""
    case, _why = case_or_404(reference)
    if refusal(case, Move.REOPENED, by=me()) is None and case.stage not in (Stage.DECLINED, Stage.UNSUITABLE):
        return _reopen(case)
    _read_all(case)
    states = [state_of(agreement) for response in case.responses for agreement in response.agreements]
    form = CloseForm(data={"version": case.version, "closing_reason": _likely(states)})
    fitting = [reason.value for reason in ClosingReason if why_not_reason(case, reason) is None]
    form.closing_reason.choices = choices(CLOSING_WORDS, only=fitting)
    form.told_now.choices = _waiting(case) if case.harmed_told_at is None else []
    if request.method == "POST" and form.validate():
        check_version(form, case)
        try:
            _close(case, form)
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save(form, case)
            say(f"Case {reference} is closed.")
            return redirect(f"/cases/{reference}", 303)
    check_ins = check_ins_of(db.session(), case)
    told_on = full_day(london(case.harmed_told_at).date()) if case.harmed_told_at else None
    active = why_not_reason(case, ClosingReason.NO_FURTHER_ACTION)  # the one thing that contradicts this reason
    stopped = why_awaited(db.session(), case, now()) or active if request.method == "GET" else None
    page = render_template(
        "closing/close.html",
        form=form,
        reference=reference,
        harmed=_harmed(case, last_answers(check_ins)),
        unsafe=listed([each.name for each in not_safe(check_ins)]),
        told_on=told_on,
        stopped=stopped,
        naming=naming_of(case) if stopped and stopped.code == UNSEEN else None,
    )
    return (page, 422) if request.method == "POST" else page


def _read_all(case: Case) -> None:
    """The incidents of the case with the people in them, and its responses with their agreements and actions: five
    statements however many there are."""
    people = selectinload(Incident.involvements).joinedload(Involvement.person)
    mine = scope.visible_incidents(me()).where(Incident.case_id == case.id).order_by(Incident.occurred_at)
    set_committed_value(case, "incidents", list(db.session.scalars(mine.options(people))))
    wanted = scope.visible_responses(me()).where(Response.case_id == case.id).order_by(Response.id)
    with_all = wanted.options(selectinload(Response.agreements).selectinload(Agreement.actions))
    set_committed_value(case, "responses", list(db.session.scalars(with_all)))


def _likely(states: list[AgreementState]) -> str | None:
    """How it seems to have ended, where agreements say so; whoever closes it decides."""
    standing = [state for state in states if state is not AgreementState.WITHDRAWN]
    if not standing or AgreementState.ACTIVE in standing:
        return None
    kept = all(state is AgreementState.KEPT for state in standing)
    return (ClosingReason.AGREEMENT_KEPT if kept else ClosingReason.AGREEMENT_NOT_KEPT).value


def _harmed(case: Case, answers: dict[int, SeenCheckIn]) -> list[tuple[str, str]]:
    """Each person harmed, with what they said last at a check-in."""
    parts = [part for incident in case.incidents for part in incident.involvements if part.part.harmed]
    people = {part.person_id: part.person.display_name for part in parts}
    return [(name, how_they_are(answers.get(person_id)) or "Not asked yet") for person_id, name in people.items()]


def _close(case: Case, form: CloseForm) -> None:
    reason, why_not_told = ClosingReason(form.closing_reason.data), form.not_told_because.data or ""
    made_safe = form.made_safe.data or ""
    if form.told_now.data:
        tell_harmed(case, now(), session=db.session(), by=me(), at=now(), whom=form.told_now.data)
    session, by, at = db.session(), me(), now()
    more = {"not_told_because": why_not_told, "made_safe": made_safe}
    if reason is ClosingReason.NO_FURTHER_ACTION and case.stage in (Stage.LOGGED, Stage.TRIAGE):
        take_no_further_action(case, session=session, by=by, at=at, because=NOTHING_MORE, **more)
    else:
        close_case(case, reason, session=session, by=by, at=at, **more)


@pages.route("/cases/<reference>/told", methods=["GET", "POST"])
@needs(Permission.HOLD_CHECK_IN)
def told(reference: str) -> str | Answer | tuple[str, int]:
    """Tell whoever was named as harmed only after the case had ended, or say why not."""
    case, _why = case_or_404(reference)
    form = ToldForm(data={"version": case.version})
    form.told_now.choices = _waiting(case)
    if request.method == "POST" and form.validate():
        check_version(form, case)
        try:
            whom, why_not = form.told_now.data or (), form.not_told_because.data or ""
            tell_later(case, whom, session=db.session(), by=me(), at=now(), not_told_because=why_not)
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save(form, case)
            say("Recorded.")
            return redirect(f"/cases/{reference}", 303)
    page = render_template(
        "closing/told.html",
        form=form,
        stopped=why_not_tell_later(case),
        reference=reference,
        names=listed([str(name) for _key, name in form.told_now.choices]),
    )
    return (page, 422) if request.method == "POST" else page


def _waiting(case: Case) -> list[tuple[str, str]]:
    """Key and name of those harmed who were neither told how it ended, nor is it said why not."""
    parts = untold(case, tellings_of(db.session(), case).known)
    return [(part.person.key, part.person.display_name) for part in parts]


def _reopen(case: Case) -> str | Answer | tuple[str, int]:
    form = ReopenForm()
    if request.method == "POST" and form.validate():
        try:
            reopen_case(case, by=me(), at=now(), because=form.because.data or "")
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save(form, case)
            say(f"Case {case.reference} is open again.")
            return redirect(f"/cases/{case.reference}", 303)
    page = render_template("closing/reopen.html", form=form, reference=case.reference, harmed=someone_was_harmed(case))
    return (page, 422) if request.method == "POST" else page
