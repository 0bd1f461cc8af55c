"""Words beside a bar keep clear of the dashed line of the national rate."""

from __future__ import annotations

from fractions import Fraction

import pytest

from reports.charts import Bar, Reference, horizontal_bars
from reports.charts.marks import WIDTH, Label, Line, text_width


@pytest.mark.parametrize("national", ["0.2", "3", "7.6", "7.63", "8", "20"])
def test_the_national_line_never_strikes_through_the_words_of_a_bar(national: str) -> None:
    bars = [
        Bar("Autumn 2024-25", Fraction("2.56"), "2.56 (1)", "plain"),
        Bar("Autumn 2025-26", Fraction("7.5"), "7.50 (3)", "strong"),
    ]
    drawing = horizontal_bars("a", "b", bars, reference=Reference("National", Fraction(national)))

    at = next(mark.x1 for mark in drawing.marks if isinstance(mark, Line) and mark.dashes)
    said = [mark for mark in drawing.marks if isinstance(mark, Label) and "(" in mark.text]
    assert len(said) == 2
    for label in said:
        end = label.x + text_width(label.text, bold=label.bold)
        assert not label.x <= at <= end
        assert end <= WIDTH
