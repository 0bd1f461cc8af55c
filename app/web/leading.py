"""Who may be chosen to lead a response: nobody is offered who would be refused."""

from __future__ import annotations

from app.casework import scope
from app.casework.people import Person
from app.casework.permissions import Permission, Role, granted
from app.casework.staff import DatedRole, StaffMember
from app.db import db
from app.web.access import me

LEADING = frozenset({Permission.LEAD_INFORMAL_RESPONSE, Permission.LEAD_CIRCLE, Permission.LEAD_FORMAL_CONFERENCE})


def who_may_lead() -> list[tuple[str, str]]:
    """Staff in post today whose roles, as held today, include leading a response of some kind, by name. Whoever does not
    plan for others leads it themselves."""
    by = me()
    if not by.may(Permission.PLAN_RESPONSE):
        return [(by.staff_code, by.name)]
    dated: dict[int, set[Role]] = {}
    for row in db.session.scalars(scope.whole_school(DatedRole, by.school_id)):
        if row.is_in_force(by.on):
            dated.setdefault(row.staff_id, set()).add(row.role)
    working = (
        s for s in db.session.scalars(scope.visible_staff(by).order_by(Person.sort_name)) if s.is_in_force(by.on)
    )
    return [(s.staff_code, s.display_name) for s in working if _leads(s, dated.get(s.id, set()))]


def _leads(member: StaffMember, dated: set[Role]) -> bool:
    return not LEADING.isdisjoint(granted(frozenset(dated | {Role(word) for word in member.roles})))
