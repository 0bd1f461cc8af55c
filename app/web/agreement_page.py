"""What the page of an agreement shows, and the forms that stand on it."""

from __future__ import annotations

from typing import Any

from flask import render_template

from app.casework.agreeing import OPEN_ACTIONS, WHY_NOT_KEPT, AgreementState, state_of
from app.casework.agreement import Action, Agreement
from app.casework.gathering import SeenAction
from app.casework.lifecycle import Move, refusal
from app.casework.settling import may_be_corrected
from app.web.access import me
from app.web.agreement_lines import STATE_WORDS, action_line
from app.web.due import due, full_day
from app.web.forms.agreements import CorrectForm, SettleForm, WhyForm, WithdrawForm
from app.web.pages import printed_words
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


def _with_forms(form: type[Any], actions: list[Action], problem: Any, of_action: int | None) -> list[tuple[Any, Any]]:
    """Each action as its card shows it, with its form: the one that came back, for the action that it was about."""
    return [(line_of(each), form_of(each.id, form, problem if each.id == of_action else None)) for each in actions]


def agreement_page(
    agreement: Agreement, *, status: int = 200, problem: Any = None, of_action: int | None = None
) -> Any:
    """The page of an agreement with its forms; `problem` is the one that came back, `of_action` its action."""
    state, by = state_of(agreement), me()
    is_open = state is AgreementState.ACTIVE
    may = {
        move: refusal(agreement.response.case, move, by=by) is None
        for move in (Move.ACTION_VERIFIED, Move.ACTION_CORRECTED, Move.AGREEMENT_CHANGED)
    }
    still_open = [action for action in agreement.actions if action.status in OPEN_ACTIONS]
    ended = [action for action in agreement.actions if may_be_corrected(action)]
    asks_why = state in BROKEN and not agreement.why_not_kept
    page = render_template(
        "agreements/read.html",
        agreement=agreement,
        reference=agreement.response.case.reference,
        made_on=full_day(agreement.made_on),
        state=state.value,
        state_word=STATE_WORDS[state],
        lead=lead_of(agreement, state),
        owner=agreement.follow_up_owner.display_name if agreement.follow_up_owner else "Nobody yet",
        review=due(agreement.review_on, by.on, calendar_of()) if is_open and agreement.review_on else None,
        actions=[line_of(action) for action in agreement.actions],
        settle=_with_forms(SettleForm, still_open if may[Move.ACTION_VERIFIED] else [], problem, of_action),
        correct=_with_forms(CorrectForm, ended if may[Move.ACTION_CORRECTED] else [], problem, of_action),
        may_change=may[Move.AGREEMENT_CHANGED],
        changes=[(full_day(c.changed_on), c) for c in agreement.changes],
        facts=facts_of(agreement),
        why=returned(WhyForm, problem) if asks_why and may[Move.ACTION_VERIFIED] else None,
        withdraw=returned(WithdrawForm, problem) if is_open and may[Move.AGREEMENT_CHANGED] else None,
        problem=problem,
        printed=printed_words(),
    )
    return (page, status) if status != 200 else page
