"""Log an incident in one screen; read it as it stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response as Answer

from app.casework import scope
from app.casework.at_once import PREJUDICE, TAGS
from app.casework.calendar import london, utc_from_london
from app.casework.case import Case
from app.casework.incident import Incident, Involvement
from app.casework.logging_incident import Account, NamedPart, log_incident, why_not_these
from app.casework.on_the_spot import OnTheSpot, log_and_respond, log_for_later
from app.casework.people import Person
from app.casework.permissions import Permission, Role
from app.casework.plain_words import HINT, JUDGING, judging_words_in
from app.casework.refusals import Refused
from app.casework.school import next_case_reference
from app.casework.telling import tell_safeguarding
from app.casework.wording import kind_of_thing
from app.casework.words import Answer as Said
from app.casework.words import Part, ResponseKind
from app.db import db
from app.web.access import me, needs
from app.web.case_cards import story_line
from app.web.clock import now
from app.web.forms.choices import PART_WORDS
from app.web.forms.incidents import NOT_YET, SEVERITIES, STATEMENT, IncidentForm
from app.web.incident_form import account_from, categories, offer, places, prefilled
from app.web.naming import answer, as_drawn, keys_on, nobody_known, people_named, pressed, problems, take_in
from app.web.pages import found_or_404, log_reading, save, say, show_refusal
from app.web.school_calendar import calendar_of
from app.web.staff_choices import staff_by_code

__all__ = ["categories", "pages"]
pages = Blueprint("incidents", __name__)
FIELD_OF = {"occurred_at": "occurred_on", "held_at": "held_on", "time_did_not_exist": "occurred_time"}
FOLDED = ("asked", "due_on", "held_on", "held_time")


@pages.route("/incidents/new", methods=["GET", "POST"])
@needs(Permission.LOG_INCIDENT)
def log() -> str | Answer | tuple[str, int]:
    """The one screen. Find, match, add and take away re-draw it with everything typed kept."""
    form = offer(IncidentForm(data=prefilled()))
    take_in(form)
    if request.method == "GET":
        return _draw(form)
    if pressed():
        return _draw(form, **answer(form))
    if "statement" in request.form:
        form.response_now.data = STATEMENT
    wrong = problems(form)
    if wrong is None:
        return _log(form)
    _say_who_is_missing(form)
    return _draw(form, **wrong), 422


def _say_who_is_missing(form: IncidentForm) -> None:
    """At once, beside whatever else is wrong; a name that is still unclear has its sentence already."""
    if form.people.entries or form.find_person.errors or form.pasted.errors or form.response_now.data == STATEMENT:
        return
    refusal = why_not_these([], now())
    if refusal is not None:
        put(form, Refused(refusal))


def _log(form: IncidentForm) -> Answer | tuple[str, int]:
    named = people_named(keys_on(form))
    if nobody_known(form, named):
        return _draw(form), 422
    try:
        case = _logged(form, named)
    except Refused as refused:
        db.session.rollback()
        put(form, refused)
        return _draw(form), 422
    db.session.add(case)
    if case.incidents[0].anyone_unsafe:
        db.session.flush()
        tell_safeguarding(db.session(), case, by=me(), at=now())
    save()
    _say_what_happened(case, form)
    return redirect("/" if "statement" in request.form else f"/cases/{case.reference}", 303)


def _logged(form: IncidentForm, named: dict[str, Person]) -> Case:
    at = now()
    account = account_from(form)
    parts: list[NamedPart] = [(named[row.person.data], Part(row.role.data)) for row in form.people.entries]
    response, put_off = form.response_now.data, form.calm_enough.data
    if response in (NOT_YET, STATEMENT):
        put_off = None
    spot = None if response == NOT_YET else _spot(form, account, named, ResponseKind(response))
    reference = next_case_reference(db.session(), me().school_id, london(at).year)
    if spot is None:
        return log_incident(reference, account, parts, by=me(), at=at)
    if put_off in ("later_today", "tomorrow"):
        today = me().on
        on = today if put_off == "later_today" else calendar_of().after(today, 1) or today + timedelta(days=1)
        return log_for_later(reference, account, parts, spot.kind, on, by=me(), at=at)
    leader = staff_by_code(me().staff_code)
    assert leader is not None  # noqa: S101  (whoever is signed in is a member of staff)
    return log_and_respond(reference, account, parts, spot, leader=leader, calendar=calendar_of(), by=me(), at=at)


def _spot(form: IncidentForm, account: Account, named: dict[str, Person], kind: ResponseKind) -> OnTheSpot:
    held_at = account.occurred_at
    if kind is ResponseKind.AFFECTIVE_STATEMENT:
        return OnTheSpot(kind, held_at, words=(form.words.data or "").strip() or None)
    if form.held_on.data or form.held_time.data:
        began = london(account.occurred_at)
        day, time = form.held_on.data or began.date(), form.held_time.data or began.time()
        held_at = utc_from_london(datetime.combine(day, time))
    rows = [row.form for row in form.people.entries]
    return OnTheSpot(
        kind,
        held_at,
        took_part=frozenset(named[row.person.data].id for row in rows if row.took_part.data),
        is_repeated=Said(form.is_repeated.data) if form.is_repeated.data else None,
        calm_enough=True if form.calm_enough.data == "yes" else None,
        asked=frozenset(form.asked.data or ()),
        outcome_sentence=form.outcome_sentence.data,
        will=tuple((named[row.person.data], row.will.data.strip()) for row in rows if (row.will.data or "").strip()),
        due_on=form.due_on.data,
        check_in_on=form.check_in_on.data,
    )


def put(form: Any, refused: Refused) -> None:
    """A refusal's sentence at its field."""
    refusal = refused.refusal
    field = FIELD_OF.get(refusal.code) or FIELD_OF.get(refusal.field or "") or refusal.field
    if field and field in form._fields:
        more = f" {refusal.instead}" if refusal.instead else ""
        form[field].errors = [*form[field].errors, refusal.message + more]
    else:
        show_refusal(form, refusal)


