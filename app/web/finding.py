"""Finding a person: everybody of one's school by name, form, year or job, those that one is likely to mean first.

Names are kept in memory, one index per school and process, made anew when the database says that somebody changed
(`PeopleStamp`). Who exists for the reader is asked with every search.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable
from threading import Lock
from typing import Any

from flask import Blueprint, current_app, jsonify, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.casework import scope
from app.casework.incident import Incident, Involvement
from app.casework.people import PeopleStamp, Person, PersonKind, Pupil
from app.casework.permissions import Permission
from app.casework.staff import Membership, StaffMember
from app.db import db
from app.web.access import me, needs
from app.web.name_index import Hit, Named, NameIndex, Reader

pages = Blueprint("finding", __name__)
OFFERED = 8
LONGEST_TYPED = 80
# Two large schools, or a trust of sixty thousand pupils; the school that was not asked for longest is dropped.
MOST_PEOPLE_IN_MEMORY = 60_000
LAST_LOGGED = 20
PUPILS: Any = Pupil.__table__
STAFF: Any = StaffMember.__table__


class Indexes:
    """The indexes of one process, by school, the last used ones kept."""

    def __init__(self, most_people: int = MOST_PEOPLE_IN_MEMORY) -> None:
        self.most_people = most_people
        self.kept: OrderedDict[int, tuple[int, NameIndex]] = OrderedDict()
        self.lock = Lock()

    def of(self, school_id: int) -> NameIndex:
        """The school's index as the database stands; one statement where nobody changed."""
        asked = select(PeopleStamp.number).where(PeopleStamp.school_id == school_id)
        stamp = db.session.scalar(asked) or 0
        with self.lock:
            kept = self.kept.get(school_id)
            if kept is None or kept[0] != stamp:
                kept = (stamp, NameIndex(_names_of(school_id)))
                self.kept[school_id] = kept
            self.kept.move_to_end(school_id)
            while len(self.kept) > 1 and sum(len(index.people) for _, index in self.kept.values()) > self.most_people:
                self.kept.popitem(last=False)
        return kept[1]


def _names_of(school_id: int) -> Iterable[Named]:
    columns = (
        Person.id, Person.key, Person.kind, Person.display_name, Person.search_name, Person.sort_name,
        PUPILS.c.registration_group, PUPILS.c.nc_year, PUPILS.c.on_roll_to, STAFF.c.ends_on, STAFF.c.job_title,
    )  # fmt: skip
    found = scope.whole_school_columns(school_id, Person, *columns)
    found = found.outerjoin(PUPILS, PUPILS.c.id == Person.id).outerjoin(STAFF, STAFF.c.id == Person.id)
    for number, key, kind, name, every, sort_name, group, year, off_roll, ends, job in db.session.execute(found):
        yield Named(number, key, kind, name, every, sort_name, group, year, off_roll or ends, job)


def index() -> NameIndex:
    """The index of the signed-in school."""
    indexes: Indexes = current_app.extensions.setdefault("name_indexes", Indexes())
    return indexes.of(me().school_id)


def find_people(typed: str, *, most: int = OFFERED, kinds: Collection[PersonKind] = tuple(PersonKind)) -> list[Hit]:
    """The people whom the reader most likely means; nothing typed: those named last and their own group."""
    return index().ranked(typed[:LONGEST_TYPED], reader(), most=most, kinds=kinds)


def reader() -> Reader:
    """Whoever is signed in, as the index ranks for them."""
    m = me()
    recent = {person_id: place for place, person_id in enumerate(dict.fromkeys(_last_named(m)))}
    return Reader(m.on, recent, m.registration_group, m.year_groups, scope.hidden_people(m))


def _last_named(m: Membership) -> list[int]:
    """Ids of the people in what this member of staff logged last, the latest first."""
    latest = scope.whole_school_columns(m.school_id, Incident, Incident.id)
    latest = latest.where(Incident.logged_by_id == m.staff_id).order_by(Incident.logged_at.desc()).limit(LAST_LOGGED)
    found = select(Involvement.person_id).where(Involvement.incident_id.in_(latest))
    return list(db.session.scalars(found.order_by(Involvement.incident_id.desc(), Involvement.id)))


def about(person: Named) -> str:
    """Form or job, and when they left."""
    left = f", left {person.until:%d/%m/%Y}" if person.until and person.has_left(me().on) else ""
    return person.about + left


def counted(number: int, most: int, what: str = "person", several: str = "people") -> str:
    """How many were found, in words for somebody who hears them."""
    if number == 0:
        return "Nobody found. Try fewer letters."
    more = "The first " if number >= most else ""
    return f"{more}{number} {what if number == 1 else several}"


@pages.get("/people/find")
@needs(Permission.SEE_PUPILS)
def find() -> Response:
    """People for the field that names them, as JSON: `said` to hear, `options` with `value`, `words`, `about`, `written`."""
    kinds = (PersonKind.PUPIL,) if request.args.get("only") == "pupils" else tuple(PersonKind)
    hits = find_people(request.args.get("q", ""), kinds=kinds)
    options = [
        {"value": one.key, "words": one.name, "about": about(one), "written": f"{one.name}, {one.about}".rstrip(", ")}
        for one in (hit.person for hit in hits)
    ]
    return jsonify(said=counted(len(hits), OFFERED), options=options)
