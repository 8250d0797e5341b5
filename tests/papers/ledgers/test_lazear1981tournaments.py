"""The article on tournaments: what its folder records, against grids of efforts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from numpy.typing import NDArray
from scipy import stats

from recorded import recorded

RECORD = recorded("lazear1981tournaments")
EFFORTS = np.linspace(0, 4, 401)


def chances() -> NDArray[np.float64]:
    """Return how likely the first one wins at each pair of efforts: noises differ by a triangular law on [-2, 2]."""
    ahead = np.clip(EFFORTS[:, None] - EFFORTS[None, :], -2, 2)
    return np.where(ahead < 0, (2 + ahead) ** 2 / 8, 1 - (2 - ahead) ** 2 / 8)


def gain(spread: int) -> NDArray[np.float64]:
    """Return the most that somebody gains by another effort, at each pair of efforts."""
    payoff = spread * chances() - EFFORTS[:, None] ** 2 / 2
    first = payoff.max(axis=0, keepdims=True) - payoff
    return np.maximum(first, first.T)


@pytest.mark.parametrize("entry", RECORD["R2"], ids=lambda entry: f"spread {entry['spread']}")
def test_equilibria_are_where_nobody_gains_on_a_grid(entry: Any) -> None:
    found = gain(entry["spread"])
    if not entry["efforts"]:
        assert entry["status"] == "none"
        assert found.min() > 0.01
        return
    ((first, second),) = [(float(Fraction(e["e_1"])), float(Fraction(e["e_2"]))) for e in entry["efforts"]]
    i, j = (int(np.argmin(np.abs(EFFORTS - effort))) for effort in (first, second))
    assert found[i, j] < 1e-12
    best = np.unravel_index(np.argmin(found), found.shape)
    assert EFFORTS[list(best)] == pytest.approx([first, second], abs=0.011)


def test_prizes_leave_workers_what_they_have_elsewhere() -> None:
    prizes = {name: float(Fraction(number)) for name, number in RECORD["R3"].items()}
    worth = (prizes["W_1"] + prizes["W_2"]) / 2 - prizes["effort"] ** 2 / 2
    assert worth == pytest.approx(0.1)
    assert prizes["D"] == prizes["W_1"] - prizes["W_2"] == 3
    assert prizes["firm"] == pytest.approx(2 * 1.5 * prizes["effort"] - prizes["W_1"] - prizes["W_2"])


@pytest.mark.parametrize("entry", RECORD["R5"]["spreads"], ids=lambda entry: f"normal noise, spread {entry['spread']}")
def test_with_normal_noise_replies_are_those_of_a_grid(entry: Any) -> None:
    spread, efforts = entry["spread"], np.linspace(0, 12, 12_001)
    effort = spread / (2 * np.sqrt(np.pi))
    best = efforts[np.argmax(spread * stats.norm.cdf((efforts - effort) / np.sqrt(2)) - efforts**2 / 2)]
    assert bool(abs(best - effort) < 2e-3) is entry["is equilibrium"]
    if entry["is equilibrium"]:
        assert [float(one) for pair in entry["efforts"] for one in pair] == pytest.approx([effort] * 2, rel=1e-9)


def test_payoffs_are_concave_up_to_the_steepest_density() -> None:
    steepest = np.abs(np.diff(stats.norm.pdf(np.linspace(-6, 6, 120_001), scale=np.sqrt(2)))).max() / 1e-4
    assert float(sp.sympify(RECORD["R5"]["concave up to"])) == pytest.approx(1 / steepest, rel=1e-6)


def test_with_normal_noise_less_effort_brings_more_the_larger_the_spread() -> None:
    """So that the largest spread with an equilibrium speaks for all below it: each gain is a line that rises in S."""
    less = np.linspace(0.01, 5, 500)
    rate = less / (2 * np.sqrt(np.pi)) - (stats.norm.cdf(less / np.sqrt(2)) - 0.5)
    assert (rate > 0).all()
    for spread in (5, 12):
        effort = spread / (2 * np.sqrt(np.pi))
        gain = spread * (stats.norm.cdf(-less / np.sqrt(2)) - 0.5) - (effort - less) ** 2 / 2 + effort**2 / 2
        assert gain == pytest.approx(spread * rate - less**2 / 2, abs=1e-12)
