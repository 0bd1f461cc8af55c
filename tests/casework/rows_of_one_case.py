"""A small builder: one school, one incident, everything in order; a test changes the rows that it is about.

Pupil P caused harm to pupil Q. The decision is on Tuesday 9 September 2025; the calendar has no break before
19 December, so 30 school days after the agreement of Thursday 11 September is Thursday 23 October.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from app.casework import facts as f
from app.casework.measure import Reckoning, reckon

MET = datetime(2025, 9, 11, 13, 0)
DECIDED = datetime(2025, 9, 9, 9, 0)
HELD_TO = date(2025, 10, 23)
LATE = date(2026, 3, 27)
PAIR = ("P", "I")


def threshold(**changed: Any) -> f.ThresholdRow:
    row = f.ThresholdRow("I", "P", "suspension", 3, "2.1", "probable", "DEP", datetime(2025, 9, 9, 8, 30))
    return row._replace(**changed)


def decision(**changed: Any) -> f.DecisionRow:
    return f.DecisionRow("I", "P", "restorative", "HEAD", DECIDED, 3)._replace(**changed)


def response(**changed: Any) -> f.ResponseRow:
    return f.ResponseRow("R", "C", "circle", "held", MET, MET, "HEAD")._replace(**changed)


def agreement(**changed: Any) -> f.AgreementRow:
    return f.AgreementRow("A", "A", "R", MET.date(), None)._replace(**changed)


def action(**changed: Any) -> f.ActionRow:
    day = date(2025, 9, 18)
    return f.ActionRow("A", 1, "P", day, "done_verified", day, "DEP")._replace(**changed)


def exclusion(**changed: Any) -> f.ExclusionRow:
    return f.ExclusionRow("X", "P", "suspension", date(2025, 10, 1), 4, "I", None)._replace(**changed)


def incident(**changed: Any) -> f.IncidentRow:
    at = datetime(2025, 9, 8, 10, 45)
    return f.IncidentRow("I", "C", at, at + timedelta(minutes=20), "T1", "physical", 3)._replace(**changed)


def rows(**changed: Any) -> dict[str, Any]:
    """Rows by field of Facts; a keyword replaces that kind of row."""
    start = date(2019, 9, 1)
    found: dict[str, Any] = {
        "school": f.School("999009", "Invented School"),
        "calendar_rows": [
            f.CalendarRow("2025-26", "term", "autumn", date(2025, 9, 1), date(2025, 12, 19)),
            f.CalendarRow("2025-26", "term", "spring", date(2026, 1, 5), date(2026, 3, 27)),
        ],
        "pupils": [f.PupilRow(key, "F", start, None) for key in ("P", "Q", "Z")],
        "staff": [
            f.StaffRow("HEAD", frozenset({"headteacher"}), start, None),
            f.StaffRow("DEP", frozenset({"deputy_headteacher"}), start, None),
            f.StaffRow("T1", frozenset({"tutor"}), start, None),
        ],
        "policy": [
            f.PolicyRow("v1", date(2022, 9, 1), "physical", 3, None, None, "suspension", 3, "2.1"),
            f.PolicyRow("v1", date(2022, 9, 1), "physical", 1, None, None, "none", None, "1.1"),
        ],
        "incidents": [incident()],
        "involvements": [f.InvolvementRow("I", "P", "caused_harm"), f.InvolvementRow("I", "Q", "was_harmed")],
        "cases": [f.CaseRow("C", datetime(2025, 9, 8, 11, 5), "follow_up", None, None, None)],
        "thresholds": [threshold()],
        "decisions": [decision()],
        "responses": [response()],
        "participants": [f.ParticipantRow("R", "P", True, None, False)],
        "agreements": [agreement()],
        "actions": [action()],
        "exclusions": [],
    }
    return {**found, **changed}


def reckoned(on: date = LATE, **changed: Any) -> Reckoning:
    return reckon(f.Facts(**rows(**changed)), PAIR, on)
