"""What is known of one school, as rows and the look-ups that the measure needs; no database, no clock.

`Facts` holds any number of rows of each kind. Rows may be left out when no figure asked for needs them; the
order of rows changes nothing.
"""

from app.casework.calendar import CalendarRow
from app.casework.facts.lookups import Facts
from app.casework.facts.rows import (
    ActingRow,
    ActionRow,
    AgreementRow,
    CaseRow,
    CharacteristicsRow,
    CheckInRow,
    CircleRow,
    DecisionRow,
    ExclusionRow,
    IncidentRow,
    InvolvementRow,
    Key,
    OutOfLessonsRow,
    ParticipantRow,
    PolicyRow,
    PublishedRow,
    PupilRow,
    ResponseRow,
    RollRow,
    School,
    StaffRow,
    SuppliedRow,
    ThresholdRow,
    TrainingRow,
)

__all__ = [
    "ActingRow",
    "ActionRow",
    "AgreementRow",
    "CalendarRow",
    "CaseRow",
    "CharacteristicsRow",
    "CheckInRow",
    "CircleRow",
    "DecisionRow",
    "ExclusionRow",
    "Facts",
    "IncidentRow",
    "InvolvementRow",
    "Key",
    "OutOfLessonsRow",
    "ParticipantRow",
    "PolicyRow",
    "PublishedRow",
    "PupilRow",
    "ResponseRow",
    "RollRow",
    "School",
    "StaffRow",
    "SuppliedRow",
    "ThresholdRow",
    "TrainingRow",
]
