"""Choices as words: an enumeration's values with the words a member of staff reads."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from wtforms.fields.choices import SelectChoice

PART_WORDS = {
    "not_yet_clear": "Not yet clear",
    "caused_harm": "Caused harm",
    "was_harmed": "Was harmed",
    "both": "Both",
    "affected": "Affected",
    "saw_it": "Saw it",
}
KIND_WORDS = {
    "affective_statement": "Affective statement",
    "affective_questions": "Affective questions",
    "impromptu_conference": "Small impromptu conference",
    "circle": "Circle",
    "formal_conference": "Formal conference",
}
CONFIDENTIALITY_WORDS = {
    "standard": "Standard: pastoral leads of the year, and those who take part",
    "restricted": "Restricted: named people, pastoral lead, head",
    "safeguarding": "Safeguarding: the safeguarding lead and those they name",
}
CLOSING_WORDS = {
    "agreement_kept": "The agreement was kept",
    "agreement_not_kept": "The agreement was not kept",
    "met_on_the_spot": "Met on the spot",
    "no_further_action": "No further action",
    "declined": "Declined",
    "unsuitable": "Unsuitable",
    "referred_on": "Referred on",
    "other_sanction": "Another sanction",
}
SANCTION_WORDS = {
    "school_based": "A sanction in school",
    "suspension": "Suspension",
    "permanent_exclusion": "Permanent exclusion",
}
DECISION_WORDS = {
    "restorative": "A restorative response instead",
    "other_sanction": "Another sanction",
    "suspend": "Suspend",
    "exclude_permanently": "Exclude permanently",
}
EXCLUSION_WORDS = {
    "suspension": "Suspension",
    "lunchtime": "Lunchtime suspension",
    "permanent": "Permanent exclusion",
}
OUT_OF_LESSONS_WORDS = {
    "internal_removal": "Internal removal",
    "reduced_timetable": "Reduced timetable",
    "off_site_direction": "Off-site direction",
    "managed_move": "Managed move",
    "safeguarding_separation": "Safeguarding separation",
    "removal_from_roll": "Removal from roll",
    "sent_home": "Sent home",
}
LEVEL_WORDS = {
    "meets": "Meets",
    "part": "Takes part in some of it",
    "statement": "A statement is read out",
    "stand_in": "Somebody stands in",
    "shuttle_or_letter": "Shuttle or letter",
    "informed_only": "Is informed only",
    "none": "No part",
}
ACTION_WORDS = {
    "planned": "Planned",
    "done_unchecked": "Done, not checked yet",
    "done_verified": "Done and checked",
    "partly": "Partly done",
    "changed": "Changed by consent",
    "not_done": "Not done",
    "no_longer_wanted": "No longer wanted",
}


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
