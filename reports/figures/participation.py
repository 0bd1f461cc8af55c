"""Who takes part, who declines, who is not offered? (measure.md 3): the funnel of cases, and responses by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.casework.facts import AgreementRow, Key, ResponseRow
from app.casework.facts.dates import agreement_seen_on
from app.casework.words import ClosingReason, ResponseKind, ResponseStatus, Stage
from reports.figures.agreements import has_action, state_of
from reports.figures.term_view import Figures, TermView

STOPPED = frozenset({Stage.ON_HOLD.value, Stage.UNSUITABLE.value})
STEPS = (
    "logged",
    "considered",
    "stopped_for_safety",
    "declined_by_harmed",
    "declined_by_other",
    "met",
    "agreed",
    "kept",
)


@dataclass(frozen=True, slots=True)
class _Course:
    """How far one case came."""

    logged: bool
    considered: bool
    stopped_for_safety: bool
    declined_by_harmed: bool
    declined_by_other: bool
    met: bool
    agreed: bool
    kept: bool


ONLY_LOGGED = _Course(True, *[False] * 7)
STOPPED_FOR_SAFETY = replace(ONLY_LOGGED, considered=True, stopped_for_safety=True)


def funnel(view: TermView) -> Figures:
    """Cases of the term by how far they came (figures.md 4)."""
    courses = [_course(view, case) for case in view.cases]
    return {step: sum(1 for course in courses if getattr(course, step)) for step in STEPS}


def responses(view: TermView) -> Figures:
    """Responses held in the term by kind, whatever their case."""
    kinds = Counter(
        str(row.kind)
        for row in view.facts.responses
        if row.status == ResponseStatus.HELD and row.held_at and view.is_in_term(row.held_at.date())
    )
    return {kind.value: kinds[kind.value] for kind in ResponseKind}


def _course(view: TermView, case: Key) -> _Course:
    real = view.real_responses_of(case)
    stopped = _is_stopped(view, case)
    if not real:  # as of most cases
        return STOPPED_FOR_SAFETY if stopped else ONLY_LOGGED
    by_harmed, by_other = _declined(view, case, real)
    meetings = [row for row in real if _is_meeting(view, case, row)]
    made = sorted(_agreements(view, meetings), key=lambda row: (row.made_on, row.reference))
    return _Course(
        logged=True,
        considered=True,
        stopped_for_safety=stopped,
        declined_by_harmed=by_harmed,
        declined_by_other=by_other,
        met=bool(meetings),
        agreed=bool(made),
        kept=bool(made) and state_of(view, made[-1]) == "kept",
    )


def _is_stopped(view: TermView, case: Key) -> bool:
    row = view.facts.case.get(case)
    if row is None:
        return False
    is_closed = row.closed_at is not None and row.closed_at.date() <= view.as_at
    return row.status in STOPPED or (is_closed and row.closing_reason == ClosingReason.UNSUITABLE)


def _declined(view: TermView, case: Key, real: list[ResponseRow]) -> tuple[bool, bool]:
    harmed_only = view.harmed_in(case) - view.caused_in(case)
    by_harmed = by_other = False
    for row in real:
        parts = view.facts.participants_of.get(row.response, ())
        marked = {part.person for part in parts if part.declined_by_them}
        by_harmed |= bool(marked & harmed_only)
        by_other |= bool(marked - harmed_only) or (not marked and row.status == ResponseStatus.DECLINED)
    return by_harmed, by_other


def _is_meeting(view: TermView, case: Key, row: ResponseRow) -> bool:
    if row.status != ResponseStatus.HELD:
        return False
    caused = view.caused_in(case)
    parts = view.facts.participants_of.get(row.response, ())
    return any(part.took_part and part.person in caused for part in parts)


def _agreements(view: TermView, meetings: list[ResponseRow]) -> Iterator[AgreementRow]:
    for meeting in meetings:
        for row in view.facts.agreements_of.get(meeting.response, ()):
            if has_action(view.facts, row) and agreement_seen_on(view.facts, row) <= view.as_at:
                yield row
