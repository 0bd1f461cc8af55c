"""One pupil, one incident, and the course of an ordinary restorative decision, to be bent by each test.

Every Monday to Friday from 1 September 2025 to 31 July 2026 is a school day, so that day n is easily counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.casework import facts as f
from app.casework.measure import Reckoning, reckon

PUPIL, OTHER_PUPIL, HARMED = "pupil", "other pupil", "harmed"
HEAD, DEPUTY, TEACHER = "HEAD", "DEP", "T1"
MONDAY = date(2025, 9, 8)  # the day of the incident, the threshold and the decision
MET_ON = date(2025, 9, 10)  # the day of the meeting and the agreement
HOLDS_TO = date(2025, 10, 22)  # 30 school days later
LIMIT = date(2025, 9, 29)  # 15 school days after the decision
LATER = date(2025, 12, 1)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute)


def threshold(**more: Any) -> f.ThresholdRow:
    row = f.ThresholdRow("I", PUPIL, "suspension", 3, "2.1", "probable", DEPUTY, at(MONDAY, 12))
    return row._replace(**more)


def decision(**more: Any) -> f.DecisionRow:
    return f.DecisionRow("I", PUPIL, "restorative", HEAD, at(MONDAY, 14), 3)._replace(**more)


def response(**more: Any) -> f.ResponseRow:
    row = f.ResponseRow("R", "C", "circle", "held", at(MET_ON), at(MET_ON), TEACHER)
    return row._replace(**more)


def took_part(**more: Any) -> f.ParticipantRow:
    return f.ParticipantRow("R", PUPIL, True, None, False)._replace(**more)


def agreement(**more: Any) -> f.AgreementRow:
    return f.AgreementRow("A", "A", "R", MET_ON, None)._replace(**more)


def action(**more: Any) -> f.ActionRow:
    row = f.ActionRow("A", 1, PUPIL, date(2025, 9, 17), "done_verified", date(2025, 9, 18), TEACHER)
    return row._replace(**more)


def exclusion(**more: Any) -> f.ExclusionRow:
    return f.ExclusionRow("X", PUPIL, "suspension", date(2025, 10, 1), 4, "I", None)._replace(**more)


def incident(**more: Any) -> f.IncidentRow:
    row = f.IncidentRow("I", "C", at(MONDAY, 10), at(MONDAY, 11), TEACHER, "physical", 3)
    return row._replace(**more)


def policy(**more: Any) -> f.PolicyRow:
    row = f.PolicyRow("v1", date(2020, 9, 1), "physical", 3, None, None, "suspension", 3, "2.1")
    return row._replace(**more)


@dataclass
class Situation:
    """All rows of one pair; each test replaces the kinds of row that it is about."""

    thresholds: list[f.ThresholdRow] = field(default_factory=lambda: [threshold()])
    decisions: list[f.DecisionRow] = field(default_factory=lambda: [decision()])
    responses: list[f.ResponseRow] = field(default_factory=lambda: [response()])
    participants: list[f.ParticipantRow] = field(default_factory=lambda: [took_part()])
    agreements: list[f.AgreementRow] = field(default_factory=lambda: [agreement()])
    actions: list[f.ActionRow] = field(default_factory=lambda: [action()])
    exclusions: list[f.ExclusionRow] = field(default_factory=list)
    incidents: list[f.IncidentRow] = field(default_factory=lambda: [incident()])
    policy: list[f.PolicyRow] = field(default_factory=lambda: [policy()])
    acting: list[f.ActingRow] = field(default_factory=list)
    involved: list[f.InvolvementRow] = field(default_factory=list)
    left_on: date | None = None
    ends_on: date = date(2026, 7, 31)

    def facts(self) -> f.Facts:
        involved = [
            f.InvolvementRow("I", PUPIL, "caused_harm"),
            f.InvolvementRow("I", HARMED, "was_harmed"),
            *self.involved,
        ]
        staff = ((HEAD, "headteacher"), (DEPUTY, "deputy_headteacher"), (TEACHER, "staff"))
        return f.Facts(
            school=f.School("999999", "Invented School"),
            calendar_rows=[f.CalendarRow("2025-26", "term", "autumn", date(2025, 9, 1), self.ends_on)],
            pupils=[
                f.PupilRow(PUPIL, "F", None, self.left_on),
                f.PupilRow(OTHER_PUPIL, "M", None, None),
                f.PupilRow(HARMED, "M", None, None),
            ],
            staff=[f.StaffRow(code, frozenset({role}), None, None) for code, role in staff],
            acting=self.acting,
            policy=self.policy,
            incidents=self.incidents,
            involvements=involved,
            cases=[f.CaseRow(case, at(MONDAY, 11), "triage", None, None, None) for case in ("C", "C2")],
            thresholds=self.thresholds,
            decisions=self.decisions,
            responses=self.responses,
            participants=self.participants,
            agreements=self.agreements,
            actions=self.actions,
            exclusions=self.exclusions,
        )

    def on(self, day: date = LATER) -> Reckoning:
        return reckon(self.facts(), (PUPIL, "I"), day)
