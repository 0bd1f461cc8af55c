"""The reports of the demonstration's earlier terms, asked for, approved and published as its head would have.

Figures are reckoned as at their own day. The PDFs are drawn by the job process when it starts, as those of reports are
that come in a bundle; until then the page shows the same figures.
"""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.calendar import Term, utc_from_london
from app.casework.report import Report
from app.casework.reporting import approve_report, publish_report, request_report
from app.casework.school import School
from app.casework.staff import membership_on
from app.casework.words import ReportStatus
from app.demo.people import URNS
from app.demo.today import Today
from app.jobs import final_cover, frozen, keep, reckoned

# Long enough for most check-ins of the term's last cases, and in time for the governors' next meeting.
SCHOOL_DAYS_AFTER_A_TERM = 20
TERMS = 3
WHAT_CHANGED = (
    "More staff have trained as facilitators since the year before, and phones are now handed in at registration. "
    "Both came at about the same time, and no figure here tells them apart."
)


def publish_past_terms(session: Session, *, at: datetime) -> list[Report]:
    """The reports of the last `TERMS` terms that are long enough over, at the first demonstration school. Not committed."""
    school = session.scalars(select(School).where(School.urn == URNS["A"])).one()
    today = Today(session, school.id, at)
    after = today.calendar.after
    known = [(term, after(term.ends_on, SCHOOL_DAYS_AFTER_A_TERM)) for term in today.calendar.terms]
    due = [(term, day) for term, day in known if day is not None and _moment(day) <= at]
    return [_publish(today, term, day) for term, day in due[-TERMS:]]


def _moment(as_at: date) -> datetime:
    """When the head publishes: before the first lesson."""
    return utc_from_london(datetime.combine(as_at, time(7, 50)))


def _publish(today: Today, term: Term, as_at: date) -> Report:
    session, head = today.session, today.staff("headteacher")
    moment = _moment(as_at)
    by = membership_on(head, as_at, moment)
    if by is None:
        raise LookupError(f"the school has no head on {as_at}")
    report = request_report(
        term.full_name, as_at, WHAT_CHANGED, calendar=today.calendar, session=session, by=by, at=moment
    )
    session.flush()
    keep(report, reckoned(report, session).kept)
    report.status = ReportStatus.DRAFT
    cover = frozen(final_cover(report, approved_by=head.display_name, on=as_at))
    approve_report(report, cover, calendar=today.calendar, session=session, by=by, at=moment)
    publish_report(report, None, session=session, at=moment)
    session.flush()
    return report
