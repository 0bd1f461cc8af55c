"""Formal conferences as a list: by how far they are, with what is missing to be ready; each opens on its response."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response as Answer

from app.casework import scope
from app.casework.calendar import london
from app.casework.case import Case
from app.casework.incident import Incident, Involvement
from app.casework.people import Person
from app.casework.permissions import Permission
from app.casework.preparing import what_is_missing
from app.casework.response import Participant, Response
from app.casework.wording import RESPONSE_STATUS_WORDS
from app.casework.words import ResponseKind, ResponseStatus
from app.web.access import me, needs
from app.web.case_lines import Happened, happened_in, names_of
from app.web.clock import today
from app.web.day_list.day import Day
from app.web.downloads import Cell
from app.web.forms.other_lists import ConferenceFilters
from app.web.keyset import Order
from app.web.list_filters import between, named
from app.web.lists import List, add_downloads, page_of
from app.web.pages import found_or_404, log_reading
from app.web.school_calendar import calendar_of

pages = Blueprint("conferences", __name__)
WHEN = func.coalesce(Response.held_at, Response.planned_for, Case.opened_at)
COLUMNS = ("Case", "People", "State", "Planned for", "Held", "Led by", "Place", "Missing to be ready")
STATES = {ResponseStatus.PLANNED: "waiting", ResponseStatus.HELD: "good"}


def filters() -> ConferenceFilters:
    """The filters of the address."""
    return ConferenceFilters(request.args)


def orders() -> dict[str, Order]:
    """The latest day first: what is still to come stands on top."""
    return {"": Order("Latest first", WHEN, Response.id, is_descending=True)}


def find(form: Any) -> Select[Any]:
    """The formal conferences of cases seen in full that fit the filters."""
    found: Any = scope.visible_responses(me()).where(Response.kind == ResponseKind.FORMAL_CONFERENCE)
    found = found.options(joinedload(Response.case), selectinload(Response.participants).joinedload(Participant.person))
    if form.state.data:
        found = found.where(Response.status == ResponseStatus(form.state.data))
    if form.whose.data:
        found = found.where(or_(Response.led_by_id == me().staff_id, Response.co_led_by_id == me().staff_id))
    if form.words.data:
        there = select(Incident.case_id).join(Involvement, Involvement.incident_id == Incident.id)
        there = there.join(Person, Person.id == Involvement.person_id).where(Person.school_id == me().school_id)
        found = found.where(Response.case_id.in_(named(there, form.words.data)))
    narrowed: Select[Any] = between(found, WHEN, form)
    return narrowed


def cells(rows: Sequence[Any]) -> list[list[Cell]]:
    """What a file holds of each conference, and a reading of its case."""
    cases, names, day = _looked_up(rows)
    made: list[list[Cell]] = []
    for row in (r[0] for r in rows):
        log_reading("case in a download", row.case.reference)
        planned = london(row.planned_for).date() if row.planned_for else None
        made.append(
            [row.case.reference, "; ".join(p.named for p in cases[row.case_id].people_in_order), RESPONSE_STATUS_WORDS[row.status.value],
             planned, london(row.held_at).date() if row.held_at else None, names.get(row.led_by_id, ""), row.place,
             "; ".join(_missing(row, day))]
        )  # fmt: skip
    return made


def _looked_up(rows: Sequence[Any]) -> tuple[dict[int, Happened], dict[int, str], Day]:
    cases, names = happened_in(row[0].case_id for row in rows), names_of(row[0].led_by_id for row in rows)
    return cases, names, Day(me(), today(), calendar_of())


def _missing(row: Response, day: Day) -> list[str]:
    return what_is_missing(row, day.on, day.calendar) if row.status is ResponseStatus.PLANNED else []


CONFERENCES = List("conferences", "/conferences", filters, find, orders, COLUMNS, cells)


@pages.get("/conferences")
@needs(Permission.SEE_CASES)
def list_conferences() -> str:
    """The formal conferences of the cases one may see."""
    page = page_of(CONFERENCES)
    cases, names, day = _looked_up(page.rows)
    lines = []
    for row in (r[0] for r in page.rows):
        log_reading("case in a list", row.case.reference)
        missing = _missing(row, day)
        is_planned = row.status is ResponseStatus.PLANNED
        lines.append(
            {"href": f"/responses/{row.id}", "reference": row.case.reference, "between": cases[row.case_id].between,
             "what": cases[row.case_id].what, "state": (RESPONSE_STATUS_WORDS[row.status.value], STATES.get(row.status, "calm")), "when": _when(row, day),
             "led_by": "You" if row.led_by_id == me().staff_id else names.get(row.led_by_id or 0, "Nobody yet"),
             "missing": missing, "is_ready": is_planned and not missing}
        )  # fmt: skip
    return render_template("conferences/list.html", page=page, lines=lines)


def _when(row: Response, day: Day) -> tuple[str, str]:
    if row.held_at:
        return f"held {day.written(london(row.held_at).date())}", "done"
    if row.planned_for and row.status is ResponseStatus.PLANNED:
        words, state = day.due(london(row.planned_for).date())
        return f"{words}, {london(row.planned_for):%H:%M}", state
    return ("no day yet" if row.status is ResponseStatus.PLANNED else "", "later")


@pages.get("/conferences/<int:response_id>")
@needs(Permission.SEE_CASES)
def read(response_id: int) -> Answer:
    """The page of the response that is this conference."""
    found: Response = found_or_404(scope.visible_responses(me()).where(Response.id == response_id))
    return redirect(f"/responses/{found.id}", 303)


add_downloads(pages, CONFERENCES, Permission.SEE_CASES)
