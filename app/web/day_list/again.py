"""The same two pupils again: who met in an incident this fortnight and had met in another within 30 days.

No number stands beside anybody: the two, and the two days (interface.md 6).
"""

from __future__ import annotations

from datetime import timedelta

from app.casework import scope
from app.casework.incident import Incident, Involvement
from app.casework.people import Person, PersonKind
from app.casework.permissions import Permission
from app.casework.recurring import Meeting, Together, recurring
from app.casework.staff import Membership
from app.casework.wording import listed
from app.casework.words import Part
from app.db import db
from app.web.day_list.day import Day, Line, Listing

WINDOW = timedelta(days=30)
FRESH = timedelta(days=14)
MOST_AGAIN = 6
BETWEEN = (Part.CAUSED_HARM, Part.WAS_HARMED, Part.BOTH, Part.NOT_YET_CLEAR)


def meetings(me: Membership, window: timedelta) -> list[Meeting]:
    """Pupils in the incidents of the last days that one may see in full; one statement over the days' index."""
    found = (
        scope.visible_incidents(me)
        .with_only_columns(Incident.id, Incident.case_id, Incident.occurred_at, Involvement.person_id)
        .join(Involvement, Involvement.incident_id == Incident.id)
        .join(Person, Person.id == Involvement.person_id)
        .where(Incident.school_id == me.school_id, Incident.occurred_at >= me.at - window)
        .where(Involvement.part.in_(BETWEEN), Person.kind == PersonKind.PUPIL)
    )
    return [Meeting(*row) for row in db.session.execute(found)]


def rows_again(day: Day) -> list[Together]:
    """Who met again within the fortnight; none for those who may not see patterns."""
    if not day.may(Permission.SEE_PATTERNS):
        return []
    return [each for each in recurring(meetings(day.me, WINDOW)) if each.last >= day.me.at - FRESH]


def listing(rows: list[Together], day: Day, names: dict[int, str]) -> Listing | None:
    """The same two again, the latest first."""
    if not day.may(Permission.SEE_PATTERNS) or not rows:
        return None
    lines = [
        Line(
            listed(sorted(names[pupil] for pupil in each.pupils if pupil in names)),
            f"/patterns/together#{anchor(each)}",
            detail=f"Again on {day.written(day.day_of(each.last))}; before that on {day.written(day.day_of(each.last_before))}",
        )
        for each in rows[:MOST_AGAIN]
    ]
    more = ("Everybody who meets again, and what has helped", "/patterns/together")
    return Listing("The same pupils again", lines, more=more)


def anchor(each: Together) -> str:
    """The id of these pupils on the page of patterns."""
    return "with-" + "-".join(map(str, sorted(each.pupils)))
