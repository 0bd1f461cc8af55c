"""Figures and dates in words. Rounding, half to even and of the exact quotient, happens here and nowhere else.

Rules enforced here (measure.md, presentation): no percentage and no rate from fewer than PERCENT_FROM.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from reports.terms import Noun

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
PERCENT_FROM = 20
NONE = "–"
NOT_SUPPLIED = "not supplied"
NO_PERCENT_NOTE = f"No percentages: fewer than {PERCENT_FROM} were counted."
PERCENT_NOTE = f"A dash stands where fewer than {PERCENT_FROM} were counted: no percentage is printed then."

Snapshot = Mapping[str, Any]

# Words that claim a cause, or money: no figure here can carry them (measure.md, rules of presentation).
_CAUSE = (
    "because", "thanks to", "(?:led|leads|leading) to", "due to", "owing to", "as a result of", "result(?:ed|s|ing) in",
    "caused by", "prevent(?:ed|s|ing)", "saved|saves|saving|savings", "helped to", "(?:brought|brings?) about", "explains?",
    "explained by", "attribut(?:ed|able) to", "therefore|thereby|consequently", "that is why",
    "so (?:that )?(?:fewer|exclusions|suspensions)",
)  # fmt: skip
# These claim a cause only of what is counted here: a lunch break is cut as well, and a timetable reduced.
_LESSENED = "(?:reduc(?:e|es|ed|ing)|cuts?|cutting|halv(?:e|es|ed|ing)|lower(?:s|ed|ing)|(?:brought|drove|driven) down)"
_COUNTED = r"(?:exclu(?:sion|ding)\w*|suspen(?:sion|ding)\w*|incidents?)"
_OF_WHAT_IS_COUNTED = (
    f"{_LESSENED}(?: (?!timetables?)\\w+){{0,4}} {_COUNTED}",
    f"{_COUNTED}(?: \\w+){{0,4}} {_LESSENED} by",
)


def _any_of(phrases: Iterable[str], between: str) -> str:
    """Any of the phrases, with whatever is no word where each has a space."""
    return "|".join(phrases).replace(" ", between)


_ALL = (_any_of(_CAUSE, r"[\W_]+"), _any_of(_OF_WHAT_IS_COUNTED, r"[^\w.!?]+"), "pounds")
CLAIMS = re.compile(rf"\b(?:{'|'.join(_ALL)})\b|[£€]", re.IGNORECASE)


def claims_in(text: str) -> list[str]:
    """The words in `text` that claim a cause or money, on one line each; empty if it claims none. Line breaks, further
    spaces and marks between the words of a claim hide nothing.

    Tests scan the whole report with it, and the page where the school writes its commentary asks it.
    """
    return [" ".join(found.group(0).split()) for found in CLAIMS.finditer(text)]


def number(value: int | float) -> str:
    """A count with thousands parted; school days keep their half: 1.5."""
    return f"{int(value):,}" if value == int(value) else f"{value:,.1f}"


def counted(value: int | float, noun: Noun) -> str:
    """ "no suspensions", "1 suspension", "3 suspensions" """
    if value == 0:
        return f"no {noun.many}"
    return f"{number(value)} {noun.one if value == 1 else noun.many}"


def span(probable: int | float, possible: int | float) -> str:
    """The headline's range: probable alone, or "a to b" with b = probable + possible (figures.md 4)."""
    if not possible:
        return number(probable)
    return f"{number(probable)} to {number(probable + possible)}"


def spanned(probable: int | float, possible: int | float, noun: Noun) -> str:
    """ "4 to 5 suspensions", "1 permanent exclusion", "no suspensions" """
    if not possible:
        return counted(probable, noun)
    return f"{span(probable, possible)} {noun.many}"


def of(part: int, whole: int) -> str:
    """ "9 of 12" """
    return f"{number(part)} of {number(whole)}"


def percent(part: int, whole: int) -> str:
    """A whole percentage, or a dash where the whole is under PERCENT_FROM. Some are never 0%, and not all never 100%."""
    if whole < PERCENT_FROM:
        return NONE
    rounded_share = round(Fraction(100 * part, whole))
    if part and not rounded_share:
        return "under 1%"
    return "over 99%" if rounded_share == 100 and part < whole else f"{rounded_share}%"


def rate(count: int | float, pupils: int | None, places: int = 2) -> str:
    """Per 100 pupils, rounded half to even from the exact quotient; a dash for an unknown or very small roll."""
    exact = exact_rate(count, pupils)
    return NONE if exact is None else rounded(exact, places)


def exact_rate(count: int | float, pupils: int | None) -> Fraction | None:
    """Per 100 pupils, exact; None where the roll is unknown or under PERCENT_FROM."""
    if pupils is None or pupils < PERCENT_FROM:
        return None
    return Fraction(count) * 100 / pupils


def rounded(value: Fraction, places: int) -> str:
    """A fraction with `places` decimals, half to even."""
    units = round(value * 10**places)
    return f"{Decimal(units).scaleb(-places):,.{places}f}"


def decimal(value: float, places: int = 1) -> str:
    """A double from the snapshot (limits of intervals) with `places` decimals, half to even."""
    step = Decimal(1).scaleb(-places)
    return f"{Decimal(repr(float(value))).quantize(step, ROUND_HALF_EVEN):,}"


def long_date(day: date | str) -> str:
    """ "27 February 2026" """
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def runs_until(snapshot: Snapshot) -> str | None:
    """The last day of a term that is not over on the day of the report: its figures are those of a part of a term."""
    ends_on = snapshot["term"]["ends_on"]
    return long_date(ends_on) if snapshot["as_at"] < ends_on else None


def season(term: str) -> str:
    """ "autumn" of "2025-26 autumn" """
    return term.rpartition(" ")[2]


def academic_year(term: str) -> str:
    """ "2025-26" of "2025-26 autumn" """
    return term.partition(" ")[0]


def term_words(term: str) -> str:
    """ "autumn term 2025-26" """
    return f"{season(term)} term {academic_year(term)}"


def listed(items: list[str]) -> str:
    """ "a", "a and b", "a, b and c" """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def capital(text: str) -> str:
    """The text with a capital letter first."""
    return text[:1].upper() + text[1:]
