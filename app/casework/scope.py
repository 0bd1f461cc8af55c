"""Which records exist for me: one Select per kind, each row of a case with the reason why.

Lists, pages, counts, search, exports and reports all start here, so that nothing can be shown that could not be
listed. A record outside one's scope does not exist (404). Nobody sees a case about themselves, or about a child
they have declared a link to, through a role (domain.md, Roles).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, literal, not_, or_, select, true

from app.casework.agreement import Action, Agreement
from app.casework.case import Case, CaseAccess
from app.casework.check_in import CheckIn
from app.casework.circle import Circle
from app.casework.draft import Draft
from app.casework.exclusion import Decision, Exclusion, OutOfLessons, Threshold
from app.casework.incident import Incident, Involvement
from app.casework.people import Characteristics, Person, Pupil
from app.casework.permissions import Permission, Role
from app.casework.report import Report
from app.casework.response import Response
from app.casework.restricted import visible_events as visible_events
from app.casework.restricted import visible_notes as visible_notes
from app.casework.staff import Membership, StaffMember
from app.casework.table import InSchool
from app.casework.training import Training
from app.casework.words import Confidentiality, Part, ReportStatus


class Why(StrEnum):
    """The reason why a case is visible, written to the access log with each reading."""

    NAMED = "named on the case"
    OWNER = "owner"
    SAFEGUARDING_LEAD = "safeguarding lead"
    HEAD = "headteacher or deputy"
    PASTORAL_LEAD = "pastoral lead of the year"
    LEADS_RESPONSE = "leads a response"
    FOLLOWS_UP = "follows up the agreement"
    LOGGED_IT = "logged it"
    TAKES_PART = "takes part"
    TUTOR = "tutor of the group (outline)"
    SENCO = "SENCo (outline)"

    @property
    def is_outline(self) -> bool:
        """Whether only the outline may be shown: who, what kind, which stage; no narratives."""
        return self in (Why.TUTOR, Why.SENCO)


def _involved(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(
        select(literal(1))
        .select_from(Incident)
        .join(Involvement, Involvement.incident_id == Incident.id)
        .where(Incident.case_id == Case.id, *conditions)
        .correlate(Case)
    )


def _is_named(m: Membership) -> ColumnElement[bool]:
    live = or_(CaseAccess.ends_at.is_(None), CaseAccess.ends_at > m.at)
    return exists(
        select(literal(1)).where(CaseAccess.case_id == Case.id, CaseAccess.staff_id == m.staff_id, live).correlate(Case)
    )


def _leads(m: Membership) -> ColumnElement[bool]:
    mine = or_(Response.led_by_id == m.staff_id, Response.co_led_by_id == m.staff_id)
    return exists(select(literal(1)).where(Response.case_id == Case.id, mine).correlate(Case))


def _follows_up(m: Membership) -> ColumnElement[bool]:
    made = select(literal(1)).select_from(Agreement).join(Response, Response.id == Agreement.response_id)
    followed = exists(
        made.where(Response.case_id == Case.id, Agreement.follow_up_owner_id == m.staff_id).correlate(Case)
    )
    owned = exists(select(literal(1)).where(CheckIn.case_id == Case.id, CheckIn.owner_id == m.staff_id).correlate(Case))
    return or_(followed, owned)


def _of_my_years(m: Membership) -> ColumnElement[bool]:
    if not m.year_groups:
        return true()
    pupils = select(Pupil.id).where(Pupil.school_id == m.school_id, Pupil.nc_year.in_(sorted(m.year_groups)))
    return _involved(Involvement.person_id.in_(pupils))


def _of_my_group(m: Membership) -> ColumnElement[bool]:
    if not m.registration_group:
        return false()
    mine = Pupil.registration_group == m.registration_group
    return _involved(Involvement.person_id.in_(select(Pupil.id).where(Pupil.school_id == m.school_id, mine)))


def _with_sen(m: Membership) -> ColumnElement[bool]:
    in_force = and_(
        or_(Characteristics.valid_from.is_(None), Characteristics.valid_from <= m.on),
        or_(Characteristics.valid_to.is_(None), Characteristics.valid_to >= m.on),
    )
    pupils = select(Characteristics.pupil_id).where(
        Characteristics.school_id == m.school_id, in_force, Characteristics.sen_provision.in_(["K", "E"])
    )
    return _involved(Involvement.person_id.in_(pupils))


def _never(m: Membership) -> ColumnElement[bool]:
    """Cases about a child they are close to, or in which they caused harm themselves or their part is not clear."""
    about_me = and_(
        Involvement.person_id == m.staff_id, Involvement.part.in_([Part.CAUSED_HARM, Part.BOTH, Part.NOT_YET_CLEAR])
    )
    if not m.linked_pupils:
        return _involved(about_me)
    return _involved(or_(about_me, Involvement.person_id.in_(sorted(m.linked_pupils))))


def _reasons(m: Membership) -> list[tuple[ColumnElement[bool], Why]]:
    """Every reason that could let this membership see a case, the strongest first."""
    level, standard = Case.confidentiality, Case.confidentiality == Confidentiality.STANDARD
    open_to_leads = and_(level != Confidentiality.SAFEGUARDING, not_(Case.concerns_staff_conduct))
    reasons: list[tuple[ColumnElement[bool], Why]] = []
    if m.holds(Role.DSL):
        reasons.append((not_(Case.concerns_staff_conduct), Why.SAFEGUARDING_LEAD))
    if m.is_head:
        reasons.append((level != Confidentiality.SAFEGUARDING, Why.HEAD))
    elif m.holds(Role.DEPUTY_HEADTEACHER):
        reasons.append((open_to_leads, Why.HEAD))
    reasons.append((_is_named(m), Why.NAMED))
    if not m.may(Permission.SEE_CASES):
        return reasons[-1:]
    if m.holds(Role.PASTORAL_LEAD):
        reasons.append((and_(open_to_leads, _of_my_years(m)), Why.PASTORAL_LEAD))
    reasons += [
        (and_(open_to_leads, Case.owner_id == m.staff_id), Why.OWNER),
        (and_(open_to_leads, _leads(m)), Why.LEADS_RESPONSE),
        (and_(open_to_leads, _follows_up(m)), Why.FOLLOWS_UP),
        (and_(standard, not_(Case.concerns_staff_conduct), _logged(m)), Why.LOGGED_IT),
        (and_(open_to_leads, _involved(Involvement.person_id == m.staff_id)), Why.TAKES_PART),
    ]
    if m.holds(Role.TUTOR):
        reasons.append((and_(standard, not_(Case.concerns_staff_conduct), _of_my_group(m)), Why.TUTOR))
    if m.holds(Role.SENCO):
        reasons.append((and_(standard, not_(Case.concerns_staff_conduct), _with_sen(m)), Why.SENCO))
    return reasons


def _logged(m: Membership) -> ColumnElement[bool]:
    return exists(
        select(literal(1)).where(Incident.case_id == Case.id, Incident.logged_by_id == m.staff_id).correlate(Case)
    )


def _may_see(m: Membership, *, in_full: bool) -> ColumnElement[bool]:
    reasons = [test for test, why in _reasons(m) if not (in_full and why.is_outline)]
    return and_(Case.school_id == m.school_id, or_(false(), *reasons), not_(_never(m)))


def visible_cases(m: Membership, *, in_full: bool = False) -> Select[Case, str]:
    """The cases that exist for this membership, each with the reason why (a word of `Why`).

    `in_full` leaves out those of which only the outline may be seen.
    """
    why = case(*((test, why.name.lower()) for test, why in _reasons(m)), else_="none").label("why")
    return select(Case, why).where(_may_see(m, in_full=in_full))


def visible_case_ids(m: Membership, *, in_full: bool = False) -> Select[int]:
    """The ids of those cases, to narrow another query."""
    return select(Case.id).where(_may_see(m, in_full=in_full))


def _through_case(entity: Any, case_column: Any, m: Membership) -> Select[Any]:
    """Records that hang on a case seen in full."""
    return select(entity).join(Case, case_column == Case.id).where(_may_see(m, in_full=True))


def visible_incidents(m: Membership) -> Select[Incident]:
    """Incidents of cases seen in full."""
    return _through_case(Incident, Incident.case_id, m)


def visible_responses(m: Membership) -> Select[Response]:
    """Responses of cases seen in full."""
    return _through_case(Response, Response.case_id, m)


def visible_agreements(m: Membership) -> Select[Agreement]:
    """Agreements of cases seen in full."""
    return (
        select(Agreement)
        .join(Response, Agreement.response_id == Response.id)
        .join(Case, Response.case_id == Case.id)
        .where(_may_see(m, in_full=True))
    )


def visible_actions(m: Membership) -> Select[Action]:
    """Actions of agreements of cases seen in full."""
    return (
        select(Action)
        .join(Agreement, Action.agreement_id == Agreement.id)
        .join(Response, Agreement.response_id == Response.id)
        .join(Case, Response.case_id == Case.id)
        .where(_may_see(m, in_full=True))
    )


def visible_check_ins(m: Membership) -> Select[CheckIn]:
    """Check-ins of cases seen in full."""
    return _through_case(CheckIn, CheckIn.case_id, m)


def visible_thresholds(m: Membership) -> Select[Threshold]:
    """Thresholds over incidents of cases seen in full."""
    return select(Threshold).join(Incident, Threshold.incident_id == Incident.id).join(
        Case, Incident.case_id == Case.id
    ).where(_may_see(m, in_full=True))  # fmt: skip


def visible_decisions(m: Membership) -> Select[Decision]:
    """Decisions over incidents of cases seen in full."""
    return select(Decision).join(Incident, Decision.incident_id == Incident.id).join(
        Case, Incident.case_id == Case.id
    ).where(_may_see(m, in_full=True))  # fmt: skip


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


def visible_reports(m: Membership) -> Select[Report]:
    """Reports: published ones for all who may read reports, drafts for those who build them."""
    found = select(Report).where(Report.school_id == m.school_id)
    if m.may(Permission.BUILD_REPORT):
        return found
    return found.where(Report.status == ReportStatus.PUBLISHED if m.may(Permission.SEE_REPORTS) else false())


def whole_school(entity: type[InSchool], school_id: int) -> Select[Any]:
    """Every row of one school, for its bundle and its report; never for a page about a child."""
    return select(entity).where(entity.school_id == school_id)


def whole_school_columns(school_id: int, entity: Any, *columns: Any) -> Select[Any]:
    """Chosen columns of every row of one school, for figures over many rows."""
    return select(*columns).where(entity.school_id == school_id)
