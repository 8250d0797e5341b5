"""Chances and certainty equivalents, against means over many draws."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp
from scipy import stats

from lsec_models import (
    certainty_equivalent,
    decisions,
    exponential,
    normal,
    parameters,
    probability,
    random,
    signal,
    uniform,
)
from lsec_models.errors import DeclarationError
from lsec_models.games.static.chance.expected_values.expectation import expected

x, y = decisions("x y", real=True)
rho, V = parameters("rho V", positive=True)
D = random("D", uniform(1, 5))
Z = random("Z", normal(0, V))
Z_1, Z_2 = random("Z_1", normal(1, 4)), random("Z_2", normal(-1, 1))
_DRAWS = 1 + 4 * (np.arange(100_000) + 0.5) / 100_000


@pytest.mark.parametrize("event", [x < D, x >= D, 2 * D - x > 1, x + 3 * D <= 10, x - D < 7])
@pytest.mark.parametrize("at", [-1, 0, sp.Rational(3, 2), 4, 8])
def test_chances_are_shares_of_draws(event: Any, at: Any) -> None:
    share = np.mean(np.broadcast_to(sp.lambdify((x, D), event, "numpy")(float(at), _DRAWS), _DRAWS.shape))
    assert float(probability(event).subs(x, at)) == pytest.approx(float(share), abs=1e-4)


def test_chances_that_declared_signs_decide() -> None:
    assert (probability(D >= 0), probability(D < 0)) == (1, 0)


def test_a_chance_with_two_draws_is_integrated_over_both() -> None:
    first, second = (random(name, uniform(-1, 1)) for name in ("n_1", "n_2"))
    wins = expected(probability(x + first > y + second), [second])
    draws = 2 * (np.arange(1500) + 0.5) / 1500 - 1
    for ahead in (-3, -1, 0, 0.5, 2):
        share = np.mean(ahead + draws[:, None] > draws)
        assert float(wins.subs({x: ahead, y: 0})) == pytest.approx(float(share), abs=1e-3)


@pytest.mark.parametrize("event", [x + 2 * Z_1 > Z_2, 3 - x >= Z_1 - Z_2, x < Z_2])
def test_chances_of_normal_numbers_are_shares_of_draws(event: Any) -> None:
    levels = (np.arange(2000) + 0.5) / 2000
    one, two = 1 + 2 * stats.norm.ppf(levels)[:, None], -1 + stats.norm.ppf(levels)
    holds = sp.lambdify((x, Z_1, Z_2), event, "numpy")
    for at in (-3, 0, 0.7, 4):
        share = np.mean(np.broadcast_to(holds(at, one, two), (2000, 2000)))
        assert float(probability(event).subs(x, at)) == pytest.approx(float(share), abs=1e-3)


def test_a_certainty_equivalent_is_that_of_exponential_utility() -> None:
    noise = random("eps", normal(1, 2))
    value = float(certainty_equivalent(3 + x * noise, sp.Rational(1, 2)).subs(x, sp.Rational(3, 4)))
    points, weights = np.polynomial.hermite_e.hermegauss(60)
    payoff = 3 + 0.75 * (1 + np.sqrt(2) * points)
    utility = weights @ np.exp(-payoff / 2) / weights.sum()
    assert value == pytest.approx(-2 * np.log(utility))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: probability(x), "not an inequality"),
        (lambda: probability(True), "not an inequality"),
        (lambda: probability(x > y), "is not linear in a random number with a uniform law"),
        (lambda: probability(x < Z_1**2), "or in normal ones, with slopes of known signs"),
        (lambda: probability(x * Z_1 > Z_2), "or in normal ones, with slopes of known signs"),
        (lambda: probability(random("T", exponential(1)) < Z_1), "or in normal ones"),
        (lambda: probability(x < D**2), "is not linear in a random number with a uniform law"),
        (lambda: probability(x * D > 1), "slopes of known signs"),
        (lambda: probability(random("z", exponential(1)) > x), "with a uniform law"),
        (lambda: probability(D + sp.Min(x, D) > 3), "is not linear in a random number"),
        (lambda: probability(sp.exp(D) < 1 / D), "is not linear in a random number"),
        (lambda: certainty_equivalent(x * D, D), "the aversion D is random"),
        (lambda: certainty_equivalent(x * Z - signal("s", of=Z, noise=1), rho), "s in .* is a signal"),
        (lambda: certainty_equivalent(x, rho), "nothing in it is random"),
        (lambda: certainty_equivalent(random("z", normal(0, V)) ** 2, rho), "not linear in what is random"),
        (lambda: certainty_equivalent(x * random("z", exponential(1)), rho), r"declare random\('z', normal"),
        (lambda: certainty_equivalent(x * random("z", normal(0, V)), "much"), "an aversion to risk"),
    ],
)
def test_named_errors(wrong: Any, words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        wrong()
