"""Which records exist for me: one Select per kind, each row of a case with the reason why.

Lists, pages, search, exports and reports start here: nothing can be shown that could not be listed. A record outside
one's scope does not exist (404). A role never shows a case about oneself or a child one declared a link to (domain.md).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, not_, or_, select, true, union

from app.casework.agreement import Action, Agreement
from app.casework.case import Case
from app.casework.check_in import CheckIn
from app.casework.circle import Circle
from app.casework.document import Document
from app.casework.draft import Draft
from app.casework.exclusion import Decision, Exclusion, OutOfLessons, Threshold
from app.casework.incident import Incident
from app.casework.notice import Notice
from app.casework.people import Person, Pupil
from app.casework.permissions import Permission
from app.casework.reasons import never_shown as never_shown
from app.casework.reasons import reasons_of
from app.casework.report import Report, comes_again
from app.casework.response import Response
from app.casework.restricted import visible_events as visible_events
from app.casework.restricted import visible_notes as visible_notes
from app.casework.staff import Membership, StaffMember
from app.casework.table import InSchool
from app.casework.training import Training
from app.casework.why import Why as Why
from app.casework.words import ReportStatus


def visible_cases(m: Membership, *, in_full: bool = False) -> Select[Case, str]:
    """The cases that exist for this membership, each with the reason why (a word of `Why`).

    `in_full` leaves out those of which only the outline, or in an emergency only the page itself, may be seen.
    """
    why = case(*((reason.test, reason.why.name.lower()) for reason in reasons_of(m)), else_="none").label("why")
    return select(Case, why).where(visible_to(m, in_full=in_full))


def visible_case_ids(m: Membership, *, in_full: bool = False) -> Select[int]:
    """The ids of those cases, for a statement that looks at all of them; one that has its cases asks `visible_to`."""
    return select(Case.id).where(visible_to(m, in_full=in_full))


def visible_to(m: Membership, *, in_full: bool = False) -> ColumnElement[bool]:
    """Whether the case in the row is visible, in full where that is asked: for a statement that comes to its cases by
    another way, and for a filter that must not tell more."""
    tests = [reason.test for reason in reasons_of(m) if not (in_full and reason.why.is_page_only)]
    return and_(Case.school_id == m.school_id, or_(false(), *tests), not_(never_shown(m)))


def linked_to(m: Membership) -> ColumnElement[bool]:
    """A bound for lists of all that is visible, never a rule of its own: the cases to which some way leads from this
    membership, if nothing shows them more. It lets the database begin at those instead of asking every case."""
    ways = [reason.way for reason in reasons_of(m)]
    return true() if None in ways else Case.id.in_(union(*(way.case_ids() for way in ways if way)))


def _through_case(entity: Any, found: Select[Any], m: Membership) -> Select[Any]:
    """Records that hang on a case seen in full. Their own school is named too, for the indexes that begin with it."""
    return found.where(entity.school_id == m.school_id, visible_to(m, in_full=True))


def visible_incidents(m: Membership) -> Select[Incident]:
    """Incidents of cases seen in full."""
    return _through_case(Incident, select(Incident).join(Case, Incident.case_id == Case.id), m)


def visible_responses(m: Membership) -> Select[Response]:
    """Responses of cases seen in full."""
    return _through_case(Response, select(Response).join(Case, Response.case_id == Case.id), m)


def visible_agreements(m: Membership) -> Select[Agreement]:
    """Agreements of cases seen in full."""
    found = select(Agreement).join(Response, Agreement.response_id == Response.id)
    return _through_case(Agreement, found.join(Case, Response.case_id == Case.id), m)


def visible_actions(m: Membership) -> Select[Action]:
    """Actions of agreements of cases seen in full."""
    found = select(Action).join(Agreement, Action.agreement_id == Agreement.id)
    found = found.join(Response, Agreement.response_id == Response.id)
    return _through_case(Action, found.join(Case, Response.case_id == Case.id), m)


def visible_check_ins(m: Membership) -> Select[CheckIn]:
    """Check-ins of cases seen in full."""
    return _through_case(CheckIn, select(CheckIn).join(Case, CheckIn.case_id == Case.id), m)


def visible_thresholds(m: Membership) -> Select[Threshold]:
    """Thresholds over incidents of cases seen in full."""
    found = select(Threshold).join(Incident, Threshold.incident_id == Incident.id)
    return _through_case(Threshold, found.join(Case, Incident.case_id == Case.id), m)


def visible_decisions(m: Membership) -> Select[Decision]:
    """Decisions over incidents of cases seen in full."""
    found = select(Decision).join(Incident, Decision.incident_id == Incident.id)
    return _through_case(Decision, found.join(Case, Incident.case_id == Case.id), m)


def visible_documents(m: Membership) -> Select[Document]:
    """Papers that were made for this member, of cases that they still see in full."""
    found = select(Document).join(Case, Document.case_id == Case.id).where(Document.asked_by_id == m.staff_id)
    return _through_case(Document, found, m)


def hidden_people(m: Membership) -> frozenset[int]:
    """Children one is close to outside school: nobody finds or names them through a role."""
    return m.linked_pupils


def visible_people(m: Membership) -> Select[Person]:
    """Everybody of the school whom this membership can name in an incident."""
    return select(Person).where(Person.school_id == m.school_id, Person.id.not_in(sorted(hidden_people(m))))


def visible_pupils(m: Membership) -> Select[Pupil]:
    """The school's pupils, but for children one is close to outside school."""
    may_see = true() if m.may(Permission.SEE_PUPILS) else false()
    return select(Pupil).where(Pupil.school_id == m.school_id, Pupil.id.not_in(sorted(hidden_people(m))), may_see)


