"""The sample school's four expected reports, figure by figure."""

from __future__ import annotations

import json
from datetime import date

import pytest

from reports.figures import context, snapshot
from tests.facts_from_csv import SAMPLE, facts_from_csv

REPORTS = {"autumn": date(2026, 2, 27), "spring": date(2026, 4, 30)}


def differences(found: object, expected: object, at: str = "") -> list[str]:
    if isinstance(found, dict) and isinstance(expected, dict):
        keys = sorted(found.keys() ^ expected.keys())
        both = found.keys() & expected.keys()
        inner = [d for key in both for d in differences(found[key], expected[key], f"{at}.{key}")]
        return [f"{at}.{key} is in one alone" for key in keys] + inner
    if isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        return [d for n, pair in enumerate(zip(found, expected, strict=True)) for d in differences(*pair, f"{at}[{n}]")]
    numbers = isinstance(found, int | float) and isinstance(expected, int | float)
    if numbers and isinstance(found, bool) == isinstance(expected, bool):
        return [] if found == pytest.approx(expected, abs=1e-6) else [f"{at}: {found}, expected {expected}"]
    return [] if found == expected else [f"{at}: {found}, expected {expected}"]


@pytest.mark.parametrize("restricted", [False, True], ids=["published", "restricted"])
@pytest.mark.parametrize("term", REPORTS)
def test_the_report_of_the_sample_school_equals_the_expected_one(term: str, restricted: bool) -> None:
    expected = json.loads((SAMPLE / f"expected-{term}{'-restricted' * restricted}.json").read_text())
    found = snapshot(facts_from_csv(SAMPLE), f"2025-26 {term}", REPORTS[term], restricted=restricted)
    assert differences(json.loads(json.dumps(found)), expected) == []


def test_what_stands_beside_the_autumn_report() -> None:
    beside = context(facts_from_csv(SAMPLE), "2025-26 autumn", REPORTS["autumn"])
    assert beside["candidate_pupils"] == 18  # pupils 11 and 23 are candidates twice
    assert beside["excluded_without_entry"] == 0
    assert beside["groups_as_at"] is None
    assert beside["reports_compared"] == 0
