"""Reads a bundle folder into Facts with nothing but the csv module: a second reader, apart from the product's own."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from app.casework import facts as f

SAMPLE = Path(__file__).parents[2] / "shared" / "samples" / "bundle-small"

Row = dict[str, str]


def facts_from_csv(folder: Path) -> f.Facts:
    def rows(name: str) -> Iterator[Row]:
        path = folder / f"{name}.csv"
        if path.exists():
            with path.open(encoding="utf-8-sig", newline="") as lines:
                yield from csv.DictReader(lines)

    return f.Facts(
        school=_school(next(rows("school"))),
        calendar_rows=[
            f.CalendarRow(r["academic_year"], r["kind"], r["name"], _must(r["starts_on"]), _day(r["ends_on"]))
            for r in rows("calendar")
        ],
        roll=[f.RollRow(r["academic_year"], r["term"], _number(r["pupils_on_roll"])) for r in rows("roll")],
        pupils=[
            f.PupilRow(r["upn"] or f"mis:{r['mis_id']}", r["sex"], _day(r["on_roll_from"]), _day(r["on_roll_to"]))
            for r in rows("pupils")
        ],
        characteristics=[
            f.CharacteristicsRow(
                r["pupil"],
                _day(r["from"]),
                _day(r["to"]),
                r["sen_provision"],
                r["fsm"],
                r["ethnicity"],
                r["looked_after"],
            )
            for r in rows("pupil_characteristics")
        ],
        staff=[
            f.StaffRow(
                r["staff_code"],
                frozenset(filter(None, r["roles"].split(";"))),
                _day(r["from"]),
                _day(r["to"]),
            )
            for r in rows("staff")
        ],
        acting=[f.ActingRow(r["staff_code"], _day(r["from"]), _day(r["to"])) for r in rows("acting_headteachers")],
        policy=[
            f.PolicyRow(
                r["version"],
                _must(r["in_force_from"]),
                r["category"],
                int(r["severity"]),
                _number(r["repeats_at_least"]),
                _number(r["look_back_school_days"]),
                r["sanction"],
                _number(r["school_days"]),
                r["clause"],
            )
            for r in rows("policy")
        ],
        incidents=[
            f.IncidentRow(
                r["incident"],
                r["case"],
                datetime.fromisoformat(r["occurred_at"]),
                datetime.fromisoformat(r["logged_at"]),
                r["logged_by"],
                r["category"],
                int(r["severity"]),
            )
            for r in rows("incidents")
        ],
        involvements=[f.InvolvementRow(r["incident"], r["person"], r["role"]) for r in rows("involvements")],
        cases=[
            f.CaseRow(
                r["case"],
                datetime.fromisoformat(r["opened_at"]),
                r["status"],
                _time(r["closed_at"]),
                r["closing_reason"],
                _time(r["harmed_told_at"]),
            )
            for r in rows("cases")
        ],
        thresholds=[
            f.ThresholdRow(
                r["incident"],
                r["pupil"],
                r["sanction"],
                _number(r["school_days"]),
                r["clause"],
                r["confidence"],
                r["recorded_by"],
                datetime.fromisoformat(r["recorded_at"]),
            )
            for r in rows("thresholds")
        ],
        decisions=[
            f.DecisionRow(
                r["incident"],
                r["pupil"],
                r["decision"],
                r["decided_by"],
                datetime.fromisoformat(r["decided_at"]),
                sum(1 for answer in ("who_was_asked", "reason_given", "what_next") if r[answer].strip()),
            )
            for r in rows("decisions")
        ],
        responses=[
            f.ResponseRow(
                r["response"],
                r["case"],
                r["kind"],
                r["status"],
                _time(r["planned_for"]),
                _time(r["held_at"]),
                r["led_by"],
            )
            for r in rows("responses")
        ],
        participants=[
            f.ParticipantRow(
                r["response"],
                r["person"],
                r["took_part"] == "yes",
                r["participation_level"],
                r["declined_by_them"] == "yes",
            )
            for r in rows("participants")
        ],
        agreements=[
            f.AgreementRow(r["agreement"], r["agreement"], r["response"], _must(r["made_on"]), _day(r["withdrawn_on"]))
            for r in rows("agreements")
        ],
        actions=[
            f.ActionRow(
                r["agreement"],
                int(r["number"]),
                r["by"],
                _day(r["due_on"]),
                r["status"],
                _day(r["status_on"]),
                r["verified_by"],
            )
            for r in rows("actions")
        ],
        check_ins=[
            f.CheckInRow(r["case"], r["person"], _day(r["due_on"]), _day(r["held_on"]), r["safe"], r["put_right"])
            for r in rows("check_ins")
        ],
        exclusions=[
            f.ExclusionRow(
                r["exclusion"],
                r["pupil"],
                r["kind"],
                _must(r["starts_on"]),
                _number(r["sessions"]),
                r["incident"] or None,
                _day(r["cancelled_on"]),
            )
            for r in rows("exclusions")
        ],
        out_of_lessons=[
            f.OutOfLessonsRow(r["pupil"], r["kind"], _must(r["from"]), _day(r["to"]), _number(r["sessions"]))
            for r in rows("out_of_lessons")
        ],
        supplied=[
            f.SuppliedRow(r["academic_year"], r["term"], r["kind"], r["complete"] == "yes") for r in rows("supplied")
        ],
        training=[
            f.TrainingRow(r["staff_code"], _must(r["completed_on"]), _day(r["expires_on"])) for r in rows("training")
        ],
        circles=[f.CircleRow(_must(r["held_on"])) for r in rows("circles")],
        published=[
            f.PublishedRow(r["term"], _must(r["as_at"]), _must(r["published_on"]), r["snapshot"])
            for r in rows("published_reports")
        ],
    )


def _school(row: Row) -> f.School:
    years = tuple(filter(None, row["baseline_years"].split(";")))
    holding, limit = _number(row["holding_school_days"]), _number(row["response_within_school_days"])
    return f.School(row["urn"], row["name"], holding, limit, years)


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _must(cell: str) -> date:
    return date.fromisoformat(cell)


def _time(cell: str) -> datetime | None:
    return datetime.fromisoformat(cell) if cell else None


def _number(cell: str) -> int | None:
    return int(cell) if cell else None
