"""The geometry of charts: what is drawn is as long, and stands where, the figures say."""

from __future__ import annotations

import itertools
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.charts import Bar, Drawing, Interval, Part, Reference, horizontal_bars, intervals, stacked_bar
from reports.charts.intervals import round_step
from reports.charts.marks import TONES, WIDTH, Box, Dot, Label, Line, hatch_path, text_width
from reports.charts.stacked import BAR_WIDTH, spread

NAMES = (
    "Avoided",
    "In progress",
    "Not sustained",
    "Postponed",
    "Excluded",
    "Other sanction",
    "Undecided",
    "Recorded late",
)
TONES_IN_ORDER = ("strong", "light", "pale", "barred", "dark", "grey", "open", "lined")


def boxes(chart: Drawing) -> list[Box]:
    return [mark for mark in chart.marks if isinstance(mark, Box)]


def labels(chart: Drawing) -> list[Label]:
    return [mark for mark in chart.marks if isinstance(mark, Label)]


def stacked(*counts: int) -> Drawing:
    parts = [Part(name, count, tone) for name, count, tone in zip(NAMES, counts, TONES_IN_ORDER, strict=False)]
    return stacked_bar("title", "text", parts, empty="nothing")


def test_parts_are_as_wide_as_their_counts_and_fill_the_bar() -> None:
    drawn = boxes(stacked(8, 1, 3, 1, 3, 2, 1, 1))
    assert [round(each.width / WIDTH * 20) for each in drawn] == [8, 1, 3, 1, 3, 2, 1, 1]
    assert sum(each.width for each in drawn) == pytest.approx(BAR_WIDTH, abs=0.5)
    for left, right in itertools.pairwise(drawn):
        assert left.x + left.width == pytest.approx(right.x, abs=0.2)


def test_white_parts_one_from_the_next_and_hides_none_however_small() -> None:
    chart = stacked(900, 1, 99)
    gaps = [mark for mark in chart.marks if isinstance(mark, Line) and mark.stroke == "#ffffff"]
    _, small, right = boxes(chart)
    assert [gap.x1 for gap in gaps] == [small.x, right.x]
    assert sum(gap.weight for gap in gaps) / 2 < small.width


def test_a_part_of_nothing_is_not_drawn_and_not_labelled() -> None:
    chart = stacked(2, 0, 1)
    assert len(boxes(chart)) == 2
    assert "In progress" not in [each.text for each in labels(chart)]


def test_every_part_is_labelled_with_its_name_and_count() -> None:
    texts = [each.text for each in labels(stacked(8, 1, 3, 1))]
    assert texts == ["8", "Avoided", "1", "In progress", "3", "Not sustained", "1", "Postponed"]


def test_an_empty_bar_says_so() -> None:
    assert [each.text for each in labels(stacked(0, 0))] == ["nothing"]


def test_neighbouring_parts_differ_in_pattern_or_plainly_in_shade() -> None:
    def shade(tone: str) -> float:
        red, green, blue = (int(TONES[tone].fill[n : n + 2], 16) for n in (1, 3, 5))
        return 0.3 * red + 0.59 * green + 0.11 * blue

    for left, right in itertools.pairwise(TONES_IN_ORDER):
        assert TONES[left].hatch != TONES[right].hatch or abs(shade(left) - shade(right)) > 60


@given(st.lists(st.integers(0, 400), min_size=8, max_size=8).filter(any))
def test_labels_never_touch_nor_leave_the_drawing(counts: list[int]) -> None:
    names = [each for each in labels(stacked(*counts)) if not each.text.isdigit()]
    edges = [(each.x - text_width(each.text) / 2, each.x + text_width(each.text) / 2) for each in names]
    assert all(left >= -0.2 and right <= WIDTH + 0.2 for left, right in edges)
    assert all(one[1] < two[0] for one, two in itertools.pairwise(edges))


