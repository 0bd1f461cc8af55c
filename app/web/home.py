"""Home: what is due today, overdue, or waiting for whoever is signed in."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from app.casework.permissions import Permission
from app.web.access import me, signed_in
from app.web.clock import today
from app.web.day_list import Day, home_of
from app.web.school_calendar import calendar_of

pages = Blueprint("home", __name__)

# The other places, for those who may go there: the top bar holds only five.
ALSO_HERE = (
    ("Check-ins", "/check-ins", Permission.HOLD_CHECK_IN),
    ("Formal conferences", "/conferences", Permission.SEE_CASES),
    ("Patterns", "/patterns", Permission.SEE_PATTERNS),
    ("Exclusions", "/exclusions", Permission.SEE_REGISTERS),
    ("Out of lessons", "/out-of-lessons", Permission.SEE_REGISTERS),
    ("Circles", "/circles", Permission.LOG_CIRCLE),
    ("Training", "/training", Permission.SEE_TRAINING),
    ("Settings", "/settings", Permission.KEEP_SETTINGS),
    ("Emergency access", "/emergency", Permission.OPEN_IN_EMERGENCY),
    ("Opened in an emergency", "/emergency/opened", Permission.REVIEW_EMERGENCY),
    ("Access log", "/access-log", Permission.SEE_ACCESS_LOG),
    ("Kept records", "/retention", Permission.SEE_RETENTION),
    ("People and roles", "/settings/people", Permission.KEEP_ACCOUNTS),
    ("Acting headteacher", "/settings/headship", Permission.DELEGATE_HEADSHIP),
)
TOUR = ("Five-minute tour", "/tour", Permission.LOG_INCIDENT)


@pages.get("/")
@signed_in
def show() -> ResponseReturnValue:
    """The day's lists: what asks for something beside what is good to know."""
    day = Day(me(), today(), calendar_of())
    home = home_of(day)
    return render_template(
        "home/show.html",
        home=home,
        greeting=f"{day.on:%A} {day.on.day} {day.on:%B}",
        lead=_lead(day, home.waits),
        also_here=[(words, href, False) for words, href, permission in _places() if day.me.may(permission)],
    )


def _places() -> tuple[tuple[str, str, Permission], ...]:
    """The tour stands first, at the demonstration alone."""
    return (TOUR, *ALSO_HERE) if g.viewer.is_demonstration else ALSO_HERE


def _lead(day: Day, waits: int) -> str:
    term = day.calendar.term_of(day.on)
    school_day = day.calendar.is_school_day(day.on)
    when = (
        f"{term.full_name} term, {'a school day' if school_day else 'not a school day'}"
        if term
        else "Outside the calendar"
    )
    return f"{when}. {'Nothing waits for you.' if not waits else 'What cannot wait stands first.'}"
