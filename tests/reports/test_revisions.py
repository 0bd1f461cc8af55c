"""What a report says of figures published before, and the groups that are published once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.casework.facts import Facts, PublishedRow
from reports.figures import context, snapshot
from tests.facts_from_csv import SAMPLE, facts_from_csv

AUTUMN, SPRING = "2025-26 autumn", "2025-26 spring"
PUBLISHED_ON = date(2026, 3, 2)

pytestmark = pytest.mark.skipif(not SAMPLE.exists(), reason="the folder of sample bundles is not beside the project")


@pytest.fixture
def published() -> Facts:
    """The sample school, had its autumn report been published."""
    frozen = (SAMPLE / "expected-autumn.json").read_text()
    row = PublishedRow(AUTUMN, date(2026, 2, 27), PUBLISHED_ON, frozen)
    return replace(facts_from_csv(SAMPLE), published=[row])


def test_the_next_report_lists_the_two_numbers_that_changed(published: Facts) -> None:
    listed = snapshot(published, SPRING, date(2026, 4, 30))["revisions"]
    assert [(row["key"], row["was"], row["now"]) for row in listed] == [
        ("cohort.avoided", 8, 9),
        ("cohort.undecided", 1, 0),
    ]
    assert {(row["term"], row["published_as_at"]) for row in listed} == {(AUTUMN, "2026-02-27")}


def test_a_report_published_later_is_not_seen(published: Facts) -> None:
    assert snapshot(published, SPRING, PUBLISHED_ON.replace(day=1))["revisions"] == []


def test_groups_of_a_term_are_published_once_and_the_restricted_copy_stays_true(published: Facts) -> None:
    frozen = '{"groups": {"sex": {"F": null}}}'
    taken = replace(published, published=[published.published[0]._replace(snapshot=frozen)])
    day = date(2026, 4, 30)
    assert snapshot(taken, AUTUMN, day)["groups"] == {"sex": {"F": None}}
    beside = context(taken, AUTUMN, day)
    assert (beside["groups_as_at"], beside["reports_compared"]) == ("2026-02-27", 1)
    assert snapshot(taken, AUTUMN, day, restricted=True)["groups"]["sex"]["F"]["on_roll"] == 20


@pytest.mark.parametrize("term", [AUTUMN, SPRING])
@pytest.mark.parametrize("day", [date(2025, 10, 1), date(2026, 1, 10), date(2026, 5, 20)])
def test_what_must_always_hold(term: str, day: date) -> None:
    found = snapshot(facts_from_csv(SAMPLE), term, day, restricted=True)
    cohort, funnel = found["cohort"], found["funnel"]
    assert sum(cohort.values()) == 2 * cohort["candidates"]
    assert funnel["kept"] <= funnel["agreed"] <= funnel["met"] <= funnel["considered"] <= funnel["logged"]
    for rows in found["groups"].values():
        assert sum(row["candidates"] for row in rows.values()) == cohort["candidates"]
        for row in rows.values():
            assert row["avoided"] <= row["met"] <= row["offered"] <= row["candidates"]
    if found["exclusions_avoided"]["printed"]:
        strict, probable = (found["exclusions_avoided"][key] for key in ("strict", "probable"))
        assert all(strict[kind] <= probable[kind] for kind in strict)
