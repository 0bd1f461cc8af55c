"""A mistyped year: a day that lies further off than anybody would write down is asked about, not stored."""

from __future__ import annotations

from datetime import date

from app.casework.refusals import Refusal
from app.casework.wording import number_in_words

AHEAD = 2


def why_far_ahead(day: date, on: date, field: str | None = None, *, years: int = AHEAD) -> Refusal | None:
    """Refuses `year_far_off`: `day` is more than so many years after `on`."""
    if (day.year - years, day.month, day.day) <= (on.year, on.month, on.day):
        return None
    return Refusal("year_far_off", f"Is the year right? This is more than {_words(years)} ahead.", field)


def why_long_ago(day: date, on: date, field: str | None = None, *, years: int) -> Refusal | None:
    """Refuses `year_far_off`: `day` is more than so many years before `on`."""
    if (day.year + years, day.month, day.day) >= (on.year, on.month, on.day):
        return None
    return Refusal("year_far_off", f"Is the year right? This is more than {_words(years)} ago.", field)


def _words(years: int) -> str:
    return f"{number_in_words(years)} year{'' if years == 1 else 's'}"
