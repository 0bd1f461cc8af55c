"""Reads the home page, and brings about what stands on it."""

import re

from app.casework.draft import Draft
from app.casework.permissions import Role
from app.casework.registering import RegisterRow, record_exclusion
from app.casework.words import ExclusionKind


def tasks(page: str) -> list[str]:
    """The lines of every list, in order, with their due words."""
    found = re.findall(r'<li class="task">(.*?)</li>', page, re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", task)).strip() for task in found]


def headings(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", h).split("  ")[0].strip() for h in re.findall(r"<h2>(.*?)</h2>", page, re.S)]


def draft(cast, role: Role) -> None:
    at, staff = cast.member("staff").at, cast.staff(role.value)
    more = {"form": "incidents.log", "page": "/incidents/new", "title": "Log an incident", "fields": "[]"}
    times = {"begun_at": at, "saved_at": at, "key": "k" * 43}
    cast.session.add(Draft(school_id=staff.school_id, staff_id=staff.id, **more, **times))
    cast.session.commit()


def suspend(cast, starts_on, sessions: int = 12) -> None:
    """From that day, or from the school day before it."""
    by, calendar = cast.member("headteacher"), cast.calendar()
    row = RegisterRow(ExclusionKind.SUSPENSION, calendar.first_within(0, starts_on), sessions, ("PP",))
    more = {"session": cast.session, "incident": None, "calendar": calendar, "by": by, "at": by.at}
    cast.session.add(record_exclusion("2026-X001", cast.pupil("Tom Adeyemi"), row, **more))
    cast.session.commit()
