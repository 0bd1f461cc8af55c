"""What a bundle is refused for: each with its file, its line, what is wrong and what would be right."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.bundle import check_bundle, import_bundle
from app.casework.school import School
from tests.bundle.conftest import AT, Spoil, told

REFUSED = [
    # figures.md 7
    ("school.csv", ",30,15,", ",29,15,", "school.csv:2:holding_school_days", "30 or more"),
    ("school.csv", ",30,15,", ",30,16,", "school.csv:2:response_within_school_days", "1 to 15"),
    ("policy.csv", "physical,3,,,suspension,2,", "physical,3,,,suspension,,", "policy.csv:4:school_days", "1 or more"),
    ("thresholds.csv", "suspension,2,v1/physical/3", "suspension,0,v1/physical/3", "thresholds.csv:2:school_days", "1 or more"),
    ("thresholds.csv", ",probable,DEP,2025-02-05", ",,DEP,2025-02-05", "thresholds.csv:2:confidence", "needs it"),
    ("responses.csv", "held,2024-11-13T13:00,2024-11-13T13:00", "held,2024-11-13T13:00,", "responses.csv:2:held_at", "held_at"),
    ("actions.csv", "done_verified,2024-11-20,T3", "done_unchecked,,", "actions.csv:2:status_on", "status_on"),
    ("actions.csv", "done_verified,2024-11-20,T3", "done_verified,2024-11-20,", "actions.csv:2:verified_by", "done_unchecked"),
    ("actions.csv", "week,C999400219003,", "week,T3,", "actions.csv:2:verified_by", "Another person"),
    ("responses.csv", "held,2024-11-13T13:00,", "declined,2024-11-13T13:00,", "agreements.csv:2:response", "held response"),
    ("agreements.csv", "A-01,R-01,2024-11-13", "A-01,R-01,2024-11-12", "agreements.csv:2:made_on", "a later one"),
    ("check_ins.csv", "2025-09-18,2025-09-18,PAS", "2025-09-18,,PAS", "check_ins.csv:2:safe", "held_on"),
    ("calendar.csv", "2022-23,term,spring,2023-01-03", "2022-23,term,spring,2022-12-16", "calendar.csv:3:starts_on", "follow one"),
    ("calendar.csv", "2022-23,term,summer", "2022-23,holiday,summer", "calendar.csv:2:academic_year", "last year"),
    ("policy.csv", "v1,2022-09-01,physical,2,", "v1,2022-09-01,physical,1,", "policy.csv:3:version", "Keep one row"),
    ("policy.csv", "v1,2022-09-01,physical,2,,", "v1,2022-09-01,physical,1,0,", "policy.csv:3:version", "Keep one row"),
    ("policy.csv", "v1,2022-09-01,physical,2,", "v0,2022-09-01,physical,2,", "policy.csv:3:in_force_from", "its own day"),
    ("exclusions.csv", "X-02,", "X-01,", "exclusions.csv:3:exclusion", "Keep one row"),
    ("exclusions.csv", "suspension,2022-10-11,2,", "lunchtime,2022-10-11,,", "exclusions.csv:2:sessions", "half school days"),
    # a row that names another school, a key that nobody has
    ("involvements.csv", "I-01,C999400219003", "I-01,Q111111111111", "involvements.csv:2:person", "name one of this school"),
    ("incidents.csv", "I-01,C-01,", "I-01,2099-0001,", "incidents.csv:2:case", "name one of this school"),
    # cells
    ("incidents.csv", "2024-11-12T12:40", "2026-03-29T01:30", "incidents.csv:2:occurred_at", "clocks showed"),
    ("agreements.csv", "A-01,R-01,2024-11-13", "A-01,R-01,03/04/2025", "agreements.csv:2:made_on", "2026-01-09"),
    ("incidents.csv", "2024-11-12T12:40", "2024-11-12 12:40", "incidents.csv:2:occurred_at", "London time"),
    ("incidents.csv", "T3,physical,1,yard", "T3,physical,-1,yard", "incidents.csv:2:severity", "digits only"),
    ("involvements.csv", ",caused_harm,", ",culprit,", "involvements.csv:2:role", "caused_harm, was_harmed"),
    ("staff.csv", "headteacher,,,", "head,,,", "staff.csv:2:roles", "headteacher"),
    ("pupils.csv", "Z999400219001,S001", ",", "pupils.csv:2:upn", "one of them"),
    ("cases.csv", "2024-11-27T16:00", "2024-11-01T16:00", "cases.csv:2:closed_at", "opened_at"),
    ("supplied.csv", "2022-23,autumn,suspensions", "2022-23,autumn,detentions", "supplied.csv:2:kind", "suspensions,"),
    ("roll.csv", "2022-23,autumn", "2022-24,autumn", "roll.csv:2:academic_year", "2025-26"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "place", "right"), REFUSED, ids=[f"{r[0]} {r[2]}" for r in REFUSED])
def test_a_faulty_row_is_refused_at_its_place(
    problems_of: Spoil, file: str, old: str, new: str, place: str, right: str
) -> None:
    problems = problems_of(file, old, new)

    assert any(each.startswith(f"{place}: ") and right in each for each in problems), problems


def test_the_sample_as_it_stands_has_no_problem(empty: Session, folder: Path) -> None:
    assert told(check_bundle(empty, folder, at=AT)) == []


def test_nothing_is_stored_where_there_is_a_problem(empty: Session, folder: Path) -> None:
    file = folder / "notes.csv"
    file.write_bytes(file.read_bytes() + b"C-99,2026-01-16T09:10,PAS,Somewhere else.\r\n")

    outcome = import_bundle(empty, folder, at=AT)

    assert [(p.file, p.line, p.column) for p in outcome.problems] == [("notes.csv", 4, "case")]
    assert empty.scalar(sa.select(sa.func.count()).select_from(School)) == 0


def test_every_problem_of_every_row_is_told_in_order(empty: Session, folder: Path) -> None:
    (folder / "circles.csv").write_text(
        "held_on,keeper,group,purpose,size,minutes\r\n9/1/26,XX,Fir,,many,\r\n2026-01-09,T1,Fir,x,,-\r\n"
    )

    problems = check_bundle(empty, folder, at=AT).problems

    assert [(p.line, p.column) for p in problems] == [
        (2, "held_on"),
        (2, "purpose"),
        (2, "size"),
        (2, "keeper"),
        (3, "minutes"),
    ]


def test_a_cell_over_two_lines_does_not_shift_the_line_numbers(empty: Session, folder: Path) -> None:
    (folder / "contacts.csv").write_text(
        "pupil,name,relationship,parental_responsibility,email,phone,address,do_not_contact\r\n"
        'K999400220008,Layla,,yes,,,"1 Row\nLarkfield",no\r\nNOBODY,Ruth,,no,,,,no\r\n'
    )

    assert [p.line for p in check_bundle(empty, folder, at=AT).problems] == [4]


def test_a_byte_order_mark_is_tolerated_and_columns_may_stand_in_any_order(empty: Session, folder: Path) -> None:
    (folder / "roll.csv").write_bytes(b"\xef\xbb\xbfpupils_on_roll,term,academic_year\n38,autumn,2022-23\n")

    outcome = check_bundle(empty, folder, at=AT)

    assert told(outcome) == []
    assert outcome.counts["roll"].added == 1


ACCEPTED = [
    ("thresholds.csv", ",probable,DEP,2025-02-05T14:00", ",possible,T1,2025-02-05T16:00"),
    ("thresholds.csv", "v1/physical/3,probable,DEP,2025-02", ",probable,DEP,2025-02"),
    ("decisions.csv", 'HEAD,2025-02-05T15:00,"Pupil, parents, class teacher"', "T1,2025-02-05T15:00,"),
    ("exclusions.csv", "X-01,U999400218043,suspension,2022-10-11", "X-01,U999400218043,suspension,2019-10-12"),
    ("incidents.csv", "2024-11-12T12:55,T3", "2025-01-31T12:55,T3"),
    ("responses.csv", "2025-03-18T15:30,2025-03-18T15:30", "2025-03-18T15:30,2025-03-11T15:30"),
]


@pytest.mark.parametrize(("file", "old", "new"), ACCEPTED, ids=[f"{r[0]} {r[2]}" for r in ACCEPTED])
def test_history_is_taken_as_it_was(problems_of: Spoil, file: str, old: str, new: str) -> None:
    assert problems_of(file, old, new) == []


def test_a_faulty_line_of_the_school_day_is_refused(empty: Session, folder: Path) -> None:
    rows = "One,lesson,,10:00,09:00\r\nTwo,lesson,funday,09:00,10:00\r\nThree,lesson,,9am,10:00\r\n"
    (folder / "periods.csv").write_text("name,kind,weekdays,starts_at,ends_at\r\n" + rows)

    problems = told(check_bundle(empty, folder, at=AT))

    assert [problem.partition(": ")[0] for problem in problems] == [
        "periods.csv:2:ends_at",
        "periods.csv:3:weekdays",
        "periods.csv:4:starts_at",
    ]
