"""What comes next on a case: pure functions of what is recorded and of a day.

It says what is to be done and when it is due, never who did wrong; whether the reader may do it, `lifecycle.refusal`
says. Where the head's decision is awaited nothing is suggested that would meet the pupil first (measure.md, Evidence 2).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.casework.agreeing import AgreementState
from app.casework.calendar import london
from app.casework.case import Case
from app.casework.checking_in import SPEAK_NOW, not_safe
from app.casework.gathering import Gathered, SeenAgreement, SeenDecision
from app.casework.lifecycle import Move
from app.casework.wording import KIND_WORDS, listed
from app.casework.words import KINDS_DECIDED, REMOVALS, ResponseKind, ResponseStatus, Stage

OVER = frozenset({Stage.CLOSED, Stage.NO_FURTHER_ACTION, Stage.REFERRED_ON})


class Next(StrEnum):
    """What is to be done."""

    LIFT_HOLD = "lift_hold"
    MAKE_SAFE = "make_safe"
    DECIDE = "decide"
    CONFIRM = "confirm"
    ENTER_EXCLUSION = "enter_exclusion"
    TRIAGE = "triage"
    CHOOSE = "choose"
    CHOOSE_ANOTHER = "choose_another"
    HOLD_RESPONSE = "hold_response"
    RECORD_RESPONSE = "record_response"
    RECORD_AGREEMENT = "record_agreement"
    AGREE_OR_CLOSE = "agree_or_close"
    CHECK_IN = "check_in"
    SEE_ACTION = "see_action"
    FIND_OUT_WHY = "find_out_why"
    REVIEW = "review"
    TELL_AND_CLOSE = "tell_and_close"
    TELL_LATER = "tell_later"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: about whom or what (`about`, in words), on which record (its id), due when."""

    what: Next
    about: str = ""
    record_id: int | None = None
    due_on: date | None = None


def steps(case: Case, found: Gathered, on: date, *, review_of_hold: date | None = None) -> list[Step]:
    """What comes next, the first thing first; empty where nothing does. Later ones may be done meanwhile."""
    if case.stage is Stage.ON_HOLD:
        return [Step(Next.LIFT_HOLD, due_on=review_of_hold)]
    entering = [Step(Next.ENTER_EXCLUSION, each.pupil, each.id) for each in still_to_enter(found)]
    if case.stage in OVER:
        unsafe = _unsafe(found) if case.next_step == SPEAK_NOW else ()  # else it was answered when it ended
        return [*unsafe, *entering, *_to_tell_later(case, found), *_due_check_ins(found, on)]
    awaited = list(_awaited(found))
    urgent = [*_unsafe(found), *awaited, *entering]
    if case.stage is Stage.LOGGED:
        return [*urgent, Step(Next.TRIAGE)]
    if case.stage in (Stage.DECLINED, Stage.UNSUITABLE):
        another = [Step(Next.CHOOSE_ANOTHER)] if case.stage is Stage.DECLINED else []
        return [*urgent, *another, _end(case, found)]
    if awaited:
        return [*urgent, *_due_check_ins(found, on)]
    return [*urgent, *_of_stage(case, found, on)]


def _of_stage(case: Case, found: Gathered, on: date) -> Iterator[Step]:
    if case.stage is Stage.FOLLOW_UP:
        yield from _follow_up(case, found, on)
        return
    if case.stage is Stage.AGREEMENT:
        yield from _after_meeting(case, found, on)
        return
    planned = [r for r in found.responses if r.status is ResponseStatus.PLANNED]
    if planned:
        response = planned[-1]
        due = london(response.planned_for).date() if response.planned_for else None
        led_by = f", led by {response.led_by}" if response.led_by else ""
        what = Next.RECORD_RESPONSE if due and due < on else Next.HOLD_RESPONSE
        yield Step(what, f"{KIND_WORDS[response.kind.value]}{led_by}", response.id, due)
    else:
        yield Step(Next.CHOOSE)


def _after_meeting(case: Case, found: Gathered, on: date) -> Iterator[Step]:
    """After a statement nothing has to be agreed, after questions there need not be anything (domain.md, Responses)."""
    held = [r for r in found.responses if r.status is ResponseStatus.HELD]
    kind = held[-1].kind if held else None
    if kind is ResponseKind.AFFECTIVE_STATEMENT:
        is_agreed = any(a.state is not AgreementState.WITHDRAWN for a in found.agreements)
        yield from _follow_up(case, found, on) if is_agreed else [_end(case, found)]
        return
    what = Next.AGREE_OR_CLOSE if kind is ResponseKind.AFFECTIVE_QUESTIONS else Next.RECORD_AGREEMENT
    yield Step(what, record_id=held[-1].id if held else None)


