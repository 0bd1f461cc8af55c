"""The drawings of the patterns page: where each mark stands, worked out here so that the template only draws.

Across, places are per cent of the drawing's width, so that letters keep their size on a phone; down, they are pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.casework.patterns import WEEKDAYS, Share, Week

ROW, BAR, LABEL_AT, WORDS_AT, BAR_AT = 62, 12, 15, 33, 41
TALL, FOOT = 120, 26
GRID_ROW, GRID_TOP, GRID_CELL = 50, 24, 26
SHADES, QUIET = 5, 1
MOST_LABELS = 7


class Mark(NamedTuple):
    """A rectangle and the words beside, on or under it."""

    x: float
    y: float
    width: float
    height: float
    words: str
    words_x: float
    words_y: float
    shade: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawing with its title, what it says in a sentence, and the table behind it."""

    id: str
    title: str
    summary: str
    height: int
    marks: list[Mark]
    labels: list[Mark]
    columns: tuple[str, ...]
    rows: list[list[str]]


def days_words(share: Share) -> str:
    """`on 12 of 52 school days (23 %)`."""
    percent = f" ({share.percent} %)" if share.percent is not None else ""
    return f"on {share.days} of {share.of_days} school days{percent}"


def bars(key: str, title: str, summary: str, found: Sequence[Share], heading: str) -> Chart:
    """A bar for each heading, as long as its share of the school days; the whole width is every school day."""
    marks, labels = [], []
    for number, share in enumerate(found):
        top = number * ROW
        width = round(100 * share.days / share.of_days, 2) if share.of_days else 0.0
        marks.append(Mark(0.0, top + BAR_AT, width, BAR, "", 0.0, 0.0))
        labels.append(Mark(0.0, 0, 0.0, 0, share.label, 0.0, top + LABEL_AT))
        labels.append(Mark(0.0, 0, 0.0, 0, days_words(share), 0.0, top + WORDS_AT, QUIET))
    rows = [[s.label, str(s.incidents), f"{s.days} of {s.of_days}", _percent(s)] for s in found]
    columns = (heading, "Incidents", "School days with one", "Share")
    return Chart(key, title, summary, len(found) * ROW, marks, labels, columns, rows)


def _percent(share: Share) -> str:
    return f"{share.percent} %" if share.percent is not None else "too few days"


def weeks(found: Sequence[Week], summary: str) -> Chart:
    """A column for each week: incidents for each school day of it."""
    rates = [week.incidents / week.school_days for week in found]
    most = max(rates, default=0.0) or 1.0
    step = 100 / max(len(found), 1)
    every = -(-len(found) // MOST_LABELS)
    marks, labels = [], []
    for number, (week, rate) in enumerate(zip(found, rates, strict=True)):
        height = round(TALL * rate / most, 1)
        marks.append(
            Mark(round(number * step + step * 0.12, 2), TALL - height, round(step * 0.76, 2), height, "", 0, 0)
        )
        if number % every == 0:
            words = f"{week.monday.day} {week.monday:%b}"
            labels.append(Mark(0.0, 0, 0.0, 0, words, round(number * step + step * 0.12, 2), TALL + 18))
    rows = [
        [f"{w.monday:%d/%m/%Y}", str(w.incidents), str(w.school_days), f"{rate:.1f}"]
        for w, rate in zip(found, rates, strict=True)
    ]
    columns = ("Week from", "Incidents", "School days", "A school day")
    return Chart("weeks", "Week by week", summary, TALL + FOOT, marks, labels, columns, rows)


def grid(found: Sequence[tuple[str, Sequence[Share]]], summary: str) -> Chart:
    """A field for each weekday and time, darker the larger the share of those days; its number stands in it."""
    step = 100 / len(WEEKDAYS)
    labels = [Mark(0.0, 0, 0.0, 0, name[:3], round((n + 0.5) * step, 2), 15) for n, name in enumerate(WEEKDAYS)]
    marks = []
    for line, (band, row) in enumerate(found):
        top = GRID_TOP + line * GRID_ROW
        labels.append(Mark(0.0, 0, 0.0, 0, band, 0.0, top + 16))
        for number, share in enumerate(row):
            x = round(number * step, 2)
            words = str(share.days) if share.days else ""
            middle = round(x + step / 2, 2)
            marks.append(Mark(x, top + 21, round(step - 0.8, 2), GRID_CELL, words, middle, top + 39, _shade(share)))
    rows = [[band, *(f"{s.days} of {s.of_days}" for s in row)] for band, row in found]
    height = GRID_TOP + len(found) * GRID_ROW
    title = "By day and time: days on which something happened"
    return Chart("day-and-time", title, summary, height, marks, labels, ("Time", *WEEKDAYS), rows)


def _shade(share: Share) -> int:
    """0 for none, then 1 to 5 by fifths of the days."""
    return -(-share.days * SHADES // share.of_days) if share.of_days and share.days else 0
