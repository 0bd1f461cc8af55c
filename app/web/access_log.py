"""Who read what about whom, without a word of what they read; and which records are kept until when."""

from __future__ import annotations

import contextlib
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from sqlalchemy import tuple_

from app.casework import oversight, scope
from app.casework.access_log import Reading
from app.casework.calendar import london, utc_from_london
from app.casework.oversight import kept_until
from app.casework.people import Person, PersonKind, folded
from app.casework.permissions import ROLE_WORDS, Permission
from app.casework.staff import StaffMember
from app.db import db
from app.web.access import me, needs
from app.web.forms.choices import listed
from app.web.forms.emergency import READ, LogFilters
from app.web.pages import log_reading
from app.web.timeline import staff_names

pages = Blueprint("access_log", __name__)
A_PAGE = 50
AT_MOST = 20


@pages.get("/access-log")
@needs(Permission.SEE_ACCESS_LOG)
def read() -> Any:
    """The log, newest first, filtered by the address. Looking at it is itself a reading."""
    filters = LogFilters(request.args)
    filters.staff.choices = listed(_staff(), blank="Anybody")
    is_right = filters.validate()
    people = _people_called(filters.pupil.data or "") if is_right else []
    is_one = len(people) == 1 or not (filters.pupil.data or "").strip()
    rows = _rows(filters, people) if is_right and is_one else []
    log_reading("access log", _said(filters), ", ".join(sorted(ROLE_WORDS[role] for role in me().roles))[:40])
    before = request.args.get("before")
    return render_template(
        "access_log/read.html",
        filters=filters,
        readings=_lines(rows[:A_PAGE]),
        older=_link(rows[A_PAGE - 1]) if len(rows) > A_PAGE else None,
        newest="/access-log?" + urlencode(_kept()) if before else None,
        choose=[(p.display_name, "/access-log?" + urlencode({**_kept(), "pupil": p.key})) for p in people]
        if not is_one
        else [],
        is_unknown=not is_one and not people,
    )


def _staff() -> list[tuple[str, str]]:
    found = scope.visible_staff(me()).with_only_columns(StaffMember.staff_code, Person.display_name)
    return [(code, name) for code, name in db.session.execute(found.order_by(Person.sort_name))]


def _people_called(words: str) -> list[Person]:
    """Pupils by key, or by part of a name."""
    if not words.strip():
        return []
    pupils = scope.visible_people(me()).where(
        Person.kind == PersonKind.PUPIL, Person.id.not_in(sorted(me().linked_pupils))
    )
    by_key = db.session.scalars(pupils.where(Person.key == words.strip())).all()
    if by_key:
        return list(by_key)
    for word in folded(words).split():
        pupils = pupils.where(Person.search_name.contains(word, autoescape=True))
    return list(db.session.scalars(pupils.order_by(Person.sort_name).limit(AT_MOST)))


def _rows(filters: LogFilters, people: list[Person]) -> list[Reading]:
    found = oversight.visible_readings(me())
    if people:
        found = found.where(oversight.readings_about(me(), people[0]))
    if (filters.case.data or "").strip():
        found = found.where(oversight.readings_of_case(me(), filters.case.data.strip()))
    if filters.staff.data:
        mine = scope.visible_staff(me()).with_only_columns(StaffMember.id)
        found = found.where(Reading.staff_id.in_(mine.where(StaffMember.staff_code == filters.staff.data)))
    if filters.what.data:
        found = found.where(Reading.what == filters.what.data)
    if filters.since.data:
        found = found.where(Reading.at >= utc_from_london(datetime.combine(filters.since.data, time.min)))
    if filters.until.data:
        end = filters.until.data + timedelta(days=1)
        found = found.where(Reading.at < utc_from_london(datetime.combine(end, time.min)))
    return list(db.session.scalars(_after(found).limit(A_PAGE + 1)))


def _after(found: Any) -> Any:
    """Newest first, from the cursor on."""
    moment, _, number = request.args.get("before", "").rpartition("_")
    with contextlib.suppress(ValueError):
        at = datetime.fromisoformat(moment)
        if at.tzinfo is not None:
            found = found.where(tuple_(Reading.at, Reading.id) < (at, int(number)))
    return found.order_by(Reading.at.desc(), Reading.id.desc())


def _kept() -> dict[str, str]:
    return {name: value for name, value in request.args.items() if name != "before" and value}


def _link(last: Reading) -> str:
    return "/access-log?" + urlencode({**_kept(), "before": f"{last.at.isoformat()}_{last.id}"})


def _said(filters: LogFilters) -> str:
    """What was looked for, as the log keeps it."""
    asked = [f"{name} {value}" for name, value in _kept().items() if name in filters]
    return "; ".join(asked)[:220] or "everything"


def _lines(rows: list[Reading]) -> list[list[str]]:
    names = staff_names({row.staff_id for row in rows})
    keys = {row.reference for row in rows if row.what == "pupil"}
    found = scope.visible_people(me()).with_only_columns(Person.key, Person.display_name).where(Person.key.in_(keys))
    pupils = dict(db.session.execute(found).all())
    return [
        [f"{london(row.at):%d/%m/%Y %H:%M}", names.get(row.staff_id, ""), _kind(row.what),
         pupils.get(row.reference, row.reference), row.why or ""]
        for row in rows
    ]  # fmt: skip


def _kind(what: str) -> str:
    words = READ.get(what, what).removeprefix("A ").removeprefix("An ")
    return words[:1].upper() + words[1:]


@pages.get("/retention")
@needs(Permission.SEE_RETENTION)
def retention() -> str:
    """Whose records are kept until when, the earliest first. A list: nothing is ever deleted by itself."""
    log_reading("retention", "list")
    rows = db.session.execute(oversight.kept_records(me(), _cursor()).limit(A_PAGE + 1)).all()
    shown = rows[:A_PAGE]
    last = shown[-1] if len(rows) > A_PAGE else None
    return render_template(
        "access_log/retention.html",
        records=[[r.display_name, r.key, f"{kept_until(r.date_of_birth):%d/%m/%Y}"] for r in shown],
        due=sum(1 for r in shown if kept_until(r.date_of_birth) <= me().on),
        older=f"/retention?after={last.date_of_birth.isoformat()}_{last.id}" if last else None,
        newest="/retention" if request.args.get("after") else None,
    )


def _cursor() -> tuple[date, int] | None:
    born, _, number = request.args.get("after", "").rpartition("_")
    try:
        return date.fromisoformat(born), int(number)
    except ValueError:
        return None
