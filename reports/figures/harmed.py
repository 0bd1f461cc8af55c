"""Are those harmed safer? (measure.md 1): a say, the outcome told, the answers at check-in, repeats of a pair."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta

from app.casework.facts import CheckInRow, Key, ParticipantRow
from app.casework.facts.dates import check_in_seen_on
from app.casework.words import ParticipationLevel, ResponseStatus
from reports.figures.term_view import Figures, TermView

A_SAY = frozenset(
    {
        ParticipationLevel.MEETS.value,
        ParticipationLevel.PART.value,
        ParticipationLevel.STATEMENT.value,
        ParticipationLevel.STAND_IN.value,
        ParticipationLevel.SHUTTLE_OR_LETTER.value,
    }
)
QUESTIONS = {"safe": ("yes", "no", "unsure"), "put_right": ("yes", "no", "partly")}
WORSE = {"no": 2, "unsure": 1, "partly": 1, "yes": 0}
REPEAT_WITHIN = (30, 90)


def harmed(view: TermView) -> Figures:
    """Pairs of a case of the term and a person harmed in it (figures.md 4)."""
    pairs = [(case, person) for case in view.cases for person in view.harmed_in(case)]
    figures: Figures = {
        "people": len(pairs),
        "offered": sum(1 for case, person in pairs if person in _offered(view, case)),
        "told": sum(1 for case, _ in pairs if _told(view, case)),
    }
    for question in QUESTIONS:
        figures[question] = _answers(view, pairs, question)
    for days in REPEAT_WITHIN:
        repeated, of = _repeats(view, days)
        figures[f"repeat_same_pair_{days}"] = repeated
        figures[f"repeat_same_pair_{days}_of"] = of
    return figures


def _offered(view: TermView, case: Key) -> set[Key]:
    found: set[Key] = set()
    for response in view.real_responses_of(case):
        if response.status != ResponseStatus.CANCELLED:
            parts = view.facts.participants_of.get(response.response, ())
            found |= {part.person for part in parts if _had_a_say(part)}
    return found


def _had_a_say(part: ParticipantRow) -> bool:
    return bool(part.took_part) or bool(part.declined_by_them) or part.participation_level in A_SAY


def _told(view: TermView, case: Key) -> bool:
    row = view.facts.case.get(case)
    told_at = row.harmed_told_at if row else None
    return told_at is not None and told_at.date() <= view.as_at


def _answers(view: TermView, pairs: list[tuple[Key, Key]], question: str) -> Figures:
    answers = dict.fromkeys(QUESTIONS[question], 0)
    asked = 0
    for case, person in pairs:
        planned = view.facts.check_ins_of.get(case)
        if planned is None:  # as of most cases
            continue
        seen = [row for row in planned if row.person == person and check_in_seen_on(row) <= view.as_at]
        asked += bool(seen)
        held = [row for row in seen if getattr(row, question) and row.held_on is not None and row.held_on <= view.as_at]
        if held:
            answers[str(getattr(max(held, key=lambda row: _last(row, question)), question))] += 1
    return {**answers, "asked": asked}


def _last(row: CheckInRow, question: str) -> tuple[date, date, int]:
    """The last answer stands; of two of one day that were due together, the worse."""
    return row.held_on or date.min, row.due_on or date.min, WORSE[getattr(row, question)]


def _repeats(view: TermView, days: int) -> tuple[int, int]:
    """How many (incident, who caused it, who was harmed) came again within `days` calendar days, of those old
    enough to tell."""
    within = timedelta(days=days)
    repeated = of = 0
    for times in view.pair_times.values():
        for at in times:
            last = at.date() + within
            if at < view.end and last <= view.as_at:
                of += 1
                repeated += _again(times, at, last)
    return repeated, of


def _again(times: list[datetime], first: datetime, last: date) -> bool:
    place = bisect_right(times, first)
    return place < len(times) and times[place].date() <= last
