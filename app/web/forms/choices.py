"""Choices as words: an enumeration's values with the words a member of staff reads."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from wtforms.fields.choices import SelectChoice

from app.casework.wording import (
    ACTION_WORDS,
    CLOSING_WORDS,
    CONFIDENTIALITY_WORDS,
    DECISION_WORDS,
    EXCLUSION_WORDS,
    KIND_WORDS,
    LEVEL_WORDS,
    OUT_OF_LESSONS_WORDS,
    PART_WORDS,
    SANCTION_WORDS,
)

__all__ = [
    "ACTION_WORDS",
    "CLOSING_WORDS",
    "CONFIDENTIALITY_WORDS",
    "DECISION_WORDS",
    "EXCLUSION_WORDS",
    "KIND_WORDS",
    "LEVEL_WORDS",
    "OUT_OF_LESSONS_WORDS",
    "PART_WORDS",
    "SANCTION_WORDS",
    "choices",
    "listed",
    "words_of",
]


def choices(words: dict[str, str], only: Iterable[str] | None = None) -> list[SelectChoice]:
    """Choices from a mapping of stored word → words, in its order."""
    wanted = set(words) if only is None else set(only)
    return [SelectChoice(value=value, label=label) for value, label in words.items() if value in wanted]


def listed(values: Iterable[tuple[str, str]], blank: str | None = None) -> list[SelectChoice]:
    """Choices from pairs of value and words; `blank`: the words of an empty first choice."""
    made = [SelectChoice(value=value, label=label) for value, label in values]
    return [SelectChoice(value="", label=blank), *made] if blank is not None else made


def words_of(kind: type[StrEnum]) -> dict[str, str]:
    """An enumeration whose own words can be read by anyone."""
    return {member.value: member.value.replace("_", " ").capitalize() for member in kind}
