"""Rates with their intervals on one axis: exclusions that would have been, beside those that used to be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.marks import TEXT, WIDTH, Dot, Drawing, Label, Line, Mark, number, text_width

ROW = 40.0
AXIS = 37.0
PAD = 12.0
TICK = 5.0


@dataclass(frozen=True)
class Interval:
    """One rate with the limits of its interval; `words` stand above it, `filled` tells this term from earlier years."""

    name: str
    value: float
    low: float
    high: float
    words: str
    filled: bool


def intervals(title: str, description: str, rows: Sequence[Interval], *, axis: str) -> Drawing:
    """Each interval as a line with end ticks and a point, over one axis from 0 with round numbers."""
    left = max(text_width(row.name) for row in rows) + PAD
    step = round_step(max(row.high for row in rows))
    ticks = max(1, math.ceil(max(row.high for row in rows) / step))
    scale = (WIDTH - left - PAD) / (ticks * step)
    marks: list[Mark] = []
    bottom = ROW * len(rows) + 4
    for n in range(ticks + 1):
        x = number(left + n * step * scale)
        marks.append(Line(x, bottom, x, bottom + 4, 1.0))
        marks.append(Label(x, bottom + 16, _plain(n * step), "middle"))
    for n, row in enumerate(rows):
        marks += _interval(row, left, ROW * n + 26, scale)
    marks.append(Line(number(left), bottom, WIDTH - PAD, bottom, 1.0))
    marks.append(Label(number(left), bottom + 31, axis))
    return Drawing(WIDTH, bottom + AXIS, title, description, tuple(marks))


def _interval(row: Interval, left: float, y: float, scale: float) -> list[Mark]:
    low, at, high = (number(left + value * scale) for value in (row.low, row.value, row.high))
    words = text_width(row.words, bold=True)
    return [
        Label(number(left - PAD), y + TEXT * 0.35, row.name, "end"),
        Line(low, y, high, y, 2.0, dashes="none" if row.filled else "5 3"),
        Line(low, y - TICK, low, y + TICK, 1.6),
        Line(high, y - TICK, high, y + TICK, 1.6),
        Dot(at, y, 5.0, row.filled),
        Label(number(min(max(at, left + 4), WIDTH - words)), y - 10, row.words, bold=row.filled),
    ]


def round_step(highest: float) -> float:
    """A step of 1, 2 or 5 times a power of ten that cuts 0 to `highest` into four to ten pieces."""
    if highest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest / 4))
    return next(power * m for m in (1, 2, 5, 10) if highest / (power * m) <= 10)


def _plain(value: float) -> str:
    return f"{value:g}"
