"""The signed-in school's calendar, read once a request."""

from __future__ import annotations

from flask import g

from app.casework import scope
from app.casework.calendar import Calendar, CalendarRow
from app.casework.school_year import CalendarEntry
from app.db import db
from app.web.access import me


def calendar_of() -> Calendar:
    """School days and terms of this school."""
    if "calendar" not in g:
        columns = (
            CalendarEntry.academic_year,
            CalendarEntry.kind,
            CalendarEntry.name,
            CalendarEntry.starts_on,
            CalendarEntry.ends_on,
        )
        found = db.session.execute(scope.whole_school_columns(me().school_id, CalendarEntry, *columns))
        g.calendar = Calendar(CalendarRow(*row) for row in found)
    made: Calendar = g.calendar
    return made
