"""Reads a bundle folder into Facts with nothing but the csv module: a second reader, apart from the product's own."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.casework import facts as f

SAMPLE = Path(__file__).parent / "samples" / "bundle-small"

Row = dict[str, str]


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _time(cell: str) -> datetime | None:
    return datetime.fromisoformat(cell) if cell else None


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def _yes(cell: str) -> bool:
    return cell == "yes"


def _words(cell: str) -> frozenset[str]:
    return frozenset(filter(None, cell.split(";")))


PARSERS: dict[str, Callable[[str], Any]] = {"@": _day, "!": _time, "#": _number, "?": _yes, "*": _words}

# Field of Facts: file, row, columns in the row's order; a sign before a name says what is in the column.
FILES: dict[str, tuple[str, Callable[..., Any], str]] = {
    "calendar_rows": ("calendar", f.CalendarRow, "academic_year kind name @starts_on @ends_on"),
    "roll": ("roll", f.RollRow, "academic_year term #pupils_on_roll"),
    "characteristics": (
        "pupil_characteristics",
        f.CharacteristicsRow,
        "pupil @from @to sen_provision fsm ethnicity looked_after",
    ),
    "staff": ("staff", f.StaffRow, "staff_code *roles @from @to"),
    "acting": ("acting_headteachers", f.ActingRow, "staff_code @from @to"),
    "policy": (
        "policy",
        f.PolicyRow,
        "version @in_force_from category #severity #repeats_at_least #look_back_school_days sanction #school_days clause",
    ),
    "incidents": (
        "incidents",
        f.IncidentRow,
        "incident case !occurred_at !logged_at logged_by category #severity",
    ),
    "involvements": ("involvements", f.InvolvementRow, "incident person role"),
    "cases": ("cases", f.CaseRow, "case !opened_at status !closed_at closing_reason !harmed_told_at"),
    "thresholds": (
        "thresholds",
        f.ThresholdRow,
        "incident pupil sanction #school_days clause confidence recorded_by !recorded_at",
    ),
    "responses": ("responses", f.ResponseRow, "response case kind status !planned_for !held_at led_by"),
    "participants": (
        "participants",
        f.ParticipantRow,
        "response person ?took_part participation_level ?declined_by_them",
    ),
    "agreements": ("agreements", f.AgreementRow, "agreement agreement response @made_on @withdrawn_on"),
    "actions": ("actions", f.ActionRow, "agreement #number by @due_on status @status_on verified_by"),
    "check_ins": ("check_ins", f.CheckInRow, "case person @due_on @held_on safe put_right"),
    "exclusions": ("exclusions", f.ExclusionRow, "exclusion pupil kind @starts_on #sessions incident @cancelled_on"),
    "out_of_lessons": ("out_of_lessons", f.OutOfLessonsRow, "pupil kind @from @to #sessions"),
    "supplied": ("supplied", f.SuppliedRow, "academic_year term kind ?complete"),
    "training": ("training", f.TrainingRow, "staff_code @completed_on @expires_on"),
    "circles": ("circles", f.CircleRow, "@held_on"),
    "published": ("published_reports", f.PublishedRow, "term @as_at @published_on snapshot"),
}


def facts_from_csv(folder: Path) -> f.Facts:
    """The facts of a bundle folder, keyed by the bundle's own references."""
    read = {
        field: [_row(make, columns, row) for row in _rows(folder, name)]
        for field, (name, make, columns) in FILES.items()
    }
    read["exclusions"] = [row._replace(incident=row.incident or None) for row in read["exclusions"]]
    return f.Facts(
        school=_school(_rows(folder, "school")[0]),
        pupils=[_pupil(row) for row in _rows(folder, "pupils")],
        decisions=[_decision(row) for row in _rows(folder, "decisions")],
        **read,
    )


def _rows(folder: Path, name: str) -> list[Row]:
    path = folder / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _row(make: Callable[..., Any], columns: str, row: Row) -> Any:
    return make(*[PARSERS[c[0]](row[c[1:]]) if c[0] in PARSERS else row[c] for c in columns.split()])


def _pupil(row: Row) -> f.PupilRow:
    key = row["upn"] or f"mis:{row['mis_id']}"
    return f.PupilRow(key, row["sex"], _day(row["on_roll_from"]), _day(row["on_roll_to"]))


def _decision(row: Row) -> f.DecisionRow:
    answers = sum(1 for answer in ("who_was_asked", "reason_given", "what_next") if row[answer].strip())
    decided_at = datetime.fromisoformat(row["decided_at"])
    return f.DecisionRow(row["incident"], row["pupil"], row["decision"], row["decided_by"], decided_at, answers)


def _school(row: Row) -> f.School:
    years = tuple(filter(None, row["baseline_years"].split(";")))
    holding, limit = _number(row["holding_school_days"]), _number(row["response_within_school_days"])
    return f.School(row["urn"], row["name"], holding, limit, years)
