"""Words that judge a child instead of saying what was seen or heard; they are asked about, never blocked."""

from __future__ import annotations

import re

# practice.md 5.6: these are words about a person. A deed ("called him a liar") is quoted all the same, so it only asks.
JUDGING = (
    "aggressive child", "always", "attention-seeking", "bad attitude", "bully", "defiant", "disrespectful", "lazy",
    "liar", "manipulative", "naughty", "nasty", "never listens", "thug", "violent child", "vile",
)  # fmt: skip
HINT = "Say what was seen or heard, rather than what somebody is like."
_FOUND = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, JUDGING))})(?!\w)", re.IGNORECASE)


def judging_words_in(text: str) -> list[str]:
    """The words of `JUDGING` that stand in a text, each once, in lower case and in the order in which they come."""
    return list(dict.fromkeys(found[0].lower() for found in _FOUND.finditer(text)))
