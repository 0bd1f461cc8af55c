"""Telling those whom their role makes the right ones: the safeguarding lead that somebody may not be safe, the head of
the day what waits for them, governors of a report."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.calendar import london
from app.casework.case import Case
from app.casework.exclusion import Decision, Threshold
from app.casework.history import Event
from app.casework.incident import Incident
from app.casework.notice import Notice, NoticeKind
from app.casework.people import Pupil
from app.casework.permissions import Role
from app.casework.report import Report
from app.casework.staff import Membership
from app.casework.standing import in_post_as
from app.casework.to_decide import AWAITED_IN, asked_of, is_undecided
from app.casework.who_answers import who_see
from app.casework.words import REMOVALS, Sanction


def tell_safeguarding(session: Session, case: Case, *, by: Membership, at: datetime) -> None:
    """Tell every safeguarding lead who sees the case that somebody in it may be hurt or not safe; never `by`. The case
    is in the database."""
    leads = in_post_as(session, case.school_id, Role.DSL, at)
    for m in who_see(session, case, (m for m in leads if m.staff_id != by.staff_id)):
        ours = {"school_id": case.school_id, "staff_id": m.staff_id, "kind": NoticeKind.UNSAFE}
        case.notices.add(Notice(**ours, noticed_at=at))


def tell_heads(session: Session, case: Case, kind: NoticeKind, *, by: Membership, at: datetime) -> None:
    """Tell whoever is head at that moment (domain.md, Roles) that something of the case waits for them, if they see it in
    full; never `by`, and nothing of a case that is over. Asked again on the day on which they were told, they are told anew.

    What is told here is not told again by the morning (`morning.py`), which tells whoever is head on a later day.
    """
    if case.stage not in AWAITED_IN:
        return
    about, on = about_of(kind, case.id), london(at).date()
    with session.no_autoflush:  # the action that asks is not finished yet
        same = (Notice.kind == kind, Notice.about == about, Notice.due_on == on)
        rows = session.scalars(select(Notice).where(Notice.case_id == case.id, *same))
        told = {row.staff_id: row for row in rows}
        heads = in_post_as(session, case.school_id, Role.HEADTEACHER, at)
        for m in who_see(session, case, (m for m in heads if m.staff_id != by.staff_id)):
            if m.staff_id in told:
                row = told[m.staff_id]
                row.noticed_at, row.read_at, row.mailed_at = at, None, None
            else:
                ours = {"school_id": case.school_id, "staff_id": m.staff_id, "kind": kind}
                case.notices.add(Notice(**ours, about=about, due_on=on, noticed_at=at))


def tell_of_threshold(
    session: Session, incident: Incident, pupil: Pupil, sanction: Sanction, *, by: Membership, at: datetime
) -> None:
    """A threshold is confirmed: who was asked for it need not any more, and the head is told of a removal that is
    considered, unless it was decided before."""
    settle_heads(session, incident.case, NoticeKind.THRESHOLD, besides=pupil, at=at)
    made = select(Decision.id).where(Decision.incident_id == incident.id, Decision.pupil_id == pupil.id)
    with session.no_autoflush:
        is_decided = session.scalar(made.limit(1)) is not None
    if sanction in REMOVALS and not is_decided:
        tell_heads(session, incident.case, NoticeKind.DECISION, by=by, at=at)


def settle_heads(session: Session, case: Case, kind: NoticeKind, *, besides: Pupil, at: datetime) -> None:
    """What waited for the head about this pupil is answered: it is new to nobody any more, unless the same waits about
    another pupil of the case."""
    waiting = {
        NoticeKind.THRESHOLD: asked_of(
            select(Event.id).select_from(Incident).where(Incident.case_id == case.id, Event.person_key != besides.key)
        ),
        NoticeKind.DECISION: select(Threshold.id)
        .join(Incident, Incident.id == Threshold.incident_id)
        .where(Incident.case_id == case.id, is_undecided(), Threshold.pupil_id != besides.id),
    }[kind]
    unread = (Notice.case_id == case.id, Notice.kind == kind, Notice.read_at.is_(None))
    with session.no_autoflush:  # the answer itself is not stored yet
        if session.scalar(waiting.limit(1)) is None:
            for notice in session.scalars(select(Notice).where(*unread)):
                notice.read_at = at


def about_of(kind: NoticeKind, case_id: int) -> str:
    """What names the thing that waits for the head in one case, beside the day since which it waits."""
    return f"{kind.value} {case_id}"


def tell_governors(session: Session, report: Report, *, at: datetime) -> None:
    """Tell the school's governors that a report is published."""
    for m in in_post_as(session, report.school_id, Role.GOVERNOR, at):
        ours = {"school_id": report.school_id, "staff_id": m.staff_id, "report_id": report.id}
        session.add(Notice(**ours, kind=NoticeKind.REPORT, noticed_at=at))
