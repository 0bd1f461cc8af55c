"""Disclosure control: what an attacker who knows the method and every exact total can work out."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.disclosure import Row, floors, published, rate

VALUES = ("A", "B", "C")


def row(
    on_roll: int = 0, candidates: int = 0, offered: int = 0, met: int = 0, avoided: int = 0, excluded: int = 0
) -> Row:
    return {
        "on_roll": on_roll,
        "candidates": candidates,
        "offered": offered,
        "met": met,
        "avoided": avoided,
        "excluded": excluded,
    }


@pytest.mark.parametrize(("values", "most"), [(2, 24), (3, 13)])
def test_no_cell_of_one_to_four_can_be_told_unless_its_total_is_one(values: int, most: int) -> None:
    names = VALUES[:values]
    possible: defaultdict[tuple[object, ...], list[set[int]]] = defaultdict(lambda: [set() for _ in names])
    tables = [cells for cells in product(range(most + 1), repeat=values) if sum(cells) <= most]
    keys = {}
    for cells in tables:
        printed = floors(dict(zip(names, cells, strict=True)), names[0])
        keys[cells] = (sum(cells), *printed.items())
        for seen, cell in zip(possible[keys[cells]], cells, strict=True):
            seen.add(cell)
    for cells in tables:
        for seen, cell in zip(possible[keys[cells]], cells, strict=True):
            if 1 <= cell <= 4 and sum(cells) > 1:
                assert len(seen) >= 3, (cells, seen)


def test_the_value_with_most_on_roll_is_left_out_and_of_equals_the_first() -> None:
    printed = published({"M": row(on_roll=20), "F": row(on_roll=20), "unknown": row(on_roll=1)})
    assert printed["F"] is None
    assert printed["M"] is not None


def test_a_dimension_with_one_value_publishes_nothing() -> None:
    assert published({"no": row(on_roll=300, candidates=40, avoided=20)}) == {"no": None}
    assert published({}) == {}


def test_five_come_off_until_the_reference_has_five_left() -> None:
    assert floors({"A": 1, "B": 12, "C": 6}, "A") == {"B": 5, "C": 5}
    assert floors({"A": 0, "B": 10, "C": 10}, "A") == {"B": 5, "C": 10}


def test_candidates_are_the_sum_of_what_is_printed() -> None:
    rows = {"A": row(200, 60, 50, 40, 30, 10), "B": row(90, 27, 26, 24, 13, 6)}
    assert published(rows)["B"] == row(90, 20, 20, 20, 10, 5)


def test_no_rate_on_fewer_than_twenty_five() -> None:
    assert rate(5, 20) is None
    assert rate(5, 25) == 20


@st.composite
def true_rows(draw: st.DrawFn) -> Row:
    on_roll, avoided, excluded, other = (draw(st.integers(0, 40)) for _ in range(4))
    candidates = avoided + excluded + other
    met = draw(st.integers(avoided, candidates))
    return row(on_roll, candidates, draw(st.integers(met, candidates)), met, avoided, excluded)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from("ABCDE"), true_rows(), min_size=1))
def test_printed_rows_never_exceed_the_truth_and_keep_their_order(rows: dict[str, Row]) -> None:
    for value, printed in published(rows).items():
        if printed is not None:
            assert all(0 <= printed[key] <= rows[value][key] and printed[key] % 5 == 0 for key in printed)
            assert printed["avoided"] <= printed["met"] <= printed["offered"] <= printed["candidates"]


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.sampled_from("ABCDE"), true_rows(), min_size=1))
def test_the_order_of_values_changes_nothing(rows: dict[str, Row]) -> None:
    assert published(dict(reversed(rows.items()))) == published(rows)
