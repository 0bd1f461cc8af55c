"""A termly report on its way: asked for, built by the job process, approved by the head, printed and published.

Approval freezes everything: figures, cover, who and which day. The job process then draws the final PDF and publishes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.casework import scope
from app.casework.calendar import Calendar, Term, london, term_or_refuse
from app.casework.history import make_event, note_event
from app.casework.names_in_words import NamesFound, names_in
from app.casework.permissions import Permission
from app.casework.refusals import Refusal, refuse_if
from app.casework.report import APPROVED, Report
from app.casework.school import School
from app.casework.staff import Membership, StaffMember
from app.casework.telling import tell_governors
from app.casework.words import ReportStatus

STALE_AFTER = timedelta(minutes=2)
MOST_ATTEMPTS = 5
LONGEST_COMMENTARY = 2_000
BEING_BUILT = (ReportStatus.REQUESTED, ReportStatus.BUILDING)
OPEN = (ReportStatus.APPROVED, *BEING_BUILT)
FROZEN = (ReportStatus.APPROVED, ReportStatus.PUBLISHED)
TO_DO = (ReportStatus.APPROVED, *BEING_BUILT, ReportStatus.PUBLISHED)
"""What the job process sees to, in this order: a report must know those of its term that were published before it."""
STEPS_TO_BUILD = 4
STEPS_TO_PUBLISH = 2


def request_report(
    term: str,
    as_at: date,
    commentary: str,
    *,
    names_nobody: bool = False,
    calendar: Calendar,
    session: Session,
    by: Membership,
    at: datetime,
) -> Report:
    """Ask for the report of a term as it stands on a day. Asked for twice in the same words, it is one report.

    Refuses `no_such_term`, `in_the_future`, `before_the_term`, `too_early`, `being_published`, `asked_for_already`,
    `not_permitted`, and like `why_not_these_words`; `names_nobody`: what looks like a name was read, and means no pupil.
    """
    refuse_if(why_not_request(term_or_refuse(calendar, term), as_at, by))
    refuse_if(_why_not_beside_published(as_at, _frozen_of(term, by.school_id, session)))
    commentary = commentary.strip()[:LONGEST_COMMENTARY]
    found = names_in(commentary, session=session, school_id=by.school_id, on=by.on)
    refuse_if(why_not_these_words(found, names_nobody=names_nobody))
    waiting = _same_one_waiting(term, as_at, session=session, by=by)
    if waiting is not None:
        refuse_if(why_not_again(waiting, commentary))
        return waiting
    report = Report(
        school_id=by.school_id,
        term=term,
        as_at=as_at,
        status=ReportStatus.REQUESTED,
        requested_at=at,
        requested_by_id=by.staff_id,
        commentary=commentary,
        steps_all=STEPS_TO_BUILD,
    )
    session.add(report)
    note_event(session, "report asked for", by=by, at=at, about=f"report {term}", after={"as_at": as_at})
    return report


def why_not_request(term: Term, as_at: date, by: Membership) -> Refusal | None:
    """Refuses `not_permitted`, `in_the_future` and `before_the_term`."""
    if not by.may(Permission.BUILD_REPORT):
        return Refusal("not_permitted", "Your role does not include building a report.")
    return why_not_as_at(term, as_at, by.on)


def why_not_as_at(term: Term, as_at: date, today: date) -> Refusal | None:
    """Refuses `in_the_future`, and `before_the_term`: a term has no figures before it has begun."""
    if as_at > today:
        return Refusal("in_the_future", "That day has not come yet. Choose today or an earlier day.", "as_at")
    if as_at >= term.starts_on:
        return None
    message = f"{term.full_name} begins on {term.starts_on:%d/%m/%Y}. Choose a day from then on."
    return Refusal("before_the_term", message, "as_at")


def why_not_these_words(found: NamesFound, *, names_nobody: bool) -> Refusal | None:
    """Refuses `names_a_pupil`, whatever was ticked, and `may_name_somebody`: governors' copies carry no names."""
    if found.pupils:
        message = (
            f"{_quoted(found.pupils)} names a child, and a published report can’t be taken back. Take the name out."
        )
        return Refusal("names_a_pupil", message, "commentary")
    if found.perhaps and not names_nobody:
        message = f"{_quoted(found.perhaps)} may be a name. Take it out, or tick this if no pupil is meant."
        return Refusal("may_name_somebody", message, "names_nobody")
    return None


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _why_not_beside_published(as_at: date, published: Sequence[Report]) -> Refusal | None:
    """Refuses `being_published` and `too_early`: a report that does not know of the first of its term would reckon the
    term's groups anew, and there must be no second version of them for anybody (figures.md 5, 5)."""
    for other in published:
        if other.status is ReportStatus.APPROVED:
            message = f"A report of {other.term} is approved and being printed. Ask again once it is published."
            return Refusal("being_published", message)
        if other.published_on is not None and other.published_on > as_at:
            message = f"A report of {other.term} was {_when(other)}."
            later = "Choose that day or a later one: it shows what has changed."
            return Refusal("too_early", message, "as_at", instead=later)
    return None


