"""Cases that somebody opened in an emergency and that nobody has looked at yet."""

from __future__ import annotations

from app.casework import oversight
from app.casework.case import CaseAccess
from app.casework.emergency import LOOKED_AT_WITHIN_SCHOOL_DAYS
from app.casework.permissions import Permission
from app.db import db
from app.web.day_list.day import MOST, Day, Line, Listing, counted


def listing(day: Day) -> Listing | None:
    """The safeguarding lead sees each at once; the head those that have waited for three school days. One statement."""
    if not day.may(Permission.REVIEW_EMERGENCY):
        return None
    waiting = oversight.visible_emergencies(day.me).where(
        CaseAccess.looked_at.is_(None), CaseAccess.staff_id != day.me.staff_id
    )
    rows = db.session.execute(waiting.order_by(CaseAccess.granted_at).limit(MOST + 1)).all()
    lines = []
    for row in rows[:MOST]:
        due_on = day.calendar.after(day.day_of(row[0].granted_at), LOOKED_AT_WITHIN_SCHOOL_DAYS)
        if day.may(Permission.KEEP_SAFEGUARDING) or (due_on is not None and due_on < day.on):
            words, state = day.due(due_on)
            detail = f"{row[0].because} · {day.since(row[0].granted_at)}"
            lines.append(Line(f"Case {row[1]} was opened in an emergency", "/emergency/opened", words, state, detail))
    return Listing("Opened in an emergency", lines, count_words=counted(len(lines)))
