"""Makes the papers that were asked for: one after another, each for the person who asked, as far as they see now.

Like reports, a paper is a row whose status is the truth; a killed job leaves it waiting.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework import scope
from app.casework.calendar import london
from app.casework.case import Case
from app.casework.document import Document
from app.casework.documenting import MOST_ATTEMPTS, OPEN, is_waiting
from app.casework.gathering import gather, names_of_owners
from app.casework.people import Person
from app.casework.school import School
from app.casework.staff import Membership, StaffMember
from app.casework.standing import standing_of
from app.casework.words import DocumentStatus
from app.db import begin_writing, db

NOT_DRAWN = "The paper could not be drawn. Tell whoever runs the service; nothing was lost."
NEVER_FINISHED = "The paper was begun several times and never finished. Tell whoever runs the service."
NOT_VISIBLE = "This case is not open to you any more, so nothing was made."


def make_waiting_documents(*, left_behind: bool = False) -> None:
    """Make all that wait; `left_behind`: what looks half done was left by a killed process."""
    found = db.session.scalars(select(Document).where(Document.status.in_(OPEN)).order_by(Document.id)).all()
    ids = [each.id for each in found if left_behind or is_waiting(each, datetime.now(UTC))]
    db.session.rollback()
    for document_id in ids:
        try:
            _make(document_id)
        except Exception:
            # The paper says so itself; the next one must not wait for it, nor the job process end with it.
            current_app.logger.exception("Document %s is not finished.", document_id)
            _change(document_id, status=DocumentStatus.NOT_MADE, problem=NOT_DRAWN)


def _make(document_id: int) -> None:
    from reports.chronology import render_pdf

    document = _change(document_id, status=DocumentStatus.BEING_MADE, is_attempt=True)
    if document is None:
        return
    if document.attempts > MOST_ATTEMPTS:
        _change(document_id, status=DocumentStatus.NOT_MADE, problem=NEVER_FINISHED)
        return
    session, at = db.session(), datetime.now(UTC)
    reader = _reader(session, document, at)
    case = _case(session, reader, document) if reader else None
    if reader is None or case is None:
        _change(document_id, status=DocumentStatus.NOT_MADE, problem=NOT_VISIBLE)
        return
    found = gather(session, reader, case)
    owner = session.scalars(select(Person).where(Person.id == case.owner_id)).first()
    names = {owner.key: owner.display_name} if owner else {}
    told = found.told(names_of_owners(session, reader, found, names))
    school = session.get_one(School, document.school_id)
    content = render_pdf(case, found, told, document, school=school.name, reader=reader.name, at=london(at))
    _change(document_id, status=DocumentStatus.READY, content=content)


def _reader(session: Session, document: Document, at: datetime) -> Membership | None:
    """Whoever asked, with the power that they have now."""
    member = session.get(StaffMember, document.asked_by_id)
    return None if member is None else standing_of(session, member, at)


def _case(session: Session, reader: Membership, document: Document) -> Case | None:
    found = scope.visible_cases(reader, in_full=True).with_only_columns(Case).where(Case.id == document.case_id)
    return session.scalars(found).first()


def _change(document_id: int, *, is_attempt: bool = False, **values: object) -> Document | None:
    """Change the row in a transaction of its own; None if it is gone or finished meanwhile."""
    db.session.rollback()
    begin_writing(db.session())
    document = db.session.get(Document, document_id)
    if document is None or document.status not in OPEN:
        db.session.rollback()
        return None
    document.heartbeat_at = datetime.now(UTC)
    document.attempts += is_attempt
    for name, value in values.items():
        setattr(document, name, value)
    db.session.commit()
    return document
