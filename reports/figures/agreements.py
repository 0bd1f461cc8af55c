"""Are agreements kept? (measure.md 2): what became of the agreements made in the term, and of actions due in it."""

from __future__ import annotations

from collections import Counter

from app.casework.facts import AgreementRow, Facts
from app.casework.facts.dates import action_status, agreement_seen_on, withdrawn
from app.casework.words import ActionStatus
from reports.figures.term_view import Figures, TermView

OPEN = frozenset({ActionStatus.PLANNED.value, ActionStatus.DONE_UNCHECKED.value})
DONE = frozenset({ActionStatus.DONE_UNCHECKED.value, ActionStatus.DONE_VERIFIED.value})
NO_LONGER_DUE = frozenset({ActionStatus.CHANGED.value, ActionStatus.NO_LONGER_WANTED.value})
STATES = ("kept", "partly_kept", "not_kept", "withdrawn", "active")


def agreements(view: TermView) -> Figures:
    """Agreements with at least one action, made in the term; each has one state (figures.md 4)."""
    seen = [row for row in view.facts.agreements if agreement_seen_on(view.facts, row) <= view.as_at]
    made = [row for row in seen if view.is_in_term(row.made_on) and view.facts.actions_of.get(row.agreement)]
    states = Counter(state_of(view, row) for row in made)
    due, on_time = _actions_due(view, seen)
    return {
        "made": len(made),
        **{state: states[state] for state in STATES},
        "changed": sum(1 for row in made if ActionStatus.CHANGED in _statuses(view, row)),
        "actions_due": due,
        "actions_on_time": on_time,
    }


def state_of(view: TermView, agreement: AgreementRow) -> str:
    """withdrawn, active, kept, not_kept or partly_kept, as at the day."""
    statuses = _statuses(view, agreement)
    if withdrawn(agreement, view.as_at):
        return "withdrawn"
    if statuses & OPEN or statuses == {ActionStatus.CHANGED.value}:
        return "active"
    if not statuses & {ActionStatus.NOT_DONE.value, ActionStatus.PARTLY.value}:
        return "kept"
    if statuses & {ActionStatus.PARTLY.value, ActionStatus.DONE_VERIFIED.value}:
        return "partly_kept"
    return "not_kept"


def has_action(facts: Facts, agreement: AgreementRow) -> bool:
    """An agreement without an action is not counted."""
    return bool(facts.actions_of.get(agreement.agreement))


def _statuses(view: TermView, agreement: AgreementRow) -> set[str]:
    actions = view.facts.actions_of.get(agreement.agreement, ())
    return {str(action_status(action, view.as_at)) for action in actions}


def _actions_due(view: TermView, seen: list[AgreementRow]) -> tuple[int, int]:
    due = on_time = 0
    for agreement in seen:
        for action in view.facts.actions_of.get(agreement.agreement, ()):
            if action.due_on is None or not view.is_in_term(action.due_on):
                continue
            by_then = action_status(action, action.due_on)
            if not withdrawn(agreement, action.due_on) and by_then not in NO_LONGER_DUE:
                due += 1
                on_time += by_then in DONE
    return due, on_time
