"""A row of published_reports.csv is a report as governors read it, and the one that the row says it is."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.bundle import check_bundle, import_bundle
from app.casework.report import Report
from tests.bundle.conftest import AT, told
from tests.facts_from_csv import SAMPLE

COLUMNS = ("term", "as_at", "published_on", "published_by", "sha256", "snapshot")
AUTUMN = json.loads((SAMPLE / "expected-autumn.json").read_text())
RESTRICTED = json.loads((SAMPLE / "expected-autumn-restricted.json").read_text())
OTHER_GROUPS = {"sex": {"F": None, "M": dict.fromkeys(AUTUMN["groups"]["sex"]["M"] or {"on_roll": 0}, 5)}}
HOLDS_TRUE_COUNTS = "true counts, which point to children. Give the published copy, never the restricted one."

Row = dict[str, str]
Given = Callable[..., list[str]]


def a_row(figures: dict[str, Any] = AUTUMN, **cells: str) -> Row:
    """A row as an export writes it."""
    snapshot = json.dumps(figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    row = {"term": "2025-26 autumn", "as_at": "2026-02-27", "published_on": "2026-03-02", "published_by": "HEAD"}
    return row | {"sha256": hashlib.sha256(snapshot.encode()).hexdigest(), "snapshot": snapshot} | cells


def write(folder: Path, *rows: Row) -> None:
    with (folder / "published_reports.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def problems_of(empty: Session, folder: Path) -> Given:
    def given(*rows: Row) -> list[str]:
        write(folder, *rows)
        return told(check_bundle(empty, folder, at=AT))

    return given


def test_a_report_as_it_was_published_is_taken(problems_of: Given) -> None:
    assert problems_of(a_row()) == []
    assert problems_of(a_row(sha256="")) == []


def test_an_old_report_that_knew_fewer_figures_is_taken(problems_of: Given) -> None:
    old = {"term": {"name": "2022-23 autumn"}, "as_at": "2023-01-20", "cohort": {"avoided": 2}}
    assert problems_of(a_row(old, term="2022-23 autumn", as_at="2023-01-20", published_on="2023-01-25")) == []


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (a_row(RESTRICTED), f"snapshot: Its groups by ethnicity are {HOLDS_TRUE_COUNTS}"),
        (a_row(term="2025-26 spring"), "term: Its snapshot says 2025-26 autumn."),
        (a_row(as_at="2026-02-26"), "as_at: Its snapshot says 2026-02-27."),
        (a_row({}), "term: Its snapshot says none."),
        (a_row(published_on="2026-02-26"), "published_on: 2026-02-26 is before 2026-02-27."),
        (a_row(published_on="2026-05-05"), "published_on: 2026-05-05 has not come yet."),
        (a_row(sha256="0" * 64), "sha256: The snapshot beside it has another SHA-256."),
        (a_row(sha256="none"), "sha256: This is not a SHA-256."),
        (a_row(AUTUMN | {"groups": {"sex": {"F": 5}}}), "snapshot: Its part groups can’t be read."),
        (a_row(AUTUMN | {"groups": {"sex": {"F": {"on_roll": "5"}}}}), "snapshot: Its part groups can’t be read."),
    ],
    ids=["restricted", "term", "day", "empty", "too early", "to come", "digest", "no digest", "groups", "words"],
)
def test_a_report_that_is_not_what_its_row_says_is_refused(problems_of: Given, row: Row, problem: str) -> None:
    assert any(each.startswith(f"published_reports.csv:2:{problem}") for each in problems_of(row)), problems_of(row)


def test_the_day_of_the_import_is_a_day_of_publication(problems_of: Given) -> None:
    assert problems_of(a_row(published_on="2026-05-04")) == []


def test_a_second_version_of_the_groups_of_a_term_is_refused(problems_of: Given) -> None:
    later = AUTUMN | {"as_at": "2026-03-20"}
    again = {"as_at": "2026-03-20", "published_on": "2026-03-23"}
    assert problems_of(a_row(), a_row(later, **again)) == []

    (problem,) = problems_of(a_row(), a_row(later | {"groups": OTHER_GROUPS}, **again))

    assert problem.startswith(
        "published_reports.csv:3:snapshot: Its groups are not those of 2025-26 autumn as at 2026-02-27, which was"
    )


@pytest.mark.parametrize("published_on", ["2026-03-01", "2026-03-03"])
def test_a_second_version_beside_one_that_is_here_is_refused(
    empty: Session, folder: Path, problems_of: Given, published_on: str
) -> None:
    write(folder, a_row())
    assert told(import_bundle(empty, folder, at=AT)) == []
    empty.commit()

    (problem,) = problems_of(a_row(AUTUMN | {"groups": OTHER_GROUPS}, published_on=published_on))

    assert "published_reports.csv:2:snapshot: Its groups are not those of 2025-26 autumn" in problem


def test_a_published_report_is_never_changed_by_a_bundle(empty: Session, folder: Path, problems_of: Given) -> None:
    write(folder, a_row())
    assert told(import_bundle(empty, folder, at=AT)) == []
    empty.commit()

    (problem,) = problems_of(a_row(AUTUMN | {"pupils_on_roll": 12}))

    assert problem.startswith("published_reports.csv:2:snapshot: 2025-26 autumn as at 2026-02-27 is published here")
    assert json.loads(empty.scalars(sa.select(Report.snapshot)).one() or "") == AUTUMN


@pytest.mark.parametrize("snapshot", ["nothing", "[1]", "{unquoted}", '{"cohort": 3}'])
def test_a_published_report_must_be_the_figures_of_one(problems_of: Given, snapshot: str) -> None:
    (problem,) = problems_of(a_row(sha256="", snapshot=snapshot))

    assert problem.startswith("published_reports.csv:2:snapshot: ")
    assert problem.endswith("Give the figures as they were published.")
