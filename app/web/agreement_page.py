"""What the page of an agreement shows, and the forms that stand on it."""

from __future__ import annotations

from typing import Any

from app.casework.agreeing import WHY_NOT_KEPT, AgreementState, state_of
from app.casework.agreement import Action, Agreement
from app.casework.gathering import SeenAction
from app.web.access import me
from app.web.agreement_lines import STATE_WORDS, action_line
from app.web.due import due, full_day
from app.web.responses import UNTOKENED
from app.web.school_calendar import calendar_of

BROKEN = (AgreementState.NOT_KEPT, AgreementState.PARTLY_KEPT)


def returned(form: type[Any], problem: Any) -> Any:
    """The form as it came back with its words, else a fresh one."""
    return problem if isinstance(problem, form) else form(formdata=None, meta=UNTOKENED)


def form_of(action_id: int, form: type[Any], problem: Any) -> Any:
    """The form of one action; its fields have ids of their own, because every action has one on the page."""
    found = problem or form(formdata=None, meta=UNTOKENED)
    for field in found:
        field.id = f"{field.name}-{action_id}"
    return found


def lead_of(agreement: Agreement, state: AgreementState) -> str:
    """How it stands, who follows it up, and when it is looked at again."""
    owner = agreement.follow_up_owner.display_name if agreement.follow_up_owner else "Nobody"
    if state is AgreementState.ACTIVE and agreement.review_on:
        words, due_state = due(agreement.review_on, me().on, calendar_of())
        again = "that is " if due_state == "overdue" else ""
        return f"{STATE_WORDS[state]}. {owner} follows it up, and looks at it again: {again}{words}."
    return f"{STATE_WORDS[state]}. {owner} follows it up."


def facts_of(agreement: Agreement) -> list[tuple[str, str]]:
    """What else is known of it; nothing is said of what is not."""
    facts = [("If it happens again", agreement.if_it_happens_again or "")]
    if agreement.why_not_kept and state_of(agreement) in BROKEN:
        why = WHY_NOT_KEPT.get(agreement.why_not_kept, agreement.why_not_kept)
        facts.append(("Why it was not kept", ". ".join(filter(None, (why.capitalize(), agreement.why_not_kept_note)))))
    if agreement.withdrawn_on:
        facts.append(("Withdrawn", full_day(agreement.withdrawn_on)))
        facts.append(("Because", agreement.withdrawn_because or ""))
    return [(term, words) for term, words in facts if words]


def line_of(action: Action) -> dict[str, object]:
    """An action as the card shows it, with its number and whether it is due."""
    seen = SeenAction(
        action.number, action.what, action.by_id, action.done_by.display_name, action.for_id,
        action.done_for.display_name if action.done_for else None, action.adult_support, action.how_known,
        action.apology_asked_for, action.due_on, action.status,
    )  # fmt: skip
    words = due(action.due_on, me().on, calendar_of())
    verifier = action.verified_by.display_name if action.verified_by else None
    is_due = seen.is_open and words[1] in ("due", "overdue")
    return {**action_line(seen, words), "id": action.id, "verifier": verifier, "is_due": is_due}
