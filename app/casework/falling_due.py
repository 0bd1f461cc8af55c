"""Everything of a case that falls due, as parts of one statement: check-ins, promised actions, next steps, reviews.

Each part is a Select of the same columns, begun through scope, with its day and its owner.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, Text, and_, cast, exists, false, func, literal, null, or_

from app.casework import scope
from app.casework.agreement import Action, Agreement
from app.casework.case import Case
from app.casework.check_in import CheckIn
from app.casework.checking_in import SPEAK_NOW
from app.casework.next_due import NOT_DONE_YET, OPEN
from app.casework.staff import Membership
from app.casework.told_how import TELL_NOW
from app.casework.words import ActionStatus, Stage

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


def promises(m: Membership) -> Part:
    """Actions that this member of staff promised, until they are said to be done; not those they follow up as well."""
    rows, due, _owner = actions(m)
    follows_up = Agreement.follow_up_owner_id.is_not_distinct_from(m.staff_id)
    mine = rows.where(Action.by_id == m.staff_id, Action.status != ActionStatus.DONE_UNCHECKED, ~follows_up)
    return mine, due, Action.by_id


def next_steps(m: Membership) -> Part:
    """What was planned for a case that is open, and what waits although the case has ended."""
    columns = _columns(
        "next_step", Case.next_step_on, Case.id, Case.owner_id, words=Case.next_step, marked=Case.next_step == SPEAK_NOW
    )
    waits = or_(Case.stage.in_(OPEN), Case.next_step == SPEAK_NOW)
    dated = scope.visible_cases(m, in_full=True).where(waits, Case.next_step_on.is_not(None))
    return dated.with_only_columns(*columns), Case.next_step_on, Case.owner_id


def tellings(m: Membership) -> Part:
    """Somebody harmed was named after a case had ended, and waits to be told."""
    columns = _columns("next_step", Case.tell_on, Case.id, Case.owner_id, words=literal(TELL_NOW, Text))
    waiting = scope.visible_cases(m, in_full=True).where(Case.tell_on.is_not(None))
    return waiting.with_only_columns(*columns), Case.tell_on, Case.owner_id


def reviews(m: Membership) -> Part:
    """Reviews of agreements in cases that are followed up; marked where nothing of it is still to be done."""
    owner = Agreement.follow_up_owner_id
    to_do = exists().where(Action.agreement_id == Agreement.id, Action.status.in_(NOT_DONE_YET)).correlate(Agreement)
    columns = _columns("review", Agreement.review_on, Agreement.id, owner, marked=~to_do)
    followed_up = or_(
        Case.stage == Stage.FOLLOW_UP, and_(Case.stage.in_(OPEN), to_do)
    )  # while another response goes on too
    live = (Agreement.withdrawn_on.is_(None), Agreement.review_on.is_not(None), followed_up)
    return scope.visible_agreements(m).with_only_columns(*columns).where(*live), Agreement.review_on, owner


PARTS = (check_ins, actions, next_steps, tellings, reviews)
OF_ONE = (*PARTS, promises)  # for one member of staff, with what they promised themselves
