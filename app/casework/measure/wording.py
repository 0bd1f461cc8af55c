"""The words in which the measure explains itself to staff: one sentence for each reason and each status."""

from __future__ import annotations

from datetime import date, datetime

from app.casework.measure.course import Ground, Status
from app.casework.measure.evidence import Hindrance
from app.casework.measure.indicated import Extent
from app.casework.words import Sanction

STATUS = {
    Status.AVOIDED: "Avoided",
    Status.IN_PROGRESS: "In progress",
    Status.NOT_SUSTAINED: "Not sustained",
    Status.POSTPONED: "Postponed",
    Status.EXCLUDED: "Excluded",
    Status.OTHER_SANCTION: "Other sanction",
    Status.UNDECIDED: "Undecided",
    Status.RECORDED_LATE: "Recorded late",
}

HINDRANCE = {
    Hindrance.POLICY_INDICATES_NO_EXCLUSION: "The behaviour policy of that day indicates no exclusion for this, "
    "so none can be claimed.",
    Hindrance.NO_THRESHOLD: "Nobody has confirmed a threshold.",
    Hindrance.THRESHOLD_NOT_ENTITLED: "The threshold was recorded by someone who was neither head nor deputy "
    "on that day.",
    Hindrance.THRESHOLD_BY_LOGGER: "The threshold was confirmed by the person who logged the incident, "
    "who was not head on that day.",
    Hindrance.THRESHOLD_AFTER_DECISION: "The threshold was recorded after the decision.",
    Hindrance.THRESHOLD_AFTER_MEETING: "The threshold was recorded in or after the minute of the first meeting.",
    Hindrance.THRESHOLD_BELOW_EXCLUSION: "The threshold that counts is below suspension.",
    Hindrance.THRESHOLD_WITHOUT_CLAUSE: "The threshold names no clause of the policy.",
    Hindrance.NO_RESTORATIVE_DECISION: "There is no restorative decision.",
    Hindrance.DECISION_NOT_BY_HEAD: "The restorative decision was not made by the head of that day.",
    Hindrance.DECISION_WITHOUT_ANSWERS: "One of the three answers of the restorative decision is empty.",
    Hindrance.DECISION_AFTER_MEETING: "The restorative decision was made in or after the minute of the first meeting.",
    Hindrance.EXCLUDED_BEFORE_DECISION: "The pupil was excluded for this before the restorative decision.",
    Hindrance.DECIDED_TO_EXCLUDE_BEFORE: "An exclusion had been decided before the restorative decision.",
}

GROUND = {
    Ground.EXCLUDED_IN_WINDOW: "The pupil was excluded for the same matter before the holding period ended.",
    Ground.LEFT_ROLL: "The pupil left the roll before the holding period ended.",
    Ground.AGREEMENT_WITHDRAWN: "The agreement was withdrawn.",
    Ground.ACTION_NOT_KEPT: "An action of the agreement was not done, or done in part.",
    Ground.NO_RESPONSE_IN_TIME: "No response was held with the pupil within the limit after the decision.",
    Ground.NO_AGREEMENT_IN_TIME: "No agreement with an action by the pupil was made within the limit "
    "after the meeting.",
    Ground.HELD_TO_THE_END: "The holding period has ended and every action that counts is verified, "
    "was changed by consent, or was released.",
    Ground.STILL_OPEN: "Nothing stands against it; the repair or the holding period is not finished yet.",
    Ground.REGISTER_STANDS: "The register of exclusions holds an exclusion for this incident.",
    Ground.DECIDED_TO_EXCLUDE: "An exclusion has been decided.",
    Ground.RESTORATIVE_OUT_OF_ORDER: "A restorative decision was made, but the evidence before it is missing or "
    "out of order. Listed for the school, never counted.",
    Ground.OTHER_SANCTION_DECIDED: "Another sanction was decided.",
    Ground.MET_OUT_OF_ORDER: "The pupil met those concerned, but the evidence before it is missing or out of order. "
    "Listed for the school, never counted.",
    Ground.EXCLUSION_CANCELLED: "The exclusion that was decided has been cancelled, and nothing restorative followed.",
    Ground.NO_EXCLUSION_CONSIDERED: "No exclusion was recorded as under consideration.",
    Ground.AWAITING_DECISION: "The threshold is on record and the decision is not made yet.",
}

NOT_CANDIDATE = "Exclusion was not in play, so this is no candidate for an avoided exclusion."

ACTION = {
    "planned": "planned",
    "done_unchecked": "done, not yet checked",
    "done_verified": "done and verified",
    "partly": "done in part",
    "changed": "changed by consent",
    "not_done": "not done",
    "no_longer_wanted": "released by the person it was for",
}


def day(on: date) -> str:
    """`4 November 2025`"""
    return f"{on.day} {on:%B %Y}"


def minute(at: datetime) -> str:
    """`4 November 2025, 13:10`"""
    return f"{day(at.date())}, {at:%H:%M}"


def school_days(number: int) -> str:
    """`1 school day`, `3 school days`"""
    return f"{number} school day{'' if number == 1 else 's'}"


def sanction(each: Extent) -> str:
    """An extent in words."""
    if each.kind == Sanction.SUSPENSION:
        return f"Suspension of {school_days(each.school_days)}"
    words = {Sanction.NONE: "No sanction", Sanction.SCHOOL_BASED: "School-based sanction"}
    return words.get(Sanction(each.kind), "Permanent exclusion")


def kind(word: str) -> str:
    """A stored word as text: `impromptu_conference` → `impromptu conference`."""
    return word.replace("_", " ")
