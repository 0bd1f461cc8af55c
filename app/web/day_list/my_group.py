"""The outline of open cases for those who look after a group: a tutor's form, the SENCo's pupils with SEN.

Who, what kind, which stage, who has it; never what was said (domain.md, Roles).
"""

from __future__ import annotations

from typing import NamedTuple

from app.casework import scope
from app.casework.case import Case
from app.casework.lifecycle import STAGE_WORDS
from app.casework.next_due import OPEN
from app.casework.permissions import Role
from app.casework.scope import Why
from app.casework.words import Stage
from app.db import db
from app.web.case_lines import Happened
from app.web.day_list.day import MOST, Day, Line, Listing, counted

LOOKED_THROUGH = 60


class Outline(NamedTuple):
    """An open case of which only the outline may be seen."""

    case_id: int
    reference: str
    stage: Stage
    owner_id: int | None


def rows_outlined(day: Day) -> list[Outline]:
    """Open cases whose outline one may see, the latest first; one statement, none for other roles."""
    if not day.me.holds(Role.TUTOR, Role.SENCO):
        return []
    found = scope.visible_cases(day.me).where(Case.stage.in_(OPEN)).order_by(Case.opened_at.desc(), Case.id.desc())
    rows = db.session.execute(found.limit(LOOKED_THROUGH))
    return [Outline(c.id, c.reference, c.stage, c.owner_id) for c, why in rows if Why[why.upper()].is_outline]


def listing(rows: list[Outline], day: Day, cases: dict[int, Happened], names: dict[int, str]) -> Listing | None:
    """The group's cases, None for those who look after no group."""
    if not day.me.holds(Role.TUTOR, Role.SENCO):
        return None
    group = day.me.registration_group
    title = f"Your group, {group}" if day.me.holds(Role.TUTOR) and group else "Pupils with SEN"
    empty = (
        "Nothing more of your group is open to you in outline. An open case stands here with who and what kind, and never "
        "with what was said; one that you may read in full stands under Cases."
    )
    lines = [
        Line(
            f"{cases[row.case_id].what}: {cases[row.case_id].between}",
            f"/cases/{row.reference}",
            detail=f"{STAGE_WORDS[row.stage]} · {names.get(row.owner_id or 0, 'nobody')} has it · {row.reference}",
        )
        for row in rows[:MOST]
    ]
    more = ("Every open case you may see", "/cases?stage=open") if len(rows) > MOST else None
    return Listing(title, lines, empty, counted(len(rows)), more)
