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
    found: Figures = {dimension: {} for dimension in DIMENSIONS}
    for pupil in pupils_in_groups(view):
        _add(found, values_of(view.facts, pupil, day), {"on_roll"})
    for each in view.cohort:
        _add(found, values_of(view.facts, each.pupil, each.incident.occurred_at.date()), _counts(view, each))
    return {dimension: {value: rows[value] for value in sorted(rows)} for dimension, rows in found.items()}


def pupils_in_groups(view: TermView) -> list[Key]:
    """The pupils on roll on the census day, whatever roll.csv says of their number."""
    day = census_day(view.facts, view.term, view.as_at)
    return [row.pupil for row in view.facts.pupils if holds(row.on_roll_from, row.on_roll_to, day)]


def _add(found: Figures, values: tuple[str, ...], counts: set[str]) -> None:
    for dimension, value in zip(DIMENSIONS, values, strict=True):
        row = found[dimension].setdefault(value, dict.fromkeys(COUNTS, 0))
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


def values_of(facts: Facts, pupil: Key, day: date) -> tuple[str, ...]:
    """What a pupil is on a day, by dimension, as written; blank, or no row in force, is `unknown`."""
    row = facts.pupil.get(pupil)
    sex = (row.sex if row else None) or UNKNOWN
    in_force = [row for row in facts.characteristics_of.get(pupil, ()) if holds(row.from_on, row.to_on, day)]
    if not in_force:
        return (sex, *(UNKNOWN for _ in DIMENSIONS[1:]))
    latest = max(in_force, key=_latest)
    return (sex, *(_written(getattr(latest, dimension)) for dimension in DIMENSIONS[1:]))


def _latest(row: CharacteristicsRow) -> date:
    return row.from_on or date.min


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value else UNKNOWN