def test_labels_with_room_stand_under_their_parts() -> None:
    assert spread([100.0, 300.0, 500.0], [60, 60, 60]) == [100.0, 300.0, 500.0]


def test_bars_share_one_scale_from_zero() -> None:
    bars = [Bar("a", Fraction(5), "5", "plain"), Bar("b", Fraction(10), "10", "strong")]
    short, long = boxes(horizontal_bars("title", "text", bars))
    assert short.x == long.x
    assert short.width * 2 == pytest.approx(long.width, abs=0.2)


def test_a_term_that_was_not_supplied_has_words_and_no_bar() -> None:
    chart = horizontal_bars(
        "title", "text", [Bar("2022-23", None, "not supplied", "plain"), Bar("2025-26", Fraction(1), "1", "strong")]
    )
    assert len(boxes(chart)) == 1
    assert "not supplied" in [each.text for each in labels(chart)]


def test_bars_of_nothing_at_all_are_still_labelled() -> None:
    chart = horizontal_bars("title", "text", [Bar("a", Fraction(0), "0", "strong")])
    assert boxes(chart) == []
    assert [each.text for each in labels(chart)] == ["a", "0"]


@pytest.mark.parametrize("national", [Fraction(1), Fraction(12)], ids=["below", "above every bar"])
def test_the_reference_stands_where_its_figure_is_on_the_scale_of_the_bars(national: Fraction) -> None:
    chart = horizontal_bars(
        "title", "text", [Bar("a", Fraction(4), "4", "strong")], reference=Reference("National", national)
    )
    (bar,) = boxes(chart)
    (line,) = (mark for mark in chart.marks if isinstance(mark, Line) and mark.dashes != "none")
    assert (line.x1 - bar.x) / bar.width == pytest.approx(float(national / 4), abs=0.01)
    assert 0 <= line.x1 <= WIDTH
    (name,) = (each for each in labels(chart) if each.text == "National")
    start = name.x if name.anchor == "start" else name.x - text_width(name.text)
    assert 0 <= start <= start + text_width(name.text) <= WIDTH


def test_intervals_are_drawn_from_low_to_high_with_the_point_between() -> None:
    rows = [Interval("now", 30, 15.5, 52.4, "30", True), Interval("before", 3.8, 0.8, 11.1, "3.8", False)]
    chart = intervals("title", "text", rows, axis="per 100")
    now, before = (mark for mark in chart.marks if isinstance(mark, Dot))
    assert now.filled
    assert not before.filled
    spans = [mark for mark in chart.marks if isinstance(mark, Line) and mark.weight == 2.0]
    assert [(line.x1 < dot.x < line.x2) for line, dot in zip(spans, (now, before), strict=True)] == [True, True]
    units = (spans[0].x2 - spans[0].x1) / (52.4 - 15.5)
    assert now.x - before.x == pytest.approx(26.2 * units, abs=0.3)


@given(st.floats(0.01, 5000))
def test_an_axis_has_four_to_eleven_round_steps(highest: float) -> None:
    step = round_step(highest)
    assert 3.9 <= highest / step <= 10.1
    assert re.fullmatch(r"[125](\.0+)?e[+-]\d+", f"{step:.6e}")


@given(
    st.floats(0, 600), st.floats(0, 60), st.floats(0.5, 640), st.floats(5, 60), st.sampled_from(["/", "\\", "-", "|"])
)
def test_a_pattern_stays_inside_its_part(x: float, y: float, width: float, height: float, hatch: str) -> None:
    path = hatch_path(x, y, width, height, hatch)
    for match in re.finditer(r"([MLHV])(-?[\d.]+)(?: (-?[\d.]+))?", path):
        command, first, second = match.groups()
        across = [float(first)] if command in "MLH" else []
        down = [float(second)] if second else [float(first)] if command == "V" else []
        assert all(x - 0.1 <= each <= x + width + 0.1 for each in across)
        assert all(y - 0.1 <= each <= y + height + 0.1 for each in down)
