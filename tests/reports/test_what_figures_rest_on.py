"""Beside a figure stands what it rests on: of how many, by which years, counted how; and what it doesn't show."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.reports.reading import PUBLISHED, said, section
from tests.reports.snapshots import SNAPSHOT, a_snapshot


def test_answers_of_people_harmed_stand_beside_how_many_had_a_check_in_at_all() -> None:
    text = said()
    first, harmed = text.split("1 Are those harmed safer?")[0], section(text, 1)
    assert "A check-in was held with or due for 66 of 84: 40 of 52 who answered said they felt safe." in first
    assert "people harmed who answered feel safe; 66 of 84 had a check-in, held or due" in first
    assert (
        "66 of 84 had a check-in, held or due: 52 of these answered whether they feel safe, and 40 said yes." in harmed
    )
    assert "Had a check-in, held or due 66 79%" in harmed
    assert "out of asked, not out of all 84 people harmed" in harmed


def test_where_nobody_had_a_check_in_no_answer_is_spoken_of() -> None:
    nobody = {"yes": 0, "no": 0, "asked": 0}
    harmed = SNAPSHOT["harmed"] | {"safe": nobody | {"unsure": 0}, "put_right": nobody | {"partly": 0}}
    text = said(a_snapshot(harmed=harmed))
    assert "Nobody has been due a check-in yet." in section(text, 1)
    assert "A check-in was held with" not in text


@pytest.mark.parametrize(
    ("still_open", "sentence", "fact"),
    [
        (13, "0 of 13 have been kept; 13 are still open.", "are kept; 13 still open 0 of 13"),
        (1, "0 of 13 have been kept; 1 is still open.", "are kept; 1 still open 0 of 13"),
        (0, "0 of 13 have been kept. That", "are kept 0 of 13"),
    ],
)
def test_agreements_kept_stand_beside_those_still_open(still_open: int, sentence: str, fact: str) -> None:
    agreements = dict.fromkeys(SNAPSHOT["agreements"], 0)
    agreements |= {"made": 13, "active": still_open, "not_kept": 13 - still_open}
    first = said(a_snapshot(agreements=agreements)).split("1 Are those harmed safer?")[0]
    assert sentence in first
    assert f"agreements made this term {fact}" in first


# The over-claiming check


def check_with(years: list[str], chosen: list[str], new: int = 0, **changes: Any) -> str:
    check = SNAPSHOT["over_claiming"]
    snapshot = a_snapshot(
        over_claiming=check | {"baseline": check["baseline"] | {"years": years}},
        settings=SNAPSHOT["settings"] | {"baseline_years": chosen},
        **changes,
    )
    return section(said(snapshot, replace(PUBLISHED, context={"candidates_under_new_policy": new})), 8)


BEFORE = ["2022-23", "2023-24", "2024-25"]


@pytest.mark.parametrize(
    ("years", "chosen", "words"),
    [
        (["2023-24"], ["2023-24"], "the autumn term of 2023-24 alone, the school’s own choice of years."),
        (["2021-22", "2023-24"], ["2021-22", "2023-24"], "terms of 2021-22 and 2023-24, the school’s own choice of"),
        (BEFORE, BEFORE, "the autumn terms of 2022-23, 2023-24 and 2024-25, the three years before."),
        (["2024-25"], BEFORE, "term of 2024-25 alone, the three years before without 2022-23 and 2023-24, for which"),
    ],
)
def test_the_check_says_by_which_years_and_by_whose_choice(years: list[str], chosen: list[str], words: str) -> None:
    assert f"{words}" in check_with(years, chosen).split("Table 8.1")[0]


def test_the_check_says_which_candidates_it_counts_and_that_the_headline_counts_others() -> None:
    text = check_with(BEFORE, BEFORE).split("Table 8.1")[0]
    assert "Counted with what was given: 18 avoided and 4 in progress of this term’s incidents" in text
    assert "The headline counts by the term of the last evidence." in text


def test_numbers_are_said_to_differ_only_where_they_do() -> None:
    more = SNAPSHOT["cohort"] | {"avoided": 19, "in_progress": 3}
    text = said(a_snapshot(cohort=more))
    assert "by the term of the last evidence, so their numbers differ." in section(text, 4)
    assert "by the term of the last evidence, so its numbers are others." in section(text, 8)
    assert "numbers differ" not in section(said(), 4)
    assert "numbers are others" not in said()


@pytest.mark.parametrize(
    ("new", "words"), [(61, "All 61 candidates stand under a version"), (20, "20 of 61 candidates stand under a")]
)
def test_the_check_says_how_many_candidates_stand_under_a_new_policy(new: int, words: str) -> None:
    assert words in check_with(BEFORE, BEFORE, new).split("Table 8.1")[0]


def test_a_single_earlier_term_is_not_called_several() -> None:
    assert "Autumn term of 2023-24" in check_with(["2023-24"], ["2023-24"])
    assert "Earlier autumn terms" not in check_with(["2023-24"], ["2023-24"])
    assert "Earlier autumn terms" in check_with(BEFORE, BEFORE)


def test_without_candidates_under_a_new_policy_none_is_spoken_of() -> None:
    assert "stand under a version" not in check_with(BEFORE, BEFORE)


# What else would be misread


def test_how_often_probable_came_true_is_no_comparison_of_like_with_like() -> None:
    beside = {"probable_not_restorative_total": 193, "probable_not_restorative_excluded": 176}
    text = section(said(cover=replace(PUBLISHED, context=beside)), 10)
    assert "176 of 193 ended in exclusion (91%). The head chose which went which way, so the two groups differ" in text
    assert "this shows no cause, and not what would have become of the others." in text


def test_section_7_says_that_training_of_whoever_led_a_case_is_not_counted() -> None:
    assert "Whether a leader had training in force on the day is not counted" in section(said(), 7)


@pytest.mark.parametrize(
    ("context", "of_them"),
    [
        ({}, ""),
        ({"excluded_without_entry": 0}, ", each with an entry in the register"),
        ({"excluded_without_entry": 3}, ", 3 of them without an entry in the register"),
    ],
)
def test_excluded_candidates_and_exclusions_given_say_why_they_differ(context: dict[str, int], of_them: str) -> None:
    text = section(said(cover=replace(PUBLISHED, context=context)), 4)
    assert (
        f"“Excluded” (24{of_them}) goes by the term of the incident; section 5 counts the entries of the register (42) by the day on which they began, with or without an incident."
    ) in text


def test_where_both_numbers_agree_or_one_is_not_supplied_nothing_is_explained() -> None:
    same = SNAPSHOT["cohort"] | {"excluded": 42, "candidates": 79}
    unsupplied = SNAPSHOT["actual"] | {"suspensions": None}
    assert "section 5 counts the entries" not in said(a_snapshot(cohort=same))
    assert "section 5 counts the entries" not in said(a_snapshot(actual=unsupplied))


def test_the_groups_say_how_a_cell_too_few_to_print_stands_in_the_figures_file() -> None:
    assert "in the file of figures (JSON) it stands as 0" in section(said(), 6)
