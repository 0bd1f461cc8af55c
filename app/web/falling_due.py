"""Everything of a case that falls due, as parts of one statement: check-ins, promised actions, next steps, reviews.

Each part is a Select of the same columns, begun through scope. Home shows them by day, the list of cases by case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Select,
    Text,
    cast,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    union_all,
)
from sqlalchemy import select as select_from

from app.casework import scope
from app.casework.agreement import Action, Agreement
from app.casework.case import Case
from app.casework.check_in import CheckIn
from app.casework.checking_in import SPEAK_NOW
from app.casework.next_due import NOT_DONE_YET, OPEN
from app.casework.staff import Membership
from app.casework.words import Stage
from app.db import db

NO_NUMBER, NO_WORDS = cast(null(), BigInteger), cast(null(), Text)


class Due(NamedTuple):
    """One thing that falls due. `person_id`: with whom, or by whom; `is_urgent`: somebody does not feel safe, for a
    next step; everything agreed is done, for a review."""

    kind: str
    case_id: int
    reference: str
    due_on: date
    record_id: int
    words: str | None
    person_id: int | None
    other_id: int | None
    owner_id: int | None
    is_marked: bool


# What cannot wait stands first, whatever its day: a promise to a child before paper.
ORDER = ("check_in", "next_step", "action", "review")


def pressing(row: Due) -> tuple[object, ...]:
    """The order of a day: somebody who does not feel safe, check-ins, steps, promises, reviews; the oldest first."""
    is_unsafe = row.kind == "next_step" and row.is_marked
    return (not is_unsafe, ORDER.index(row.kind), row.due_on, row.case_id, row.record_id)


def _columns(kind: str, due: Any, record: Any, owner: Any, **more: Any) -> list[Any]:
    return [
        literal(kind).label("kind"),
        Case.id.label("case_id"),
        Case.reference.label("reference"),
        due.label("due_on"),
        record.label("record_id"),
        more.get("words", NO_WORDS).label("words"),
        more.get("person", NO_NUMBER).label("person_id"),
        more.get("other", NO_NUMBER).label("other_id"),
        owner.label("owner_id"),
        more.get("marked", false()).label("is_marked"),
    ]


Part = tuple[Select[Any], Any, Any]


def check_ins(m: Membership) -> Part:
    """Check-ins that are promised and neither held nor skipped."""
    owner = func.coalesce(CheckIn.owner_id, Case.owner_id)
    columns = _columns("check_in", CheckIn.due_on, CheckIn.id, owner, person=CheckIn.person_id)
    waiting = (CheckIn.held_on.is_(None), CheckIn.skipped_on.is_(None))
    return scope.visible_check_ins(m).with_only_columns(*columns).where(*waiting), CheckIn.due_on, owner


def actions(m: Membership) -> Part:
    """Promised actions of agreements that stand, not known to be done."""
    owner = Agreement.follow_up_owner_id
    more = {"words": Action.what, "person": Action.by_id, "other": Action.for_id}
    columns = _columns("action", Action.due_on, Agreement.id, owner, **more)
    open_ones = (Agreement.withdrawn_on.is_(None), Action.status.in_(NOT_DONE_YET), Case.stage.in_(OPEN))
    return scope.visible_actions(m).with_only_columns(*columns).where(*open_ones), Action.due_on, owner


def next_steps(m: Membership) -> Part:
    """What was planned for a case that is open."""
    columns = _columns(
        "next_step", Case.next_step_on, Case.id, Case.owner_id, words=Case.next_step, marked=Case.next_step == SPEAK_NOW
    )
    dated = scope.visible_cases(m, in_full=True).where(Case.stage.in_(OPEN), Case.next_step_on.is_not(None))
    return dated.with_only_columns(*columns), Case.next_step_on, Case.owner_id


def reviews(m: Membership) -> Part:
    """Reviews of agreements in cases that are followed up; marked where nothing of it is still to be done."""
    owner = Agreement.follow_up_owner_id
    to_do = exists().where(Action.agreement_id == Agreement.id, Action.status.in_(NOT_DONE_YET)).correlate(Agreement)
    columns = _columns("review", Agreement.review_on, Agreement.id, owner, marked=~to_do)
    live = (Agreement.withdrawn_on.is_(None), Agreement.review_on.is_not(None), Case.stage == Stage.FOLLOW_UP)
    return scope.visible_agreements(m).with_only_columns(*columns).where(*live), Agreement.review_on, owner


PARTS = (check_ins, actions, next_steps, reviews)


def due_for(m: Membership, until: date, *, rises: bool, most: int) -> list[Due]:
    """What is due up to a day: mine, and where `rises` also what others have let pass; `most` of each kind."""
    found = []
    for part in PARTS:
        rows, due, owner = part(m)
        mine = owner == m.staff_id
        for_me = or_(mine, due < m.on) if rises else mine
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
