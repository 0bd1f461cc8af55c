"""Patterns for pastoral leads: when and where things happen in a term, with what was kept beside it; and who meets again.

Never by child or teacher: days, places, kinds and years. It is drawn from the incidents that one sees in full.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.casework import scope
from app.casework.agreeing import AgreementState, state_of
from app.casework.agreement import Agreement
from app.casework.calendar import Calendar, london, utc_from_london
from app.casework.check_in import CheckIn
from app.casework.circle import Circle
from app.casework.incident import Incident, Involvement
from app.casework.patterns import (
    Happening,
    Range,
    by_day_and_time,
    by_week,
    on_school_days,
    range_of,
    shares,
    shares_of_many,
)
from app.casework.permissions import Permission
from app.casework.wording import kind_of_thing
from app.casework.words import PutRight, Safe
from app.db import db
from app.web.access import me, needs
from app.web.case_lines import PUPILS
from app.web.forms.patterns import LONGEST, PatternFilters
from app.web.incident_form import period_of_weekday
from app.web.list_filters import offer_years
from app.web.lists import address
from app.web.pages import log_reading
from app.web.pattern_charts import Chart, bars, grid, weeks
from app.web.school_calendar import calendar_of

pages = Blueprint("patterns", __name__)
MOST_BARS = 12


@pages.get("/patterns")
@needs(Permission.SEE_PATTERNS)
def show() -> str:
    """A term, or any days of at most a school year."""
    form, calendar = PatternFilters(request.args), calendar_of()
    offer_years(form)
    form.term.offer((term.full_name, term.full_name) for term in reversed(calendar.terms) if term.starts_on <= me().on)
    is_valid = form.validate() and not _is_to_come(form)
    days = _days(form, calendar) if is_valid else None
    rows = _happenings(days, form.year.data) if days else []
    counted = on_school_days(rows, days) if days else []
    if counted:
        log_reading("patterns", f"{form.year.data or 'every year'}, {days.since} to {days.until}" if days else "")
    return render_template(
        "patterns/show.html",
        form=form,
        is_valid=is_valid,
        range_words=_range_words(days),
        in_use=[(words, address("/patterns", [p for p in form.kept if p[0] != name])) for name, words in form.in_use]
        if is_valid
        else [],
        charts=_charts(counted, days) if days and counted else [],
        outside=_outside(len(rows) - len(counted)),
        strengths=_strengths(days) if days else [],
        clear="/patterns" if form.in_use or not is_valid else None,
    )


def _is_to_come(form: PatternFilters) -> bool:
    """Whether the days asked for lie ahead; says so beside the first of them."""
    since = form.since.data
    if since is None or since <= me().on:
        return False
    form.since.errors = [f"That day is still to come. Give {me().on:%d/%m/%Y} or an earlier day."]
    return True


def _days(form: PatternFilters, calendar: Calendar) -> Range:
    """The chosen days, else the chosen term, else this one; never later than today, never more than a school year."""
    term = calendar.term(form.term.data) if form.term.data else calendar.term_of(me().on)
    since = form.since.data or (term.starts_on if term and not form.until.data else None)
    until = form.until.data or (term.ends_on if term and not form.since.data else me().on)
    since = since or until - timedelta(days=90)
    until = min(until, me().on, since + LONGEST)
    return range_of(calendar, since, max(since, until))


def _range_words(days: Range | None) -> str:
    if days is None:
        return ""
    number = len(days.school_days)
    written = f"{days.since:%d/%m/%Y} to {days.until:%d/%m/%Y}"
    return f"{written}: {number} school day{'' if number == 1 else 's'}."


def _instants(days: Range) -> tuple[datetime, datetime]:
    until = datetime.combine(days.until + timedelta(days=1), time.min)
    return utc_from_london(datetime.combine(days.since, time.min)), utc_from_london(until)


def _happenings(days: Range, year: str) -> list[Happening]:
    since, until = _instants(days)
    columns = (
        Incident.id, Incident.occurred_at, Incident.time_is_exact, Incident.lesson, Incident.category,
        Incident.location,
    )  # fmt: skip
    found: Any = scope.visible_incidents(me()).with_only_columns(*columns)
    found = found.where(
        Incident.school_id == me().school_id, Incident.occurred_at >= since, Incident.occurred_at < until
    )
    if year:
        pupils = select(PUPILS.c.id).where(PUPILS.c.school_id == me().school_id, PUPILS.c.nc_year == year)
        involved = select(Involvement.id).where(Involvement.incident_id == Incident.id)
        found = found.where(involved.where(Involvement.person_id.in_(pupils)).correlate(Incident).exists())
    return [_happening(*row) for row in db.session.execute(found)]


def _happening(
    number: int, at: datetime, is_exact: bool, lesson: str | None, category: str, place: str | None
) -> Happening:
    """Where nobody said which lesson it was, the timetable does: one break is one line."""
    here = london(at)
    named = lesson or (period_of_weekday(here) if is_exact else None)
    return Happening(number, here, is_exact, named, category, place)


def _charts(rows: list[Happening], days: Range) -> list[Chart]:
    n = f"n = {len(rows)} incidents on {len({row.at.date() for row in rows})} of {len(days.school_days)} school days."
    by_kind = shares(rows, days, lambda row: kind_of_thing(row.category).capitalize())
    by_place = shares(rows, days, lambda row: row.place)[:MOST_BARS]
    placed = sum(1 for row in rows if row.place)
    return [
        grid(by_day_and_time(rows, days), f"The number is of days of that name with at least one. {n}"),
        weeks(by_week(rows, days), f"Incidents for each school day of the week. {n}"),
        bars("places", "Where", f"n = {placed} incidents with a place.", by_place, "Place"),
        bars("kinds", "What kind of thing", n, by_kind, "Kind"),
        bars(
            "years", "Which years", f"An incident between two years counts in both. {n}", _by_year(rows, days), "Year"
        ),
    ]


def _by_year(rows: list[Happening], days: Range) -> list[Any]:
    """Years of the pupils who took part, once for each incident; one statement over the same days."""
    since, until = _instants(days)
    found: Any = scope.visible_incidents(me()).with_only_columns(Incident.id, PUPILS.c.nc_year)
    found = found.join(Involvement, Involvement.incident_id == Incident.id)
    found = found.join(PUPILS, PUPILS.c.id == Involvement.person_id).where(PUPILS.c.nc_year.is_not(None))
    found = found.where(
        Incident.school_id == me().school_id, Incident.occurred_at >= since, Incident.occurred_at < until
    )
    years: dict[int, set[str]] = defaultdict(set)
    for number, year in db.session.execute(found.distinct()):
        years[number].add(f"Year {year}" if year.isdigit() else year)
    pairs = ((row, year) for row in rows for year in years[row.number])
    return sorted(shares_of_many(pairs, days), key=lambda share: (len(share.label), share.label))


def _outside(number: int) -> str:
    if not number:
        return ""
    return f"{number} more happened outside school days and {'is' if number == 1 else 'are'} not drawn."


def _strengths(days: Range) -> list[tuple[str, str, str | None]]:
    """What was kept in the same days: agreements, answers of those asked, circles; each with its n."""
    made: Any = scope.visible_agreements(me()).where(Agreement.made_on.between(days.since, days.until))
    made = made.options(selectinload(Agreement.actions))
    ended = [state for a in db.session.scalars(made) if (state := state_of(a)) is not AgreementState.ACTIVE]
    ended = [state for state in ended if state is not AgreementState.WITHDRAWN]
    kept = sum(1 for state in ended if state is AgreementState.KEPT)
    asked, safe, right = _answers(days.since, days.until)
    circles = scope.visible_circles(me()).with_only_columns(func.count(Circle.id))
    held = db.session.scalar(circles.where(Circle.held_on.between(days.since, days.until))) or 0
    return [
        (f"{kept} of {len(ended)}", "agreements kept", "of those made in these days that have ended"),
        (f"{safe} of {asked}", "felt safe when asked", "at check-ins held in these days"),
        (f"{right} of {asked}", "said it was put right", "at the same check-ins"),
        (str(held), "proactive circles", "in the whole school"),
    ]


def _answers(since: date, until: date) -> tuple[int, int, int]:
    columns = (CheckIn.safe, CheckIn.put_right, func.count(CheckIn.id))
    found: Any = scope.visible_check_ins(me()).with_only_columns(*columns)
    found = found.where(CheckIn.held_on.between(since, until)).group_by(CheckIn.safe, CheckIn.put_right)
    rows = db.session.execute(found).all()
    asked = sum(number for _, _, number in rows)
    safe = sum(number for said, _, number in rows if said is Safe.YES)
    return asked, safe, sum(number for _, right, number in rows if right is PutRight.YES)
