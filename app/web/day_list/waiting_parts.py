"""What waits and has no day of its own yet, as parts of one statement: each a Select of the same columns, begun through scope."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Date, Text, cast, exists, func, literal, null, or_, select
from sqlalchemy.orm import aliased

from app.casework import scope
from app.casework.access_log import Reading
from app.casework.case import Case, Hold
from app.casework.check_in import CheckIn
from app.casework.checking_in import is_said_later
from app.casework.exclusion import Decision, Threshold
from app.casework.history import Event
from app.casework.holds import is_looked_at_first
from app.casework.incident import Incident
from app.casework.next_due import OPEN, nobody_has_it, promises_nothing
from app.casework.people import Person
from app.casework.permissions import Role
from app.casework.staff import ActingHead
from app.casework.to_decide import AWAITED_IN, asked_of, is_to_enter, is_undecided
from app.casework.two_people import DELEGATED
from app.casework.words import Safe, Stage
from app.web.day_list.day import Day

RECENT = timedelta(days=14)
SLOW = timedelta(days=2)
QUARTER = timedelta(days=90)


class Waiting(NamedTuple):
    """One thing that waits. `since`: how long; `person_id`: about whom, where it is about one person."""

    kind: str
    case_id: int | None
    reference: str | None
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


def triages_at_once(day: Day) -> bool:
    """Whether whoever looks reads of new cases on the day; others, the heads, once they have waited for `SLOW`."""
    return day.me.holds(Role.PASTORAL_LEAD, Role.DSL)


def triage(day: Day) -> Selects:
    """Cases that nobody has yet, the longest waiting first; for heads those that have waited for too long."""
    found = scope.visible_cases(day.me, in_full=True).where(nobody_has_it())
    if not triages_at_once(day):
        found = found.where(Case.opened_at < day.me.at - SLOW)
    return found.with_only_columns(*_columns("triage", Case.opened_at)).order_by(Case.opened_at, Case.id)


def undated(day: Day) -> Selects:
    """Open cases that somebody has and that promise nothing next."""
    found = scope.visible_cases(day.me, in_full=True).where(promises_nothing())
    return found.with_only_columns(*_columns("undated", Case.opened_at)).order_by(Case.opened_at, Case.id)


def thresholds(day: Day) -> Selects:
    """Asked about a pupil, with nothing recorded about that pupil since."""
    asked = asked_of(scope.visible_incidents(day.me).where(Case.stage.in_(AWAITED_IN)))
    columns = _columns("threshold", Event.happened_at, person=Person.id)
    return asked.with_only_columns(*columns).order_by(Event.happened_at, Event.id)


def decisions(day: Day) -> Selects:
    """Pupils for whom a removal is under consideration and nothing is decided."""
    found = scope.visible_thresholds(day.me).where(Case.stage.in_(AWAITED_IN), is_undecided())
    columns = _columns("decision", Threshold.recorded_at, person=Threshold.pupil_id)
    return found.with_only_columns(*columns).order_by(Threshold.recorded_at, Threshold.id)


def unregistered(day: Day) -> Selects:
    """Decisions to exclude of the last quarter, each the last about its pupil and incident, without their row."""
    found = scope.visible_decisions(day.me).where(Decision.decided_at >= day.me.at - QUARTER, is_to_enter())
    columns = _columns("register", Decision.decided_at, record=Decision.id, person=Decision.pupil_id)
    return found.with_only_columns(*columns).order_by(Decision.decided_at, Decision.id)


def holds(day: Day) -> Selects:
    """Cases on hold, by the day on which they are looked at again."""
    found = scope.visible_cases(day.me, in_full=True).join(Hold, Hold.case_id == Case.id)
    columns = _columns("hold", Hold.placed_at, due=Hold.review_on, words=Hold.because)
    found = found.where(Case.stage == Stage.ON_HOLD, is_looked_at_first()).with_only_columns(*columns)
    return found.order_by(Hold.review_on, Hold.id)


def unsafe(day: Day) -> Selects:
    """Who said within a fortnight that they do not feel safe, or are not sure, and has not been asked again since."""
    said_no = CheckIn.safe.in_([Safe.NO, Safe.UNSURE])
    later = aliased(CheckIn)
    same = (later.case_id == CheckIn.case_id, later.person_id == CheckIn.person_id)
    again = exists().where(
        *same, is_said_later(later, CheckIn), or_(later.safe.is_not(None), later.put_right.is_not(None))
    )
    found = scope.visible_check_ins(day.me).where(said_no, ~again, CheckIn.held_on >= day.on - RECENT)
    columns = _columns(
        "unsafe", Case.opened_at, due=CheckIn.held_on, person=CheckIn.person_id, words=cast(CheckIn.safe, Text)
    )
    return found.with_only_columns(*columns).order_by(CheckIn.held_on.desc(), CheckIn.id)


def not_safe_now(day: Day) -> Selects:
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


def hurt(day: Day) -> Selects:
    """Injuries and damage of the last fortnight, in open cases."""
    recent = Incident.occurred_at >= day.me.at - RECENT
    found = scope.visible_incidents(day.me).where(Incident.injuries.is_not(None), recent, Case.stage.in_(OPEN))
    columns = _columns("hurt", Incident.occurred_at, words=Incident.injuries)
    return found.with_only_columns(*columns).order_by(Incident.occurred_at.desc(), Incident.id)


def acting(day: Day) -> Selects:
    """Who acts as head now or later, where somebody else recorded it: `person` acts from `due` on, by `record`."""
    who, author = Person.__table__.alias("who"), Person.__table__.alias("author")
    says_its_day = Event.after.contains(literal('"from": "', Text) + cast(ActingHead.starts_on, Text))
    told = (
        Event.school_id == ActingHead.school_id,
        Event.person_key == who.c.key,
        Event.kind == DELEGATED,
        says_its_day,
    )
    last = select(func.max(Event.number)).where(*told).correlate(ActingHead, who).scalar_subquery()
    columns = (
        cast("acting", Text).label("kind"), cast(null(), BigInteger).label("case_id"), cast(null(), Text).label("reference"),
        Event.recorded_at.label("since"), ActingHead.starts_on.label("due_on"), author.c.id.label("record_id"),
        ActingHead.staff_id.label("person_id"), Event.because.label("words"),
    )  # fmt: skip
    found: Any = scope.whole_school_columns(day.me.school_id, ActingHead, *columns)
    found = found.join(who, who.c.id == ActingHead.staff_id)
    found = found.join(Event, (Event.school_id == ActingHead.school_id) & (Event.number == last))
    found = found.join(author, (author.c.school_id == ActingHead.school_id) & (author.c.key == Event.by_code))
    not_over = or_(ActingHead.ends_on.is_(None), ActingHead.ends_on >= day.on)
    others = (ActingHead.staff_id != day.me.staff_id, Event.by_code != day.me.staff_code)
    return found.where(not_over, *others).order_by(ActingHead.starts_on, ActingHead.id)


def stories(day: Day) -> Selects:
    """What I logged between two lessons, its story still to add."""
    found = scope.visible_incidents(day.me).where(
        Incident.logged_by_id == day.me.staff_id,
        Incident.story_to_add.is_(True),
        Incident.school_id == day.me.school_id,
    )
    columns = _columns("story", Incident.logged_at, words=Incident.reference)
    return found.with_only_columns(*columns).order_by(Incident.logged_at.desc(), Incident.id)
