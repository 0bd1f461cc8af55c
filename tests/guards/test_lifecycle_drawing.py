"""The drawn lifecycle is the table of moves, today."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_drawing_in_the_casework_readme_is_that_of_the_moves():
    found = importlib.util.spec_from_file_location("draw_lifecycle", ROOT / "docs" / "draw_lifecycle.py")
    script = importlib.util.module_from_spec(found)
    found.loader.exec_module(script)

    text = script.README.read_text(encoding="utf-8")

    assert script.drawn(text) == text
