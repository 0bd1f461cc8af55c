"""Check-ins as a list: what was promised to whom, by when, who asks; what was answered where it was held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy import Select, func

from app.casework import scope
from app.casework.case import Case
from app.casework.check_in import CheckIn
from app.casework.people import Person
from app.casework.permissions import Permission
from app.casework.wording import PUT_RIGHT_WORDS, SAFE_WORDS
from app.casework.words import Safe
from app.web.access import me, needs
from app.web.case_lines import PUPILS, form_of, happened_in, names_of
from app.web.clock import today
from app.web.day_list.day import Day
from app.web.downloads import Cell
from app.web.forms.other_lists import CheckInFilters
from app.web.keyset import Order
from app.web.list_filters import between, named
from app.web.lists import List, add_downloads, page_of
from app.web.pages import log_reading
from app.web.school_calendar import calendar_of

pages = Blueprint("check_in_list", __name__)
WEEK = timedelta(days=7)
OWNER = func.coalesce(CheckIn.owner_id, Case.owner_id)
COLUMNS = ("With", "Due", "About", "Asked by", "Case", "Held", "Feels safe", "Put right", "Skipped because")


def filters() -> CheckInFilters:
    """The filters of the address."""
    return CheckInFilters(request.args)


def orders() -> dict[str, Order]:
    """The earliest due first; what was held or skipped, the latest first."""
    looks_back = request.args.get("state") in ("held", "skipped", "unsafe")
    return {"": Order("Earliest first", CheckIn.due_on, CheckIn.id, is_descending=looks_back)}


def find(form: Any) -> Select[Any]:
    """The check-ins of cases seen in full that fit the filters."""
    found: Any = scope.visible_check_ins(me()).with_only_columns(
        CheckIn.id, CheckIn.person_id, CheckIn.due_on, CheckIn.held_on, CheckIn.safe, CheckIn.put_right,
        CheckIn.skipped_on, CheckIn.skipped_because, Case.id.label("case_id"), Case.reference,
        OWNER.label("owner_id"), Person.display_name, PUPILS.c.registration_group, PUPILS.c.nc_year,
    )  # fmt: skip
    found = found.join(Person, Person.id == CheckIn.person_id).outerjoin(PUPILS, PUPILS.c.id == CheckIn.person_id)
    found = found.where(*_STATES[form.state.data]())
    if form.whose.data:
        found = found.where(me().staff_id == OWNER)
    narrowed: Select[Any] = between(named(found, form.words.data), CheckIn.due_on, form)
    return narrowed


def _waiting() -> tuple[Any, ...]:
    return (CheckIn.held_on.is_(None), CheckIn.skipped_on.is_(None))


_STATES: dict[str, Any] = {
    "": _waiting,
    "overdue": lambda: (*_waiting(), CheckIn.due_on < me().on),
    "week": lambda: (*_waiting(), CheckIn.due_on.between(me().on, me().on + WEEK)),
    "held": lambda: (CheckIn.held_on.is_not(None),),
    "unsafe": lambda: (CheckIn.held_on.is_not(None), CheckIn.safe.in_([Safe.NO, Safe.UNSURE])),
    "skipped": lambda: (CheckIn.skipped_on.is_not(None),),
}


def cells(rows: Sequence[Any]) -> list[list[Cell]]:
    """What a file holds of each check-in, and a reading of its case."""
    cases, names = happened_in(row.case_id for row in rows), names_of(row.owner_id for row in rows)
    made: list[list[Cell]] = []
    for row in rows:
        log_reading("case in a download", row.reference)
        made.append(
            [_with(row), row.due_on, cases[row.case_id].what, names.get(row.owner_id, ""), row.reference, row.held_on,
             row.safe.value if row.safe else "", row.put_right.value if row.put_right else "", row.skipped_because]
        )  # fmt: skip
    return made


def _with(row: Any) -> str:
    form = form_of(row.registration_group, row.nc_year)
    return f"{row.display_name} ({form})" if form else str(row.display_name)


CHECK_INS = List("check-ins", "/check-ins", filters, find, orders, COLUMNS, cells)


@pages.get("/check-ins")
@needs(Permission.HOLD_CHECK_IN)
def list_due() -> str:
    """What is promised, the earliest first, unless the filters ask for what was held."""
    page = page_of(CHECK_INS)
    cases, names = happened_in(row.case_id for row in page.rows), names_of(row.owner_id for row in page.rows)
    day = Day(me(), today(), calendar_of())
    lines = []
    for row in page.rows:
        log_reading("case in a list", row.reference)
        others = cases[row.case_id].others(row.person_id)
        about = cases[row.case_id].what
        lines.append(
            {"name": _with(row), "href": f"/check-ins/{row.id}" if row.held_on is None and not row.skipped_on else None,
             "when": _when(row, day), "about": about, "others": f"with {others}" if others else "",
             "owner": "You" if row.owner_id == me().staff_id else names.get(row.owner_id, "Nobody yet"),
             "reference": row.reference, "answers": _answers(row)}
        )  # fmt: skip
    return render_template("check_ins/list.html", page=page, lines=lines)


def _when(row: Any, day: Day) -> tuple[str, str]:
    if row.held_on:
        return f"held {day.written(row.held_on)}", "done"
    if row.skipped_on:
        return f"skipped {day.written(row.skipped_on)}", "later"
    words, state = day.due(row.due_on)
    return words or "", state


def _answers(row: Any) -> str:
    said = [SAFE_WORDS[row.safe.value]] if row.safe else []
    said += [PUT_RIGHT_WORDS[row.put_right.value]] if row.put_right else []
    return ", ".join(said).capitalize() or (row.skipped_because or "")


add_downloads(pages, CHECK_INS, Permission.HOLD_CHECK_IN)
