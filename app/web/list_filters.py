"""How filters that several lists share narrow what was found: a person's name, days, the years of the school."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from app.casework import scope
from app.casework.calendar import utc_from_london
from app.casework.people import Person, Pupil, folded
from app.db import db
from app.web.access import me
from app.web.keyset import holds_instants


def named(found: Any, words: str) -> Any:
    """Rows that join a person whose names hold every word; all where nothing was typed."""
    parts = folded(words).split() if words else []
    if words and not parts:
        parts = [words]
    for part in parts:
        found = found.where(Person.search_name.contains(part, autoescape=True))
    return found


def between(found: Any, column: Any, form: Any) -> Any:
    """Rows from one day to another, both included; an instant counts by its London day."""
    since, until = form.since.data, form.until.data
    if holds_instants(column):
        since = utc_from_london(datetime.combine(since, time.min)) if since else None
        until = utc_from_london(datetime.combine(until + timedelta(days=1), time.min)) if until else None
        found = found.where(column < until) if until else found
    elif until:
        found = found.where(column <= until)
    return found.where(column >= since) if since else found


def offer_years(form: Any) -> None:
    """The years of the school's pupils, for the filter of that name; one statement."""
    years = scope.visible_pupils(me()).with_only_columns(Pupil.nc_year).where(Pupil.nc_year.is_not(None)).distinct()
    known = [year for year in db.session.scalars(years) if year]
    found = sorted(known, key=lambda year: (not year.isdigit(), year.zfill(4)))
    form.year.offer((year, f"Year {year}" if year.isdigit() else year) for year in found)
