"""What the page of a case shows, worked out from few statements and lean rows; the template only draws it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from app.casework.calendar import Calendar, london
from app.casework.case import Case, Hold
from app.casework.gathering import (
    PUPILS,
    Gathered,
    SeenIncident,
    gather,
    names_of_owners,
)
from app.casework.lifecycle import STAGE_WORDS, Move
from app.casework.next_step import Step, steps
from app.casework.permissions import Permission, Role
from app.casework.scope import Why
from app.casework.staff import Membership
from app.casework.timeline import Told
from app.casework.wording import CLOSING_WORDS, CONFIDENTIALITY_WORDS, kind_of_thing, listed
from app.casework.words import Stage
from app.db import db
from app.web.access import me
from app.web.case_cards import (
    agreement_line,
    check_in_line,
    decision_line,
    exclusion_line,
    incident_line,
    note_line,
    response_line,
    small,
)
from app.web.case_people import chip, in_order, others_of, sides_of
from app.web.case_steps import DUE_WORDS, Said, actions_of, say_steps
from app.web.due import due, full_day
from app.web.related import Related, related_to
from app.web.school_calendar import calendar_of
from app.web.sight import close_every_way_on

__all__ = ["PUPILS", "CaseView", "case_view", "outline_view"]

ROAD = (Stage.LOGGED, Stage.TRIAGE, Stage.IN_RESPONSE, Stage.AGREEMENT, Stage.FOLLOW_UP, Stage.CLOSED)
# After these the road ends early: what had not happened by then will not.
NO_CALENDAR = Calendar(())


@dataclass(slots=True)
class Owner:
    """Who has a case: name and staff code, both None where nobody has it yet."""

    name: str | None
    code: str | None


@dataclass(slots=True)
class CaseView:
    """Everything the templates of a case need."""

    reference: str
    title: str
    lead: str
    stages: list[tuple[str, str]]
    people: list[dict[str, Any]]
    sides: list[dict[str, Any]] = field(default_factory=list)
    step: Said | None = None
    step_due: tuple[str, str] | None = None
    actions: list[tuple[str, str]] = field(default_factory=list)
    incidents: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    registered: list[tuple[str, str]] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)
    agreements: list[dict[str, Any]] = field(default_factory=list)
    check_ins: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    hold: str | None = None
    is_read_only: bool = False


def outline_view(case: Case, owner: Owner, incidents: list[SeenIncident]) -> CaseView:
    """Who, what kind and which stage; no narrative, no agreement, no answer."""
    found = Gathered(incidents)
    view = _head(case, found)
    has_it = f"{owner.name} has it." if owner.name else "Nobody has it yet."
    view.lead = f"{STAGE_WORDS[case.stage]}. {has_it} You see the outline only."
    return view


def case_view(
    case: Case, why: Why, owner: Owner, hold: Hold | None, incidents: list[SeenIncident]
) -> tuple[CaseView, Gathered]:
    """The whole page, and what it was made from."""
    by, found = me(), gather(db.session(), me(), case, incidents)
    review = hold.review_on if hold else None
    coming = steps(case, found, by.on, review_of_hold=review)
    view = _head(case, found)
    view.sides = sides_of(case, found)
    view.people = others_of(found, view.sides)
    calendar = _calendar(coming, found)
    view.step = say_steps(case, coming, by)
    view.step_due = due(view.step.step.due_on, by.on, calendar) if view.step and view.step.step.due_on else None
    view.lead = _lead(case, found, owner, hold, coming, calendar)
    view.actions = actions_of(case, found, by, view.step)
    view.incidents = [incident_line(each) for each in found.incidents]
    view.decisions = [decision_line(each) for each in found.decisions]
    if by.may(Permission.SEE_REGISTERS):
        view.registered = [exclusion_line(each) for each in found.exclusions]
    view.responses = [response_line(each) for each in found.responses]
    view.agreements = [agreement_line(each, calendar) for each in found.agreements]
    view.check_ins = [check_in_line(each, calendar) for each in found.check_ins]
    view.notes = [note_line(*each) for each in found.notes]
    view.related = related_to(case, found)
    names = {owner.code: owner.name} if owner.code and owner.name else {}
    view.told = found.told(names_of_owners(db.session(), by, found, names))
    view.facts = _facts(case, found, owner, why)
    view.hold = hold.because if hold and case.stage is Stage.ON_HOLD else None
    if why.is_page_only:
        close_every_way_on(view)
    return view, found


def _head(case: Case, found: Gathered) -> CaseView:
    kinds = dict.fromkeys(kind_of_thing(each.category) for each in found.incidents)
    joined = f"joined to {_went_to(found) or 'another case'}"
    title = f"{case.reference}: {', '.join(kinds) or joined}"
    people = [chip(person) for person in in_order(found.people)]
    return CaseView(case.reference, title, "", _stages(case.stage, found), people)


def _went_to(found: Gathered) -> str | None:
    """The case that took everything of this one, where its history ends with that."""
    ended = [json.loads(e.after or "{}") for e in found.events if e.kind == Move.REFERRED_ON]
    return ended[-1].get("to") if ended and not found.incidents else None


def _stages(stage: Stage, found: Gathered) -> list[tuple[str, str]]:
    """The road as far as it was gone: a stage that the case never had is not said to be done."""
    been = _been(found)
    if stage not in ROAD:
        end = "Joined" if _went_to(found) else STAGE_WORDS[stage]
        return [*((STAGE_WORDS[s], "done") for s in ROAD if s in been), (end, "exit")]
    here = ROAD.index(stage)
    done = [(STAGE_WORDS[s], "done") for s in ROAD[:here] if s in been]
    return [*done, (STAGE_WORDS[stage], "current"), *((STAGE_WORDS[s], "later") for s in ROAD[here + 1 :])]


def _been(found: Gathered) -> set[str]:
    """The stages that the case had, by its history; where that was brought in without them, by its records."""
    own = [event for event in found.events if event.after and event.case_reference == found.reference]
    told = {stage for event in own if (stage := json.loads(event.after).get("stage"))}
    if told:
        return told | {Stage.LOGGED}
    responses, agreements = bool(found.responses), bool(found.agreements)
    known = {Stage.IN_RESPONSE: responses, Stage.AGREEMENT: agreements, Stage.FOLLOW_UP: agreements}
    return {Stage.LOGGED, *(stage for stage, is_known in known.items() if is_known)}


def _calendar(coming: list[Step], found: Gathered) -> Calendar:
    """The school's calendar, read only where something lies ahead."""
    days = [step.due_on for step in coming] + [c.due_on for c in found.check_ins if c.is_open]
    days += [d for a in found.agreements for d in (a.review_on, *(x.due_on for x in a.actions if x.is_open))]
    return calendar_of() if any(day and day > me().on for day in days) else NO_CALENDAR


