"""Numbers that came with a request: digits as ASCII writes them, and no more than a row's number can have."""

from __future__ import annotations

MOST_DIGITS = 9


def number_in(words: str) -> int | None:
    """The number that stands there; None for anything else, such as `²` or a thousand nines."""
    return int(words) if words.isascii() and words.isdigit() and len(words) <= MOST_DIGITS else None
