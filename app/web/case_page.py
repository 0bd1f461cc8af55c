"""What the page of a case shows, worked out from few statements and lean rows; the template only draws it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.casework.calendar import london
from app.casework.case import Case, Hold, Note
from app.casework.check_in import CheckIn
from app.casework.incident import Incident, Involvement
from app.casework.lifecycle import STAGE_WORDS, Move, refusal
from app.casework.people import Person, Pupil
from app.casework.response import Response
from app.casework.scope import Why
from app.casework.words import Stage
from app.db import db
from app.web.access import me
from app.web.agreement_lines import agreements_of, due_words
from app.web.forms.choices import KIND_WORDS, PART_WORDS
from app.web.timeline import staff_names

# Joined as a plain table: a pupil is a person too, and the mapper would join persons twice.
PUPILS: Any = Pupil.__table__
ROAD = (Stage.LOGGED, Stage.TRIAGE, Stage.IN_RESPONSE, Stage.AGREEMENT, Stage.FOLLOW_UP, Stage.CLOSED)


@dataclass(slots=True)
class CaseView:
    """Everything the templates of a case need."""

    reference: str
    title: str
    lead: str
    stages: list[tuple[str, str]]
    people: list[dict[str, object]]
    step: tuple[str, str, str] | None
    links: list[tuple[str, str]]
    incidents: list[dict[str, object]] = field(default_factory=list)
    responses: list[dict[str, object]] = field(default_factory=list)
    agreements: list[dict[str, Any]] = field(default_factory=list)
    check_ins: list[dict[str, object]] = field(default_factory=list)
    notes: list[dict[str, object]] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    hold: Hold | None = None


def case_view(case: Case, why: Why) -> CaseView:
    """Look up what the page needs. An outline holds people, kind and stage only."""
    incidents = db.session.execute(
        select(
            Incident.id, Incident.reference, Incident.category, Incident.severity, Incident.occurred_at,
            Incident.location, Incident.what_happened, Incident.logged_by_id,
        ).where(Incident.case_id == case.id).order_by(Incident.occurred_at)
    ).all()  # fmt: skip
    people = _people(incidents)
    view = CaseView(
        reference=case.reference,
        title=f"{case.reference}: {_kinds(incidents)}",
        lead="",
        stages=_stages(case.stage),
        people=people,
        step=None,
        links=[],
    )
    if why.is_outline:
        view.lead = f"{STAGE_WORDS[case.stage]}. You see the outline only."
        return view
    responses = db.session.scalars(select(Response).where(Response.case_id == case.id).order_by(Response.id)).all()
    check_ins = _check_in_rows(case)
    names = staff_names({case.owner_id, *(r.led_by_id for r in responses), *(i.logged_by_id for i in incidents)})
    view.incidents = [_incident(row, names) for row in incidents]
    view.responses = [_response(row, names) for row in responses]
    view.agreements = agreements_of(case)
    view.check_ins = [_check_in(row) for row in check_ins]
    view.notes = _notes(case)
    view.lead = _lead(case, names)
    view.step, view.links = _next(case, view)
    view.facts = _facts(case, names, why)
    if case.stage is Stage.ON_HOLD:
        view.hold = db.session.scalars(
            select(Hold).where(Hold.case_id == case.id, Hold.lifted_at.is_(None)).order_by(Hold.id.desc()).limit(1)
        ).first()
    return view


def _kinds(incidents: Any) -> str:
    kinds = dict.fromkeys(row.category.replace("_", " ") for row in incidents)
    return ", ".join(kinds) or "joined to another case"


def _stages(stage: Stage) -> list[tuple[str, str]]:
    if stage not in ROAD:
        return [(STAGE_WORDS[s], "later") for s in ROAD[:-1]] + [(STAGE_WORDS[stage], "exit")]
    here = ROAD.index(stage)
    states = ["done"] * here + ["current"] + ["later"] * (len(ROAD) - here - 1)
    return [(STAGE_WORDS[s], state) for s, state in zip(ROAD, states, strict=True)]


def _people(incidents: Any) -> list[dict[str, object]]:
    found = db.session.execute(
        select(
            Person.id, Person.display_name, Person.kind, Involvement.part, PUPILS.c.registration_group, PUPILS.c.nc_year
        )
        .join(Involvement, Involvement.person_id == Person.id)
        .outerjoin(PUPILS, PUPILS.c.id == Person.id)
        .where(Involvement.incident_id.in_([row.id for row in incidents]))
        .order_by(Involvement.id)
    )
    seen: dict[tuple[int, str], dict[str, object]] = {}
    for row in found:
        form = row.registration_group or (f"Year {row.nc_year}" if row.nc_year else None)
        href = f"/pupils/{row.id}" if row.kind == "pupil" else None
        said = {"name": row.display_name, "role": row.part.value, "role_word": PART_WORDS[row.part.value].lower()}
        seen[(row.id, row.part.value)] = {**said, "form": form, "href": href}
    order = list(PART_WORDS)
    harmed_first = {"was_harmed": -1}
    return sorted(seen.values(), key=lambda p: harmed_first.get(str(p["role"]), order.index(str(p["role"]))))


def _check_in_rows(case: Case) -> Any:
    return db.session.execute(
        select(
            CheckIn.id, CheckIn.due_on, CheckIn.held_on, CheckIn.safe, CheckIn.put_right, CheckIn.anything_since,
            CheckIn.skipped_on, CheckIn.skipped_because, Person.display_name,
        ).join(Person, Person.id == CheckIn.person_id).where(CheckIn.case_id == case.id).order_by(CheckIn.due_on)
    ).all()  # fmt: skip


_FACES = {"yes": "good", "no": "not_good", "unsure": "so_so", "partly": "so_so"}


def _check_in(row: Any) -> dict[str, object]:
    answers = [
        (question, _FACES[answer.value], answer.value.capitalize())
        for question, answer in (("Safe?", row.safe), ("Put right?", row.put_right))
        if answer is not None
    ]
    if row.held_on:
        words, state = f"held on {row.held_on:%-d %B %Y}", "done"
    elif row.skipped_on:
        words, state = f"skipped: {row.skipped_because}", "later"
    else:
        words, state = due_words(row.due_on, me().on)
    return {"name": row.display_name, "words": words, "state": state, "answers": answers, "note": row.anything_since,
            "href": f"/check-ins/{row.id}" if state != "done" and not row.skipped_on else None}  # fmt: skip


def _incident(row: Any, names: dict[int, str]) -> dict[str, object]:
    when = london(row.occurred_at)
    return {
        "reference": row.reference,
        "words": f"{row.category.replace('_', ' ').capitalize()}, severity {row.severity}",
        "when": when.strftime("%-d %B %Y, %H:%M") + (f", {row.location}" if row.location else ""),
        "what_happened": row.what_happened or "The story is still to add.",
        "logged_by": names.get(row.logged_by_id, ""),
    }


def _response(row: Response, names: dict[int, str]) -> dict[str, object]:
    at = row.held_at or row.planned_for
    when = f", {london(at):%-d %B %Y, %H:%M}" if at else ""
    return {
        "href": f"/responses/{row.id}",
        "words": f"{KIND_WORDS[row.kind.value]}: {row.status.value}{when}",
        "led_by": names.get(row.led_by_id or 0, "nobody yet"),
        "because": row.chosen_because,
    }


def _notes(case: Case) -> list[dict[str, object]]:
    found = db.session.execute(
        select(Note.text, Note.written_at, Person.display_name)
        .join(Person, Person.id == Note.written_by_id)
        .where(Note.case_id == case.id)
        .order_by(Note.written_at)
    )
    return [{"text": t, "source": f"{who}, {london(at):%-d %B %Y, %H:%M}"} for t, at, who in found]


def _lead(case: Case, names: dict[int, str]) -> str:
    owner = names.get(case.owner_id or 0)
    has_it = f"{owner} has it." if owner else "Nobody has it yet."
    step = ""
    if case.next_step and case.closed_at is None:
        step = f" Next: {case.next_step}, {due_words(case.next_step_on, me().on)[0]}."
    return f"{STAGE_WORDS[case.stage]}. {has_it}{step}"


_STEPS: tuple[tuple[Move, frozenset[Stage], str, str, str], ...] = (
    (Move.TRIAGED, frozenset({Stage.LOGGED}), "This case waits for an owner", "Triage", "triage"),
    (Move.RESPONSE_CHOSEN, frozenset({Stage.LOGGED, Stage.TRIAGE, Stage.DECLINED}), "Choose how it is put right",
     "Choose a response", "responses/new"),
    (Move.RESPONSE_HELD, frozenset({Stage.IN_RESPONSE}), "A response is under way", "Open the response", "response"),
    (Move.AGREEMENT_RECORDED, frozenset({Stage.AGREEMENT}), "Write down what was agreed", "Record the agreement",
     "agreements/new"),
    (Move.CHECK_IN_HELD, frozenset({Stage.FOLLOW_UP}), "See that it holds", "Check-ins", "check-ins"),
)  # fmt: skip
_LINKS: tuple[tuple[Move, str, str], ...] = (
    (Move.TRIAGED, "Triage", "triage"),
    (Move.INCIDENT_JOINED, "Join or split incidents", "join"),
    (Move.RESPONSE_CHOSEN, "Choose a response", "responses/new"),
    (Move.AGREEMENT_RECORDED, "Record an agreement", "agreements/new"),
    (Move.CHECK_IN_PLANNED, "Check-ins", "check-ins"),
    (Move.THRESHOLD_RECORDED, "Confirm a threshold", "threshold"),
    (Move.DECISION_RECORDED, "Decide", "decision"),
    (Move.EXCLUSION_RECORDED, "How the measure reads it", "measure"),
    (Move.CLOSED, "Close", "close"),
    (Move.REOPENED, "Reopen", "close"),
)


def _next(case: Case, view: CaseView) -> tuple[tuple[str, str, str] | None, list[tuple[str, str]]]:
    """The one likely action, and the other pages that are open to this member of staff now."""
    base = f"/cases/{case.reference}/"
    step = None
    for move, stages, what, words, page in _STEPS:
        if case.stage in stages and refusal(case, move, by=me()) is None:
            planned = [r for r in view.responses if "planned" in str(r["words"])]
            href = str(planned[-1]["href"]) if page == "response" and planned else base + page
            step = (what, href, words)
            break
    links = [(words, base + page) for move, words, page in _LINKS if refusal(case, move, by=me()) is None]
    return step, [(w, h) for w, h in links if step is None or h != step[1]]


def _facts(case: Case, names: dict[int, str], why: Why) -> list[tuple[str, str]]:
    told = f"{london(case.harmed_told_at):%-d %B %Y}" if case.harmed_told_at else "not yet"
    closed = f"{london(case.closed_at):%-d %B %Y}" if case.closed_at else "open"
    return [
        ("Owner", names.get(case.owner_id or 0, "nobody yet")),
        ("Confidentiality", case.confidentiality.value),
        ("Opened", f"{london(case.opened_at):%-d %B %Y}"),
        ("Person harmed told", told),
        ("Closed", closed),
        ("You see this because", why.value),
    ]
