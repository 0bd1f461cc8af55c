"""Choose a response, prepare it, record that it was held, declined or ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from app.casework import scope
from app.casework.agreeing import agreement_standing
from app.casework.calendar import london, utc_from_london
from app.casework.case import Case
from app.casework.holds import answer_safety_questions, answers_of
from app.casework.lifecycle import Move, refusal
from app.casework.people import Person
from app.casework.permissions import Permission, Role
from app.casework.refusals import Refused
from app.casework.responding import (
    Leader,
    Meeting,
    Present,
    answers_now,
    choose_response,
    decline_response,
    end_response,
    hold_response,
    why_not_kind,
)
from app.casework.response import Response
from app.casework.suitability import Answers, Circumstances, suggestion
from app.casework.training import Training
from app.casework.words import Answer as Said
from app.casework.words import ParticipationLevel, ResponseKind, ResponseStatus, Stage
from app.db import db
from app.web.access import me, needs
from app.web.cases import case_or_404
from app.web.clock import now
from app.web.due import full_day
from app.web.forms.choices import KIND_WORDS, listed
from app.web.forms.responses import ChooseForm, EndForm, HeldForm, PrepareForm, RiskForm, SafetyForm, fill_people
from app.web.pages import check_version, found_or_404, log_reading, save, say, show_refusal
from app.web.response_lines import facts_of, lead_of, part_taken
from app.web.school_calendar import calendar_of
from app.web.session import roles_today
from app.web.sight import where_next
from app.web.staff_choices import staff_by_code, who_may_lead

pages = Blueprint("responses", __name__)
# Several forms on one page: the guard checks the one token of the page, whatever the prefix of its fields.
UNTOKENED = {"csrf": False}


def people_of(case: Case) -> list[Person]:
    """Everybody named in the case's incidents, once each."""
    found = {part.person_id: part.person for incident in case.incidents for part in incident.involvements}
    return list(found.values())


def _suggested(case: Case) -> Any:
    parts = [part for incident in case.incidents for part in incident.involvements]
    touched = {p.person_id for p in parts if p.part.harmed or p.part.value == "affected"}
    severity = max((incident.severity for incident in case.incidents), default=1)
    repeats = max(len(case.incidents) - 1, 0)
    return suggestion(Circumstances(severity, len(touched), repeats, answers_now(case)))


@pages.route("/cases/<reference>/responses/new", methods=["GET", "POST"])
@needs(Permission.LEAD_INFORMAL_RESPONSE)
def choose(reference: str) -> str | Answer | tuple[str, int]:
    """First the safety questions, once; then the response, with the suggestion and its reasons."""
    case, _why = case_or_404(reference)
    if answers_of(case) is None or request.args.get("ask") == "again":
        return _ask(case)
    form = ChooseForm(data={"led_by": me().staff_code, "kind": _suggested(case).kind.value})
    form.led_by.choices = listed(who_may_lead(case))
    if request.method == "POST" and form.validate():
        try:
            response = _choose(case, form)
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say(f"{KIND_WORDS[response.kind.value]} chosen.")
            return redirect(f"/responses/{response.id}", 303)
    return _drawn("responses/choose.html", form, case)


def _drawn(template: str, form: Any, case: Case, **more: object) -> str | tuple[str, int]:
    stopped = [(kind.value, why_not_kind(case, kind)) for kind in ResponseKind]
    page = render_template(
        template,
        form=form,
        reference=case.reference,
        suggested=_suggested(case),
        kind_words=KIND_WORDS,
        stopped={kind: refusal for kind, refusal in stopped if refusal},
        **more,
    )
    return (page, 422) if request.method == "POST" else page


def _ask(case: Case) -> str | Answer | tuple[str, int]:
    given = answers_of(case)
    kept = {name: getattr(given, name).value for name in Answers.__dataclass_fields__} if given else {}
    form = SafetyForm(data=kept)
    if request.method == "POST" and form.validate():
        answers = Answers(**{name: Said(form[name].data) for name in Answers.__dataclass_fields__})
        try:
            holds = answer_safety_questions(case, answers, by=me(), at=now(), review_on=form.review_on.data)
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save()
            say(_who_is_told(case, waits=bool(holds)))
            there = where_next(case.reference)
            stays = case.stage is Stage.ON_HOLD or case.concerns_staff_conduct or there == "/cases"
            return redirect(there if stays else f"{there}/responses/new", 303)
    return _drawn("responses/safety.html", form, case)


def _who_is_told(case: Case, *, waits: bool) -> str:
    """An allegation against staff comes first: what else was answered is the headteacher's to pass on."""
    if case.concerns_staff_conduct:
        alone = "The case is the headteacher’s alone now. Tell them at once, in person."
        return "The answers are saved. You have this case alone." if me().is_head else alone
    if waits and me().holds(Role.DSL):
        return "The answers are saved. The case waits for you now."
    return "The case waits for the safeguarding lead. Tell them now." if waits else "The answers are saved."


def _choose(case: Case, form: ChooseForm) -> Response:
    member = staff_by_code(form.led_by.data)
    assert member is not None  # noqa: S101  (the choices are this school's staff)
    day, time = form.planned_on.data, form.planned_time.data
    power = roles_today(member, me().at)
    assert power is not None  # noqa: S101  (only staff in post are offered)
    training = list(db.session.scalars(scope.visible_training(me()).where(Training.staff_id == member.id)))
    return choose_response(
        case,
        ResponseKind(form.kind.data),
        Leader(member, me() if member.id == me().staff_id else power, training),
        suggested=_suggested(case),
        planned_for=utc_from_london(datetime.combine(day, time)) if day and time else None,
        by=me(),
        at=now(),
        because=form.chosen_because.data or "",
        override_because=form.override_because.data or None,
    )


