"""What the law asks for after suspensions and exclusions, as the register shows it, for whoever decides."""

from __future__ import annotations

from datetime import date

from app.casework import scope
from app.casework.exclusion import Exclusion
from app.casework.permissions import Permission
from app.casework.statutory import Duty, Row, duties
from app.db import db
from app.web.case_lines import PUPILS
from app.web.day_list.day import MOST, Day, Line, Listing, counted

EMPTY = (
    "No deadline from this school year’s register or the last one’s lies ahead or was due in the last five school days. When a suspension is entered you see "
    "here when the pupil comes back, from which day education is owed, and by when governors meet."
)


def rows_owed(day: Day) -> list[Duty]:
    """Duties still to come or due of late; one statement, none for who decides nothing.

    Rows of this school year and the last: the longest duty is 50 school days, so none of an older row is due.
    """
    if not day.may(Permission.DECIDE):
        return []
    row = (Exclusion.pupil_id, Exclusion.kind, Exclusion.starts_on, Exclusion.sessions, Exclusion.cancelled_on)
    since = date(day.on.year - (day.on.month < 8) - 1, 8, 1)
    found = scope.visible_exclusions(day.me).where(Exclusion.starts_on >= since)
    found = found.join(PUPILS, PUPILS.c.id == Exclusion.pupil_id).with_only_columns(*row, PUPILS.c.on_roll_to)
    rows = (
        Row(r.pupil_id, r.kind.value, r.starts_on, r.sessions, r.cancelled_on, r.on_roll_to)
        for r in db.session.execute(found)
    )
    return duties(rows, day.calendar, day.on)


def listing(rows: list[Duty], day: Day, names: dict[int, str]) -> Listing | None:
    """In order of days; a past one is not called overdue, for it may well be done. None for those who decide nothing."""
    if not day.may(Permission.DECIDE):
        return None
    lines = []
    for row in rows[:MOST]:
        words, state = day.due(row.by)
        who, is_past = names.get(row.pupil, "A pupil"), state == "overdue"
        shown = "due" if is_past else state
        lines.append(Line(f"{who}: {row.what.lower()}", "/exclusions", words, shown, _why(row, is_past=is_past)))
    more = ("The exclusions register", "/exclusions") if len(rows) > MOST else None
    return Listing("Deadlines from the register", lines, EMPTY, counted(len(rows)), more)


def _why(row: Duty, *, is_past: bool) -> str:
    unknown = " The register does not say whether it was done." if is_past else ""
    return f"{row.why[:1].upper()}{row.why[1:]}.{unknown}"
