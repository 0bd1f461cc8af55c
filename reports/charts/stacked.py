"""One bar cut into parts that add up to a whole: a cohort by status, agreements by outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from reports.charts.marks import TEXT, TONES, WIDTH, Drawing, Label, Line, Mark, box, number, text_width

TOP, BAR, LEADER = 2.0, 34.0, 16.0
# Half of an outline lies outside its box, and would be cut off at the edge of the drawing.
EDGE = 0.5
BAR_WIDTH = WIDTH - 2 * EDGE
WIDEST_GAP = 2.4
HEIGHT = 92.0
GAP = 10.0
# Up to this many, the bar shows every single one as a block that can be counted.
COUNTABLE = 60
WHITE, CUT_ON_WHITE = "#ffffff", "#8fa0a4"


@dataclass(frozen=True)
class Part:
    """One part of the whole: its name, its count, its shade and pattern."""

    name: str
    count: int
    tone: str


def stacked_bar(title: str, description: str, parts: Sequence[Part], *, empty: str) -> Drawing:
    """The parts side by side in their order, each with its number and name below; parts of 0 are left to the table.

    With nothing at all an empty bar says `empty`.
    """
    total = sum(part.count for part in parts)
    shown = [part for part in parts if part.count]
    if not total:
        marks: list[Mark] = [box(EDGE, TOP, BAR_WIDTH, BAR, "open"), Label(WIDTH / 2, TOP + 22, empty, "middle")]
        return Drawing(WIDTH, TOP + BAR + 2, title, description, tuple(marks))
    ends = list(accumulate((BAR_WIDTH * part.count / total for part in shown), initial=EDGE))
    starts = ends[:-1]
    del ends[0]
    marks = [box(start, TOP, end - start, BAR, part.tone) for start, end, part in zip(starts, ends, shown, strict=True)]
    marks += [*_gaps(starts, ends), *_blocks(shown, starts, total)]
    middles = [(start + end) / 2 for start, end in zip(starts, ends, strict=True)]
    marks += _labels(shown, middles)
    return Drawing(WIDTH, HEIGHT, title, description, tuple(marks))


def _gaps(starts: Sequence[float], ends: Sequence[float]) -> list[Mark]:
    """White between one part and the next, because two dark shades look alike where there is no colour."""
    widths = [end - start for start, end in zip(starts, ends, strict=True)]
    # Never so wide that a small part disappears behind it.
    weights = [min(WIDEST_GAP, min(pair) / 3) for pair in pairwise(widths)]
    return [
        Line(number(at), TOP - 1, number(at), TOP + BAR + 1, number(weight), stroke=WHITE)
        for at, weight in zip(starts[1:], weights, strict=True)
    ]


def _blocks(shown: Sequence[Part], starts: Sequence[float], total: int) -> list[Mark]:
    """Cuts between the single ones, inside each part."""
    if total > COUNTABLE:
        return []
    unit = BAR_WIDTH / total
    return [
        _cut(start + unit * n, part.tone)
        for start, part in zip(starts, shown, strict=True)
        for n in range(1, part.count)
    ]


def _cut(at: float, tone: str) -> Line:
    # Light on a filled part, dark on a white one; short of the outline, which stays whole.
    stroke = CUT_ON_WHITE if TONES[tone].fill == WHITE else WHITE
    return Line(number(at), TOP + 1, number(at), TOP + BAR - 1, 1.2, stroke=stroke)


def _labels(shown: Sequence[Part], middles: Sequence[float]) -> list[Mark]:
    widths = [max(text_width(part.name), text_width(str(part.count), bold=True)) for part in shown]
    marks: list[Mark] = []
    below = TOP + BAR
    for part, middle, at in zip(shown, middles, spread(middles, widths), strict=True):
        marks.append(Line(number(middle), below + 2, number(at), below + LEADER, 0.7))
        marks.append(Label(number(at), below + LEADER + 14, str(part.count), "middle", bold=True, size=TEXT + 2))
        marks.append(Label(number(at), below + LEADER + 29, part.name, "middle"))
    return marks


def spread(wished: Sequence[float], widths: Sequence[float]) -> list[float]:
    """Centres of labels as near to the wished ones as can be without touching or leaving the drawing, in order.

    Labels that are together wider than the drawing are spaced evenly over it.
    """
    if sum(widths) + GAP * (len(widths) - 1) > WIDTH:
        return [WIDTH * (n + 0.5) / len(widths) for n in range(len(widths))]
    placed: list[float] = []
    left = 0.0
    for wish, width in zip(wished, widths, strict=True):
        placed.append(max(wish, left + width / 2))
        left = placed[-1] + width / 2 + GAP
    right = WIDTH
    for n in reversed(range(len(placed))):
        placed[n] = min(placed[n], right - widths[n] / 2)
        right = placed[n] - widths[n] / 2 - GAP
    return placed
