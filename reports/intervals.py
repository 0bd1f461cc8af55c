"""Exact 95 % intervals for small counts, with the standard library alone (figures.md 4, over_claiming).

Garwood's interval for a Poisson count and Clopper–Pearson's for a split of two counts are both found by halving
the span in which the exact probability crosses 2.5 %; the sums begin at the likeliest count, so large counts do no harm.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, inf, lgamma, log, log1p, sqrt

TAIL = 0.025
HALVINGS = 200
LEAST = 1e-18
Ratio = Callable[[int], float]


def garwood(count: int) -> tuple[float, float]:
    """Lowest and highest mean that a count does not rule out: P(X ≥ k) = 0.025 and P(X ≤ k) = 0.025."""
    far = count + 8 * sqrt(count + 1) + 12
    low = _crossing(lambda mean: 1 - _poisson_up_to(count - 1, mean), 0, count) if count else 0.0
    return low, _crossing(lambda mean: -_poisson_up_to(count, mean), count, far, -TAIL)


def clopper_pearson(successes: int, trials: int) -> tuple[float, float]:
    """Lowest and highest probability that `successes` of `trials` do not rule out; trials must be at least 1."""
    if not 0 <= successes <= trials or trials == 0:
        raise ValueError("the split needs 0 ≤ successes ≤ trials, and at least one trial")
    low, high = 0.0, 1.0
    if successes:
        low = _crossing(lambda p: _binomial(trials, p, range(successes, trials + 1)), 0, 1)
    if successes < trials:
        high = _crossing(lambda p: -_binomial(trials, p, range(successes + 1)), 0, 1, -TAIL)
    return low, high


def rate_ratio(count: int, exposed: int, baseline: int, baseline_exposed: int) -> tuple[float, float | None]:
    """Limits of (count ÷ exposed) ÷ (baseline ÷ baseline_exposed), given the sum of both counts.

    The low one is 0 for a count of 0; the high one is None, no upper limit, for a baseline of 0.
    """
    if count + baseline == 0:
        return 0.0, None
    low, high = clopper_pearson(count, count + baseline)
    scale = baseline_exposed / exposed
    return _odds(low) * scale, None if baseline == 0 else _odds(high) * scale


def _odds(probability: float) -> float:
    return inf if probability >= 1 else probability / (1 - probability)


def _crossing(rising: Callable[[float], float], low: float, high: float, at: float = TAIL) -> float:
    """Where a rising function reaches `at`, to the last bit that a double holds."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        low, high = (middle, high) if rising(middle) < at else (low, middle)
    return (low + high) / 2


def _poisson_up_to(count: int, mean: float) -> float:
    if mean <= 0 or count < 0:
        return 1.0 if count >= 0 else 0.0
    mode = min(count, int(mean))
    most = exp(mode * log(mean) - mean - lgamma(mode + 1))
    return _sum(most, mode, range(count + 1), lambda k: mean / (k + 1), lambda k: k / mean)


def _binomial(trials: int, p: float, counts: range) -> float:
    mode = min(max(int((trials + 1) * p), counts[0]), counts[-1])
    ways = lgamma(trials + 1) - lgamma(mode + 1) - lgamma(trials - mode + 1)
    most, odds = exp(ways + mode * log(p) + (trials - mode) * log1p(-p)), p / (1 - p)
    return _sum(most, mode, counts, lambda k: (trials - k) / (k + 1) * odds, lambda k: k / (trials - k + 1) / odds)


def _sum(most: float, mode: int, counts: range, up: Ratio, down: Ratio) -> float:
    """The probabilities of `counts`, each from the one beside it, from the likeliest outwards until what is left is
    less than a double holds."""
    total = most
    for steps, ratio in ((range(mode, counts[-1]), up), (range(mode, counts[0], -1), down)):
        term = most
        for k in steps:
            term *= ratio(k)
            total += term
            if term < total * LEAST:
                break
    return total
