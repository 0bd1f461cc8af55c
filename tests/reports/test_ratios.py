"""Section 6 says of a group against all others only what is true of every count behind the print."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.disclosure import Row, floors, published
from reports.presentation.ratios import CANNOT, Span, against_others, behind, roll_behind, word
from reports.termly import Cover
from tests.reports.reading import PUBLISHED, RESTRICTED, said, section
from tests.reports.snapshots import SNAPSHOT, a_snapshot, group

NAMES = ("A", "B", "C")
COHORT_OF_100 = dict.fromkeys(SNAPSHOT["cohort"], 0) | {
    "candidates": 100,
    "avoided": 30,
    "excluded": 51,
    "other_sanction": 19,
}
GIRLS = group(438, 19, 10, 10, 5, 5)
OF_1200 = {"groups_on_roll": 1200}
TRUE_OF = {
    "less than half": lambda ratio: ratio < Fraction(1, 2),
    "lower": lambda ratio: ratio < Fraction(4, 5),
    "about the same": lambda ratio: Fraction(4, 5) <= ratio <= Fraction(5, 4),
    "higher": lambda ratio: ratio > Fraction(5, 4),
}


def holds(said_word: str, ratio: Fraction) -> bool:
    if said_word.startswith("at least"):
        return ratio >= int(said_word.split()[2])
    return bool(TRUE_OF[said_word](ratio))


@pytest.mark.parametrize("values", [2, 3])
def test_a_printed_cell_allows_the_count_behind_it(values: int) -> None:
    for cells in product(range(18 if values == 3 else 40), repeat=values):
        true = dict(zip(NAMES, cells, strict=False))
        dimension = {"A": None, **{name: {"avoided": each} for name, each in floors(true, "A").items()}}
        for name in NAMES[1:values]:
            low, high = behind(dimension, name, "avoided", sum(cells))
            assert low <= true[name] <= high, (cells, low, high)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Row]:
    rows = {}
    for name in draw(st.sampled_from((NAMES[:2], NAMES))):
        avoided, excluded, other = (draw(st.integers(0, most)) for most in (60, 30, 30))
        counts = avoided + excluded + other
        rows[name] = group(draw(st.integers(0, 400)), counts, counts, counts, avoided, excluded)
    return rows


@settings(max_examples=600, deadline=None)
@given(tables())
def test_no_printed_word_and_no_printed_rate_is_contradicted_by_the_true_counts(rows: dict[str, Row]) -> None:
    pupils, shown = sum(row["on_roll"] for row in rows.values()), published(rows)
    for name, key in product(rows, ("avoided", "excluded")):
        cell, true, total = shown[name], rows[name], sum(row[key] for row in rows.values())
        if cell is None:
            continue
        rolls = roll_behind(cell["on_roll"])
        assert rolls.low <= true["on_roll"] <= rolls.high
        found = against_others(behind(shown, name, key, total), rolls, total, pupils)
        if found != CANNOT:
            others = Fraction(total - true[key], pupils - true["on_roll"])
            assert holds(found, Fraction(true[key], true["on_roll"]) / others), (found, rows)


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        ("0.2", "0.49", "less than half"),
        ("0.4", "0.5", "lower"),
        ("0.5", "0.81", CANNOT),
        ("0.8", "1.25", "about the same"),
        ("0.79", "1.1", CANNOT),
        ("1.26", "9", "higher"),
        ("2", "2.4", "at least 2 times"),
        ("3.9", "8", "at least 3 times"),
    ],
)
def test_a_word_is_what_holds_from_the_least_to_the_greatest_ratio(least: str, most: str, words: str) -> None:
    assert word(Fraction(least), Fraction(most)) == words


def test_nothing_is_told_from_one_pupil_against_one_nor_of_a_roll_under_twenty_five() -> None:
    assert against_others(Span(1, 1), Span(30, 30), 2, 780) == CANNOT
    assert against_others(Span(8, 8), Span(500, 500), 12, 1000) == CANNOT
    assert against_others(Span(8, 8), Span(24, 24), 40, 1000) == CANNOT
    assert against_others(Span(8, 8), Span(40, 40), 40, 1000) == "at least 6 times"


def one_group(own: dict[str, int], others: dict[str, int] | None = None, **cohort: int) -> dict[str, object]:
    return a_snapshot(groups={"sex": {"M": own, "F": others}}, cohort=SNAPSHOT["cohort"] | cohort)


def test_eight_boys_and_two_girls_never_read_about_the_same() -> None:
    snapshot = one_group(group(435, 15, 10, 10, 5, 5), avoided=10, in_progress=12)
    text = section(said(snapshot), 6)
    assert "Sex: Boys 2 or more 2 or more 1 or more 1 or more cannot be told lower" in text


def test_rates_from_floors_read_n_or_more_and_never_more_than_the_truth() -> None:
    text = section(said(one_group(group(185, 25, 20, 15, 5, 5))), 6).split("Per 100 pupils")[1]
    assert "Sex: Boys 10 or more 7 or more 2 or more 2 or more" in text


def test_a_clear_difference_is_told_in_the_governors_copy() -> None:
    snapshot = one_group(group(100, 60, 30, 30, 5, 20), excluded=29, recorded_late=0, other_sanction=1)
    assert "4 or more 19 or more at least 2 times at least 13 times" in section(said(snapshot), 6)


def test_where_nothing_can_be_told_there_are_no_columns_for_it_and_the_note_says_why() -> None:
    text = section(said(one_group(group(435, 5, 5, 5, 0, 5), excluded=10, in_progress=18)), 6)
    assert (
        "against all others: fewer than 5, or a roll under 25, stand on one side, or the rounded figures allow more and less alike."
        in text
    )
    assert "Avoided, against all others" not in text


def test_a_group_of_which_nothing_can_be_said_has_no_row_of_rates() -> None:
    nothing = group(300, 0, 0, 0, 0, 0)
    assert "In every group too few are printed for a rate" in section(said(one_group(nothing)), 6)
    several = a_snapshot(groups={"fsm": {"yes": nothing, "no": None}} | {"sex": SNAPSHOT["groups"]["sex"]})
    rates = section(said(several), 6).split("Per 100 pupils")[1]
    assert "Sex: Girls" in rates
    assert "Free school meals" not in rates


def test_without_the_roll_of_the_groups_nothing_is_set_against_all_others() -> None:
    text = section(said(cover=Cover(phase="secondary")), 6)
    assert "The number of pupils behind these tables is not known: nothing is set against all others." in text


def test_a_census_count_that_differs_from_the_pupils_makes_no_word_false() -> None:
    """19 of 309 with free school meals against 32 of 891 is more, whatever roll the census had."""
    rows = {"yes": group(309, 40, 30, 20, 10, 19), "no": group(891, 60, 50, 40, 20, 32)}
    counts = a_snapshot(pupils_on_roll=700, cohort=COHORT_OF_100)
    published_copy = said(counts | {"groups": {"fsm": published(rows)}}, replace(PUBLISHED, context=OF_1200))
    restricted_copy = said(counts | {"groups": {"fsm": rows}}, RESTRICTED)

    for text in (section(published_copy, 6), section(restricted_copy, 6)):
        eligible = text.split("Free school meals: Eligible")[1].split("Free school meals")[0]
        assert "lower" not in eligible
        assert "less than half" not in eligible
        assert (
            "These tables count 1,200 pupils on roll, those entered one by one; the roll of section 5 is 700." in text
        )
    assert "Free school meals: Eligible 10 6 3 6 higher higher" in restricted_copy


def test_tables_taken_over_from_another_day_are_not_set_against_totals_of_today() -> None:
    taken_over = Cover(phase="secondary", context={"groups_as_at": "2026-01-30"})
    text = section(said(cover=taken_over), 6)
    assert "The totals of section 4 are of another day than these tables" in text


def test_the_head_s_copy_has_its_own_counts_and_takes_none_over() -> None:
    cover = Cover(phase="secondary", restricted=True, context={"groups_as_at": "2026-01-30"})
    text = section(said(one_group(group(462, 42, 30, 28, 8, 18), GIRLS), cover), 6)
    assert "taken over unchanged" not in text
    assert "For groups of 25 pupils or more, to whole numbers. A word against all others needs 5 or more" in text
    assert "Boys 462 42 30 28 8 18" in text


def test_a_true_rate_of_some_is_never_nought() -> None:
    text = section(said(one_group(group(462, 42, 0, 0, 1, 18), GIRLS), RESTRICTED), 6).split("Per 100 pupils")[1]
    assert "Sex: Boys 0 0 under 1 4" in text


def test_groups_stand_in_the_order_in_which_they_are_read() -> None:
    text = section(said(), 6)
    assert text.index("EHC plan 25") > text.index("SEN support 120")
    eligible, unknown, others = (text.index(each) for each in ("Eligible 220", "Not recorded", "All others (Not el"))
    assert eligible < unknown < others
