"""What the school did (measure.md 5): the registers of one term, what was supplied, and pupils on roll.

A line that the school has not called complete is None: nobody can tell a nought from a gap.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from app.casework.calendar import Term, years_before
from app.casework.facts import Facts
from app.casework.facts.dates import holds, stands
from app.casework.words import ExclusionKind, OutOfLessonsKind
from reports.figures.term_view import Figures, TermView

SUSPENSIONS = frozenset({ExclusionKind.SUSPENSION.value, ExclusionKind.LUNCHTIME.value})
LINES = ("suspensions", "permanent_exclusions", *(kind.value for kind in OutOfLessonsKind))


def missing(facts: Facts, academic_year: str, term: str) -> list[str]:
    """The lines of `actual` that the school has not called complete, in the order of `actual`."""
    complete = {
        row.kind for row in facts.supplied if row.complete and (row.academic_year, row.term) == (academic_year, term)
    }
    return [line for line in LINES if line not in complete]


def census_day(facts: Facts, term: Term, as_at: date) -> date:
    """The day on which pupils on roll are counted: the census, or `as_at` if that is earlier."""
    return min(facts.calendar.census_day(term), as_at)


def pupils_on_roll(facts: Facts, academic_year: str, term_name: str, as_at: date) -> int | None:
    """The count of roll.csv, else of the pupils on the census day; None for 0 or an unknown term (figures.md 1.4)."""
    for row in facts.roll:
        if (row.academic_year, row.term) == (academic_year, term_name):
            return row.pupils_on_roll or None
    term = facts.calendar.term(f"{academic_year} {term_name}")
    if term is None:
        return None
    day = census_day(facts, term, as_at)
    return sum(1 for row in facts.pupils if holds(row.on_roll_from, row.on_roll_to, day)) or None


def actual(facts: Facts, term: Term, as_at: date) -> Figures:
    """The nine lines of one term: occasions, pupils, school days, rate per 100 pupils (figures.md 4)."""
    roll = pupils_on_roll(facts, term.academic_year, term.name, as_at)
    standing = [row for row in facts.exclusions if row.starts_on in term and stands(row, as_at)]
    suspensions = [row for row in standing if row.kind in SUSPENSIONS]
    permanent = [row for row in standing if row.kind == ExclusionKind.PERMANENT]
    lines: Figures = {
        "suspensions": _line(((row.pupil, row.sessions) for row in suspensions), roll),
        "permanent_exclusions": {"occasions": len(permanent), "rate": per_hundred(len(permanent), roll)},
    }
    away = [row for row in facts.out_of_lessons if row.from_on in term and row.from_on <= as_at]
    for kind in OutOfLessonsKind:
        lines[kind.value] = _line(((row.pupil, row.sessions) for row in away if row.kind == kind), roll)
    lines.update(dict.fromkeys(missing(facts, term.academic_year, term.name)))
    return lines


def _line(rows: Iterable[tuple[object, int | None]], roll: int | None) -> Figures:
    found = list(rows)
    return {
        "occasions": len(found),
        "pupils": len({pupil for pupil, _ in found}),
        "school_days": half_days(sum(sessions or 0 for _, sessions in found)),
        "rate": per_hundred(len(found), roll),
    }


def half_days(sessions: int) -> int | float:
    """Sessions as school days: a whole number, or a half."""
    return sessions // 2 if sessions % 2 == 0 else sessions / 2


def per_hundred(count: float, roll: int | None) -> float | None:
    """100 × count ÷ pupils on roll, unrounded; None where the roll is unknown."""
    return None if roll is None else 100 * count / roll


def cancelled(view: TermView) -> Figures:
    """Register rows cancelled in the term, and the school days that pupils were out before (figures.md 4)."""
    rows = [row for row in view.facts.exclusions if view.is_in_term(row.cancelled_on)]
    out: float = 0
    for row in rows:
        if row.cancelled_on is not None:
            days = _days_out(view.facts, row.starts_on, row.cancelled_on)
            out += days if row.sessions is None else min(days, row.sessions / 2)
    return {
        "suspensions": sum(1 for row in rows if row.kind in SUSPENSIONS),
        "permanent_exclusions": sum(1 for row in rows if row.kind == ExclusionKind.PERMANENT),
        "school_days_out": int(out) if out == int(out) else out,
    }


def _days_out(facts: Facts, starts_on: date, cancelled_on: date) -> int:
    """School days from the first day to the day before the cancellation."""
    one = timedelta(days=1)
    return facts.calendar.number_between(starts_on - one, cancelled_on - one)


def history(view: TermView) -> list[Figures]:
    """The same-named term of the three years before, oldest first (figures.md 4)."""
    found = []
    for year in years_before(view.term.academic_year):
        term = view.term_of_year(year)
        found.append(
            {
                "term": f"{year} {view.term.name}",
                "pupils_on_roll": pupils_on_roll(view.facts, year, view.term.name, view.as_at),
                "actual": dict.fromkeys(LINES) if term is None else actual(view.facts, term, view.as_at),
            }
        )
    return found
