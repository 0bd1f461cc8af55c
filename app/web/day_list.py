"""What waits for whom today: the lists of the home page, each started from what its reader may see.

Each list is one statement and holds at most `MOST` lines; a longer one says so and leads to the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, exists, or_
from sqlalchemy.orm import joinedload

from app.casework import scope
from app.casework.access_log import Reading
from app.casework.agreement import Action, Agreement
from app.casework.calendar import Calendar, london
from app.casework.case import Case, Hold
from app.casework.check_in import CheckIn
from app.casework.exclusion import Decision, Threshold
from app.casework.history import Event
from app.casework.incident import Incident
from app.casework.lifecycle import Move
from app.casework.permissions import Permission
from app.casework.report import Report
from app.casework.response import Response
from app.casework.staff import Membership
from app.casework.words import ActionStatus, ReportStatus, Sanction, Stage
from app.db import db

MOST = 10
AHEAD = timedelta(days=7)
OPEN = (Stage.LOGGED, Stage.TRIAGE, Stage.IN_RESPONSE, Stage.AGREEMENT, Stage.FOLLOW_UP, Stage.ON_HOLD)
NOT_DONE_YET = (ActionStatus.PLANNED, ActionStatus.DONE_UNCHECKED, ActionStatus.PARTLY)
REMOVALS = (Sanction.SUSPENSION, Sanction.PERMANENT_EXCLUSION)


@dataclass(frozen=True, slots=True)
class Task:
    """One line: what, where it is done, and when it is due."""

    what: str
    href: str
    due_words: str | None = None
    due_state: str = "later"
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class TaskList:
    """One list under its heading; `empty` teaches what would stand here."""

    title: str
    empty: str
    tasks: list[Task] = field(default_factory=list)
    count_words: str | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """The day that the lists are for."""

    me: Membership
    on: date
    calendar: Calendar

    def due(self, day: date | None) -> dict[str, Any]:
        """The due date in words, in school days, with its state."""
        if day is None:
            return {}
        written = f"{day:%a} {day.day} {day:%b}"
        if day < self.on:
            return {"due_words": f"was due {written}", "due_state": "overdue"}
        if day == self.on:
            return {"due_words": "today", "due_state": "due"}
        days = self.calendar.number_between(self.on, day)
        words = f"in {days} school day{'' if days == 1 else 's'}, {written}" if days else written
        return {"due_words": words, "due_state": "later"}


Lister = Callable[[Day], TaskList]


def lists_for(day: Day) -> list[TaskList]:
    """The lists of whoever is signed in, in the order of what cannot wait."""
    wanted: list[tuple[Permission, Lister]] = [
        (Permission.LIFT_HOLD, unsafe_now),
        (Permission.LIFT_HOLD, holds),
        (Permission.DECIDE, decisions),
        (Permission.RECORD_THRESHOLD, thresholds),
        (Permission.TRIAGE_CASE, triage),
        (Permission.HOLD_CHECK_IN, check_ins),
        (Permission.LOG_INCIDENT, stories_to_add),
        (Permission.VERIFY_ACTION, actions),
        (Permission.RECORD_AGREEMENT, reviews),
        (Permission.SEE_CASES, next_steps),
        (Permission.SEE_REPORTS, reports),
    ]
    return [lister(day) for permission, lister in wanted if day.me.may(permission)]


def _listed(title: str, empty: str, found: Iterable[Any], line: Callable[[Any], Task]) -> TaskList:
    """The first lines of what was found; one more was asked for, to know whether there are others."""
    rows = list(found)
    count = "" if not rows else (f"more than {MOST}" if len(rows) > MOST else str(len(rows)))
    return TaskList(title, empty, [line(row) for row in rows[:MOST]], count or None)


def check_ins(day: Day) -> TaskList:
    """Check-ins that I hold (or whose case I own, where nobody is named), due within a week or overdue."""
    mine = or_(CheckIn.owner_id == day.me.staff_id, and_(CheckIn.owner_id.is_(None), Case.owner_id == day.me.staff_id))
    due = scope.visible_check_ins(day.me).where(
        mine, CheckIn.held_on.is_(None), CheckIn.skipped_on.is_(None), CheckIn.due_on <= day.on + AHEAD
    )
    due = due.options(joinedload(CheckIn.person), joinedload(CheckIn.case)).order_by(CheckIn.due_on).limit(MOST + 1)
    return _listed(
        "Check-ins",
        "No check-in is due this week. When an agreement is made, the days on which you promised to ask stand here.",
        db.session.scalars(due),
        lambda row: Task(f"Check in with {row.person.display_name}", f"/check-ins/{row.id}", **day.due(row.due_on)),
    )


def actions(day: Day) -> TaskList:
    """Actions of agreements that I follow up, due today or before and not known to be done."""
    due = scope.visible_actions(day.me).where(
        Agreement.follow_up_owner_id == day.me.staff_id,
        Agreement.withdrawn_on.is_(None),
        Action.status.in_(NOT_DONE_YET),
        Action.due_on <= day.on + AHEAD,
    )
    due = due.options(joinedload(Action.done_by), joinedload(Action.agreement)).order_by(Action.due_on).limit(MOST + 1)
    return _listed(
        "Actions to look at",
        "Nothing that was promised is due this week. You see here what to ask after, before anybody has to remind you.",
        db.session.scalars(due),
        lambda row: Task(
            f"{row.done_by.display_name}: {row.what}", f"/agreements/{row.agreement.id}", **day.due(row.due_on)
        ),
    )


def reviews(day: Day) -> TaskList:
    """Agreements that I follow up, whose review is near, in cases that are open."""
    due = scope.visible_agreements(day.me).where(
        Agreement.follow_up_owner_id == day.me.staff_id,
        Agreement.withdrawn_on.is_(None),
        Agreement.review_on <= day.on + 2 * AHEAD,
        Case.stage.in_(OPEN),
    )
    with_case = joinedload(Agreement.response).joinedload(Response.case)
    due = due.options(with_case).order_by(Agreement.review_on).limit(MOST + 1)
    return _listed(
        "Agreements under review",
        "No agreement of yours is up for review in the next fortnight.",
        db.session.scalars(due),
        lambda row: Task(
            f"Review the agreement in case {row.response.case.reference}",
            f"/agreements/{row.id}",
            **day.due(row.review_on),
        ),
    )


def triage(day: Day) -> TaskList:
    """Cases that nobody has given an owner and a next step, the longest waiting first."""
    waiting = scope.visible_cases(day.me, in_full=True).where(Case.stage.in_((Stage.LOGGED, Stage.TRIAGE)))
    waiting = waiting.order_by(Case.opened_at, Case.id).limit(MOST + 1)
    return _listed(
        "Waiting for triage",
        "Every incident has been looked at. A new one stands here as soon as somebody logs it.",
        db.session.scalars(waiting),
        lambda row: Task(
            f"Case {row.reference}",
            f"/cases/{row.reference}/triage",
            detail=f"logged {_day(london(row.opened_at).date())}",
        ),
    )


def unsafe_now(day: Day) -> TaskList:
    """Incidents in which somebody is hurt or not safe, until I have opened the case and it was triaged."""
    read = exists().where(
        Reading.school_id == day.me.school_id, Reading.what == "case", Reading.reference == Case.reference,
        Reading.staff_id == day.me.staff_id, Reading.at >= Incident.logged_at,
    )  # fmt: skip
    found = scope.visible_incidents(day.me).where(
        Incident.anyone_unsafe.is_(True), or_(Case.stage == Stage.LOGGED, ~read), Case.stage.in_(OPEN)
    )
    found = found.options(joinedload(Incident.case), joinedload(Incident.logged_by))
    return _listed(
        "Somebody is hurt or not safe",
        "Nobody is said to be hurt or unsafe. An incident stands here at once when whoever logs it says so.",
        db.session.scalars(found.order_by(Incident.logged_at.desc()).limit(MOST + 1)),
        lambda row: Task(
            f"{row.category.replace('_', ' ').capitalize()}: speak with {row.logged_by.display_name}",
            f"/cases/{row.case.reference}",
            **day.due(london(row.logged_at).date()),
        ),
    )


def stories_to_add(day: Day) -> TaskList:
    """What I logged as a skeleton: the story is still to add, the same day."""
    mine = scope.visible_incidents(day.me).where(
        Incident.logged_by_id == day.me.staff_id, Incident.story_to_add.is_(True)
    )
    return _listed(
        "Stories to add",
        "Nothing that you logged waits for its story. Two people and their parts are enough between lessons; the story "
        "can follow the same day, and stands here until it does.",
        db.session.scalars(mine.order_by(Incident.logged_at.desc()).limit(MOST + 1)),
        lambda row: Task(
            f"Add what was seen or heard: {row.category.replace('_', ' ')}, {london(row.occurred_at):%H:%M}",
            f"/incidents/{row.reference}/amend",
            **day.due(london(row.logged_at).date()),
        ),
    )


def next_steps(day: Day) -> TaskList:
    """My cases whose next step is due within a week."""
    mine = scope.visible_cases(day.me, in_full=True).where(
        Case.owner_id == day.me.staff_id, Case.stage.in_(OPEN), Case.next_step_on <= day.on + AHEAD
    )
    return _listed(
        "Next steps in your cases",
        "No case of yours has a step due this week. A case that you own shows here what you planned for it.",
        db.session.scalars(mine.order_by(Case.next_step_on, Case.id).limit(MOST + 1)),
        lambda row: Task(
            f"{row.reference}: {row.next_step or 'decide the next step'}",
            f"/cases/{row.reference}",
            **day.due(row.next_step_on),
        ),
    )


def thresholds(day: Day) -> TaskList:
    """Cases for which a threshold was asked and none is recorded yet."""
    asked = Case.events.any(Event.kind == Move.THRESHOLD_ASKED_FOR.value)
    answered = Case.incidents.any(exists().where(Threshold.incident_id == Incident.id))
    waiting = scope.visible_cases(day.me, in_full=True).where(asked, ~answered, Case.stage.in_(OPEN))
    return _listed(
        "Thresholds asked for",
        "Nobody waits for you to say which sanction the policy would indicate.",
        db.session.scalars(waiting.order_by(Case.opened_at, Case.id).limit(MOST + 1)),
        lambda row: Task(f"Case {row.reference}", f"/cases/{row.reference}/threshold"),
    )


def decisions(day: Day) -> TaskList:
    """Pupils for whom a suspension or exclusion is under consideration and nothing is decided."""
    decided = exists().where(Decision.incident_id == Threshold.incident_id, Decision.pupil_id == Threshold.pupil_id)
    waiting = scope.visible_thresholds(day.me).where(Threshold.sanction.in_(REMOVALS), ~decided, Case.stage.in_(OPEN))
    with_case = joinedload(Threshold.incident).joinedload(Incident.case)
    waiting = waiting.options(with_case, joinedload(Threshold.pupil)).order_by(Threshold.recorded_at).limit(MOST + 1)
    return _listed(
        "Decisions to make",
        "No decision waits for you. A case stands here when a suspension or exclusion is under consideration.",
        db.session.scalars(waiting),
        lambda row: Task(
            f"{row.pupil.display_name}: decide in case {row.incident.case.reference}",
            f"/cases/{row.incident.case.reference}/decision",
        ),
    )


def holds(day: Day) -> TaskList:
    """Cases on hold for safety, by the day on which they are looked at again."""
    held = scope.visible_cases(day.me, in_full=True).join(Hold, Hold.case_id == Case.id).where(Hold.lifted_at.is_(None))
    held = held.add_columns(Hold.review_on).order_by(Hold.review_on, Hold.id).limit(MOST + 1)
    return _listed(
        "On hold for safety",
        "No case is on hold. When an answer to the gate questions stops a case, it stands here until you lift the hold.",
        db.session.execute(held),
        lambda row: Task(f"Case {row[0].reference}", f"/cases/{row[0].reference}", **day.due(row[2])),
    )


def reports(day: Day) -> TaskList:
    """The latest reports that I may read; drafts too, for those who build them."""
    found = scope.visible_reports(day.me).order_by(Report.as_at.desc(), Report.id.desc()).limit(MOST + 1)
    return _listed(
        "Reports",
        "No report is published yet. Each term’s report stands here once the headteacher has approved it.",
        db.session.scalars(found),
        lambda row: Task(f"{row.term}, as at {_day(row.as_at)}", f"/reports/{row.id}", detail=_state_of(row.status)),
    )


def _state_of(status: ReportStatus) -> str:
    return status.value.replace("_", " ")


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"
