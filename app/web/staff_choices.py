"""Staff as a form offers them, by name; the code is what is sent. Nobody is offered who would be refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.casework import scope
from app.casework.case import Case
from app.casework.giving import can_have
from app.casework.people import Person
from app.casework.permissions import Permission, Role, granted
from app.casework.staff import StaffMember
from app.casework.standing import powers_of
from app.db import db
from app.web.access import me

P = Permission
LEADING = frozenset({P.LEAD_INFORMAL_RESPONSE, P.LEAD_CIRCLE, P.LEAD_FORMAL_CONFERENCE})


def staff_choices() -> list[tuple[str, str]]:
    """Staff in post today who work with pupils."""
    return _named(s for s in _in_post() if not s.roles <= {Role.GOVERNOR, Role.TRUST_LEAD})


def case_takers(case: Case) -> list[tuple[str, str]]:
    """Those who would be able to open this case today: it and its follow-up can be given to them."""
    return _able(frozenset({P.SEE_CASES}), case)


def who_may_lead(case: Case) -> list[tuple[str, str]]:
    """Those of them whose roles, as held today, include leading a response of some kind. Whoever does not plan for
    others leads it themselves."""
    return _able(LEADING, case) if me().may(P.PLAN_RESPONSE) else [(me().staff_code, me().name)]


def staff_by_code(code: str | None) -> StaffMember | None:
    """A member of staff of this school by code."""
    return db.session.scalars(scope.visible_staff(me()).where(StaffMember.staff_code == code)).first()


def _in_post() -> Iterator[StaffMember]:
    found = db.session.scalars(scope.visible_staff(me()).order_by(Person.sort_name))
    return (member for member in found if member.is_in_force(me().on))


def _able(any_of: frozenset[Permission], case: Case) -> list[tuple[str, str]]:
    members = list(_in_post())
    powers = powers_of(db.session(), me().school_id, members, me().at)
    able = (power for power in powers if not any_of.isdisjoint(granted(power.roles)) and can_have(case, power))
    return [(power.staff_code, power.name) for power in able]


def _named(members: Iterable[StaffMember]) -> list[tuple[str, str]]:
    return [(member.staff_code, member.display_name) for member in members]
