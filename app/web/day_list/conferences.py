"""My formal conferences: the next meeting first, with what is missing to be ready."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, or_
from sqlalchemy.orm import joinedload, selectinload

from app.casework import scope
from app.casework.calendar import london
from app.casework.permissions import Role
from app.casework.preparing import what_is_missing
from app.casework.response import Participant, Response
from app.casework.words import ResponseKind, ResponseStatus
from app.db import db
from app.web.case_lines import Happened
from app.web.day_list.day import MOST, Day, Line, Listing, counted

HELD_WITHIN = timedelta(days=14)
EMPTY = (
    "You lead no conference now. One that you are asked to lead stands here from the day it is chosen, with what is "
    "missing until it is ready."
)


def rows_led(day: Day) -> list[Response]:
    """Formal conferences that I lead or lead with somebody: planned, or held within a fortnight. Two statements,
    none for those who facilitate nothing."""
    if not day.me.holds(Role.FACILITATOR):
        return []
    mine = or_(Response.led_by_id == day.me.staff_id, Response.co_led_by_id == day.me.staff_id)
    held = and_(Response.status == ResponseStatus.HELD, Response.held_at >= day.me.at - HELD_WITHIN)
    found = scope.visible_responses(day.me).where(
        Response.kind == ResponseKind.FORMAL_CONFERENCE,
        mine,
        or_(Response.status == ResponseStatus.PLANNED, held),
    )
    found = found.options(
        joinedload(Response.case), selectinload(Response.participants).joinedload(Participant.person)
    ).order_by(Response.planned_for, Response.id)
    return list(db.session.scalars(found.limit(MOST + 1)))


def listing(rows: list[Response], day: Day, cases: dict[int, Happened]) -> Listing | None:
    """Planned ones first, then those just held; None for those who facilitate nothing."""
    if not day.me.holds(Role.FACILITATOR):
        return None
    in_order = sorted(rows, key=lambda row: (row.status is ResponseStatus.HELD, row.planned_for is None))
    lines = [_line(row, day, cases[row.case_id]) for row in in_order[:MOST]]
    more = ("Every conference", "/conferences") if len(rows) > MOST else None
    return Listing("Your conferences", lines, EMPTY, counted(len(rows)), more)


def _line(row: Response, day: Day, case: Happened) -> Line:
    href, reference = f"/responses/{row.id}", row.case.reference
    if row.status is ResponseStatus.HELD:
        held = day.since(row.held_at) if row.held_at else ""
        return Line(f"Held: {case.between}", href, f"held {held}", "done", f"{case.what} · {reference}")
    missing = what_is_missing(row, day.on, day.calendar)
    words, state = day.due(london(row.planned_for).date() if row.planned_for else None)
    still = "Ready." if not missing else f"Missing: {'; '.join(missing)}."
    return Line(f"Conference of {case.between}", href, words or "no day yet", state, f"{still} {reference}")