def why_not_again(waiting: Report, commentary: str) -> Refusal | None:
    """Refuses `asked_for_already`: the same term and day with other words, while the first is being built."""
    if waiting.commentary == commentary:
        return None
    message = (
        f"{waiting.term} as at {waiting.as_at:%d/%m/%Y} is being built with other words on what changed. "
        "Wait until it is finished, then ask again."
    )
    return Refusal("asked_for_already", message, "commentary")


def shows_groups(report: Report, by: Membership) -> bool:
    """Whether the groups of section 6 are read in the governors' copy: of a published report by all who read it, before
    that by the head alone. Drafts as at two days side by side would give a child away (figures.md 5)."""
    return report.status is ReportStatus.PUBLISHED or by.may(Permission.SEE_RESTRICTED_REPORT)


def _same_one_waiting(term: str, as_at: date, *, session: Session, by: Membership) -> Report | None:
    _one_at_a_time(session, by.school_id)
    same = (Report.term == term, Report.as_at == as_at, Report.status.in_(BEING_BUILT))
    return session.scalars(scope.whole_school(Report, by.school_id).where(*same)).first()


def _one_at_a_time(session: Session, school_id: int) -> None:
    """Two who ask, or approve, in the same moment do so one after the other (SQLite has one writer anyway)."""
    session.execute(select(School.id).where(School.id == school_id).with_for_update())


def unfinished() -> ColumnElement[bool]:
    """Reports that the job process has yet to build or to print; one that came in a bundle has no PDF yet."""
    unprinted = and_(Report.status == ReportStatus.PUBLISHED, Report.pdf.is_(None), Report.problem.is_(None))
    return or_(Report.status.in_(OPEN), unprinted)


def is_left_alone(report: Report, at: datetime) -> bool:
    """Whether no job has said within `STALE_AFTER` that it works on this report."""
    return report.heartbeat_at is None or at - report.heartbeat_at > STALE_AFTER


def reports_of_its_term(report: Report, session: Session) -> Sequence[Report]:
    """The other reports of its school and term that are approved or published."""
    return [other for other in _frozen_of(report.term, report.school_id, session) if other.id != report.id]


def _frozen_of(term: str, school_id: int, session: Session) -> Sequence[Report]:
    same = (Report.term == term, Report.status.in_(FROZEN))
    return session.scalars(scope.whole_school(Report, school_id).where(*same).order_by(Report.id)).all()


def why_not_publish(report: Report, by: Membership, others: Sequence[Report]) -> Refusal | None:
    """Refuses `not_permitted`, `not_built`, `published_already`, `too_early` and `overtaken`.

    `others`: of `reports_of_its_term`. A further report of a term takes over its groups and lists its revisions
    (figures.md 5, 5); one that does not know of an earlier publication would be a second version to subtract.
    """
    if not by.may(Permission.PUBLISH_REPORT):
        return Refusal("not_permitted", "The headteacher approves and publishes a report.")
    if report.status in FROZEN:
        return Refusal("published_already", f"The report was {_when(report)}. It can’t be changed any more.")
    if report.status is not ReportStatus.DRAFT:
        return Refusal("not_built", "Only a finished draft can be published.")
    return next(filter(None, (_why_not_beside(report, other) for other in others)), None)


