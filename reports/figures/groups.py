"""Is it fair? (measure.md 6): the cohort by what pupils *are*. True counts; `reports/disclosure.py` prints them."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.casework.facts import CharacteristicsRow, Facts, Key
from app.casework.facts.dates import holds, response_seen_on
from app.casework.measure import Reckoning, Status
from app.casework.words import DecisionKind, ResponseStatus
from reports.figures.registers import census_day
from reports.figures.term_view import Figures, TermView

DIMENSIONS = ("sex", "sen_provision", "fsm", "ethnicity", "looked_after")
COUNTS = ("on_roll", "candidates", "offered", "met", "avoided", "excluded")
UNKNOWN = "unknown"


def groups(view: TermView) -> Figures:
    """Per dimension and value: on roll on the census day, and the cohort (figures.md 4)."""
    day = census_day(view.facts, view.term, view.as_at)
    on_roll = [row.pupil for row in view.facts.pupils if holds(row.on_roll_from, row.on_roll_to, day)]
    counted = [(each, _counts(view, each)) for each in view.cohort]
    return {dimension: _split(view.facts, dimension, day, on_roll, counted) for dimension in DIMENSIONS}


def _split(
    facts: Facts, dimension: str, day: date, on_roll: list[Key], counted: list[tuple[Reckoning, set[str]]]
) -> Figures:
    rows: dict[str, dict[str, int]] = {}
    for pupil in on_roll:
        _add(rows, value_of(facts, dimension, pupil, day), {"on_roll"})
    for each, counts in counted:
        _add(rows, value_of(facts, dimension, each.pupil, each.incident.occurred_at.date()), counts)
    return {value: rows[value] for value in sorted(rows)}


def _add(rows: dict[str, dict[str, int]], value: str, counts: set[str]) -> None:
    row = rows.setdefault(value, dict.fromkeys(COUNTS, 0))
    for count in counts:
        row[count] += 1


def _counts(view: TermView, each: Reckoning) -> set[str]:
    counts = {"candidates"}
    if each.evidence.meetings:
        counts.add("met")
    if _was_offered(view, each):
        counts.add("offered")
    if each.status is Status.AVOIDED:
        counts.add("avoided")
    if each.status in (Status.EXCLUDED, Status.POSTPONED):
        counts.add("excluded")
    return counts


def _was_offered(view: TermView, each: Reckoning) -> bool:
    if any(row.decision == DecisionKind.RESTORATIVE for row in each.evidence.decisions):
        return True
    day = each.incident.occurred_at.date()
    for row in view.real_responses_of(each.incident.case):
        if row.status != ResponseStatus.CANCELLED and response_seen_on(view.facts, row) >= day:
            parts = view.facts.participants_of.get(row.response, ())
            if any(part.person == each.pupil for part in parts):
                return True
    return False


def value_of(facts: Facts, dimension: str, pupil: Key, day: date) -> str:
    """What a pupil is on a day, as written; blank, or no row in force, is `unknown`."""
    if dimension == "sex":
        row = facts.pupil.get(pupil)
        return (row.sex if row else None) or UNKNOWN
    in_force = [row for row in facts.characteristics_of.get(pupil, ()) if holds(row.from_on, row.to_on, day)]
    if not in_force:
        return UNKNOWN
    return _written(getattr(max(in_force, key=_latest), dimension))


def _latest(row: CharacteristicsRow) -> date:
    return row.from_on or date.min


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value else UNKNOWN