def _lead(case: Case, found: Gathered, owner: Owner, hold: Hold | None, coming: list[Step], calendar: Calendar) -> str:
    """Where it stands, who has it, what is due when."""
    has_it = f"{owner.name} has it." if owner.name else "Nobody has it yet."
    if case.stage is Stage.ON_HOLD:
        return f"On hold for safety. {'The headteacher has it.' if case.concerns_staff_conduct else _until(hold, calendar)}"
    if case.closed_at and (to := _went_to(found)):
        return f"Joined to {to} on {full_day(london(case.closed_at).date())}."
    if case.closed_at:
        reason = CLOSING_WORDS[case.closing_reason.value] if case.closing_reason else "Ended"
        had_it = f" {owner.name} had it." if owner.name else ""
        ended, on = STAGE_WORDS[case.stage], full_day(london(case.closed_at).date())
        return f"{ended} on {on}{'' if reason == ended else f': {small(reason)}'}.{had_it}"
    if case.next_step and case.stage in (Stage.LOGGED, Stage.TRIAGE):
        when = f", {due(case.next_step_on, me().on, calendar)[0]}" if case.next_step_on else ""
        return f"{STAGE_WORDS[case.stage]}. {has_it} Next: {small(case.next_step.rstrip('.'))}{when}."
    return f"{STAGE_WORDS[case.stage]}. {has_it}{_next_due(coming, calendar)}"


def _next_due(coming: list[Step], calendar: Calendar) -> str:
    """What is due first, and when: ` A check-in with Maya Lewis is due tomorrow, Thursday 26 November.`"""
    dated = sorted((step for step in coming if step.due_on and step.what in DUE_WORDS), key=lambda s: str(s.due_on))
    if not dated:
        return ""
    words, state = due(dated[0].due_on, me().on, calendar)
    return (
        f" {DUE_WORDS[dated[0].what].format(about=dated[0].about)} {words if state == 'overdue' else f'due {words}'}."
    )


def _until(hold: Hold | None, calendar: Calendar) -> str:
    review = due(hold.review_on, me().on, calendar)[0] if hold and hold.review_on else "on a day still to be set"
    return f"The safeguarding lead has it until the hold is lifted, and looks at it again {review}."


def _facts(case: Case, found: Gathered, owner: Owner, why: Why) -> list[tuple[str, str]]:
    lead = "The headteacher" if case.concerns_staff_conduct else "The safeguarding lead"
    on_hold = f"{lead}, while it is on hold" if case.stage is Stage.ON_HOLD else None
    facts = [
        ("Who has it", on_hold or owner.name or "Nobody yet"),
        ("Who may see it", CONFIDENTIALITY_WORDS[case.confidentiality.value]),
        ("Opened", full_day(london(case.opened_at).date())),
    ]
    if case.closed_at:
        facts.append(("Closed", full_day(london(case.closed_at).date())))
    if found.harmed:
        told = full_day(london(case.harmed_told_at).date()) if case.harmed_told_at else None
        waits = found.tellings(case).since
        later = listed([person.name for person in found.harmed if person.key in waits])
        facts.append(
            ("Told how it ended", told or (f"Not {later} yet" if later else case.not_told_because) or "Not yet")
        )
    return [*facts, ("You see this because", because(why, me(), found))]


_BECAUSE = {
    Why.NAMED: "you are named on it",
    Why.OWNER: "you have it",
    Why.SAFEGUARDING_LEAD: "you are the safeguarding lead",
    Why.LEADS_RESPONSE: "you lead a response to it",
    Why.FOLLOWS_UP: "you follow up what was agreed",
    Why.LOGGED_IT: "you logged it",
    Why.TAKES_PART: "you are part of it",
    Why.TUTOR: "one of them is in your group",
    Why.SENCO: "you look after the support of one of them",
    Why.EMERGENCY: "you opened it in an emergency",
}


def because(why: Why, by: Membership, found: Gathered) -> str:
    """The reason of scope.py as one would say it to the reader."""
    if why is Why.HEAD:
        return "you are the headteacher" if Role.HEADTEACHER in by.roles else "you are the deputy headteacher"
    if why is Why.PASTORAL_LEAD:
        years = sorted({p.nc_year for p in found.people if p.nc_year} & by.year_groups)
        return f"you lead Year {' and '.join(years)}" if years else "you are a pastoral lead"
    return _BECAUSE.get(why, why.value)
