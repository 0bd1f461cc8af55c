"""Record an agreement; see each action through; change it by consent, or withdraw it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request

from app.casework import scope
from app.casework.agreeing import (
    Undertaking,
    agreement_standing,
    change_agreement,
    find_out_why,
    hints,
    record_agreement,
    withdraw_agreement,
)
from app.casework.agreement import Action, Agreement
from app.casework.case import Case
from app.casework.checking_in import default_dates, plan_check_ins
from app.casework.closing import someone_was_harmed
from app.casework.people import Person
from app.casework.permissions import Permission
from app.casework.refusals import Refusal, Refused
from app.casework.response import Response
from app.casework.settling import correct_action, release_action, report_action, verify_action
from app.casework.words import ActionStatus, ResponseStatus
from app.db import db
from app.web.access import me, needs
from app.web.agreement_page import agreement_page
from app.web.cases import case_or_404
from app.web.clock import now
from app.web.forms.agreements import AgreementForm, ChangeForm, CorrectForm, SettleForm, WhyForm, WithdrawForm
from app.web.forms.choices import listed
from app.web.pages import found_or_404, log_reading, save, say, show_refusal
from app.web.responses import UNTOKENED, people_of
from app.web.school_calendar import calendar_of
from app.web.staff_choices import case_takers, staff_by_code, staff_choices

pages = Blueprint("agreements", __name__)


def _people(case: Case) -> list[tuple[str, str]]:
    named = [(person.key, person.display_name) for person in people_of(case)]
    return named + [pair for pair in staff_choices() if pair[0] not in dict(named)]


def _prepared(form: Any, case: Case) -> Any:
    pairs = _people(case)
    for row in form.actions.entries if hasattr(form, "actions") else []:
        row.form.by.choices = listed(pairs, blank="Choose")
        row.form.for_.choices = listed(pairs, blank="Nobody in particular")
    return form


def _undertaking(row: Any) -> Undertaking:
    keys = {row.by.data, row.for_.data} - {"", None}
    found = {p.key: p for p in db.session.scalars(scope.visible_people(me()).where(Person.key.in_(keys)))}
    if row.by.data not in found:
        raise Refused(Refusal("nobody_named", f"Choose who does “{row.what.data}”.", field="actions"))
    return Undertaking(
        what=row.what.data or "",
        by=found[row.by.data],
        done_for=found.get(row.for_.data or ""),
        due_on=row.due_on.data,
        adult_support=row.adult_support.data or "",
        how_known=row.how_known.data or "",
        is_apology=row.is_apology.data,
        apology_asked_for=row.apology_asked_for.data or "",
    )


@pages.route("/cases/<reference>/agreements/new", methods=["GET", "POST"])
@needs(Permission.RECORD_AGREEMENT)
def record(reference: str) -> Any:
    """Write down what was agreed at the last response that was held and has no agreement yet (or at the one named in the
    address; where that has one, the page leads to it)."""
    case, _why = case_or_404(reference)
    held = [r for r in case.responses if r.status is ResponseStatus.HELD]
    wanted = request.args.get("response", "")
    free = [r for r in held if agreement_standing(r) is None]
    named = next((r for r in held if str(r.id) == wanted), None)
    response = named or next(reversed(free or held), None)
    form = AgreementForm(data={"made_on": me().on, "follow_up_owner": me().staff_code, "plan_check_ins": True})
    form.follow_up_owner.choices = listed(case_takers(case))
    if request.method == "POST" and "again" in request.form:
        form.actions.append_entry()
        return _draw(_prepared(form, case), case, response)
    _prepared(form, case)
    if request.method == "POST" and form.validate() and response is not None:
        try:
            agreement, quiet = _record(case, response, form)
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say(" ".join(("The agreement is saved.", *quiet)))
            return redirect(f"/agreements/{agreement.id}", 303)
    return _draw(form, case, response)


def _draw(form: AgreementForm, case: Case, response: Response | None) -> Any:
    standing = agreement_standing(response) if response and request.method == "GET" else None
    page = render_template(
        "agreements/record.html",
        form=form,
        reference=case.reference,
        is_possible=response is not None,
        standing=standing.id if standing else None,
    )
    return (page, 422) if request.method == "POST" and "again" not in request.form else page


def _record(case: Case, response: Response, form: AgreementForm) -> tuple[Agreement, tuple[str, ...]]:
    undertakings = [_undertaking(row.form) for row in form.actions.entries if row.form.counts]
    owner = staff_by_code(form.follow_up_owner.data)
    agreement = record_agreement(
        response,
        undertakings,
        made_on=form.made_on.data,
        review_on=form.review_on.data,
        owner=owner,
        by=me(),
        at=now(),
        if_it_happens_again=form.if_it_happens_again.data or "",
    )
    if form.plan_check_ins.data:
        sides = [p for i in case.incidents for p in i.involvements if p.part.harmed or p.part.caused]
        people = list({part.person_id: part.person for part in sides}.values())
        dates = [day for day in default_dates(calendar_of(), agreement.made_on) if day >= me().on]
        plan_check_ins(case, people, dates, owner_id=owner.id if owner else None, by=me(), at=now())
    return agreement, hints(undertakings, calendar_of().after(agreement.made_on, 15))


def _agreement(agreement_id: int) -> Agreement:
    found: Agreement = found_or_404(scope.visible_agreements(me()).where(Agreement.id == agreement_id))
    return found


@pages.get("/agreements/<int:agreement_id>")
@needs(Permission.SEE_CASES)
def read(agreement_id: int) -> Any:
    """The agreement, action by action; a page to print and take along."""
    agreement = _agreement(agreement_id)
    log_reading("agreement", agreement.reference)
    return agreement_page(agreement)


def _action(action_id: int) -> Action:
    found: Action = found_or_404(scope.visible_actions(me()).where(Action.id == action_id))
    return found


@pages.post("/agreements/actions/<int:action_id>")
@needs(Permission.VERIFY_ACTION)
def settle(action_id: int) -> Any:
    """Say how an action stands: done and checked, done, partly, not done, no longer wanted."""
    action, form = _action(action_id), SettleForm(meta=UNTOKENED)
    agreement_id = action.agreement_id
    if form.validate():
        try:
            _settle(action, form.what.data, form.because.data or "")
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say("Recorded.")
            return redirect(f"/agreements/{agreement_id}", 303)
    return agreement_page(_agreement(agreement_id), status=422, problem=form, of_action=action_id)


@pages.post("/agreements/actions/<int:action_id>/correct")
@needs(Permission.VERIFY_ACTION)
def correct(action_id: int) -> Any:
    """Put right an action that was marked wrongly; the mark before it stays in the history."""
    action, form = _action(action_id), CorrectForm(meta=UNTOKENED)
    agreement_id = action.agreement_id
    if form.validate():
        try:
            correct_action(action, ActionStatus(form.what.data), by=me(), at=now(), because=form.because.data or "")
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say("Put right. How it was marked before is in the history.")
            return redirect(f"/agreements/{agreement_id}", 303)
    return agreement_page(_agreement(agreement_id), status=422, problem=form, of_action=action_id)


def _settle(action: Action, what: str, because: str) -> None:
    if what == "done_verified":
        verify_action(action, by=me(), at=now())
    elif what == "released":
        release_action(action, by=me(), at=now(), because=because)
    else:
        report_action(action, ActionStatus(what), by=me(), at=now())


@pages.route("/agreements/actions/<int:action_id>/change", methods=["GET", "POST"])
@needs(Permission.RECORD_AGREEMENT)
def change(action_id: int) -> Any:
    """Change an action by consent: a new version, the old one stays readable."""
    action = _action(action_id)
    case = action.agreement.response.case
    kept = {"what": action.what, "by": action.done_by.key, "for_": action.done_for.key if action.done_for else ""}
    form = ChangeForm(data={**kept, "due_on": action.due_on, "adult_support": action.adult_support})
    form.by.choices, form.for_.choices = listed(_people(case)), listed(_people(case), blank="Nobody in particular")
    if request.method == "POST" and form.validate():
        try:
            change_agreement(
                action,
                _undertaking(form),
                asked_by=form.asked_by.data or "",
                agreed_by=form.agreed_by.data or "",
                harmed_agreed=form.harmed_agreed.data,
                by=me(),
                at=now(),
                because=form.because.data or "",
            )
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say("The agreement is changed. The action before it stays readable.")
            return redirect(f"/agreements/{action.agreement_id}", 303)
    is_harmed = someone_was_harmed(case)
    page = render_template("agreements/change.html", form=form, action=action, is_harmed=is_harmed)
    return (page, 422) if request.method == "POST" else page


@pages.post("/agreements/<int:agreement_id>/why")
@needs(Permission.VERIFY_ACTION)
def why(agreement_id: int) -> Any:
    """Find out why it was not kept, before anything else."""
    agreement, form = _agreement(agreement_id), WhyForm(meta=UNTOKENED)
    if form.validate():
        find_out_why(agreement, form.why_not_kept.data, form.note.data or "", by=me(), at=now())
        save()
        say("Recorded. Restart it, change it, or speak with the headteacher.")
        return redirect(f"/agreements/{agreement_id}", 303)
    return agreement_page(agreement, status=422, problem=form)


@pages.post("/agreements/<int:agreement_id>/withdraw")
@needs(Permission.RECORD_AGREEMENT)
def withdraw(agreement_id: int) -> Any:
    """End an agreement that does not stand any more."""
    agreement, form = _agreement(agreement_id), WithdrawForm(meta=UNTOKENED)
    if form.validate():
        try:
            withdraw_agreement(agreement, by=me(), at=now(), because=form.because.data or "")
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say("The agreement is withdrawn.")
            return redirect(f"/agreements/{agreement_id}", 303)
    return agreement_page(_agreement(agreement_id), status=422, problem=form)
