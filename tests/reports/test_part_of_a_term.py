"""A report as at a day before the term's end: a part of a term is never set against whole ones without saying so."""

from __future__ import annotations

from typing import Any

import pytest

from reports.presentation.headline import OVER_CLAIMING
from reports.termly import claims_in
from tests.reports.reading import said, section
from tests.reports.snapshots import SNAPSHOT, a_snapshot

NOT_FLAGGED = "does not flag this term"
RUNS = "This term still runs until 19 December 2025"


def as_at(day: str, **changes: Any) -> str:
    return said(a_snapshot(as_at=day, **changes))


def check(**changes: Any) -> dict[str, Any]:
    return SNAPSHOT["over_claiming"] | changes


@pytest.mark.parametrize("day", ["2025-10-17", "2025-12-18"])
def test_while_the_term_runs_the_check_gives_no_verdict_and_says_why(day: str) -> None:
    text = section(as_at(day), 8)
    assert f"{RUNS}: a part of a term is not set against whole terms, and no verdict is given before it ends." in text
    assert NOT_FLAGGED not in text
    assert "Ratio of the two rates" not in text
    assert "Figure 8.1" not in text
    assert "Would-be exclusions of this term so far 64 – after the term’s last day Exclusions in the" in text
    assert "170 6.3 5.4 to 7.3" in text


@pytest.mark.parametrize("day", ["2025-12-19", "2025-12-30"])
def test_from_the_last_day_of_the_term_on_the_check_answers(day: str) -> None:
    text = section(as_at(day), 8)
    assert NOT_FLAGGED in text
    assert "so far" not in text
    assert "Ratio of the two rates" in text


def test_a_part_of_a_term_above_whole_terms_is_told_all_the_same_for_nothing_switches_it_off() -> None:
    flagged = check(flagged=True, ratio={"value": 2.0, "low": 1.2, "high": 3.1})
    text = as_at("2025-10-17", over_claiming=flagged)
    assert OVER_CLAIMING in text.split("1 Are those harmed safer?")[0]
    assert OVER_CLAIMING in section(text, 8)
    assert "This term still runs until 19 December 2025, and this part of it alone lies above the" in section(text, 8)


def test_while_the_term_runs_its_columns_say_that_they_are_a_part_of_a_term() -> None:
    text = section(as_at("2025-12-18"), 5)
    beside = (
        "“2025-26 so far” is a part of a term, which runs until 19 December 2025; the other columns are whole terms."
    )
    assert text.count(beside) == 2
    assert "Line 2022-23 2023-24 2024-25 2025-26 so far" in text
    assert "This school, autumn 2025-26 so far" in text
    assert not any(arrow in text for arrow in "↑↓")
    assert "so far" not in section(said(), 5)


def test_the_first_page_says_that_the_term_is_not_over_only_while_it_runs() -> None:
    assert "The term is not over." in as_at("2025-12-18")
    in_the_holiday = as_at("2025-12-22")
    assert "The term is not over" not in in_the_holiday
    assert "What happens until 4 January 2026 still counts to the term." in in_the_holiday
    assert "still counts to the term" not in said()


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        ({"value": 1.1, "low": 0.8, "high": 1.5}, "the interval of the ratio holds 1, so the two rates"),
        ({"value": 1.1, "low": 0.8, "high": None}, "the interval of the ratio holds 1, so the two rates"),
        ({"value": 0.5, "low": 0.3, "high": 0.8}, "the whole interval of the ratio lies below 1: would-be exclusions"),
    ],
)
def test_an_unflagged_check_says_where_the_interval_lies(ratio: dict[str, Any], words: str) -> None:
    text = section(said(a_snapshot(over_claiming=check(ratio=ratio))), 8)
    assert f"{NOT_FLAGGED}: {words}" in text
    assert "1 or below" not in text


def test_no_word_about_a_part_of_a_term_claims_a_cause() -> None:
    assert claims_in(as_at("2025-10-17")) == []