def _say_what_happened(case: Case, form: IncidentForm) -> None:
    incident = case.incidents[0]
    if "statement" in request.form or (case.closed_at and form.response_now.data == STATEMENT):
        say(f"Counted: an affective statement. It is {case.reference}, and closed.")
    elif case.closed_at:
        say(f"Incident {case.reference} is logged. It is closed: met on the spot.")
    else:
        say(f"Incident {case.reference} is logged.")
    if incident.anyone_unsafe:
        say(f"Tell {_safeguarding_leads()} now, in person. It stands first on their page.")
    if incident.story_to_add:
        say("The story is still to add. It waits on your home page today.")
    found = judging_words_in(incident.what_happened)
    if found:
        say(f"“{'”, “'.join(found)}”: {HINT} You can amend the story.")


def _safeguarding_leads() -> str:
    staff = db.session.scalars(scope.visible_staff(me()).order_by(Person.sort_name))
    leads = [s.display_name for s in staff if Role.DSL in s.roles and s.is_in_force(me().on)]
    return f"{' or '.join(leads)}, the designated safeguarding lead," if leads else "the designated safeguarding lead"


def _draw(form: IncidentForm, **found: Any) -> str:
    return render_template(
        "incidents/log.html",
        form=form,
        places=places(),
        judging=JUDGING,
        judging_hint=HINT,
        has_more=any(form[name].raw_data and any(form[name].raw_data) for name in FOLDED),
        **as_drawn(form, **found),
    )


def incident_or_404(reference: str) -> Incident:
    """An incident that the reader may see in full, or 404."""
    incident: Incident = found_or_404(scope.visible_incidents(me()).where(Incident.reference == reference))
    return incident


@pages.get("/incidents/<reference>")
@needs(Permission.SEE_CASES)
def read(reference: str) -> str:
    """The incident as it stands, with who was part of it."""
    incident = incident_or_404(reference)
    parts = db.session.execute(
        select(Person.display_name, Person.key, Involvement.part, Involvement.account)
        .join(Involvement, Involvement.person_id == Person.id)
        .where(Involvement.incident_id == incident.id)
        .order_by(Involvement.id)
    ).all()
    case: Any = found_or_404(
        scope.visible_cases(me(), in_full=True).with_only_columns(Case).where(Case.id == incident.case_id)
    )
    log_reading("incident", incident.reference)
    people = [{"name": n, "role": p.value, "role_word": PART_WORDS[p.value], "said": a} for n, _k, p, a in parts]
    when = london(incident.occurred_at)
    return render_template(
        "incidents/read.html",
        incident=incident,
        case=case,
        people=people,
        what=kind_of_thing(incident.category).capitalize(),
        story=incident.what_happened or story_line(incident.story_to_add),
        when=f"{when:%A} {when.day} {when:%B %Y at %H:%M}",
        facts_of=_facts(incident, case),
    )


def _facts(incident: Incident, case: Case) -> list[tuple[str, str]]:
    """What was ticked and written beside the story."""
    tags = [{**TAGS, **PREJUDICE}.get(tag, tag.replace("_", " ").capitalize()) for tag in sorted(incident.tags)]
    return [
        ("Case", case.reference),
        ("How serious", SEVERITIES.get(str(incident.severity), str(incident.severity))),
        ("Where", ", ".join(filter(None, (incident.location, incident.lesson))) or "not said"),
        ("Done at once", incident.immediate_action or "nothing recorded"),
        ("Injuries or damage", incident.injuries or "none recorded"),
        ("Part of it", ", ".join(tags) or "nothing ticked"),
    ]