def _follow_up(case: Case, found: Gathered, on: date) -> Iterator[Step]:
    """What is due comes first; then what is not kept; then what is promised for later; then the end."""
    standing = [a for a in found.agreements if a.state is not AgreementState.WITHDRAWN]
    yield from _due_check_ins(found, on)
    yield from (step for a in standing for step in _to_look_at(a, on))
    later = sorted((c for c in found.check_ins if c.is_open and c.due_on > on), key=lambda c: c.due_on)
    promised = [Step(Next.CHECK_IN, c.name, c.id, c.due_on) for c in later]
    promised += [
        Step(Next.SEE_ACTION, action.what, a.id, action.due_on)
        for a in standing
        for action in a.actions
        if action.is_open and not (action.due_on and action.due_on <= on)
    ]
    yield from sorted(promised, key=lambda step: step.due_on or date.max)
    if not promised:
        yield _end(case, found) if standing else Step(Next.CHOOSE_ANOTHER)


def _to_look_at(agreement: SeenAgreement, on: date) -> Iterator[Step]:
    due = [a for a in agreement.actions if a.is_open and a.due_on and a.due_on <= on]
    for action in sorted(due, key=lambda a: a.due_on or on):
        yield Step(Next.SEE_ACTION, action.what, agreement.id, action.due_on)
    broken = agreement.state in (AgreementState.NOT_KEPT, AgreementState.PARTLY_KEPT)
    if broken and not agreement.why_not_kept:
        yield Step(Next.FIND_OUT_WHY, record_id=agreement.id)
    is_active = agreement.state is AgreementState.ACTIVE
    if is_active and not due and agreement.review_on and agreement.review_on <= on:
        yield Step(Next.REVIEW, record_id=agreement.id, due_on=agreement.review_on)


def _end(case: Case, found: Gathered) -> Step:
    """Those harmed are told how it ended before the case closes (domain.md, Case flow)."""
    known = found.tellings(case).known
    names = [person.name for person in found.harmed if person.key not in known]
    return Step(Next.TELL_AND_CLOSE, listed(names)) if names else Step(Next.CLOSE)


def _to_tell_later(case: Case, found: Gathered) -> Iterator[Step]:
    """Whoever was named as harmed only after it had ended is told how it ended too."""
    since = found.tellings(case).since
    names = [person.name for person in found.harmed if person.key in since]
    if names:
        yield Step(Next.TELL_LATER, listed(names))


def _due_check_ins(found: Gathered, on: date) -> Iterator[Step]:
    due = (c for c in found.check_ins if c.is_open and c.due_on <= on)
    for check_in in sorted(due, key=lambda c: c.due_on):
        yield Step(Next.CHECK_IN, check_in.name, check_in.id, check_in.due_on)


def _unsafe(found: Gathered) -> Iterator[Step]:
    for check_in in not_safe(found.check_ins):
        yield Step(Next.MAKE_SAFE, check_in.name, check_in.person_id)


def still_to_enter(found: Gathered) -> list[SeenDecision]:
    """Decisions to exclude, each the last about its pupil and incident, whose row the register does not have yet, of
    whoever is named still as having caused harm. A row that was cancelled before the decision was another."""
    named = {(i.id, p.key) for i in found.incidents for p in i.people if p.part.caused}
    last = {(each.incident_id, each.pupil_key): each for each in found.decisions}
    to_enter = (each for pair, each in last.items() if pair in named and each.decision in KINDS_DECIDED)
    return [each for each in to_enter if not _is_entered(each, found)]


def _is_entered(decision: SeenDecision, found: Gathered) -> bool:
    decided_on = london(decision.decided_at).date()
    return any(
        (row.incident_id, row.pupil_key) == (decision.incident_id, decision.pupil_key)
        and row.kind in KINDS_DECIDED[decision.decision]
        and (row.cancelled_on is None or row.cancelled_on >= decided_on)
        for row in found.exclusions
    )


def _awaited(found: Gathered) -> Iterator[Step]:
    """A threshold asked for and not confirmed; an exclusion considered and not decided: about each incident of this case
    and pupil named as having caused harm in it. What is about an incident that went to another case is awaited there."""
    named = {(p.key, f"incident {i.reference}") for i in found.incidents for p in i.people if p.part.caused}
    pairs: dict[Pair, list[Any]] = {}
    for event in found.events:
        if event.kind in _AWAITING and (event.person_key, event.about) in named:
            pairs.setdefault((event.person_key, event.about), []).append(event)
    undecided = [told for told in pairs.values() if not any(e.kind == Move.DECISION_RECORDED for e in told)]
    yield from _once(Next.DECIDE, (told for told in undecided if any(map(_considers_removal, told))))
    yield from _once(Next.CONFIRM, (told for told in undecided if told[-1].kind == Move.THRESHOLD_ASKED_FOR))


Pair = tuple[str | None, str]
_AWAITING = (Move.THRESHOLD_ASKED_FOR, Move.THRESHOLD_RECORDED, Move.DECISION_RECORDED)


def _considers_removal(event: Any) -> bool:
    is_recorded = event.kind == Move.THRESHOLD_RECORDED
    return is_recorded and json.loads(event.after or "{}").get("sanction") in REMOVALS


def _once(what: Next, pairs: Iterable[list[Any]]) -> Iterator[Step]:
    """One step for each pupil, in however many incidents."""
    yield from (Step(what, name) for name in dict.fromkeys(told[-1].whom or "the pupil" for told in pairs))
