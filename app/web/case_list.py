"""The list of cases: filters that narrow it, people and roles, who has it, what is next; and the same as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy import Select

from app.casework import scope
from app.casework.calendar import london
from app.casework.case import Case
from app.casework.falling_due import Due
from app.casework.incident import Incident
from app.casework.lifecycle import STAGE_WORDS
from app.casework.next_due import OPEN, next_due
from app.casework.people import Person, Pupil
from app.casework.permissions import Permission
from app.casework.scope import Why
from app.casework.staff import StaffMember
from app.casework.words import Stage
from app.db import db
from app.web.access import me, needs
from app.web.case_filters import narrowed
from app.web.case_lines import Happened, happened_in, names_of
from app.web.clock import today
from app.web.day_list.day import Day
from app.web.downloads import Cell
from app.web.falling_due import due_of
from app.web.forms.case_list import CaseFilters
from app.web.forms.choices import CLOSING_WORDS, PART_WORDS
from app.web.incidents import categories
from app.web.keyset import Order
from app.web.lists import List, add_downloads, page_of
from app.web.pages import log_reading
from app.web.school_calendar import calendar_of

pages = Blueprint("case_list", __name__)
FIRST_FILTERS = ("words", "stage", "due", "owner", "year", "group")
MORE_FILTERS = ("category", "place", "response", "tag", "logged", "since", "until", "sort")
RECENT_PLACES, USUAL = 500, 2
COLUMNS = (
    "Case", "Opened", "What", "Where", "People", "Stage", "Owner", "Next due", "What is next", "Ended", "How it ended",
)  # fmt: skip
STAGE_STATES = {
    Stage.ON_HOLD: "stop", Stage.LOGGED: "waiting", Stage.TRIAGE: "waiting", Stage.IN_RESPONSE: "partly",
    Stage.AGREEMENT: "partly", Stage.FOLLOW_UP: "good",
}  # fmt: skip


def filters() -> CaseFilters:
    """The filters of the address, with what can be chosen at this school; four statements."""
    form = CaseFilters(request.args)
    form.category.offer((c, c.replace("_", " ").capitalize()) for c in categories())
    years, groups = _years_and_groups()
    form.year.offer((year, f"Year {year}" if year.isdigit() else year) for year in years)
    form.group.offer((group, group) for group in groups)
    form.place.offer((place, place) for place in _places())
    fixed = [("me", "Me"), ("nobody", "Nobody yet")]
    form.owner.offer([*fixed, *((row.staff_code, row.display_name) for row in _owners())])
    return form


def _years_and_groups() -> tuple[list[str], list[str]]:
    columns = (Pupil.nc_year, Pupil.registration_group)
    found = scope.visible_pupils(me()).with_only_columns(*columns).distinct()
    rows = [(year, group) for year, group in db.session.execute(found)]
    years = sorted({year for year, _ in rows if year}, key=lambda year: (not year.isdigit(), year.zfill(4)))
    return years, sorted({group for _, group in rows if group}, key=lambda group: group.zfill(6))


def _places() -> list[str]:
    """Where things happen: the places of the latest incidents, without what was typed once only."""
    latest = scope.whole_school_columns(me().school_id, Incident, Incident.location)
    said = list(db.session.scalars(latest.order_by(Incident.occurred_at.desc()).limit(RECENT_PLACES)))
    return sorted({place for place in said if place and said.count(place) >= USUAL})


def _owners() -> Sequence[Any]:
    """The staff of the school: whoever could own a case, and whoever once did."""
    found = scope.visible_staff(me()).with_only_columns(StaffMember.staff_code, Person.display_name)
    return db.session.execute(found.order_by(Person.sort_name)).all()


def orders() -> dict[str, Order]:
    """Newest first unless another way is asked for."""
    return {
        "": Order("Newest first", Case.opened_at, Case.id, is_descending=True),
        "oldest": Order("Oldest first", Case.opened_at, Case.id),
        "due": Order("Next due first", next_due(), Case.id),
    }


def find(form: Any) -> Select[Any]:
    """The cases that exist for this member of staff and fit the filters."""
    found: Select[Any] = narrowed(scope.visible_cases(me()), form, me())
    return found.where(Case.stage.in_(OPEN), next_due().is_not(None)) if form.sort.data == "due" else found


def cells(rows: Sequence[Any]) -> list[list[Cell]]:
    """What a file holds of each case, and a reading of each."""
    cases, due, names = _looked_up(rows)
    return [_cells(row[0], Why[row[1].upper()], cases[row[0].id], due.get(row[0].id), names) for row in rows]


def _cells(case: Case, why: Why, happened: Happened, due: Due | None, names: dict[int, str]) -> list[Cell]:
    log_reading("case in a download", case.reference, why.value)
    people = "; ".join(f"{p.named}, {PART_WORDS[p.part.value].lower()}" for p in happened.people_in_order)
    shown: list[Cell] = [
        case.reference, london(case.opened_at).date(), happened.what, happened.where, people, STAGE_WORDS[case.stage],
        names.get(case.owner_id or 0, ""),
    ]  # fmt: skip
    if why.is_outline:
        return [*shown[:3], "", *shown[4:], "", "", "", ""]
    ended = london(case.closed_at).date() if case.closed_at else ""
    how = CLOSING_WORDS[case.closing_reason.value] if case.closing_reason else ""
    return [*shown, due.due_on if due else "", next_words(due, names) if due else "", ended, how]


def _looked_up(rows: Sequence[Any]) -> tuple[dict[int, Happened], dict[int, Due], dict[int, str]]:
    """People, what is due and names for all rows: three statements for a page."""
    cases, due = happened_in(row[0].id for row in rows), due_of(me(), (row[0].id for row in rows))
    wanted = {row[0].owner_id for row in rows} | {each.person_id for each in due.values()}
    return cases, due, names_of(wanted)


def next_words(due: Due, names: dict[int, str]) -> str:
    """What is next in a few words."""
    who = names.get(due.person_id or 0, "")
    said = {
        "check_in": f"Check-in with {who}",
        "action": f"{who}: {due.words}",
        "next_step": due.words or "Next step",
        "review": "Close the case: all is done" if due.is_marked else "Review of the agreement",
    }
    return said[due.kind]


CASES = List("cases", "/cases", filters, find, orders, COLUMNS, cells)


@pages.get("/cases")
@needs(Permission.SEE_CASES)
def list_cases() -> str:
    """The cases that exist for this member of staff, newest first, filtered by the address."""
    page = page_of(CASES)
    cases, due, names = _looked_up(page.rows) if page.rows else ({}, {}, {})
    day = Day(me(), today(), calendar_of())
    lines = [_line(row[0], Why[row[1].upper()], cases[row[0].id], due.get(row[0].id), names, day) for row in page.rows]
    more_open = any(page.filters[name].data or page.filters[name].errors for name in MORE_FILTERS)
    return render_template(
        "cases/list.html", page=page, cases=lines, first=FIRST_FILTERS, more=MORE_FILTERS, more_open=more_open
    )


def _line(
    case: Case, why: Why, happened: Happened, due: Due | None, names: dict[int, str], day: Day
) -> dict[str, object]:
    log_reading("case in a list", case.reference, why.value)
    owner = names.get(case.owner_id or 0, "Nobody yet")
    shown = {
        "reference": case.reference,
        "opened": day.written(london(case.opened_at).date()),
        "what": happened.what,
        "where": "" if why.is_outline else happened.where,
        "people": [person.chip for person in happened.people_in_order],
        "stage": STAGE_WORDS[case.stage],
        "stage_state": STAGE_STATES.get(case.stage, "calm"),
        "owner": "You" if case.owner_id == day.me.staff_id else owner,
        "next": None,
        "ended": "",
    }
    if due is not None and case.stage in OPEN and not why.is_outline:
        words, state = day.due(due.due_on)
        return {**shown, "next": {"words": next_words(due, names), "due_words": words, "due_state": state}}
    ended = CLOSING_WORDS[case.closing_reason.value] if case.closing_reason and not why.is_outline else ""
    return {**shown, "ended": ended}


add_downloads(pages, CASES, Permission.SEE_CASES)
