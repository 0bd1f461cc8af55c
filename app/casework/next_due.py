"""What a case promises next: one expression, so that lists can filter and sort by it in the database.

The earliest of its next step, its check-ins not yet held, its promised actions and the reviews of its agreements.
A case that has ended promises nothing more.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, case, func, literal, null, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from app.casework.agreement import Action, Agreement
from app.casework.case import Case
from app.casework.check_in import CheckIn
from app.casework.response import Response
from app.casework.words import ActionStatus, Stage

OPEN = (Stage.LOGGED, Stage.TRIAGE, Stage.IN_RESPONSE, Stage.AGREEMENT, Stage.FOLLOW_UP, Stage.ON_HOLD)
UNDER_WAY = (Stage.TRIAGE, Stage.IN_RESPONSE, Stage.AGREEMENT, Stage.FOLLOW_UP)
NOT_DONE_YET = (ActionStatus.PLANNED, ActionStatus.DONE_UNCHECKED, ActionStatus.PARTLY)
NEVER = date(9999, 12, 31)


class earliest(GenericFunction[date]):  # noqa: N801  (the name that stands in the statement)
    """The least of several dates: `least()`, which SQLite calls `min()`."""

    type = Date()
    inherit_cache = True


@compiles(earliest)
def _least(element: Any, compiler: Any, **more: Any) -> str:
    return f"least({compiler.process(element.clauses, **more)})"


@compiles(earliest, "sqlite")
def _min(element: Any, compiler: Any, **more: Any) -> str:
    return f"min({compiler.process(element.clauses, **more)})"


def next_due() -> ColumnElement[date | None]:
    """The day on which something of the case in the row is next due, empty where nothing is."""
    dates = (Case.next_step_on, *(_first(part) for part in (_check_ins(), _actions(), _reviews())))
    first = earliest(*(func.coalesce(day, literal(NEVER)) for day in dates))
    promised = case((first < literal(NEVER), first), else_=null())
    return case((Case.stage.in_(OPEN), promised), else_=null())


def nobody_has_it() -> ColumnElement[bool]:
    """Whether the case in the row waits for triage: just logged, or under way without an owner."""
    return or_(Case.stage == Stage.LOGGED, and_(Case.stage.in_(UNDER_WAY), Case.owner_id.is_(None)))


def promises_nothing() -> ColumnElement[bool]:
    """Whether somebody has the case, it is under way, and no day says what comes next."""
    return and_(Case.stage.in_(UNDER_WAY), Case.owner_id.is_not(None), next_due().is_(None))


def _first(part: Select[Any]) -> Any:
    return part.correlate(Case).scalar_subquery()


def _check_ins() -> Select[Any]:
    waiting = (CheckIn.held_on.is_(None), CheckIn.skipped_on.is_(None))
    return select(func.min(CheckIn.due_on)).where(CheckIn.case_id == Case.id, *waiting)


def _actions() -> Select[Any]:
    live = (Agreement.withdrawn_on.is_(None), Action.status.in_(NOT_DONE_YET))
    found = select(func.min(Action.due_on)).join(Agreement, Action.agreement_id == Agreement.id)
    return found.join(Response, Agreement.response_id == Response.id).where(Response.case_id == Case.id, *live)


def _reviews() -> Select[Any]:
    found = select(func.min(Agreement.review_on)).join(Response, Agreement.response_id == Response.id)
    return found.where(Response.case_id == Case.id, Agreement.withdrawn_on.is_(None))
