"""Cases and incidents, who was part of them, and what keeps a case safe: checks, holds, people named on it."""

from __future__ import annotations

from collections.abc import Iterator

from app.bundle.spec import Family, Fault, Further, Row, columns_of, table_of
from app.casework.case import Case, CaseAccess, Hold, Note, SafetyCheck
from app.casework.incident import Incident, Involvement


def _closed_after_opened(row: Row) -> Iterator[Fault]:
    if row["closed_at"] is not None and row["closed_at"] < row["opened_at"]:
        yield "closed_at", "Closed before it was opened.", "Give a time on or after opened_at."


def _severity(row: Row) -> Iterator[Fault]:
    if row["severity"] < 1:
        yield "severity", "Severity starts at 1.", "Give 1 or more."


def _lifted(row: Row) -> Iterator[Fault]:
    filled = [row[name] is not None for name in ("lifted_at", "lifted_by", "lifted_because")]
    if any(filled) and not all(filled):
        yield "lifted_at", "A hold is lifted by somebody, at a time, for a reason.", "Fill all three or none."


_CASES, _INCIDENTS, _INVOLVEMENTS = table_of(Case), table_of(Incident), table_of(Involvement)
_NOTES, _CHECKS, _HOLDS, _ACCESS = (table_of(each) for each in (Note, SafetyCheck, Hold, CaseAccess))

CASES = (
    Family(
        "cases",
        _CASES,
        columns_of(
            _CASES,
            "case=reference opened_at owner=owner_id>staff confidentiality status=stage closed_at closing_reason "
            "harmed_told_at",
        ),
        key=("case",),
        further=Further(
            "case_records", columns_of(_CASES, "not_told_because next_step next_step_on tell_on concerns_staff_conduct")
        ),
        target="cases",
        rules=(_closed_after_opened,),
    ),
    Family(
        "incidents",
        _INCIDENTS,
        columns_of(
            _INCIDENTS,
            "incident=reference case=case_id>cases occurred_at time_is_exact logged_at logged_by=logged_by_id>staff "
            "category severity location tags what_happened immediate_action",
        ),
        key=("incident",),
        further=Further(
            "incident_records",
            columns_of(_INCIDENTS, "lesson injuries physical_intervention anyone_unsafe story_to_add"),
        ),
        target="incidents",
        rules=(_severity,),
    ),
    Family(
        "involvements",
        _INVOLVEMENTS,
        columns_of(_INVOLVEMENTS, "incident=incident_id>incidents person=person_id>persons role=part account"),
        key=("incident", "person"),
    ),
    Family(
        "notes",
        _NOTES,
        columns_of(_NOTES, "case=case_id>cases written_at written_by=written_by_id>staff text"),
        key=("case", "written_at", "written_by", "text"),
        further=Further("note_records", columns_of(_NOTES, "is_restricted"), numbered=True),
        repeats=True,
        append_only=True,
    ),
    Family(
        "safety_checks",
        _CHECKS,
        columns_of(
            _CHECKS,
            "case=case_id>cases answered_at answered_by=answered_by_id>staff sexual_or_domestic live_enquiry "
            "suspected_abuse weapon_or_threat responsibility_accepted everyone_willing power_imbalance "
            "staff_allegation "
            "communication_need",
        ),
        key=("case", "answered_at"),
        repeats=True,
        optional=True,
    ),
    Family(
        "holds",
        _HOLDS,
        columns_of(
            _HOLDS,
            "case=case_id>cases kind because placed_at placed_by=placed_by_id>staff owner=owner_id>staff review_on "
            "stage_before lifted_at lifted_by=lifted_by_id>staff lifted_because asked_by_harmed_child",
        ),
        key=("case", "kind", "placed_at"),
        repeats=True,
        optional=True,
        rules=(_lifted,),
    ),
    Family(
        "case_access",
        _ACCESS,
        columns_of(
            _ACCESS,
            "case=case_id>cases staff_code=staff_id>staff kind granted_at granted_by=granted_by_id>staff "
            "because ends_at looked_at looked_at_by=looked_at_by_id>staff looked_at_words",
        ),
        key=("case", "staff_code", "kind", "granted_at"),
        repeats=True,
        optional=True,
    ),
)
