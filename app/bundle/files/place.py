"""The school, its calendar, its roll of earlier years, its policy, and what it says is complete."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.bundle.spec import Family, Fault, Row, columns_of, table_of
from app.casework.periods import Period, Weekday
from app.casework.policy import PolicyRow
from app.casework.school import School
from app.casework.school_year import CalendarEntry, RollCount, Supplied
from app.casework.words import CalendarKind, OutOfLessonsKind, Sanction

LINES_OF_ACTUAL = ("suspensions", "permanent_exclusions", *OutOfLessonsKind)
TERM_NAMES = ("autumn", "spring", "summer")
SHORTEST_HOLDING = 30
LONGEST_RESPONSE = 15
_YEAR = re.compile(r"(\d{4})-(\d{2})")


def is_academic_year(text: str) -> bool:
    """`2025-26`: a year and the two figures of the next one."""
    found = _YEAR.fullmatch(text)
    return found is not None and (int(found[1]) + 1) % 100 == int(found[2])


def _settings(row: Row) -> Iterator[Fault]:
    holding, limit = row["holding_school_days"], row["response_within_school_days"]
    if holding is not None and holding < SHORTEST_HOLDING:
        yield "holding_school_days", f"{holding} school days are too few.", "The holding period is 30 or more."
    if limit is not None and not 1 <= limit <= LONGEST_RESPONSE:
        yield (
            "response_within_school_days",
            f"{limit} is out of bounds.",
            "A response is held within 1 to 15 school days.",
        )
    for year in sorted(row["baseline_years"]):
        if not is_academic_year(year):
            yield "baseline_years", f"“{year}” is not an academic year.", "Write 2023-24;2024-25."


def _year(row: Row) -> Iterator[Fault]:
    if not is_academic_year(row["academic_year"]):
        yield "academic_year", f"“{row['academic_year']}” is not an academic year.", "Write it as 2025-26."


def _term_word(row: Row) -> Iterator[Fault]:
    if row["term"] not in TERM_NAMES:
        yield "term", f"“{row['term']}” is not a term.", "Write autumn, spring or summer."


def _calendar_row(row: Row) -> Iterator[Fault]:
    kind, starts, ends = row["kind"], row["starts_on"], row["ends_on"]
    if ends is not None and ends < starts:
        yield "ends_on", "It ends before it starts.", "Give a last day on or after starts_on."
    if kind in (CalendarKind.TERM, CalendarKind.CENSUS) and row["name"] not in TERM_NAMES:
        yield "name", f"“{row['name']}” is not a term.", "Write autumn, spring or summer."
    if kind is CalendarKind.TERM and ends is None:
        yield "ends_on", "A term needs its last day.", "Give the last day of the term."


def suspension_days(row: Row) -> Iterator[Fault]:
    """figures.md 7: a suspension without whole school days of at least one."""
    if row["sanction"] == Sanction.SUSPENSION and not row["school_days"]:
        yield "school_days", "A suspension without its school days.", "Give whole school days, 1 or more."


def _severity(row: Row) -> Iterator[Fault]:
    if row["severity"] < 1:
        yield "severity", "Severity starts at 1.", "Give 1 or more."


def _line_of_actual(row: Row) -> Iterator[Fault]:
    if row["kind"] not in LINES_OF_ACTUAL:
        yield "kind", f"“{row['kind']}” is not a line of the report.", f"Write one of: {', '.join(LINES_OF_ACTUAL)}."


def _times(row: Row) -> Iterator[Fault]:
    if row["starts_at"] and row["ends_at"] and row["ends_at"] <= row["starts_at"]:
        yield "ends_at", "It ends before it starts.", "Give a later time, such as 09:50."


def _one_of_its_year(row: Row) -> tuple[object, ...]:
    """A year has each term, and each census, once; other days by when they start."""
    once = row["kind"] in (CalendarKind.TERM, CalendarKind.CENSUS)
    return (row["academic_year"], row["kind"], row["name"], None if once else row["starts_on"])


def _policy_line(row: Row) -> tuple[object, ...]:
    """figures.md 7: alike in version, category, severity, repeats; a blank is 0 (figures.md 2)."""
    return (row["version"], row["category"], row["severity"], row["repeats_at_least"] or 0)


_SCHOOL, _CALENDAR = table_of(School), table_of(CalendarEntry)
_ROLL, _POLICY, _SUPPLIED = table_of(RollCount), table_of(PolicyRow), table_of(Supplied)
_PERIODS = table_of(Period)

SCHOOL = Family(
    "school",
    _SCHOOL,
    columns_of(
        _SCHOOL,
        "urn laestab name phase nation trust=trust_id>trusts holding_school_days "
        "response_within_school_days baseline_years",
    ),
    key=("urn",),
    rules=(_settings,),
)
PLACE = (
    Family(
        "calendar",
        _CALENDAR,
        columns_of(_CALENDAR, "academic_year kind name starts_on ends_on"),
        key=("academic_year", "kind", "name", "starts_on"),
        order=("academic_year", "starts_on", "kind", "name"),
        rules=(_year, _calendar_row),
        same=_one_of_its_year,
    ),
    Family(
        "periods",
        _PERIODS,
        columns_of(_PERIODS, "name kind weekdays starts_at ends_at", words={"weekdays": Weekday}),
        key=("name", "weekdays"),
        order=("starts_at", "name", "weekdays"),
        optional=True,
        rules=(_times,),
    ),
    Family(
        "roll",
        _ROLL,
        columns_of(_ROLL, "academic_year term pupils_on_roll"),
        key=("academic_year", "term"),
        rules=(_year, _term_word),
    ),
    Family(
        "policy",
        _POLICY,
        columns_of(
            _POLICY,
            "version in_force_from category severity repeats_at_least look_back_school_days sanction "
            "school_days clause",
        ),
        key=("version", "category", "severity", "repeats_at_least"),
        order=("in_force_from", "version", "category", "severity", "repeats_at_least"),
        rules=(suspension_days, _severity),
        same=_policy_line,
    ),
    Family(
        "supplied",
        _SUPPLIED,
        columns_of(_SUPPLIED, "academic_year term kind complete"),
        key=("academic_year", "term", "kind"),
        rules=(_year, _term_word, _line_of_actual),
    ),
)