def response_or_404(response_id: int) -> Response:
    """A response that the reader may see, or 404."""
    response: Response = found_or_404(scope.visible_responses(me()).where(Response.id == response_id))
    return response


@pages.get("/responses/<int:response_id>")
@needs(Permission.SEE_CASES)
def read(response_id: int) -> Any:
    """A response: how it stands, and the forms for what can become of it."""
    response = response_or_404(response_id)
    log_reading("response", response.reference)
    here = london(now())
    held = HeldForm(data={"held_on": here.date(), "held_time": here.time(), "version": response.version})
    return response_page(response, held=held)


def response_page(response: Response, *, status: int = 200, **forms: Any) -> Any:
    """The page of a response, with the forms as they came back."""
    people = people_of(response.case)
    held = forms.get("held") or HeldForm(formdata=None, data={"version": response.version})
    fill_people(held, [(p.key, p.display_name) for p in people])
    prepare = forms.get("prepare") or PrepareForm(formdata=None, prefix="prepare-", meta=UNTOKENED)
    prepare.person.choices = listed((p.key, p.display_name) for p in people)
    end = forms.get("end") or EndForm(formdata=None, prefix="end-", meta=UNTOKENED)
    end.declined.choices = [(p.key, p.display_name) for p in people]
    kept = {
        "risk_note": response.risk_note, "if_no_conference": response.if_no_conference, "version": response.version,
        "reviewed_on": me().on,
    }  # fmt: skip
    leader = db.session.get(Person, response.led_by_id) if response.led_by_id else None
    page = render_template(
        "responses/read.html",
        response=response,
        words=KIND_WORDS[response.kind.value],
        leader=leader.display_name if leader else "nobody yet",
        reference=response.case.reference,
        names={p.key: p.display_name for p in people},
        held=held,
        prepare=prepare,
        risk=forms.get("risk") or RiskForm(formdata=None, data=kept, prefix="risk-", meta=UNTOKENED),
        end=end,
        lead=lead_of(response, leader.display_name if leader else None),
        participants=[{"name": p.person.display_name, "words": part_taken(p), "row": p} for p in response.participants],
        agreements=[(a.id, f"Agreement of {full_day(a.made_on)}") for a in response.agreements],
        may_agree=refusal(response.case, Move.AGREEMENT_RECORDED, by=me()) is None and not agreement_standing(response),
        response_facts=facts_of(response),
        is_formal=response.kind is ResponseKind.FORMAL_CONFERENCE,
        problem_forms=[f for f in forms.values() if f.errors or f.form_errors],
    )
    return (page, status) if status != 200 else page


@pages.post("/responses/<int:response_id>/held")
@needs(Permission.LEAD_INFORMAL_RESPONSE)
def hold(response_id: int) -> Any:
    """Record that it was held, and who took part."""
    response, form = response_or_404(response_id), HeldForm()
    if form.validate():
        check_version(form, response)
        try:
            hold_response(
                response, _meeting(form), _present(response.case, form), calendar=calendar_of(), by=me(), at=now()
            )
        except Refused as refused:
            db.session.rollback()
            _put(form, refused)
        else:
            save(form, response)
            say("Recorded. What was agreed can be written down now.")
            return redirect(f"/responses/{response_id}", 303)
    return response_page(response_or_404(response_id), status=422, held=form)


def _put(form: Any, refused: Refused) -> None:
    refusal = refused.refusal
    if refusal.field == "held_at":
        form.held_on.errors = [*form.held_on.errors, refusal.message]
    elif refusal.field == "people":
        form.form_errors = [*form.form_errors, refusal.message]
    else:
        show_refusal(form, refusal)


def _meeting(form: HeldForm) -> Meeting:
    return Meeting(
        held_at=utc_from_london(datetime.combine(form.held_on.data, form.held_time.data)),
        calm_enough={"yes": True, "no": False}.get(form.calm_enough.data or ""),
        topic=form.topic.data or None,
        circle_group=form.circle_group.data or None,
        size=form.size.data,
        minutes=form.minutes.data,
        words=form.words.data or None,
        outcome_sentence=form.outcome_sentence.data or None,
    )


def _present(case: Case, form: HeldForm) -> list[Present]:
    known = {person.key: person for person in people_of(case)}
    rows = [row.form for row in form.people.entries if row.form.person.data in known]
    return [
        Present(
            person=known[row.person.data],
            took_part=row.took_part.data,
            participation_level=ParticipationLevel(row.participation_level.data)
            if row.participation_level.data
            else None,
            declined=row.declined_by_them.data,
            sentence=row.sentence.data or None,
            adaptations=row.adaptations.data or None,
            not_adapted_because=row.not_adapted_because.data or None,
        )
        for row in rows
    ]


@pages.post("/responses/<int:response_id>/end")
@needs(Permission.LEAD_INFORMAL_RESPONSE)
def end(response_id: int) -> Any:
    """Record that it was declined, stopped or cancelled."""
    response, form = response_or_404(response_id), EndForm(prefix="end-", meta=UNTOKENED)
    if form.validate():
        try:
            if form.what.data == "declined":
                wanted = [p for p in people_of(response.case) if p.key in (form.declined.data or ())]
                decline_response(response, wanted, by=me(), at=now())
            else:
                status = ResponseStatus(form.what.data)
                end_response(response, status, by=me(), at=now(), because=form.because.data or "")
        except Refused as refused:
            db.session.rollback()
            show_refusal(form, refused.refusal)
        else:
            save(form, response)
            say("Recorded. Declining is an ordinary ending; another way may still be offered.")
            return redirect(f"/cases/{response.case.reference}", 303)
    return response_page(response_or_404(response_id), status=422, end=form)
