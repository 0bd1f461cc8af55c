"""What the documents draw from the code is the code's, today: the table of moves, and the files of the bundle."""

from __future__ import annotations

import pytest

from docs import draw_bundle, draw_lifecycle


@pytest.mark.parametrize(("script", "page"), [(draw_lifecycle, draw_lifecycle.README), (draw_bundle, draw_bundle.PAGE)])
def test_the_drawing_is_that_of_the_code(script, page):
    text = page.read_text(encoding="utf-8")

    assert script.drawn(text) == text, f"run: python -m {script.__name__}"
