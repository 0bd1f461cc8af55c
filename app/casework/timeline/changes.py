"""What was before and after, in words: the label of each field, and its stored value as somebody would say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from app.casework import wording
from app.casework.calendar import london

Values = Mapping[str, Any]


class Change(NamedTuple):
    """One field: what it is called, what it said before, what it says now."""

    label: str
    before: str
    after: str


LABELS: dict[str, str] = {
    "occurred_at": "When",
    "held_at": "Met there and then",
    "time_is_exact": "The time is exact",
    "category": "Kind",
    "severity": "How serious",
    "location": "Where",
    "lesson": "Lesson or period",
    "what_happened": "What was seen or heard",
    "immediate_action": "Done at once",
    "injuries": "Injuries or damage",
    "tags": "Tags",
    "physical_intervention": "Held or moved by an adult",
    "anyone_unsafe": "Somebody hurt or not safe",
    "part": "Part",
    "what": "Action",
    "stands": "How it stands",
    "confidentiality": "Who may see it",
}
NOTHING = "nothing"


def _moment(value: object) -> str:
    try:
        return f"{london(datetime.fromisoformat(str(value))):%-d %B %Y, %H:%M}"
    except ValueError:
        return str(value)


_SAYS: dict[str, Callable[[Any], str]] = {
    "occurred_at": _moment,
    "held_at": _moment,
    "severity": lambda level: wording.severity(int(level)),
    "part": lambda word: wording.PART_WORDS.get(word, wording.said(word)),
    "stands": lambda word: wording.ACTION_WORDS.get(word, wording.said(word)),
    "confidentiality": lambda word: wording.CONFIDENTIALITY_WORDS.get(word, wording.said(word)),
    "category": lambda word: wording.kind_of_thing(word).capitalize(),
    "tags": lambda words: wording.said(words).replace(";", ", "),
}


def changes(before: Values, after: Values) -> tuple[Change, ...]:
    """Each field that said something else before; fields that say the same, or are only new, are left out."""
    return tuple(
        Change(label, value_words(name, before[name]), value_words(name, after.get(name)))
        for name, label in LABELS.items()
        if name in before and before[name] != after.get(name)
    )


def value_words(name: str, value: Any) -> str:
    """A stored value of a field in words."""
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _SAYS.get(name, str)(value)