def visible_staff(m: Membership) -> Select[StaffMember]:
    """Everybody with roles at the school."""
    return select(StaffMember).where(StaffMember.school_id == m.school_id)


def _registers(entity: Any, m: Membership) -> Select[Any]:
    found = select(entity).where(entity.school_id == m.school_id)
    if not m.may(Permission.SEE_REGISTERS):
        return found.where(false())
    return found.where(entity.pupil_id.not_in(sorted(m.linked_pupils))) if m.linked_pupils else found


def visible_exclusions(m: Membership) -> Select[Exclusion]:
    """The exclusions register, for those who may see registers."""
    return _registers(Exclusion, m)


def visible_out_of_lessons(m: Membership) -> Select[OutOfLessons]:
    """The register of other ways to be out of lessons, for those who may see registers."""
    return _registers(OutOfLessons, m)


def visible_training(m: Membership) -> Select[Training]:
    """Training records of the school's staff."""
    return select(Training).where(Training.school_id == m.school_id)


def visible_circles(m: Membership) -> Select[Circle]:
    """Proactive circles; they hold no names of pupils."""
    return select(Circle).where(Circle.school_id == m.school_id)


def visible_drafts(m: Membership) -> Select[Draft]:
    """What one has typed oneself and not saved yet. No role sees anybody else's."""
    return select(Draft).where(Draft.school_id == m.school_id, Draft.staff_id == m.staff_id)


def own_notices(m: Membership) -> Select[Notice]:
    """All that one was told, for counting and for marking as read; never to be put into words: see `visible_notices`."""
    return select(Notice).where(Notice.school_id == m.school_id, Notice.staff_id == m.staff_id)


def visible_notices(m: Membership) -> Select[Notice, str | None, str | None, date | None, bool]:
    """What one was told of cases that one still sees in full and of reports that one may read, each with the reference
    of its case, or the term and day of its report and whether it comes again."""
    cases = visible_to(m, in_full=True) if m.may(Permission.SEE_CASES) else false()
    found: Any = select(Notice, Case.reference, Report.term, Report.as_at, comes_again())
    found = found.outerjoin(Case, Notice.case_id == Case.id)
    found = found.outerjoin(Report, Notice.report_id == Report.id)
    mine = (Notice.school_id == m.school_id, Notice.staff_id == m.staff_id)
    seen: Select[Notice, str | None, str | None, date | None, bool] = found.where(*mine, or_(cases, _is_open_report(m)))
    return seen


def visible_reports(m: Membership) -> Select[Report]:
    """Reports: published ones for all who may read reports, drafts for those who build them."""
    return select(Report).where(_is_open_report(m))


def _is_open_report(m: Membership) -> ColumnElement[bool]:
    if m.may(Permission.BUILD_REPORT):
        return Report.school_id == m.school_id
    published = Report.status == ReportStatus.PUBLISHED if m.may(Permission.SEE_REPORTS) else false()
    return and_(Report.school_id == m.school_id, published)


def whole_school(entity: type[InSchool], school_id: int) -> Select[Any]:
    """Every row of one school, for its bundle and its report; never for a page about a child."""
    return select(entity).where(entity.school_id == school_id)


def whole_school_columns(school_id: int, entity: Any, *columns: Any) -> Select[Any]:
    """Chosen columns of every row of one school, for figures over many rows."""
    return select(*columns).where(entity.school_id == school_id)
