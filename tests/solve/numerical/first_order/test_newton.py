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
from lsec_models.solve.numerical.first_order.ascents import BESIDE, ascent
from lsec_models.solve.numerical.first_order.newton import climbed, settled
from lsec_models.solve.numerical.first_order.paces import CLIMBING_STEPS, STEPS
from lsec_models.solve.numerical.first_order.system import System
from lsec_models.solve.numerical.graph.compiled_values import CompiledValues
from lsec_models.solve.numerical.subgames.smooth_game import SmoothGame

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

    def at_one(self, given: Sequence[float]) -> list[Any]:
        self._steps.append(1)
        return self._values.at_one(given)

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
    np.testing.assert_allclose(together[0], alone, rtol=1e-14)
    curvatures = newton.reduced_curvatures(system, together, known)
    alone = [newton.reduced_curvatures(system, together[:, [place]], known)[0, 0] for place in range(starts.size)]
    np.testing.assert_allclose(curvatures[0], alone, rtol=1e-12)


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.integers(-100, 100), st.booleans(), st.integers(2, 3))
def test_decisions_climb_as_by_their_eigenvectors(seed: int, power: int, is_round: bool, count: int) -> None:
    draws = np.random.default_rng(seed).normal(size=(count + 1, count, 9))
    curvatures, slopes = (draws.round() if is_round else draws)[:count] * 10.0**power, draws[count]
    with np.errstate(all="ignore"):
        step = ascent(curvatures, slopes)
    for place in range(9):
        symmetric = (curvatures[..., place] + curvatures[..., place].T) / 2
        units = np.sqrt(np.abs(np.diag(symmetric)))
        if (units == 0).any() or (np.abs(symmetric) > BESIDE * np.outer(units, units)).any():
            units = np.ones(count)
        values, vectors = np.linalg.eigh(symmetric / np.outer(units, units))
        if np.abs(values).min() > 1e-6 * np.abs(values).max():
            expected = vectors @ (vectors.T @ (slopes[:, place] / units) / np.abs(values)) / units
            np.testing.assert_allclose(step[:, place], expected, rtol=0, atol=1e-9 * np.abs(expected).max())


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.lists(st.integers(-60, 60), min_size=3, max_size=3))
def test_steps_to_a_maximum_keep_their_digits_in_any_units(seed: int, powers: list[int]) -> None:
    draws = np.random.default_rng(seed).normal(size=(3, 4))
    hill, units = -draws[:, :3] @ draws[:, :3].T - np.eye(3), 10.0 ** np.array(powers)
    step = ascent((hill / np.outer(units, units))[..., None], (draws[:, 3] / units)[:, None])[:, 0]
    np.testing.assert_allclose(step / units, np.linalg.solve(-hill, draws[:, 3]), rtol=1e-6)


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
    # Of both.
    assert len(steps) < CLIMBING_STEPS


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.booleans(), st.sampled_from([0, 1]))
def test_one_start_goes_by_lists_where_it_goes_by_arrays(seed: int, is_uphill: bool, first: int) -> None:
    system = two_stages_with_efforts().systems[first]
    draws = np.random.default_rng(seed)
    start, known = draws.uniform(0.2, 3, (len(system.unknowns), 6)), draws.uniform(0.5, 2, (len(system.known), 6))
    start[0, 0], start[0, 1] = 1e3, 0.0  # No exponential is left, and no logarithm.
    ends = []
    for fewest in (-1000, 1000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(newton, "FEWEST", fewest)
            climbed_to = climbed(system, start, list(known)) if is_uphill else start
            ends.append((climbed_to, *settled(system, climbed_to, list(known), has_climbed=is_uphill)))
    (path, end, found), (same_path, same_end, same_found) = ends
    assert found.tolist() == same_found.tolist()
    np.testing.assert_allclose(end[:, found], same_end[:, found], rtol=1e-9, atol=1e-12)
    assert np.isfinite(path).all(axis=0)[found].all()
    assert np.isfinite(same_path).all(axis=0)[found].all()


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.booleans(), st.sampled_from([0, 1]))
def test_payoffs_curve_by_lists_as_by_arrays(seed: int, is_number: bool, first: int) -> None:
    system = two_stages_with_efforts().systems[first]
    draws = np.random.default_rng(seed)
    x, known = draws.uniform(0.2, 3, (len(system.unknowns), 6)), draws.uniform(0.5, 2, (len(system.known), 6))
    if not is_number:
        x[0, 0], x[0, 1], x[0, 2] = 1e3, 0.0, np.nan
    found = []
    for fewest in (-1000, 1000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(newton, "FEWEST", fewest)
            found.append(newton.reduced_curvatures(system, x, list(known)))
    assert found[0].shape == (1, 6)
    np.testing.assert_allclose(*found, rtol=1e-6, atol=1e-9)


@cache
def two_stages_with_efforts() -> SmoothGame:
    cost, effort, price, care = decisions("w e p s")
    worth = (1 + effort) * sp.sqrt(1 + care) * sp.exp(2 - b * price) * sp.log(2 + price)
    share = worth / (1 + worth)
    maker = Player("maker", decides=[cost, effort], payoff=(cost - c / 10) * share - effort**2 / 2)
    shop = Player("shop", decides=[price, care], payoff=(price - cost) * share - care**2 / 2)
    return SmoothGame(Game(players=[maker, shop], order=["maker", "shop"]))
