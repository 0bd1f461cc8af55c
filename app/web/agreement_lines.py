"""Agreements and their actions as cards show them, and due dates in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from app.casework.agreeing import AgreementState, state_of
from app.casework.agreement import Action, Agreement
from app.casework.case import Case
from app.casework.people import Person
from app.casework.response import Response
from app.db import db
from app.web.access import me
from app.web.forms.choices import ACTION_WORDS
from app.web.timeline import staff_names

STATE_WORDS = {
    AgreementState.ACTIVE: "Active",
    AgreementState.KEPT: "Agreement kept",
    AgreementState.PARTLY_KEPT: "Partly kept",
    AgreementState.NOT_KEPT: "Not kept",
    AgreementState.WITHDRAWN: "Withdrawn",
}


def due_words(day: date | None, today: date) -> tuple[str, str]:
    """A date in words and its state: due today, overdue, or later."""
    if day is None:
        return "no date", "later"
    written = day.strftime("%-d %B %Y")
    if day == today:
        return f"today, {written}", "due"
    return (f"overdue since {written}", "overdue") if day < today else (written, "later")


def agreements_of(case: Case) -> list[dict[str, Any]]:
    """The agreements of a case with their actions; three statements, none where there is no agreement."""
    found = db.session.scalars(
        select(Agreement).join(Response, Response.id == Agreement.response_id).where(Response.case_id == case.id)
        .order_by(Agreement.made_on)
    ).all()  # fmt: skip
    if not found:
        return []
    done_by, done_for = Person.__table__.alias("done_by"), Person.__table__.alias("done_for")
    rows = db.session.execute(
        select(Action, done_by.c.display_name, done_for.c.display_name)
        .join(done_by, done_by.c.id == Action.by_id)
        .outerjoin(done_for, done_for.c.id == Action.for_id)
        .where(Action.agreement_id.in_([a.id for a in found]))
        .order_by(Action.agreement_id, Action.number)
    ).all()
    owners = staff_names({a.follow_up_owner_id for a in found})
    return [_agreement(a, [row for row in rows if row[0].agreement_id == a.id], owners) for a in found]


def _agreement(agreement: Agreement, rows: list[Any], owners: dict[int, str]) -> dict[str, Any]:
    set_committed_value(agreement, "actions", [row[0] for row in rows])
    state = state_of(agreement)
    review, review_state = due_words(agreement.review_on, me().on)
    active = state is AgreementState.ACTIVE
    return {
        "title": f"Agreement of {agreement.made_on:%-d %B %Y}",
        "href": f"/agreements/{agreement.id}",
        "state": state.value,
        "state_word": STATE_WORDS[state],
        "owner": owners.get(agreement.follow_up_owner_id or 0, "nobody yet"),
        "review_words": f"Review {review}" if active else "",
        "review_state": review_state if active else "later",
        "actions": [_action(*row) for row in rows],
    }


def _action(action: Action, by_whom: str, for_whom: str | None) -> dict[str, object]:
    is_open = action.status.value in ("planned", "done_unchecked")
    words, state = due_words(action.due_on, me().on)
    shown = "released" if action.status.value == "no_longer_wanted" else action.status.value
    return {
        "what": action.what, "by_whom": by_whom, "for_whom": for_whom, "state": shown,
        "state_word": ACTION_WORDS[action.status.value], "due_words": f"due {words}" if is_open else None,
        "due_state": state if is_open else "later", "support": action.adult_support, "known_by": action.how_known,
    }  # fmt: skip
