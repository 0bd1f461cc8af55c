"""Telling those whom their role makes the right ones: the head of the day what waits for them, governors of a report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework import scope
from app.casework.calendar import london
from app.casework.case import Case
from app.casework.next_due import OPEN
from app.casework.notice import Notice, NoticeKind
from app.casework.permissions import Role
from app.casework.report import Report
from app.casework.staff import Membership
from app.casework.standing import in_post_as


def tell_heads(session: Session, case: Case, kind: NoticeKind, *, by: Membership, at: datetime) -> None:
    """Tell whoever is head at that moment (domain.md, Roles) that something of the case waits for them, if they see it in
    full; never `by`, and nothing of a case that is over. Asked again on the day on which they were told, they are told anew.

    What is told here is not told again by the morning (`morning.py`), which tells whoever is head on a later day.
    """
    if case.stage not in OPEN:
        return
    about, on = about_of(kind, case.id), london(at).date()
    with session.no_autoflush:  # the action that asks is not finished yet
        same = (Notice.kind == kind, Notice.about == about, Notice.due_on == on)
        rows = session.scalars(select(Notice).where(Notice.case_id == case.id, *same))
        told = {row.staff_id: row for row in rows}
        heads = in_post_as(session, case.school_id, Role.HEADTEACHER, at)
        for m in _who_see(session, case, (m for m in heads if m.staff_id != by.staff_id)):
            if m.staff_id in told:
                row = told[m.staff_id]
                row.noticed_at, row.read_at, row.mailed_at = at, None, None
            else:
                ours = {"school_id": case.school_id, "staff_id": m.staff_id, "kind": kind}
                case.notices.add(Notice(**ours, about=about, due_on=on, noticed_at=at))


def about_of(kind: NoticeKind, case_id: int) -> str:
    """What names the thing that waits for the head in one case, beside the day since which it waits."""
    return f"{kind.value} {case_id}"


def _who_see(session: Session, case: Case, heads: Iterable[Membership]) -> list[Membership]:
    this = select(Case.id).where(Case.id == case.id)
    return [m for m in heads if session.scalar(this.where(scope.visible_to(m, in_full=True))) is not None]


def tell_governors(session: Session, report: Report, *, at: datetime) -> None:
    """Tell the school's governors that a report is published."""
    for m in in_post_as(session, report.school_id, Role.GOVERNOR, at):
        ours = {"school_id": report.school_id, "staff_id": m.staff_id, "report_id": report.id}
        session.add(Notice(**ours, kind=NoticeKind.REPORT, noticed_at=at))
