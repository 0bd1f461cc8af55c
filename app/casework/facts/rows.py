"""The rows from which every figure is made: one type per file of the bundle, with the columns the figures read.

Named tuples, so that a row of SQL or of CSV becomes one at little cost. Keys (of people, incidents, cases,
responses, agreements) may be the references as written or the numbers of the database, as long as one load
uses one of them throughout. Times are London times as written, without a zone, to the minute (figures.md 1).
Words (kinds, statuses, roles) are the stored words of `words.py`; unknown is None or an empty string.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple, TypeAlias

Key: TypeAlias = int | str


class School(NamedTuple):
    """school.csv; None or 0 school days mean the default of figures.md 1.2."""

    urn: str
    name: str
    holding_school_days: int | None = None
    response_within_school_days: int | None = None
    baseline_years: tuple[str, ...] = ()


class RollRow(NamedTuple):
    """roll.csv: a census count of a term before the system knew its pupils."""

    academic_year: str
    term: str
    pupils_on_roll: int | None


class PupilRow(NamedTuple):
    """pupils.csv: a child on roll, now or once; both ends included."""

    pupil: Key
    sex: str | None
    on_roll_from: date | None
    on_roll_to: date | None


class CharacteristicsRow(NamedTuple):
    """pupil_characteristics.csv: what a pupil is, with dates; yes and no may come as booleans."""

    pupil: Key
    from_on: date | None
    to_on: date | None
    sen_provision: str | None
    fsm: str | bool | None
    ethnicity: str | None
    looked_after: str | bool | None


class StaffRow(NamedTuple):
    """staff.csv: a member of staff with roles, in post between the dates."""

    staff: Key
    roles: frozenset[str]
    from_on: date | None
    to_on: date | None


class ActingRow(NamedTuple):
    """acting_headteachers.csv: head on every day from `from_on` to `to_on`."""

    staff: Key
    from_on: date | None
    to_on: date | None


class PolicyRow(NamedTuple):
    """policy.csv: what one version of the behaviour policy indicates for a category and severity."""

    version: str
    in_force_from: date
    category: str
    severity: Key
    repeats_at_least: int | None
    look_back_school_days: int | None
    sanction: str
    school_days: int | None
    clause: str | None


class IncidentRow(NamedTuple):
    """incidents.csv: what happened, dated by the event."""

    incident: Key
    case: Key
    occurred_at: datetime
    logged_at: datetime
    logged_by: Key
    category: str
    severity: Key


class InvolvementRow(NamedTuple):
    """involvements.csv: a person's part in an incident, as it stands now."""

    incident: Key
    person: Key
    role: str


class CaseRow(NamedTuple):
    """cases.csv: the unit of work."""

    case: Key
    opened_at: datetime
    status: str
    closed_at: datetime | None
    closing_reason: str | None
    harmed_told_at: datetime | None


class ThresholdRow(NamedTuple):
    """thresholds.csv: the sanction under consideration, confirmed before the decision."""

    incident: Key
    pupil: Key
    sanction: str
    school_days: int | None
    clause: str | None
    confidence: str | None
    recorded_by: Key
    recorded_at: datetime


class DecisionRow(NamedTuple):
    """decisions.csv; `answers`: how many of the three fair-process answers are filled."""

    incident: Key
    pupil: Key
    decision: str
    decided_by: Key
    decided_at: datetime
    answers: int


class ResponseRow(NamedTuple):
    """responses.csv: one meeting, or what was planned as one."""

    response: Key
    case: Key
    kind: str
    status: str
    planned_for: datetime | None
    held_at: datetime | None
    led_by: Key | None


class ParticipantRow(NamedTuple):
    """participants.csv: a person's part in a response."""

    response: Key
    person: Key
    took_part: bool | None
    participation_level: str | None
    declined_by_them: bool | None


class AgreementRow(NamedTuple):
    """agreements.csv; `reference` as written, because the greatest of a day decides (figures.md 3)."""

    agreement: Key
    reference: str
    response: Key
    made_on: date
    withdrawn_on: date | None


class ActionRow(NamedTuple):
    """actions.csv: one thing somebody undertook to do."""

    agreement: Key
    number: int
    by: Key | None
    due_on: date | None
    status: str
    status_on: date | None
    verified_by: Key | None


class CheckInRow(NamedTuple):
    """check_ins.csv: one person asked how it is now."""

    case: Key
    person: Key
    due_on: date | None
    held_on: date | None
    safe: str | None
    put_right: str | None


class ExclusionRow(NamedTuple):
    """exclusions.csv, the register; `sessions` are half days."""

    exclusion: Key
    pupil: Key
    kind: str
    starts_on: date
    sessions: int | None
    incident: Key | None
    cancelled_on: date | None


class OutOfLessonsRow(NamedTuple):
    """out_of_lessons.csv: another way of not being in class; `sessions` are half days."""

    pupil: Key
    kind: str
    from_on: date
    to_on: date | None
    sessions: int | None


class SuppliedRow(NamedTuple):
    """supplied.csv: whether the school says that a line of `actual` is complete for a term."""

    academic_year: str
    term: str
    kind: str
    complete: bool


class TrainingRow(NamedTuple):
    """training.csv: what a member of staff completed, and until when it holds."""

    staff: Key
    completed_on: date
    expires_on: date | None


class CircleRow(NamedTuple):
    """circles.csv: one proactive circle."""

    held_on: date


class PublishedRow(NamedTuple):
    """published_reports.csv; `snapshot` is the frozen JSON text."""

    term: str
    as_at: date
    published_on: date
    snapshot: str
