"""Exact intervals, against published tables and the equations that define them."""

from __future__ import annotations

from math import comb, exp, factorial

import pytest

from reports.intervals import clopper_pearson, garwood, rate_ratio


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0, 3.688879454), (1, 0.025317808, 5.571643391), (3, 0.618672122, 8.767273069), (10, 4.795389, 18.390356)],
)
def test_garwood_equals_the_published_table(count: int, low: float, high: float) -> None:
    assert garwood(count) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize("count", [1, 2, 7, 25, 60])
def test_garwood_leaves_a_fortieth_in_each_tail(count: int) -> None:
    low, high = garwood(count)
    below = sum(exp(-low) * low**k / factorial(k) for k in range(count))
    upto = sum(exp(-high) * high**k / factorial(k) for k in range(count + 1))
    assert (1 - below, upto) == pytest.approx((0.025, 0.025), abs=1e-9)


@pytest.mark.parametrize(("yes", "trials"), [(1, 10), (5, 10), (12, 15), (3, 40)])
def test_clopper_pearson_leaves_a_fortieth_in_each_tail(yes: int, trials: int) -> None:
    low, high = clopper_pearson(yes, trials)
    above = sum(comb(trials, k) * low**k * (1 - low) ** (trials - k) for k in range(yes, trials + 1))
    upto = sum(comb(trials, k) * high**k * (1 - high) ** (trials - k) for k in range(yes + 1))
    assert (above, upto) == pytest.approx((0.025, 0.025), abs=1e-9)


def test_clopper_pearson_at_its_ends() -> None:
    assert clopper_pearson(0, 10) == pytest.approx((0, 0.3084971), abs=1e-6)
    assert clopper_pearson(10, 10) == pytest.approx((0.6915029, 1), abs=1e-6)


@pytest.mark.parametrize(("yes", "trials"), [(0, 0), (3, 2), (-1, 4)])
def test_a_split_that_cannot_be_is_an_error(yes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="at least one trial"):
        clopper_pearson(yes, trials)


def test_the_ratio_has_no_lower_limit_without_a_count_and_no_upper_without_a_baseline() -> None:
    assert rate_ratio(0, 40, 3, 79)[0] == 0
    assert rate_ratio(3, 40, 0, 79)[1] is None
    assert rate_ratio(0, 40, 0, 79) == (0, None)
