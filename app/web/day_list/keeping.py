"""For those who look after the school rather than after cases: what is not complete, what can be read."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import or_

from app.casework import scope
from app.casework.access_log import Reading
from app.casework.people import Person, Pupil
from app.casework.permissions import Permission, Role
from app.casework.report import Report, comes_again
from app.casework.school_year import Supplied
from app.casework.staff import StaffMember
from app.casework.words import ReportStatus
from app.db import db
from app.web.day_list.day import MOST, Day, Line, Listing, counted
from app.web.forms.settings import LINES

CALENDAR_ENDS_SOON = timedelta(days=120)
LEAVES_SOON = timedelta(days=30)
LOOKED_BACK = 300
WITHOUT_ARTICLE = {
    "access log": "the access log", "emergencies": "what was opened in an emergency", "patterns": "the patterns",
    "retention": "the kept records",
}  # fmt: skip
STATUS_WORDS = {ReportStatus.REQUESTED: "Waiting to be built", ReportStatus.BUILDING: "Being built",
                   ReportStatus.DRAFT: "A draft", ReportStatus.APPROVED: "Approved",
                   ReportStatus.PUBLISHED: "Published", ReportStatus.NOT_BUILT: "Could not be built"}  # fmt: skip


def complete(day: Day) -> Listing | None:
    """What the report of this term and the one before still lacks, and what ends soon; three statements."""
    if not day.me.holds(Role.DATA_MANAGER):
        return None
    lines = [*_calendar(day), *_not_supplied(day), *_pupils_without_year(day), *_leavers(day)]
    empty = (
        "Nothing is to be completed now: every pupil that you see has a year and a group, and the calendar reaches far "
        "ahead. What the report of a term needs is asked for here in the last four weeks of the term."
    )
    return Listing("To complete", lines[: 2 * MOST], empty, counted(len(lines), 2 * MOST))


def _calendar(day: Day) -> list[Line]:
    days = day.calendar.school_days
    if not days:
        return [
            Line(
                "There is no calendar yet: terms and days off come with the bundle",
                "/settings",
                detail="Due dates are counted in school days.",
            )
        ]
    left = days[-1] - day.on
    if left > CALENDAR_ENDS_SOON:
        return []
    words, state = day.due(days[-1])
    detail = "Check-ins and deadlines that fall after its last day can't be counted. Import the next year."
    return [Line("The calendar ends soon", "/settings", words, "overdue" if state == "overdue" else "due", detail)]


def _not_supplied(day: Day) -> list[Line]:
    begun = [term for term in day.calendar.terms if term.starts_on <= day.on][-2:]
    if not begun:
        return []
    rows = db.session.execute(
        scope.whole_school_columns(
            day.me.school_id, Supplied, Supplied.academic_year, Supplied.term, Supplied.kind
        ).where(Supplied.academic_year.in_({term.academic_year for term in begun}), Supplied.complete)
    )  # fmt: skip
    known = {(f"{year} {term}", kind) for year, term, kind in rows}
    found = []
    for term in reversed(begun):
        lacking = [words for kind, words in LINES.items() if (term.full_name, kind) not in known]
        if lacking and day.on > term.ends_on - timedelta(days=28):
            said = lacking[0] if len(lacking) == 1 else f"{lacking[0]} and {len(lacking) - 1} other lines"
            what = f"{term.full_name}: {said} not said to be complete"
            href = f"/settings/supplied?term={term.full_name.replace(' ', '+')}"
            found.append(
                Line(what, href, *day.due(term.ends_on), "While a line is missing the report prints no headline.")
            )
    return found


def _pupils_without_year(day: Day) -> list[Line]:
    missing = or_(Pupil.nc_year.is_(None), Pupil.registration_group.is_(None))
    there = or_(Pupil.on_roll_to.is_(None), Pupil.on_roll_to >= day.on)
    found = scope.visible_pupils(day.me).with_only_columns(Pupil.id, Pupil.display_name).where(missing, there)
    rows = db.session.execute(found.order_by(Pupil.id).limit(MOST)).all()
    detail = "Their cases reach no pastoral lead of a year, and no tutor."
    return [Line(f"{name} has no year or group", f"/pupils/{number}", detail=detail) for number, name in rows]


def _leavers(day: Day) -> list[Line]:
    soon = scope.visible_staff(day.me).where(StaffMember.ends_on.between(day.on, day.on + LEAVES_SOON))
    found = db.session.scalars(soon.order_by(StaffMember.ends_on, Person.id).limit(MOST))
    detail = "Their access ends by itself; their open cases need another owner."
    return [Line(f"{row.display_name} leaves", "/settings", *day.due(row.ends_on), detail) for row in found]


def reports(day: Day) -> Listing | None:
    """The latest reports that I may read, drafts for those who build them; one statement."""
    if not day.may(Permission.SEE_REPORTS) or not _reads_reports(day):
        return None
    columns = (Report.id, Report.term, Report.as_at, Report.status, Report.published_on, comes_again())
    latest = scope.visible_reports(day.me).with_only_columns(*columns).order_by(Report.as_at.desc(), Report.id.desc())
    lines = []
    for number, term, as_at, status, published_on, again in db.session.execute(latest.limit(MOST)):
        when = f"Published {day.written(published_on)}" if published_on else STATUS_WORDS[status]
        part = "Part of the " if day.calendar.runs_until(term, as_at) else ""
        once_more = ", again" if again else ""
        lines.append(
            Line(f"{part}{term} term{once_more}, as at {day.written(as_at)}", f"/reports/{number}", detail=when)
        )
    empty = (
        "No report is published yet. Each term’s report stands here once the headteacher has approved it: whether "
        "those harmed are safer, whether agreements are kept, who was excluded, and what was tried instead."
    )
    return Listing("Reports", lines, empty)


def _reads_reports(day: Day) -> bool:
    readers = (Role.HEADTEACHER, Role.GOVERNOR, Role.DATA_PROTECTION_OFFICER, Role.TRUST_LEAD)
    return day.me.holds(*readers)


def readings(day: Day) -> Listing | None:
    """What was read last, by whom: kinds and references of cases, never names of pupils; one statement."""
    if not day.me.holds(Role.DATA_PROTECTION_OFFICER):
        return None
    columns = (Reading.at, Reading.what, Reading.reference, Reading.why, Person.display_name)
    latest: Any = (
        scope.whole_school_columns(day.me.school_id, Reading, *columns)
        .join(Person, Person.id == Reading.staff_id)
        .order_by(Reading.id.desc())
        .limit(LOOKED_BACK)
    )
    rows = db.session.execute(latest).all()
    together = [
        list(found)
        for _, found in groupby(rows, lambda row: (row.display_name, row.what, row.why, f"{row.at:%F %H:%M}"))
    ]
    empty = (
        "Nothing about anybody was read yet. Each look at a case, a pupil or a report is written down and stands here."
    )
    lines = [_reading(found, day) for found in together[:MOST]]
    return Listing("Read last", lines, empty, more=("The access log", "/access-log") if lines else None)


def _reading(rows: list[Any], day: Day) -> Line:
    """What one person read in one minute: `Priya Nair read a case (2026-0412)`, `… 18 times a case in patterns`."""
    first = rows[0]
    which = f" ({first.reference})" if len(rows) == 1 and first.what.startswith("case") else ""
    called = WITHOUT_ARTICLE.get(first.what) or f"{'an' if first.what[0] in 'aeiou' else 'a'} {first.what}"
    is_one = len(rows) == 1 or first.what in WITHOUT_ARTICLE
    what = f"{called}{which}" if is_one else f"{len(rows)} records, each {called}"
    why = f", as {first.why}" if first.why else ""
    return Line(f"{first.display_name} read {what}", detail=f"{day.since(first.at)}{why}")
