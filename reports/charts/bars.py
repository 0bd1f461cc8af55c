"""Horizontal bars with their words beside them: suspensions over like terms, the steps of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reports.charts.marks import TEXT, WIDTH, Drawing, Label, Line, Mark, box, number, text_width

ROW, BAR = 27.0, 18.0
HEAD = 20.0
PAD = 8.0


@dataclass(frozen=True)
class Bar:
    """One bar: its name at the left, its length, the words after it. Length None draws no bar, only the words."""

    name: str
    length: Fraction | None
    words: str
    tone: str


@dataclass(frozen=True)
class Reference:
    """A dashed line to compare with, such as the national rate, named on the line itself."""

    name: str
    length: Fraction


def horizontal_bars(
    title: str, description: str, bars: Sequence[Bar], *, reference: Reference | None = None
) -> Drawing:
    """The bars under one another in their order, on one scale that begins at 0."""
    left = max(text_width(bar.name) for bar in bars) + PAD
    room = WIDTH - left - PAD - max(text_width(bar.words, bold=True) for bar in bars)
    longest = _longest(bars, reference)
    top = HEAD if reference else 2.0
    at = left + _length(reference.length, longest, room) if reference else None
    marks: list[Mark] = []
    for n, bar in enumerate(bars):
        marks += _bar(bar, left, top + ROW * n, _length(bar.length, longest, room), at)
    height = top + ROW * len(bars)
    if reference and at is not None:
        marks += _line(reference, at, height)
    marks.append(Line(number(left), top - 2, number(left), height, 1.0))
    return Drawing(WIDTH, height + 2, title, description, tuple(marks))


def _longest(bars: Sequence[Bar], reference: Reference | None) -> Fraction:
    lengths = [bar.length for bar in bars if bar.length is not None]
    if reference:
        lengths.append(reference.length)
    return max(lengths, default=Fraction(0))


def _length(length: Fraction | None, longest: Fraction, room: float) -> float:
    return float(length / longest) * room if length and longest else 0.0


def _bar(bar: Bar, left: float, top: float, length: float, line_at: float | None) -> list[Mark]:
    baseline = top + BAR / 2 + TEXT * 0.35 + 2
    marks: list[Mark] = [Label(number(left - PAD), baseline, bar.name, "end")]
    if length:
        marks.append(box(left, top + 2, length, BAR, bar.tone))
    bold = bar.tone == "strong"
    start = _clear_of(line_at, left + length + PAD, text_width(bar.words, bold=bold))
    marks.append(Label(number(start), baseline, bar.words, bold=bold))
    return marks


def _clear_of(line_at: float | None, start: float, width: float) -> float:
    """Where words may begin so that the dashed line does not strike them through: after the line, which has room."""
    if line_at is None or not start - PAD / 2 < line_at < start + width:
        return start
    return line_at + PAD


def _line(reference: Reference, at: float, height: float) -> list[Mark]:
    # The name stands on whichever side of the line has room for it.
    fits = at + text_width(reference.name) + 4 <= WIDTH
    anchor: Label = Label(number(at + (4 if fits else -4)), 11.0, reference.name, "start" if fits else "end")
    return [Line(number(at), 2.0, number(at), height, 1.2, dashes="4 3"), anchor]
