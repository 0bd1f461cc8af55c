"""How the rows of facts are read from the tables: one reading for each kind of row, in the bundle's order."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func

from app.casework.agreement import Action, Agreement
from app.casework.calendar import CalendarRow
from app.casework.case import Case
from app.casework.check_in import CheckIn
from app.casework.circle import Circle
from app.casework.exclusion import Decision, Exclusion, OutOfLessons, Threshold
from app.casework.facts import rows
from app.casework.facts.reading import DAY, TIME, WORDS, YES, Reading, plain
from app.casework.incident import Incident, Involvement
from app.casework.people import Characteristics, Pupil
from app.casework.policy import PolicyRow
from app.casework.report import Report
from app.casework.response import Participant, Response
from app.casework.school_year import CalendarEntry, RollCount, Supplied
from app.casework.staff import ActingHead, StaffMember
from app.casework.training import Training


def _filled(column: Any) -> Any:
    return case((func.trim(plain(column)) != "", 1), else_=0)


ANSWERS = _filled(Decision.who_was_asked) + _filled(Decision.reason_given) + _filled(Decision.what_next)

CALENDAR = Reading(
    "calendar_rows",
    CalendarRow,
    CalendarEntry,
    (
        (CalendarEntry.academic_year, str),
        (CalendarEntry.kind, str),
        (CalendarEntry.name, str),
        (CalendarEntry.starts_on, DAY),
        (CalendarEntry.ends_on, DAY),
    ),
)
ROLL = Reading(
    "roll",
    rows.RollRow,
    RollCount,
    ((RollCount.academic_year, str), (RollCount.term, str), (RollCount.pupils_on_roll, int)),
)
PUPILS = Reading(
    "pupils",
    rows.PupilRow,
    Pupil.__table__.c,
    (
        (Pupil.__table__.c.id, int),
        (Pupil.__table__.c.sex, str),
        (Pupil.__table__.c.on_roll_from, DAY),
        (Pupil.__table__.c.on_roll_to, DAY),
    ),
)
CHARACTERISTICS = Reading(
    "characteristics",
    rows.CharacteristicsRow,
    Characteristics,
    (
        (Characteristics.pupil_id, int),
        (Characteristics.valid_from, DAY),
        (Characteristics.valid_to, DAY),
        (Characteristics.sen_provision, str),
        (Characteristics.fsm, YES),
        (Characteristics.ethnicity, str),
        (Characteristics.looked_after, YES),
    ),
)
STAFF = Reading(
    "staff",
    rows.StaffRow,
    StaffMember.__table__.c,
    (
        (StaffMember.__table__.c.id, int),
        (StaffMember.__table__.c.roles, WORDS),
        (StaffMember.__table__.c.starts_on, DAY),
        (StaffMember.__table__.c.ends_on, DAY),
    ),
)
ACTING = Reading(
    "acting",
    rows.ActingRow,
    ActingHead,
    ((ActingHead.staff_id, int), (ActingHead.starts_on, DAY), (ActingHead.ends_on, DAY)),
)
POLICY = Reading(
    "policy",
    rows.PolicyRow,
    PolicyRow,
    (
        (PolicyRow.version, str),
        (PolicyRow.in_force_from, DAY),
        (PolicyRow.category, str),
        (PolicyRow.severity, int),
        (PolicyRow.repeats_at_least, int),
        (PolicyRow.look_back_school_days, int),
        (PolicyRow.sanction, str),
        (PolicyRow.school_days, int),
        (PolicyRow.clause, str),
    ),
)
INCIDENTS = Reading(
    "incidents",
    rows.IncidentRow,
    Incident,
    (
        (Incident.id, int),
        (Incident.case_id, int),
        (Incident.occurred_at, TIME),
        (Incident.logged_at, TIME),
        (Incident.logged_by_id, int),
        (Incident.category, str),
        (Incident.severity, int),
    ),
)
INVOLVEMENTS = Reading(
    "involvements",
    rows.InvolvementRow,
    Involvement,
    ((Involvement.incident_id, int), (Involvement.person_id, int), (Involvement.part, str)),
)
CASES = Reading(
    "cases",
    rows.CaseRow,
    Case,
    (
        (Case.id, int),
        (Case.opened_at, TIME),
        (Case.stage, str),
        (Case.closed_at, TIME),
        (Case.closing_reason, str),
        (Case.harmed_told_at, TIME),
    ),
)
THRESHOLDS = Reading(
    "thresholds",
    rows.ThresholdRow,
    Threshold,
    (
        (Threshold.incident_id, int),
        (Threshold.pupil_id, int),
        (Threshold.sanction, str),
        (Threshold.school_days, int),
        (Threshold.clause, str),
        (Threshold.confidence, str),
        (Threshold.recorded_by_id, int),
        (Threshold.recorded_at, TIME),
    ),
)
DECISIONS = Reading(
    "decisions",
    rows.DecisionRow,
    Decision,
    (
        (Decision.incident_id, int),
        (Decision.pupil_id, int),
        (Decision.decision, str),
        (Decision.decided_by_id, int),
        (Decision.decided_at, TIME),
        (ANSWERS, int),
    ),
)
RESPONSES = Reading(
    "responses",
    rows.ResponseRow,
    Response,
    (
        (Response.id, int),
        (Response.case_id, int),
        (Response.kind, str),
        (Response.status, str),
        (Response.planned_for, TIME),
        (Response.held_at, TIME),
        (Response.led_by_id, int),
    ),
)
PARTICIPANTS = Reading(
    "participants",
    rows.ParticipantRow,
    Participant,
    (
        (Participant.response_id, int),
        (Participant.person_id, int),
        (Participant.took_part, YES),
        (Participant.participation_level, str),
        (Participant.declined_by_them, YES),
    ),
)
AGREEMENTS = Reading(
    "agreements",
    rows.AgreementRow,
    Agreement,
    (
        (Agreement.id, int),
        (Agreement.reference, str),
        (Agreement.response_id, int),
        (Agreement.made_on, DAY),
        (Agreement.withdrawn_on, DAY),
    ),
)
ACTIONS = Reading(
    "actions",
    rows.ActionRow,
    Action,
    (
        (Action.agreement_id, int),
        (Action.number, int),
        (Action.by_id, int),
        (Action.due_on, DAY),
        (Action.status, str),
        (Action.status_on, DAY),
        (Action.verified_by_id, int),
    ),
)
CHECK_INS = Reading(
    "check_ins",
    rows.CheckInRow,
    CheckIn,
    (
        (CheckIn.case_id, int),
        (CheckIn.person_id, int),
        (CheckIn.due_on, DAY),
        (CheckIn.held_on, DAY),
        (CheckIn.safe, str),
        (CheckIn.put_right, str),
    ),
)
EXCLUSIONS = Reading(
    "exclusions",
    rows.ExclusionRow,
    Exclusion,
    (
        (Exclusion.id, int),
        (Exclusion.pupil_id, int),
        (Exclusion.kind, str),
        (Exclusion.starts_on, DAY),
        (Exclusion.sessions, int),
        (Exclusion.incident_id, int),
        (Exclusion.cancelled_on, DAY),
    ),
)
OUT_OF_LESSONS = Reading(
    "out_of_lessons",
    rows.OutOfLessonsRow,
    OutOfLessons,
    (
        (OutOfLessons.pupil_id, int),
        (OutOfLessons.kind, str),
        (OutOfLessons.starts_on, DAY),
        (OutOfLessons.ends_on, DAY),
        (OutOfLessons.sessions, int),
    ),
    # What was entered wrongly never was.
    only=(plain(OutOfLessons).cancelled_on.is_(None),),
)
SUPPLIED = Reading(
    "supplied",
    rows.SuppliedRow,
    Supplied,
    (
        (Supplied.academic_year, str),
        (Supplied.term, str),
        (Supplied.kind, str),
        (Supplied.complete, YES),
    ),
)
TRAINING = Reading(
    "training",
    rows.TrainingRow,
    Training,
    ((Training.staff_id, int), (Training.completed_on, DAY), (Training.expires_on, DAY)),
)
CIRCLES = Reading("circles", rows.CircleRow, Circle, ((Circle.held_on, DAY),))
PUBLISHED = Reading(
    "published",
    rows.PublishedRow,
    Report,
    ((Report.term, str), (Report.as_at, DAY), (Report.published_on, DAY), (Report.snapshot, str)),
)
