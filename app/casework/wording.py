"""The words in which stored words are said to people: one reviewed place for pages, timelines and printed papers.

Whoever reads them may be a child or a parent: the deed, never the doer, and no word of law or software.
"""

from __future__ import annotations

from app.casework.words import NOT_SAID

PART_WORDS = {
    "not_yet_clear": "Not yet clear",
    "caused_harm": "Caused harm",
    "was_harmed": "Was harmed",
    "both": "Both",
    "affected": "Affected",
    "saw_it": "Saw it",
}
PERSON_WORDS = {
    "not_yet_clear": "part not yet clear",
    "caused_harm": "person who caused harm",
    "was_harmed": "person harmed",
    "both": "harmed, and caused harm",
    "affected": "affected",
    "saw_it": "saw it",
}
KIND_WORDS = {
    "affective_statement": "Affective statement",
    "affective_questions": "Affective questions",
    "impromptu_conference": "Small impromptu conference",
    "circle": "Circle",
    "formal_conference": "Formal conference",
}
A_KIND = {
    "affective_statement": "an affective statement",
    "affective_questions": "affective questions",
    "impromptu_conference": "a small impromptu conference",
    "circle": "a circle",
    "formal_conference": "a formal conference",
}
RESPONSE_STATUS_WORDS = {
    "planned": "Planned",
    "held": "Held",
    "declined": "Declined",
    "stopped": "Stopped half-way",
    "cancelled": "Cancelled",
}
SEVERITY_WORDS = {1: "minor", 2: "some harm", 3: "serious", 4: "very serious"}
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
SAFE_WORDS = {"yes": "feels safe", "no": "does not feel safe", "unsure": "is not sure about feeling safe"}
PUT_RIGHT_WORDS = {"yes": "it is put right", "no": "it is not put right yet", "partly": "it is partly put right"}
SAFETY_WORDS = {
    "sexual_or_domestic": "sexual or gender-based harm, or domestic abuse",
    "live_enquiry": "a live enquiry",
    "suspected_abuse": "suspected abuse",
    "weapon_or_threat": "a weapon or a credible threat",
    "staff_allegation": "an allegation against a member of staff",
    "responsibility_accepted": "any part in it accepted",
    "everyone_willing": "everyone willing",
    "power_imbalance": "repeated, or an imbalance of power",
    "communication_need": "a communication need",
}


def said(word: str) -> str:
    """A stored word as text: `no_further_action` → `no further action`."""
    return word.replace("_", " ")


def kind_of_thing(category: str) -> str:
    """The category of an incident as text; only an affective statement is counted without one."""
    return "affective statement" if category == NOT_SAID else said(category)


def severity(level: int) -> str:
    """How serious, in a word or two."""
    return SEVERITY_WORDS.get(level, SEVERITY_WORDS[4])


def school_days(number: int) -> str:
    """`1 school day`, `3 school days`"""
    return f"{number} school day{'' if number == 1 else 's'}"


def number_in_words(number: int) -> str:
    """`two`; digits from eleven on."""
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else str(number)


def school_days_of(sessions: int) -> str:
    """Half days as school days: `half a school day`, `1 school day`, `2.5 school days`."""
    return "half a school day" if sessions == 1 else f"{sessions / 2:g} school day{'' if sessions == 2 else 's'}"


def listed(names: list[str]) -> str:
    """`Maya`, `Maya and Tom`, `Maya, Tom and Jun`"""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
