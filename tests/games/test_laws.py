"""Laws: moments against numerical integration, and what is not a law."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy as sp

from lsec_models import discrete, exponential, normal, parameters, sample, uniform
from lsec_models.errors import DeclarationError

B, rho = parameters("B rho", positive=True)
_MIDDLES = (np.arange(200_000) + 0.5) / 200_000


@pytest.mark.parametrize("power", range(5))
@pytest.mark.parametrize(
    ("law", "quantiles"),
    [
        (uniform(-1, 3), 4 * _MIDDLES - 1),
        (exponential(2), -2 * np.log1p(-_MIDDLES)),
        (discrete({-1: "1/4", 2: "3/4"}), np.where(_MIDDLES < 1 / 4, -1.0, 2.0)),
        (sample([1, 1, 4, -2]), np.repeat([1.0, 1.0, 4.0, -2.0], 10)),
    ],
)
def test_moments_are_means_over_quantiles(law: Any, quantiles: Any, power: int) -> None:
    assert float(law.moment(power)) == pytest.approx(float(np.mean(quantiles**power)), rel=2e-3)


def test_moments_of_the_normal_law() -> None:
    points, weights = np.polynomial.hermite_e.hermegauss(20)
    for power in range(7):
        mean = weights @ (1 + 2 * points) ** power / weights.sum()
        assert float(normal(1, 4).moment(power)) == pytest.approx(mean)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: uniform(2, 2), "swap them"),
        (lambda: normal(0, 0), "a variance must be positive"),
        (lambda: normal(0, "x"), "the text is not a number"),
        (lambda: exponential(-1), "the mean must be positive"),
        (lambda: discrete({1: "1/2", 2: "1/3"}), "sum to 5/6"),
        (lambda: discrete({1: rho, 2: rho}), "sum to 2"),
        (lambda: discrete({1: 1 / 3, 2: 2 / 3}), "write fractions as text, such as '1/3'"),
        (lambda: discrete({1: "3/2", 2: "-1/2"}), "the probability of 2 is negative"),
        (lambda: discrete([1, 2]), "write values and probabilities"),
        (lambda: discrete({1: "1/2", "1": "1/2"}), "a value stands twice"),
        (lambda: sample([]), "there is no number in it"),
        (lambda: sample("123"), "not a sequence of numbers"),
        (lambda: sample([1, float("nan")]), "number 2 of a sample"),
    ],
)
def test_what_is_no_law(wrong: Callable[[], object], words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        wrong()


def test_a_prior_with_parameters_sums_to_one() -> None:
    law = discrete({1: rho, 3: 1 - rho})
    assert law.moment(1).subs(rho, sp.Rational(1, 4)) == sp.Rational(5, 2)
    assert law.with_parameters({rho: 1}).moment(2) == 1
    assert str(uniform(0, B).with_parameters({B: 2})) == "uniform(0, 2)"


def test_values_that_meet_at_numbers_add_up_their_probabilities() -> None:
    low, high = parameters("low high", positive=True)
    law = discrete({low: rho, high: 1 - rho})
    assert law.with_parameters({low: sp.Integer(2), high: sp.Integer(2)}) == discrete({2: 1})


def test_samples_are_told_apart() -> None:
    assert str(sample([1, 2, 3])) != str(sample([1, 2.5, 3]))
    assert sample([3, 1, 1]).distinct == 2
