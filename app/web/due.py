"""Days in words, as people say them: `in 3 school days, Friday 27 November`."""

from __future__ import annotations

from datetime import date, timedelta

from app.casework.calendar import Calendar
from app.casework.wording import number_in_words, school_days

ONE_DAY = timedelta(days=1)
FAR = timedelta(days=270)  # from here on the year is not plain without being said


def day_words(day: date, today: date, *, with_weekday: bool = True) -> str:
    """`Friday 27 November`, with its year where that is not plain."""
    year = f" {day.year}" if abs(day - today) > FAR else ""
    return f"{f'{day:%A} ' if with_weekday else ''}{day.day} {day:%B}{year}"


def full_day(day: date) -> str:
    """`27 November 2026`"""
    return f"{day.day} {day:%B %Y}"


def due(day: date | None, today: date, calendar: Calendar) -> tuple[str, str]:
    """A due date in words and its state: due, overdue or later. Days ahead are counted in school days, as far
    as the calendar goes."""
    if day is None:
        return "no date yet", "later"
    written = day_words(day, today)
    if day < today:
        return f"overdue since {written}", "overdue"
    if day == today:
        return f"today, {written}", "due"
    if day == today + ONE_DAY:
        return f"tomorrow, {written}", "later"
    days = calendar.number_between(today, day) if calendar.reaches(day) else 0
    return (f"in {school_days(days)}, {written}" if days else written), "later"


def gap(earlier: date, later: date) -> str:
    """How long lies between two days: `the same day`, `three weeks`, `5 months`."""
    days = (later - earlier).days
    if days < 14:
        return ("the same day", "a day")[days] if days < 2 else f"{number_in_words(days)} days"
    if days < 60:
        return f"{number_in_words(days // 7)} weeks"
    months = round(days / 30.4)
    return f"{number_in_words(months)} months" if months < 18 else f"{number_in_words(round(months / 12))} years"
