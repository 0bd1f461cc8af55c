"""The words of the domain that are stored: short, lower-case, the same in page, code, table and bundle.

Official code sets (exclusion reasons, ethnicity, SEN) are dated data and never stand here.
"""

from __future__ import annotations

from enum import StrEnum

NOT_SAID = "not_said"
"""The category of what was met with a kind word in one tap."""


class Part(StrEnum):
    """A person's part in an incident; it belongs to the incident, never to the child."""

    CAUSED_HARM = "caused_harm"
    WAS_HARMED = "was_harmed"
    BOTH = "both"
    AFFECTED = "affected"
    SAW_IT = "saw_it"
    NOT_YET_CLEAR = "not_yet_clear"

    @property
    def caused(self) -> bool:
        """caused_harm or both (figures.md 1.5)"""
        return self in (Part.CAUSED_HARM, Part.BOTH)

    @property
    def harmed(self) -> bool:
        """was_harmed or both (figures.md 1.5)"""
        return self in (Part.WAS_HARMED, Part.BOTH)


class Confidentiality(StrEnum):
    STANDARD = "standard"
    RESTRICTED = "restricted"
    SAFEGUARDING = "safeguarding"


class AccessKind(StrEnum):
    """How somebody sees a case beyond their role: named on it, or for one hour in an emergency."""

    NAMED = "named"
    EMERGENCY = "emergency"


class Stage(StrEnum):
    """Where a case stands."""

    LOGGED = "logged"
    TRIAGE = "triage"
    IN_RESPONSE = "in_response"
    AGREEMENT = "agreement"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"
    NO_FURTHER_ACTION = "no_further_action"
    ON_HOLD = "on_hold"
    DECLINED = "declined"
    UNSUITABLE = "unsuitable"
    REFERRED_ON = "referred_on"


class ClosingReason(StrEnum):
    AGREEMENT_KEPT = "agreement_kept"
    AGREEMENT_NOT_KEPT = "agreement_not_kept"
    MET_ON_THE_SPOT = "met_on_the_spot"
    NO_FURTHER_ACTION = "no_further_action"
    DECLINED = "declined"
    UNSUITABLE = "unsuitable"
    REFERRED_ON = "referred_on"
    OTHER_SANCTION = "other_sanction"


class ResponseKind(StrEnum):
    """The restorative continuum, from informal to formal (practice.md 1.1)."""

    AFFECTIVE_STATEMENT = "affective_statement"
    AFFECTIVE_QUESTIONS = "affective_questions"
    IMPROMPTU_CONFERENCE = "impromptu_conference"
    CIRCLE = "circle"
    FORMAL_CONFERENCE = "formal_conference"


class ResponseStatus(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    DECLINED = "declined"
    STOPPED = "stopped"
    CANCELLED = "cancelled"


class ParticipationLevel(StrEnum):
    MEETS = "meets"
    PART = "part"
    STATEMENT = "statement"
    STAND_IN = "stand_in"
    SHUTTLE_OR_LETTER = "shuttle_or_letter"
    INFORMED_ONLY = "informed_only"
    NONE = "none"


class ActionStatus(StrEnum):
    PLANNED = "planned"
    DONE_UNCHECKED = "done_unchecked"
    DONE_VERIFIED = "done_verified"
    PARTLY = "partly"
    CHANGED = "changed"
    NOT_DONE = "not_done"
    NO_LONGER_WANTED = "no_longer_wanted"


class Sanction(StrEnum):
    """What the behaviour policy indicates, from least to most."""

    NONE = "none"
    SCHOOL_BASED = "school_based"
    SUSPENSION = "suspension"
    PERMANENT_EXCLUSION = "permanent_exclusion"


REMOVALS = frozenset({Sanction.SUSPENSION, Sanction.PERMANENT_EXCLUSION})


class Confidence(StrEnum):
    PROBABLE = "probable"
    POSSIBLE = "possible"


class DecisionKind(StrEnum):
    SUSPEND = "suspend"
    EXCLUDE_PERMANENTLY = "exclude_permanently"
    OTHER_SANCTION = "other_sanction"
    RESTORATIVE = "restorative"


class ExclusionKind(StrEnum):
    SUSPENSION = "suspension"
    LUNCHTIME = "lunchtime"
    PERMANENT = "permanent"


# What the register may hold for a decision to exclude.
KINDS_DECIDED = {
    DecisionKind.SUSPEND: frozenset({ExclusionKind.SUSPENSION, ExclusionKind.LUNCHTIME}),
    DecisionKind.EXCLUDE_PERMANENTLY: frozenset({ExclusionKind.PERMANENT}),
}


class OutOfLessonsKind(StrEnum):
    INTERNAL_REMOVAL = "internal_removal"
    REDUCED_TIMETABLE = "reduced_timetable"
    OFF_SITE_DIRECTION = "off_site_direction"
    MANAGED_MOVE = "managed_move"
    SAFEGUARDING_SEPARATION = "safeguarding_separation"
    REMOVAL_FROM_ROLL = "removal_from_roll"
    SENT_HOME = "sent_home"


class Safe(StrEnum):
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class PutRight(StrEnum):
    YES = "yes"
    NO = "no"
    PARTLY = "partly"


class Answer(StrEnum):
    """Yes, no or don't know; for a gate of a formal conference don't know counts as yes."""

    YES = "yes"
    NO = "no"
    DONT_KNOW = "dont_know"


class CalendarKind(StrEnum):
    TERM = "term"
    HALF_TERM_BREAK = "half_term_break"
    HOLIDAY = "holiday"
    INSET = "inset"
    CLOSURE = "closure"
    CENSUS = "census"


class Nation(StrEnum):
    ENGLAND = "England"
    SCOTLAND = "Scotland"
    WALES = "Wales"
    NORTHERN_IRELAND = "Northern Ireland"


class DocumentStatus(StrEnum):
    """A document on its way from being asked for to being read."""

    REQUESTED = "requested"
    BEING_MADE = "being_made"
    READY = "ready"
    NOT_MADE = "not_made"


class ReportStatus(StrEnum):
    """A termly report on its way: asked for, being built, ready to read, approved, published."""

    REQUESTED = "requested"
    BUILDING = "building"
    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    NOT_BUILT = "not_built"
