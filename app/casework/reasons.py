"""Why a case is visible to somebody: every reason there is, the strongest first, and what no reason overrides.

`scope.py` makes the Selects of it. A reason names the way that leads to its cases, where there is one: so the few cases
of one member can be found from that member, and a single case can be asked without looking at any other.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, false, not_, or_, true

from app.casework.agreement import Agreement
from app.casework.case import Case, CaseAccess
from app.casework.check_in import CheckIn
from app.casework.incident import Incident, Involvement
from app.casework.people import Characteristics
from app.casework.permissions import Permission, Role
from app.casework.response import Response
from app.casework.staff import Membership
from app.casework.ways import (
    OF_ITSELF,
    PUPILS,
    TO_AGREEMENTS,
    TO_CHECK_INS,
    TO_INCIDENTS,
    TO_NAMED_PEOPLE,
    TO_PEOPLE,
    TO_PUPILS,
    TO_RESPONSES,
    Way,
)
from app.casework.why import Why
from app.casework.words import AccessKind, Confidentiality, Part


class Reason(NamedTuple):
    """On which condition of the case, and by which way to it. Without a way the condition alone shows them most of
    the school's cases."""

    condition: ColumnElement[bool]
    way: Way | None
    why: Why

    @property
    def test(self) -> ColumnElement[bool]:
        """Whether it lets them see the case at hand."""
        return self.condition if self.way is None else and_(self.condition, self.way.of_the_case())


def reasons_of(m: Membership) -> list[Reason]:
    """Every reason that could let this membership see a case, the strongest first."""
    named = Reason(true(), _is_named(m, AccessKind.NAMED), Why.NAMED)
    if not m.may(Permission.SEE_CASES):
        return [named]
    emergency = Reason(true(), _is_named(m, AccessKind.EMERGENCY), Why.EMERGENCY)
    return [*_of_the_whole_school(m), named, *_of_my_years(m), *_of_my_work(m), *_in_outline(m), emergency]


def never_shown(m: Membership) -> ColumnElement[bool]:
    """Cases about a child they are close to, or in which they caused harm themselves or their part is not clear."""
    about_me = and_(
        Involvement.person_id == m.staff_id, Involvement.part.in_([Part.CAUSED_HARM, Part.BOTH, Part.NOT_YET_CLEAR])
    )
    near_me = Involvement.person_id.in_(sorted(m.linked_pupils)) if m.linked_pupils else false()
    return Way(TO_PEOPLE, or_(about_me, near_me)).of_the_case()


def _is_standard() -> ColumnElement[bool]:
    return and_(Case.confidentiality == Confidentiality.STANDARD, not_(Case.concerns_staff_conduct))


def _is_open_to_leads() -> ColumnElement[bool]:
    return and_(Case.confidentiality != Confidentiality.SAFEGUARDING, not_(Case.concerns_staff_conduct))


def _of_the_whole_school(m: Membership) -> list[Reason]:
    reasons = []
    if m.holds(Role.DSL):
        reasons.append(Reason(not_(Case.concerns_staff_conduct), None, Why.SAFEGUARDING_LEAD))
    if m.is_head:
        # An allegation against staff is the headteacher's alone, whatever its level.
        below = Case.confidentiality != Confidentiality.SAFEGUARDING
        reasons.append(Reason(or_(below, Case.concerns_staff_conduct), None, Why.HEAD))
    elif m.holds(Role.DEPUTY_HEADTEACHER):
        reasons.append(Reason(_is_open_to_leads(), None, Why.HEAD))
    return reasons


def _is_named(m: Membership, kind: AccessKind) -> Way:
    live = or_(CaseAccess.ends_at.is_(None), CaseAccess.ends_at > m.at)
    return Way(TO_NAMED_PEOPLE, and_(CaseAccess.staff_id == m.staff_id, CaseAccess.kind == kind, live))


def _of_my_years(m: Membership) -> list[Reason]:
    if not m.holds(Role.PASTORAL_LEAD):
        return []
    mine = PUPILS.c.nc_year.in_(sorted(m.year_groups))
    of_my_years = Way(TO_PUPILS, mine).of_the_case() if m.year_groups else true()
    return [Reason(and_(_is_open_to_leads(), of_my_years), None, Why.PASTORAL_LEAD)]


def _of_my_work(m: Membership) -> list[Reason]:
    me = m.staff_id
    leads = or_(Response.led_by_id == me, Response.co_led_by_id == me)
    return [
        Reason(_is_open_to_leads(), Way(OF_ITSELF, Case.owner_id == me), Why.OWNER),
        Reason(_is_open_to_leads(), Way(TO_RESPONSES, leads), Why.LEADS_RESPONSE),
        Reason(_is_open_to_leads(), Way(TO_AGREEMENTS, Agreement.follow_up_owner_id == me), Why.FOLLOWS_UP),
        Reason(_is_open_to_leads(), Way(TO_CHECK_INS, CheckIn.owner_id == me), Why.FOLLOWS_UP),
        Reason(_is_standard(), Way(TO_INCIDENTS, Incident.logged_by_id == me), Why.LOGGED_IT),
        Reason(_is_open_to_leads(), Way(TO_PEOPLE, Involvement.person_id == me), Why.TAKES_PART),
    ]


def _in_outline(m: Membership) -> list[Reason]:
    reasons = []
    if m.holds(Role.TUTOR):
        mine = PUPILS.c.registration_group == m.registration_group if m.registration_group else false()
        of_my_group = Way(TO_PUPILS, and_(PUPILS.c.school_id == m.school_id, mine))
        reasons.append(Reason(_is_standard(), of_my_group, Why.TUTOR))
    if m.holds(Role.SENCO):
        with_sen = Way((*TO_PEOPLE, (Characteristics.pupil_id, Involvement.person_id)), _has_sen(m))
        reasons.append(Reason(and_(_is_standard(), with_sen.of_the_case()), None, Why.SENCO))
    return reasons


def _has_sen(m: Membership) -> ColumnElement[bool]:
    return and_(
        or_(Characteristics.valid_from.is_(None), Characteristics.valid_from <= m.on),
        or_(Characteristics.valid_to.is_(None), Characteristics.valid_to >= m.on),
        Characteristics.sen_provision.in_(["K", "E"]),
    )
