"""What waits for somebody's answer and has no day of its own yet: one statement of as many parts as the roles ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Date, Text, and_, cast, exists, literal, null, or_, select, union_all

from app.casework import scope
from app.casework.access_log import Reading
from app.casework.case import Case, Hold
from app.casework.check_in import CheckIn
from app.casework.exclusion import Decision, Threshold
from app.casework.history import Event
from app.casework.incident import Incident
from app.casework.lifecycle import Move
from app.casework.next_due import OPEN, next_due
from app.casework.people import Person
from app.casework.permissions import Permission, Role
from app.casework.wording import SAFE_WORDS
from app.casework.words import Safe, Sanction, Stage
from app.db import db
from app.web.case_lines import Happened
from app.web.day_list.day import MOST, Day, Line, Listing, counted

REMOVALS = (Sanction.SUSPENSION, Sanction.PERMANENT_EXCLUSION)
RECENT = timedelta(days=14)
SLOW = timedelta(days=2)
Names = dict[int, str]
Cases = dict[int, Happened]


class Waiting(NamedTuple):
    """One thing that waits. `since`: how long; `person_id`: about whom, where it is about one person."""

    kind: str
    case_id: int
    reference: str
    since: datetime
    due_on: date | None
    record_id: int | None
    person_id: int | None
    words: str | None


Selects = Any


def _columns(kind: str, since: Any, **more: Any) -> list[Any]:
    return [
        cast(kind, Text).label("kind"),
        Case.id.label("case_id"),
        Case.reference.label("reference"),
        since.label("since"),
        more.get("due", cast(null(), Date)).label("due_on"),
        more.get("record", cast(null(), BigInteger)).label("record_id"),
        more.get("person", cast(null(), BigInteger)).label("person_id"),
        more.get("words", cast(null(), Text)).label("words"),
    ]


def _triage(day: Day) -> Selects:
    nobody_yet = or_(Case.stage == Stage.LOGGED, and_(Case.stage == Stage.TRIAGE, Case.owner_id.is_(None)))
    found = scope.visible_cases(day.me, in_full=True).where(nobody_yet)
    if not day.me.holds(Role.PASTORAL_LEAD, Role.DSL):
        found = found.where(Case.opened_at < day.me.at - SLOW)
    return found.with_only_columns(*_columns("triage", Case.opened_at)).order_by(Case.opened_at, Case.id)


def _undated(day: Day) -> Selects:
    moving = Case.stage.in_([stage for stage in OPEN if stage not in (Stage.LOGGED, Stage.ON_HOLD)])
    found = scope.visible_cases(day.me, in_full=True).where(moving, Case.owner_id.is_not(None), next_due().is_(None))
    return found.with_only_columns(*_columns("undated", Case.opened_at)).order_by(Case.opened_at, Case.id)


def _thresholds(day: Day) -> Selects:
    """Asked about a pupil, with nothing recorded about that pupil since."""
    answered = exists(
        select(literal(1))
        .select_from(Threshold)
        .join(Incident, Incident.id == Threshold.incident_id)
        .join(Person, Person.id == Threshold.pupil_id)
        .where(
            Incident.case_id == Case.id,
            Threshold.recorded_at >= Event.happened_at,
            or_(Event.person_key.is_(None), Event.person_key == Person.key),
        )
        .correlate(Case, Event)
    )
    asked = Case.events.any(and_(Event.kind == Move.THRESHOLD_ASKED_FOR.value, ~answered))
    found = scope.visible_cases(day.me, in_full=True).where(Case.stage.in_(OPEN), asked)
    return found.with_only_columns(*_columns("threshold", Case.opened_at)).order_by(Case.opened_at, Case.id)


def _decisions(day: Day) -> Selects:
    decided = exists().where(Decision.incident_id == Threshold.incident_id, Decision.pupil_id == Threshold.pupil_id)
    found = scope.visible_thresholds(day.me).where(Case.stage.in_(OPEN), Threshold.sanction.in_(REMOVALS), ~decided)
    columns = _columns("decision", Threshold.recorded_at, person=Threshold.pupil_id)
    return found.with_only_columns(*columns).order_by(Threshold.recorded_at, Threshold.id)


def _holds(day: Day) -> Selects:
    found = scope.visible_cases(day.me, in_full=True).join(Hold, Hold.case_id == Case.id)
    columns = _columns("hold", Hold.placed_at, due=Hold.review_on, words=Hold.because)
    found = found.where(Case.stage == Stage.ON_HOLD, Hold.lifted_at.is_(None)).with_only_columns(*columns)
    return found.order_by(Hold.review_on, Hold.id)


def _unsafe(day: Day) -> Selects:
    said_no = CheckIn.safe.in_([Safe.NO, Safe.UNSURE])
    found = scope.visible_check_ins(day.me).where(said_no, CheckIn.held_on >= day.on - RECENT)
    columns = _columns(
        "unsafe", Case.opened_at, due=CheckIn.held_on, person=CheckIn.person_id, words=cast(CheckIn.safe, Text)
    )
    return found.with_only_columns(*columns).order_by(CheckIn.held_on.desc(), CheckIn.id)


def _not_safe_now(day: Day) -> Selects:
    """Until whoever looks has opened the case and it was triaged."""
    read = exists().where(
        Reading.school_id == day.me.school_id, Reading.what == "case", Reading.reference == Case.reference,
        Reading.staff_id == day.me.staff_id, Reading.at >= Incident.logged_at,
    )  # fmt: skip
    found = scope.visible_incidents(day.me).where(
        Incident.anyone_unsafe.is_(True), or_(Case.stage == Stage.LOGGED, ~read), Case.stage.in_(OPEN)
    )
    columns = _columns("now", Incident.logged_at, person=Incident.logged_by_id, words=Incident.injuries)
    return found.with_only_columns(*columns).order_by(Incident.logged_at.desc(), Incident.id)


def _hurt(day: Day) -> Selects:
    recent = Incident.occurred_at >= day.me.at - RECENT
    found = scope.visible_incidents(day.me).where(Incident.injuries.is_not(None), recent, Case.stage.in_(OPEN))
    columns = _columns("hurt", Incident.occurred_at, words=Incident.injuries)
    return found.with_only_columns(*columns).order_by(Incident.occurred_at.desc(), Incident.id)


def _stories(day: Day) -> Selects:
    found = scope.visible_incidents(day.me).where(
        Incident.logged_by_id == day.me.staff_id,
        Incident.story_to_add.is_(True),
        Incident.school_id == day.me.school_id,
    )
    columns = _columns("story", Incident.logged_at, words=Incident.reference)
    return found.with_only_columns(*columns).order_by(Incident.logged_at.desc(), Incident.id)


def _told_unsafe(row: Waiting, day: Day, case: Happened, names: Names) -> Line:
    on = day.written(row.due_on) if row.due_on else ""
    others = case.others(row.person_id)
    detail = f"{case.what}{f' with {others}' if others else ''} · said on {on} · {row.reference}"
    said = SAFE_WORDS[row.words or Safe.NO.value]
    return Line(f"{names.get(row.person_id or 0, 'Somebody')} {said}", f"/cases/{row.reference}", detail=detail)


def _told_now(row: Waiting, day: Day, case: Happened, names: Names) -> Line:
    what = f"{case.what}: speak with {names.get(row.person_id or 0, 'whoever logged it')}"
    marked = row.words or "Somebody is hurt or not safe"
    detail = f"{marked} · {case.between} · {row.reference}"
    return Line(what, f"/cases/{row.reference}", f"since {day.since(row.since)}", "due", detail)


def _told_hurt(row: Waiting, day: Day, case: Happened, _names: Names) -> Line:
    return Line(f"{case.between}: {case.what.lower()}", f"/cases/{row.reference}",
                detail=f"{row.words} · {day.since(row.since)} · {row.reference}")  # fmt: skip


def _told_story(row: Waiting, day: Day, case: Happened, _names: Names) -> Line:
    words, state = day.due(day.day_of(row.since))
    detail = f"{case.what}{f', {case.where}' if case.where else ''} · logged {day.since(row.since)} · {row.words}"
    return Line(f"Add what was seen or heard: {case.between}", f"/incidents/{row.words}/amend", words, state, detail)


def _told_hold(row: Waiting, day: Day, case: Happened, _names: Names) -> Line:
    words, state = day.due(row.due_on)
    detail = f"On hold since {day.since(row.since)} · {row.reference}"
    return Line(f"Look again: {case.between}", f"/cases/{row.reference}/hold", words, state, detail)


def _told_decision(row: Waiting, day: Day, case: Happened, names: Names) -> Line:
    what = f"Decide about {names.get(row.person_id or 0, 'the pupil')}"
    detail = f"{case.what}: {case.between} · threshold recorded {day.since(row.since)} · {row.reference}"
    return Line(what, f"/cases/{row.reference}/decision", detail=detail)


def _told_threshold(row: Waiting, day: Day, case: Happened, _names: Names) -> Line:
    detail = f"{case.what} · opened {day.since(row.since)} · {row.reference}"
    return Line(f"Say what the policy indicates: {case.between}", f"/cases/{row.reference}/threshold", detail=detail)


def _told_triage(row: Waiting, day: Day, case: Happened, _names: Names) -> Line:
    is_new = day.day_of(row.since) == day.on
    what = f"{case.what}{f', {case.where}' if case.where else ''}: {case.between}"
    words = f"new, {day.since(row.since)}" if is_new else f"since {day.since(row.since)}"
    state = "due" if is_new or row.since > day.me.at - SLOW else "overdue"
    return Line(what, f"/cases/{row.reference}/triage", words, state, row.reference)


def _told_undated(row: Waiting, day: Day, case: Happened, _names: Names) -> Line:
    detail = f"{case.what} · opened {day.since(row.since)} · {row.reference}"
    return Line(f"Give a next day to {case.between}", f"/cases/{row.reference}/triage", detail=detail)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What waits, for whom, under which heading. Without `empty` the heading is left out where nothing waits."""

    part: Callable[[Day], Selects]
    is_for: Callable[[Day], bool]
    title: str
    empty: str | None
    tell: Callable[[Waiting, Day, Happened, Names], Line]
    more: tuple[str, str] | None = None


