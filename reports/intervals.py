"""Exact 95 % intervals for small counts, with the standard library alone (figures.md 4, over_claiming).

Garwood's interval for a Poisson count and Clopper–Pearson's for a split of two counts are both found by halving
the span in which the exact probability crosses 2.5 %; the sums are of logarithms, so large counts do no harm.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, fsum, inf, lgamma, log, log1p, sqrt

TAIL = 0.025
HALVINGS = 200


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
    if mean <= 0:
        return 1.0 if count >= 0 else 0.0
    return fsum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(count + 1))


def _binomial(trials: int, p: float, counts: range) -> float:
    whole, yes, no = lgamma(trials + 1), log(p), log1p(-p)
    return fsum(exp(whole - lgamma(k + 1) - lgamma(trials - k + 1) + k * yes + (trials - k) * no) for k in counts)
