"""A termly report on its way: asked for, built by the job process, published by the head with its snapshot frozen."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.casework.calendar import Calendar, term_or_refuse
from app.casework.history import note_event
from app.casework.permissions import Permission
from app.casework.refusals import Refusal, refuse_if
from app.casework.report import Report
from app.casework.staff import Membership
from app.casework.words import ReportStatus

STALE_AFTER = timedelta(minutes=2)
LONGEST_COMMENTARY = 2_000


def request_report(
    term: str, as_at: date, commentary: str, *, calendar: Calendar, session: Session, by: Membership, at: datetime
) -> Report:
    """Ask for the report of a term as it stands on a day.

    Refuses `no_such_term`, `in_the_future`, `before_the_term`, `not_permitted`.
    """
    if not by.may(Permission.BUILD_REPORT):
        refuse_if(Refusal("not_permitted", "Your role does not include building a report."))
    found = term_or_refuse(calendar, term)
    if as_at > by.on:
        refuse_if(Refusal("in_the_future", "That day has not come yet. Choose today or an earlier day.", "as_at"))
    if as_at < found.starts_on:
        message = f"{term} begins on {found.starts_on:%d/%m/%Y}. Choose a day from then on."
        refuse_if(Refusal("before_the_term", message, "as_at"))
    report = Report(
        school_id=by.school_id,
        term=term,
        as_at=as_at,
        status=ReportStatus.REQUESTED,
        requested_at=at,
        requested_by_id=by.staff_id,
        commentary=commentary.strip()[:LONGEST_COMMENTARY],
    )
    session.add(report)
    note_event(session, "report asked for", by=by, at=at, about=f"report {term}", after={"as_at": as_at})
    return report


def is_waiting(report: Report, at: datetime) -> bool:
    """Whether the job process should build it: asked for, or begun by a job that has died since."""
    if report.status is ReportStatus.REQUESTED:
        return True
    beat = report.heartbeat_at or report.requested_at
    return report.status is ReportStatus.BUILDING and at - beat > STALE_AFTER


def why_not_publish(report: Report, by: Membership) -> Refusal | None:
    """Refuses `not_built` and `not_permitted`: the headteacher approves and publishes."""
    if not by.may(Permission.PUBLISH_REPORT):
        return Refusal("not_permitted", "The headteacher approves and publishes a report.")
    if report.status is not ReportStatus.DRAFT:
        return Refusal("not_built", "Only a finished draft can be published.")
    return None


def publish_report(report: Report, pdf: bytes, cover: str, *, session: Session, by: Membership, at: datetime) -> None:
    """Freeze the snapshot for good: later changes of fact appear in the next report's revisions."""
    refuse_if(why_not_publish(report, by))
    report.status, report.published_on, report.published_by_id = ReportStatus.PUBLISHED, by.on, by.staff_id
    report.approved_at, report.approved_by_id = at, by.staff_id
    report.pdf, report.cover = pdf, cover
    after = {"as_at": report.as_at, "sha256": report.sha256}
    note_event(session, "report published", by=by, at=at, about=f"report {report.term}", after=after)
