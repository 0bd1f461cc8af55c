"""Papers of a case on their way: asked for by one person, made by the job process, deleted after a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from app.casework.case import Case
from app.casework.document import Document
from app.casework.refusals import Refusal, refuse_if
from app.casework.staff import Membership
from app.casework.words import DocumentStatus

CHRONOLOGY = "chronology"
KEPT_FOR = timedelta(days=1)
STALE_AFTER = timedelta(minutes=2)
MOST_ATTEMPTS = 3
OPEN = (DocumentStatus.REQUESTED, DocumentStatus.BEING_MADE)


def why_not_these_days(starts_on: date, ends_on: date, by: Membership) -> Refusal | None:
    """Refuses `in_the_future` and `ends_before_start`."""
    if ends_on > by.on:
        return Refusal("in_the_future", "That day has not come yet. Choose today or an earlier day.", field="ends_on")
    if ends_on < starts_on:
        message = f"It ends before it begins. Give {starts_on:%d/%m/%Y} or a later day."
        return Refusal("ends_before_start", message, field="ends_on")
    return None


def ask_for_chronology(
    case: Case, starts_on: date, ends_on: date, *, has_restricted: bool, by: Membership, at: datetime
) -> Document:
    """Ask for the chronology of a case over some days, both included. `has_restricted`: with those restricted notes
    that `by` may read. The case was found through `scope`; the paper is for `by` alone. Refuses what
    `why_not_these_days` says."""
    refuse_if(why_not_these_days(starts_on, ends_on, by))
    return Document(
        school_id=case.school_id,
        case_id=case.id,
        kind=CHRONOLOGY,
        asked_by_id=by.staff_id,
        asked_at=at,
        starts_on=starts_on,
        ends_on=ends_on,
        has_restricted=has_restricted,
        status=DocumentStatus.REQUESTED,
        attempts=0,
    )


def is_waiting(document: Document, at: datetime) -> bool:
    """Whether the job process should make it: asked for, or begun by a job that has died since."""
    if document.status is DocumentStatus.REQUESTED:
        return True
    beat = document.heartbeat_at or document.asked_at
    return document.status is DocumentStatus.BEING_MADE and at - beat > STALE_AFTER


def delete_old_documents(session: Session, *, at: datetime) -> int:
    """Delete the papers that were asked for more than a day ago, finished or not; how many there were."""
    gone = session.execute(delete(Document).where(Document.asked_at < at - KEPT_FOR))
    return gone.rowcount if isinstance(gone, CursorResult) else 0
