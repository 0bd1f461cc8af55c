"""What the job process clears away once an hour: drafts and the keys of forms that nobody comes back to, yesterday's papers,
and old notices and mails."""

from __future__ import annotations

from datetime import UTC, datetime

from app.casework.documenting import delete_old_documents
from app.casework.draft import sweep_drafts
from app.casework.mail import sweep_mails
from app.casework.notice import sweep_notices
from app.casework.receipt import sweep_receipts
from app.db import begin_writing, db


def sweep() -> None:
    """Remove drafts and keys older than 30 days (calendar days), papers of cases older than one, notices older than
    a year, and mails older than 90 days."""
    begin_writing(db.session())
    sweep_drafts(db.session(), at=datetime.now(UTC))
    sweep_receipts(db.session(), at=datetime.now(UTC))
    delete_old_documents(db.session(), at=datetime.now(UTC))
    sweep_notices(db.session(), at=datetime.now(UTC))
    sweep_mails(db.session(), at=datetime.now(UTC))
    db.session.commit()
