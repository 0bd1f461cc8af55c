"""Agreements and their actions as cards show them, and due dates in words."""

from __future__ import annotations

from datetime import date

from app.casework.agreeing import AgreementState
from app.casework.gathering import SeenAction
from app.web.forms.choices import ACTION_WORDS

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


def action_line(action: SeenAction, due: tuple[str, str]) -> dict[str, object]:
    """One action as the agreement card shows it; `due` in words, with its state."""
    status = action.status.value
    return {
        "what": action.what,
        "by_whom": action.by,
        "for_whom": action.done_for,
        "state": "released" if status == "no_longer_wanted" else status,
        "state_word": ACTION_WORDS[status],
        "due_words": f"due {due[0]}" if action.is_open and action.due_on else None,
        "due_state": due[1] if action.is_open else "later",
        "support": action.support,
        "known_by": action.how_known,
    }