def _why_not_beside(report: Report, other: Report) -> Refusal | None:
    term = report.term
    if other.as_at == report.as_at:
        message = f"{term} as at {report.as_at:%d/%m/%Y} was {_when(other)} already."
        return Refusal("published_already", message, instead="Build one as at a later day: it shows what has changed.")
    if other.published_on is not None and other.published_on > report.as_at:
        message = f"A report of {term} was {_when(other)}."
        return Refusal("too_early", message, instead="Build one as at that day or later: it shows what has changed.")
    # One that came in a bundle has no approval here; then the order of arrival decides.
    came_later = other.id > report.id if other.approved_at is None else other.approved_at > report.requested_at
    if came_later:
        message = f"A report of {term} was {_when(other)}, after this one was asked for."
        return Refusal("overtaken", message, instead="Build this one again: it then shows what has changed.")
    return None


def _when(report: Report) -> str:
    done = "published" if report.status is ReportStatus.PUBLISHED else "approved"
    return f"{done} on {report.published_on:%d/%m/%Y}"


def term_runs_until(report: Report, calendar: Calendar) -> date | None:
    """The last day of the report's term, where the report stops before it; None for a report of a whole term."""
    return calendar.runs_until(report.term, report.as_at)


def why_not_part_of_a_term(runs_until: date | None, *, although_it_runs: bool) -> Refusal | None:
    """Refuses `term_runs`: the first report of a term fixes its groups for good, so a part of one is meant or not at all."""
    if runs_until is None or although_it_runs:
        return None
    message = f"Tick this, or go back and build a report as at {runs_until:%d/%m/%Y} or later."
    return Refusal("term_runs", message, "although_it_runs")


def why_not_words_of(report: Report, session: Session, by: Membership) -> Refusal | None:
    """Refuses `names_a_pupil`: a draft whose words were not asked about, or whose pupil joined since."""
    found = names_in(report.commentary, session=session, school_id=report.school_id, on=by.on)
    refusal = why_not_these_words(found, names_nobody=True)
    return replace(refusal, field=None, instead="Build the report again with other words.") if refusal else None


def approve_report(
    report: Report,
    cover: str,
    *,
    calendar: Calendar,
    although_it_runs: bool = False,
    session: Session,
    by: Membership,
    at: datetime,
) -> None:
    """Freeze a draft for publication with its final cover: approved by, and published on the day of, this approval.

    The job process prints it and publishes. Refuses like `why_not_publish`, `why_not_part_of_a_term`, `why_not_words_of`.
    """
    _one_at_a_time(session, report.school_id)
    refuse_if(why_not_publish(report, by, reports_of_its_term(report, session)))
    refuse_if(why_not_part_of_a_term(term_runs_until(report, calendar), although_it_runs=although_it_runs))
    refuse_if(why_not_words_of(report, session, by))
    report.status, report.cover, report.problem = ReportStatus.APPROVED, cover, None
    report.approved_at, report.approved_by_id = at, by.staff_id
    report.published_on, report.published_by_id = london(at).date(), by.staff_id
    report.steps_done, report.steps_all, report.attempts, report.heartbeat_at = 0, STEPS_TO_PUBLISH, 0, None
    note_event(session, APPROVED, by=by, at=at, about=f"report {report.term}", after=_told(report))


def publish_report(report: Report, pdf: bytes | None, *, session: Session, at: datetime) -> None:
    """The printed report is there: it is published, on the day and in the name of the approval, and governors are told.

    Without a `pdf` it is printed later by the job process, as one is that came in a bundle.
    """
    report.status, report.pdf, report.problem = ReportStatus.PUBLISHED, pdf, None
    report.steps_done, report.heartbeat_at = report.steps_all, at
    approver = session.get_one(StaffMember, report.approved_by_id)
    _note(session, "report published", report, at, by_code=approver.staff_code, after=_told(report))
    tell_governors(session, report, at=at)


def return_to_draft(report: Report, problem: str, cover: str, *, session: Session, at: datetime) -> None:
    """An approved report that could not be printed is a draft again, with the reason; nothing was published."""
    report.status, report.cover, report.problem = ReportStatus.DRAFT, cover, problem
    report.approved_at = report.approved_by_id = report.published_on = report.published_by_id = None
    report.heartbeat_at = at
    _note(session, "report not published", report, at, by_code=None, because=problem)


def _note(session: Session, kind: str, report: Report, at: datetime, **more: object) -> None:
    about = f"report {report.term}"
    session.add(make_event(kind, school_id=report.school_id, at=at, about=about, **more))  # type: ignore[arg-type]


def _told(report: Report) -> dict[str, object]:
    return {
        "as_at": report.as_at,
        "published_on": report.published_on,
        "sha256": report.sha256,
        "cover_sha256": report.cover_sha256,
    }