def _may(permission: Permission) -> Callable[[Day], bool]:
    return lambda day: day.may(permission)


# In the order of what cannot wait.
KINDS: dict[str, _Kind] = {
    "unsafe": _Kind(
        _unsafe, _may(Permission.LIFT_HOLD), "Not feeling safe",
        "Nobody has said in the last fortnight that they do not feel safe.", _told_unsafe,
    ),
    "now": _Kind(_not_safe_now, _may(Permission.LIFT_HOLD), "Somebody is hurt or not safe", None, _told_now),
    "hurt": _Kind(_hurt, _may(Permission.LIFT_HOLD), "Injuries and damage", None, _told_hurt),
    "hold": _Kind(
        _holds, _may(Permission.LIFT_HOLD), "On hold for safety",
        "No case is on hold. When an answer to the gate questions stops a case, it stands here until you lift the hold.",
        _told_hold, ("Every case on hold", "/cases?stage=on_hold"),
    ),
    "decision": _Kind(
        _decisions, _may(Permission.DECIDE), "Decisions to make",
        "No decision waits for you. A pupil stands here when a suspension or exclusion is under consideration.",
        _told_decision,
    ),
    "threshold": _Kind(
        _thresholds, _may(Permission.RECORD_THRESHOLD), "Thresholds asked for",
        "Nobody waits for you to say which sanction the policy would indicate.", _told_threshold,
    ),
    "triage": _Kind(
        _triage, _may(Permission.TRIAGE_CASE), "Waiting for triage",
        "Every incident has been looked at. A new one stands here as soon as somebody logs it.",
        _told_triage, ("Every case that waits", "/cases?stage=logged&sort=oldest"),
    ),
    "story": _Kind(_stories, _may(Permission.LOG_INCIDENT), "Stories to add", None, _told_story),
    "undated": _Kind(
        _undated, lambda day: day.me.holds(Role.PASTORAL_LEAD), "Without a next date", None,
        _told_undated, ("Every open case without a date", "/cases?due=none"),
    ),
}  # fmt: skip


def rows_waiting(day: Day) -> list[Waiting]:
    """Everything that waits, eleven of each kind; one statement, none for a role that nothing waits for."""
    parts = [kind.part(day).limit(MOST + 1).subquery() for kind in KINDS.values() if kind.is_for(day)]
    if not parts:
        return []
    each = [select(part) for part in parts]
    return [Waiting(*row) for row in db.session.execute(union_all(*each) if len(each) > 1 else each[0])]


def listings(rows: Iterable[Waiting], day: Day, cases: Cases, names: Names) -> dict[str, Listing]:
    """The listings by kind, of the kinds that are for whoever looks."""
    found = list(rows)
    made = {}
    for name, kind in KINDS.items():
        if kind.is_for(day):
            mine = [row for row in found if row.kind == name]
            lines = [kind.tell(row, day, cases[row.case_id], names) for row in mine[:MOST]]
            more = kind.more if len(mine) > MOST else None
            made[name] = Listing(kind.title, lines, kind.empty, counted(len(mine)), more)
    return made
