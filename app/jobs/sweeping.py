"""What the job process clears away once an hour: drafts and the keys of forms that nobody comes back to, and yesterday's papers."""

from __future__ import annotations

from datetime import UTC, datetime

from app.casework.documenting import delete_old_documents
from app.casework.draft import sweep_drafts
from app.casework.receipt import sweep_receipts
from app.db import begin_writing, db


def sweep() -> None:
    """Remove drafts and keys older than 30 days (calendar days), and papers of cases older than one."""
    begin_writing(db.session())
    sweep_drafts(db.session(), at=datetime.now(UTC))
    sweep_receipts(db.session(), at=datetime.now(UTC))
    delete_old_documents(db.session(), at=datetime.now(UTC))
    db.session.commit()
