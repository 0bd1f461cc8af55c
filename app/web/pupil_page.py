"""What the page of a pupil shows: what is agreed now and what helps, then what happened, by term and day.

Nothing is counted and nothing is red (domain.md, Language). What the reader may not see is left out without a word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import and_, or_, select, tuple_

from app.casework import scope
from app.casework.agreement import Action, Agreement
from app.casework.calendar import Calendar, london
from app.casework.case import Case
from app.casework.check_in import CheckIn
from app.casework.checking_in import last_answers
from app.casework.exclusion import Exclusion
from app.casework.gathering import SeenAction, SeenCheckIn
from app.casework.incident import Incident, Involvement
from app.casework.lifecycle import STAGE_WORDS
from app.casework.people import Person, Pupil
from app.casework.permissions import Permission
from app.casework.response import Participant, Response
from app.casework.wording import A_KIND, EXCLUSION_WORDS, PART_WORDS, kind_of_thing, school_days_of, severity
from app.casework.words import ActionStatus, Part
from app.db import db
from app.web.access import me
from app.web.agreement_lines import action_line
from app.web.case_people import how_they_are
from app.web.due import due, full_day
from app.web.school_calendar import calendar_of
from app.web.timeline import Entry

A_PAGE = 20
MOST_HELP = 12


@dataclass(slots=True)
class PupilView:
    """Everything the template needs."""

    lead: str
    actions: list[dict[str, Any]]
    helps: list[tuple[str, str]]
    facts: list[tuple[str, str]]
    registered: list[tuple[str, str]] = field(default_factory=list)
    terms: list[tuple[str, list[Entry]]] = field(default_factory=list)
    older: str | None = None
    newest: str | None = None


def pupil_view(pupil: Pupil, *, before: str) -> PupilView:
    """Look up what the page needs, in at most ten statements; `before` is the cursor of an older page."""
    calendar = calendar_of()
    form = pupil.registration_group or (f"Year {pupil.nc_year}" if pupil.nc_year else "No group")
    rows = _history(pupil, before)
    shown = rows[:A_PAGE]
    view = PupilView(
        lead=f"{form}. What is agreed now and what helps come first.",
        actions=_actions(pupil, calendar),
        helps=_helps(pupil),
        facts=_facts(pupil),
        registered=_registered(pupil),
        terms=_terms(shown, pupil, calendar),
    )
    address = f"/pupils/{pupil.id}"
    if len(rows) > A_PAGE:
        last = shown[-1]
        view.older = f"{address}?{urlencode({'before': f'{last.occurred_at.isoformat()}_{last.id}'})}#history"
    view.newest = f"{address}#history" if before else None
    return view


def _facts(pupil: Pupil) -> list[tuple[str, str]]:
    facts = [("Group", pupil.registration_group or "None yet"), ("Year", pupil.nc_year or "Not said")]
    if pupil.on_roll_from:
        facts.append(("On roll from", full_day(pupil.on_roll_from)))
    if pupil.on_roll_to:
        facts.append(("Left" if pupil.on_roll_to < me().on else "On roll until", full_day(pupil.on_roll_to)))
    if me().may(Permission.SEE_REGISTERS):
        facts.append(("UPN", pupil.upn or "Not given"))
    return facts


def _registered(pupil: Pupil) -> list[tuple[str, str]]:
    """Exclusions that stand in the register, the latest first, for those who may see it."""
    if not me().may(Permission.SEE_REGISTERS):
        return []
    columns = (Exclusion.reference, Exclusion.kind, Exclusion.starts_on, Exclusion.sessions)
    found = db.session.execute(
        scope.visible_exclusions(me())
        .with_only_columns(*columns)
        .where(Exclusion.pupil_id == pupil.id, Exclusion.cancelled_on.is_(None))
        .order_by(Exclusion.starts_on.desc(), Exclusion.id.desc())
        .limit(A_PAGE)
    )
    return [
        (row.reference, f"{EXCLUSION_WORDS[row.kind.value]} from {full_day(row.starts_on)}"
         + (f", {school_days_of(row.sessions)}" if row.sessions else ""))
        for row in found
    ]  # fmt: skip


def _actions(pupil: Pupil, calendar: Calendar) -> list[dict[str, Any]]:
    """What is agreed now, by or for this pupil."""
    done_by, done_for = Person.__table__.alias("done_by"), Person.__table__.alias("done_for")
    found = db.session.execute(
        scope.visible_actions(me())
        .with_only_columns(
            Agreement.id, Action.number, Action.what, Action.by_id, done_by.c.display_name, Action.for_id,
            done_for.c.display_name, Action.adult_support, Action.how_known, Action.apology_asked_for, Action.due_on,
            Action.status,
        )
        .join(done_by, done_by.c.id == Action.by_id)
        .outerjoin(done_for, done_for.c.id == Action.for_id)
        .where(or_(Action.by_id == pupil.id, Action.for_id == pupil.id))
        .where(Action.status.in_([ActionStatus.PLANNED, ActionStatus.DONE_UNCHECKED]), Agreement.withdrawn_on.is_(None))
        .order_by(Action.due_on, Action.id)
    )  # fmt: skip
    made = []
    for agreement_id, *columns in found:
        action = SeenAction(*columns)
        line = action_line(action, due(action.due_on, me().on, calendar))
        made.append({**line, "href": f"/agreements/{agreement_id}"})
    return made


def _helps(pupil: Pupil) -> list[tuple[str, str]]:
    """What was adapted for them and who stood by them, the latest first, each said once."""
    found = db.session.execute(
        scope.visible_responses(me())
        .with_only_columns(Response.kind, Participant.adaptations, Participant.supporter)
        .join(Participant, Participant.response_id == Response.id)
        .where(Participant.person_id == pupil.id)
        .where(or_(Participant.adaptations.is_not(None), Participant.supporter.is_not(None)))
        .order_by(Response.id.desc())
        .limit(MOST_HELP)
    )
    helps: dict[tuple[str, str], None] = {}
    for kind, adaptations, supporter in found:
        if adaptations:
            helps[f"In {A_KIND[kind.value]}", adaptations] = None
        if supporter:
            helps["Stands by them", supporter] = None
    return list(helps)


def _history(pupil: Pupil, before: str) -> Sequence[Any]:
    """Incidents of the cases that the reader may see, the newest first, from the cursor on."""
    found: Any = (
        scope.visible_cases(me())
        .with_only_columns(
            Incident.id, Incident.case_id, Incident.category, Incident.severity, Incident.occurred_at,
            Case.reference, Case.stage, Involvement.part,
        )
        .join(Incident, Incident.case_id == Case.id)
        .join(Involvement, Involvement.incident_id == Incident.id)
        .where(Involvement.person_id == pupil.id, Involvement.school_id == pupil.school_id)
    )  # fmt: skip
    cursor = _cursor(before)
    if cursor is not None:
        found = found.where(tuple_(Incident.occurred_at, Incident.id) < cursor)
    order = (Incident.occurred_at.desc(), Incident.id.desc())
    return db.session.execute(found.order_by(*order).limit(A_PAGE + 1)).all()


def _cursor(before: str) -> tuple[datetime, int] | None:
    """A moment and an id as the address carries them; None for anything else."""
    moment, _, number = before.rpartition("_")
    try:
        at, last = datetime.fromisoformat(moment), int(number)
    except ValueError:
        return None
    return (at, last) if at.tzinfo else None


def _terms(rows: Sequence[Any], pupil: Pupil, calendar: Calendar) -> list[tuple[str, list[Entry]]]:
    if not rows:
        return []
    harmed, answers = _harmed(rows), _answers(rows)

    def term_of(row: Any) -> str:
        term = calendar.term_of(london(row.occurred_at).date())
        return f"{term.name.capitalize()} term {term.academic_year}" if term else "Outside the school’s calendar"

    return [
        (term, [_entry(row, pupil, harmed[row.id], answers) for row in group]) for term, group in groupby(rows, term_of)
    ]


def _harmed(rows: Sequence[Any]) -> dict[int, list[tuple[int, str]]]:
    """Who was harmed in each incident: id and name."""
    found = db.session.execute(
        select(Involvement.incident_id, Involvement.person_id, Person.display_name)
        .join(Person, Person.id == Involvement.person_id)
        .where(Involvement.incident_id.in_([row.id for row in rows]))
        .where(Involvement.part.in_([Part.WAS_HARMED, Part.BOTH]))
        .order_by(Involvement.id)
    )
    harmed: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for incident_id, person_id, name in found:
        harmed[incident_id].append((person_id, name))
    return harmed


def _answers(rows: Sequence[Any]) -> dict[int, dict[int, SeenCheckIn]]:
    """The last answers at a check-in, by case and person; only of cases that the reader sees in full."""
    found = db.session.execute(
        scope.visible_check_ins(me())
        .with_only_columns(
            CheckIn.case_id, CheckIn.id, CheckIn.person_id, CheckIn.due_on, CheckIn.held_on, CheckIn.safe,
            CheckIn.put_right, CheckIn.recorded_at,
        )
        .where(and_(CheckIn.case_id.in_(sorted({row.case_id for row in rows})), CheckIn.held_on.is_not(None)))
    )  # fmt: skip
    by_case: dict[int, list[SeenCheckIn]] = defaultdict(list)
    for case_id, number, person_id, due_on, held_on, safe, put_right, at in found:
        said = SeenCheckIn(number, person_id, "", due_on, held_on, safe, put_right, None, None, None, at)
        by_case[case_id].append(said)
    return {case_id: last_answers(held) for case_id, held in by_case.items()}


def _entry(row: Any, pupil: Pupil, harmed: list[tuple[int, str]], answers: dict[int, dict[int, SeenCheckIn]]) -> Entry:
    when = london(row.occurred_at)
    part = PART_WORDS[row.part.value].lower()
    kind = kind_of_thing(row.category)
    return Entry(
        day=_day(when.date()),
        at_words=f"{when:%H:%M}",
        kind="incident",
        who=f"case {row.reference}, {STAGE_WORDS[row.stage].lower()}",
        what=f"{kind[:1].upper()}{kind[1:]}, {severity(row.severity)}: {part}.",
        detail=_how_harmed(pupil, harmed, answers.get(row.case_id, {})),
        because=None,
        changes=(),
        href=f"/cases/{row.reference}",
        restricted=False,
    )


def _how_harmed(pupil: Pupil, harmed: list[tuple[int, str]], answers: dict[int, SeenCheckIn]) -> str | None:
    """Who was harmed, and how they are as far as the reader may know."""
    lines = []
    for person_id, name in harmed:
        how = how_they_are(answers.get(person_id))
        if person_id != pupil.id:
            lines.append(f"{name} was harmed. {how}." if how else f"{name} was harmed.")
        elif how:
            lines.append(f"{how}.")
    return " ".join(lines) or None


def _day(day: date) -> str:
    return f"{day:%A} {full_day(day)}"
