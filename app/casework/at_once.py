"""What can be ticked about an incident: what was done at once, and the tags that patterns are looked for by.

Ticks of what was done are kept in words, with what was written beside them, so that anybody can read the record.
"""

from __future__ import annotations

from collections.abc import Iterable

DONE_AT_ONCE = {
    "separated": "Separated",
    "calmed": "Calmed",
    "first_aid": "First aid",
    "stayed_with": "Adult stayed",
    "moved_room": "Moved room",
    "family_rung": "Family rung",
}
TAGS = {"bullying": "Bullying", "online": "Online", "prejudice": "Prejudice"}
# Which characteristic it was about (Equality Act 2010, as schools report it).
PREJUDICE = {
    "prejudice_race": "Race or ethnicity",
    "prejudice_religion": "Religion or belief",
    "prejudice_disability": "Disability or SEND",
    "prejudice_sex": "Sex",
    "prejudice_sexual_orientation": "Sexual orientation",
    "prejudice_gender": "Gender reassignment",
    "prejudice_other": "Something else",
}
_WORDS_OF = {words.lower(): code for code, words in DONE_AT_ONCE.items()}


def told_at_once(ticked: Iterable[str], written: str | None) -> str | None:
    """The ticks in words, then what was written: `Separated; First aid; a blanket fetched`."""
    chosen = set(ticked)
    parts = [words for code, words in DONE_AT_ONCE.items() if code in chosen]
    return "; ".join([*parts, *filter(None, [(written or "").strip()])]) or None


def ticked_at_once(told: str | None) -> tuple[list[str], str]:
    """The ticks that a stored text begins with, and the rest: the other way round of `told_at_once`."""
    ticked: list[str] = []
    parts = (told or "").split("; ")
    while parts and parts[0].lower() in _WORDS_OF:
        ticked.append(_WORDS_OF[parts.pop(0).lower()])
    return ticked, "; ".join(parts)


def tags_of(ticked: Iterable[str]) -> frozenset[str]:
    """The tags to store; a kind of prejudice makes it prejudice-related."""
    chosen = set(ticked)
    return frozenset(chosen | ({"prejudice"} if chosen & PREJUDICE.keys() else set()))
