"""Statements that are built once and asked many times.

To build a Select of what a member may see takes longer than the database takes to answer it. A prepared statement has
places where requests differ; it is built for an `open_membership`, once for all who hold the same roles, and asked
with `places_of` the member. A page that is read often is made of such statements; every other simply builds its own.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Date, bindparam
from sqlalchemy.orm import Session

from app.casework.permissions import Role
from app.casework.staff import Membership
from app.casework.table import Instant

SHAPES = 500  # how many statements of one kind are kept: more than a school has kinds of membership

ME: Any = bindparam("me")
MY_SCHOOL: Any = bindparam("my_school")
MY_CODE: Any = bindparam("my_code")
TODAY: Any = bindparam("today", type_=Date())
NOW: Any = bindparam("now", type_=Instant())
CASE_ID: Any = bindparam("case_id")
CASE_REFERENCE: Any = bindparam("case_reference")


def open_membership(m: Membership) -> Membership:
    """`m` with places for who, where and when: the same object for all from whom the same statement is built."""
    return _open(m.roles, m.year_groups, m.registration_group, m.linked_pupils)


@lru_cache(SHAPES)
def _open(
    roles: frozenset[Role], year_groups: frozenset[str], registration_group: str | None, linked: frozenset[int]
) -> Membership:
    return Membership(
        school_id=MY_SCHOOL,
        staff_id=ME,
        staff_code=MY_CODE,
        name="",
        roles=roles,
        on=TODAY,
        at=NOW,
        year_groups=year_groups,
        registration_group=registration_group,
        linked_pupils=linked,
    )


def ask(session: Session, statement: Any, places: dict[str, Any]) -> list[Any]:
    """The rows of a prepared statement that asks for columns, not for objects."""
    return list(session.connection().execute(statement, places).all())


def places_of(m: Membership) -> dict[str, Any]:
    """What goes into the places of an `open_membership`."""
    return {"me": m.staff_id, "my_school": m.school_id, "my_code": m.staff_code, "today": m.on, "now": m.at}
