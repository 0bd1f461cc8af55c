"""The over-claiming check (measure.md 8): would the school exclude more than it used to, had it avoided none?

It is a question, never a verdict, and cannot be switched off.
"""

from __future__ import annotations

from app.casework.measure import Status
from reports.figures.registers import actual, pupils_on_roll
from reports.figures.term_view import Figures, TermView
from reports.intervals import garwood, rate_ratio

BOTH = ("suspensions", "permanent_exclusions")


def over_claiming(view: TermView) -> Figures:
    """`would_be`, `baseline`, their ratio and whether its interval lies wholly above 1 (figures.md 4)."""
    would_be, roll = _would_be(view)
    baseline, baseline_roll = _baseline(view)
    ratio, flagged = None, None
    if would_be is not None and baseline is not None and roll and baseline_roll:
        a, b = would_be["count"], baseline["count"]
        low, high = rate_ratio(a, roll, b, baseline_roll)
        value = (a / roll) / (b / baseline_roll) if b else None
        ratio, flagged = {"value": value, "low": low, "high": high}, low > 1
    return {"would_be": would_be, "baseline": baseline, "ratio": ratio, "flagged": flagged}


def _would_be(view: TermView) -> tuple[Figures | None, int | None]:
    given = occasions(actual(view.facts, view.term, view.as_at))
    roll = pupils_on_roll(view.facts, view.term.academic_year, view.term.name, view.as_at)
    if given is None or roll is None:
        return None, None
    claimed = sum(1 for each in view.cohort if each.status in (Status.AVOIDED, Status.IN_PROGRESS))
    return _rate(given + claimed, roll), roll


def _baseline(view: TermView) -> tuple[Figures | None, int | None]:
    count, rolls, years = 0, 0, []
    for year in view.baseline_years:
        term = view.term_of_year(year)
        if term is None or year >= view.term.academic_year:
            continue
        given = occasions(actual(view.facts, term, view.as_at))
        roll = pupils_on_roll(view.facts, year, term.name, view.as_at)
        if given is not None and roll is not None:
            count, rolls = count + given, rolls + roll
            years.append(year)
    return ({**_rate(count, rolls), "years": years}, rolls) if years else (None, None)


def occasions(lines: Figures) -> int | None:
    """Suspensions and permanent exclusions of a term together; None where either was not supplied."""
    if any(lines[line] is None for line in BOTH):
        return None
    return sum(int(lines[line]["occasions"]) for line in BOTH)


def _rate(count: int, roll: int) -> Figures:
    low, high = garwood(count)
    return {
        "count": count,
        "rate": 100 * count / roll,
        "low": 100 * low / roll,
        "high": 100 * high / roll,
    }
