"""What falls due, asked for a page: home shows it by day, the list of cases by case (`casework/falling_due.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, union_all
from sqlalchemy import select as select_from

from app.casework.case import Case
from app.casework.falling_due import OF_ONE, PARTS, Due, pressing, promises
from app.casework.staff import Membership
from app.db import db


def due_for(m: Membership, until: date, *, rises: bool, most: int) -> list[Due]:
    """What is due up to a day: mine, and where `rises` also what others have let pass and what nobody has; `most` of each
    kind."""
    found = []
    for part in OF_ONE:
        rows, due, owner = part(m)
        mine = owner == m.staff_id
        rising = or_(mine, due < m.on, owner.is_(None))
        for_me = rising if rises and part is not promises else mine
        found.append(rows.where(for_me, due <= until).order_by(due, Case.id).limit(most))
    return _all(found)


def due_of(m: Membership, case_ids: Iterable[int]) -> dict[int, Due]:
    """What is next due of each case, of those that one sees in full; one statement for 500 cases."""
    wanted = sorted(set(case_ids))
    first: dict[int, Due] = {}
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        for row in _all([part(m)[0].where(Case.id.in_(some), part(m)[1].is_not(None)) for part in PARTS]):
            kept = first.get(row.case_id)
            if kept is None or (row.due_on, pressing(row)) < (kept.due_on, pressing(kept)):
                first[row.case_id] = row
    return first


def _all(parts: Sequence[Select[Any]]) -> list[Due]:
    each = [part.subquery() for part in parts]
    return [Due(*row) for row in db.session.execute(union_all(*(select_from(rows) for rows in each)))]
