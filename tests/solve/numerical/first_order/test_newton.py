from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions, parameters
from lsec_models.solve.numerical.first_order import newton
from lsec_models.solve.numerical.first_order.newton import CLIMBING_STEPS, STEPS, System, climbed, settled
from lsec_models.solve.numerical.graph.compiled_values import CompiledValues
from lsec_models.solve.numerical.smooth_game import SmoothGame

b, c = parameters("b c", positive=True)
p, x = decisions("p"), decisions("x", real=True)


@cache
def of_one_player(payoff: sp.Expr, decision: sp.Symbol) -> System:
    [system] = SmoothGame(Game(players=[Player("shop", decides=[decision], payoff=payoff)])).systems
    return system


class Counting(CompiledValues):
    """The conditions of a system, and at how many points they were evaluated in each step so far."""

    def __init__(self, values: CompiledValues, steps: list[int]) -> None:
        self._values, self._steps = values, steps

    def __call__(self, given: Sequence[Any]) -> list[Any]:
        self._steps.append(len(given[0]))
        return self._values(given)

    def at_few(self, given: np.ndarray) -> np.ndarray:
        self._steps.append(given.shape[1])
        return self._values.at_few(given)


def counted(payoff: sp.Expr, decision: sp.Symbol = p) -> tuple[System, list[int]]:
    """Return the conditions of one player, and how many points were evaluated in each step so far."""
    system = of_one_player(payoff, decision)
    steps: list[int] = []
    return replace(system, values=Counting(system.values, steps)), steps


@settings(max_examples=30)
@given(st.floats(0.1, 10), st.floats(-2, 1), st.floats(1, 50))
def test_who_sells_far_too_dear_climbs_down_in_few_steps(steep: float, cost: float, times: float) -> None:
    # Far above the best price a step is 1/b, however far away the best one is.
    cost = 10**cost / steep
    best = cost + 1 / steep
    system, steps = counted((p - c) * sp.exp(-b * p))
    known = [{"b": steep, "c": cost}[name] for name in system.known]
    end = climbed(system, np.array([[best * times]]), known)
    assert len(steps) < CLIMBING_STEPS * 2 / 3
    price, found = settled(system, end, known)
    assert found.all()
    assert price[0, 0] == pytest.approx(best, rel=1e-9)


@pytest.mark.parametrize("many", [7, newton.MANY])
def test_each_start_goes_its_own_way(monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr(newton, "MANY", many)
    system, _ = counted((p - c) * sp.exp(-b * p))
    known = [{"b": 1.0, "c": 0.5}[name] for name in system.known]
    starts = np.geomspace(1e-3, 1e3, 40)[None]
    together = climbed(system, starts, known)
    alone = [climbed(system, starts[:, [place]], known)[0, 0] for place in range(starts.size)]
    np.testing.assert_array_equal(together[0], alone)
    curvatures = newton.reduced_curvatures(system, together, known)
    alone = [newton.reduced_curvatures(system, together[:, [place]], known)[0, 0] for place in range(starts.size)]
    np.testing.assert_allclose(curvatures[0], alone, rtol=1e-12)


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.integers(-100, 100), st.booleans())
def test_two_decisions_climb_as_by_their_eigenvectors(seed: int, power: int, is_round: bool) -> None:
    draws = np.random.default_rng(seed).normal(size=(3, 2, 9))
    curvatures, slopes = (draws.round() if is_round else draws)[:2] * 10.0**power, draws[2]
    step = newton._ascent(curvatures, slopes)
    for place in range(9):
        symmetric = (curvatures[..., place] + curvatures[..., place].T) / 2
        values, vectors = np.linalg.eigh(symmetric)
        if np.abs(values).min() > 1e-6 * np.abs(values).max():
            expected = vectors @ (vectors.T @ slopes[:, place] / np.abs(values))
            np.testing.assert_allclose(step[:, place], expected, rtol=0, atol=1e-9 * np.abs(expected).max())


def test_a_start_whose_steps_lead_nowhere_is_given_up() -> None:
    system, steps = counted(p * sp.exp(-b * p))
    known = [1.0]
    # From beyond 2/b Newton's method looks for the zero of the marginal payoff at infinity.
    _, found = settled(system, np.array([[60.0]]), known)
    assert not found.any()
    assert len(steps) < STEPS / 2


@settings(max_examples=30)
@given(st.floats(-2, 12))
def test_what_is_far_away_in_other_units_is_reached(power: float) -> None:
    system, _ = counted(p * sp.exp(-b * p))
    end = climbed(system, np.array([[1.0]]), [10.0**-power])
    price, found = settled(system, end, [10.0**-power])
    assert found.all()
    assert price[0, 0] == pytest.approx(10.0**power, rel=1e-9)


@settings(max_examples=30)
@given(st.floats(-40, 40), st.floats(-5, 5))
def test_a_decision_of_any_sign_climbs_a_hill_from_afar(start: float, top: float) -> None:
    system, _ = counted(-sp.log(1 + (x - c) ** 2), x)
    end = climbed(system, np.array([[start]]), [top])
    summit, found = settled(system, end, [top])
    assert found.all()
    assert summit[0, 0] == pytest.approx(top, abs=1e-9)


def chain_of_three() -> Game:
    steep, cost = parameters("b c", positive=True)
    first, margin, price = decisions("w m p")
    share = sp.exp(2 - steep * price) / (1 + sp.exp(2 - steep * price))
    players = [
        Player("manufacturer", decides=[first], payoff=(first - cost) * share),
        Player("streamer", decides=[margin], payoff=margin * share),
        Player("retailer", decides=[price], payoff=(price - first - margin) * share),
    ]
    return Game(players=players, order=[player.name for player in players])


def test_a_start_is_given_up_where_equations_are_singular_but_for_rounding() -> None:
    # Nobody buys at prices of eighty: what the retailer answers is lost in rounding, and steps have no digits.
    system = SmoothGame(chain_of_three()).systems[1]
    steps: list[int] = []
    system = replace(system, values=Counting(system.values, steps))
    known = [{"b": 1.0, "c": 0.1, "w": 25.3}[name] for name in system.known]
    start = {"m": [53.1, 1.0], "p": [79.4, 27.0], "multiplier 2 0 0": [-53.1, -1.0]}
    end = climbed(system, np.array([start[name] for name in system.unknowns]), known)
    assert np.isfinite(end[:, 1]).all()
    assert np.isnan(end[:, 0]).all()
    assert len(steps) < CLIMBING_STEPS / 2
