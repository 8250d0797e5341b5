"""Channel choice against a solver that shares no code with the package, and against deviations."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import brute_force.channels as brute
from channel_modes import at, both_ways, solved
from lsec_models import audit
from lsec_models.models.channels.channel_choice import BASELINE, MODES


class TestBruteForce:
    """Against a solver that shares no code and no first-order condition with the package."""

    @pytest.mark.slow
    @pytest.mark.parametrize("mode", MODES)
    @both_ways
    def test_interior_equilibria(self, mode: str, compete: str) -> None:
        equilibrium = solved(mode, compete)
        values = _grid(5)
        found = brute.solve_mode(mode, values, compete)
        compared = 0
        for place in np.ndindex(found["manufacturer"].shape):
            point = {name: Fraction(str(round(float(values[name][place]), 6))) for name in values}
            if not found["interior"][place]:
                continue
            exact = at(equilibrium, **point)
            scale = float(exact["manufacturer"])
            for name in ("manufacturer", "retailer", "streamer", "consumer_surplus"):
                assert abs(float(exact[name]) - found[name][place]) < 1e-6 * scale, (name, place)
            compared += 1
        assert compared >= 6

    @pytest.mark.slow
    def test_corners_are_never_worse_for_the_manufacturer(self) -> None:
        values = _grid(7)
        found = brute.solve_all(values)
        none = found["none"]["manufacturer"]
        for mode in ("self_run", "agency"):
            fixed = values["W"] if mode == "self_run" else values["F"]
            assert (found[mode]["manufacturer"] + fixed >= none - 1e-7 * none).all()

    @pytest.mark.slow
    @pytest.mark.parametrize("mode", MODES)
    def test_no_other_leading_decision_is_better(self, mode: str) -> None:
        draw = np.random.default_rng(5).uniform
        n = 40
        values = {"alpha": draw(5, 20, n), "c": draw(0, 1.2, n), "sigma": draw(0, 0.9, n), "theta": draw(-0.9, 0.9, n)}
        values |= {"phi": draw(0.2, 3, n), "eta": draw(1, 4, n), "lambda": draw(0, 0.7, n), "phi_o": draw(0.2, 2, n)}
        values |= {"eta_o": draw(1, 4, n), "W": np.zeros(n), "F": np.zeros(n)}
        best = brute.solve_mode(mode, values)
        size = 2 if mode in ("self_run", "agency") else 1
        tried = draw(0, 3, (size, 500, n)) * values["alpha"]
        worth = brute.Game(mode, "quantities", values).led_by(tried)
        assert (worth <= best["manufacturer"] * (1 + 1e-9)).all()

    def test_a_retailer_beside_an_influential_agent(self) -> None:
        """It buys nothing; the manufacturer then sells live as if alone."""
        values = {**_numbers({name: float(value) for name, value in BASELINE.items()}), "phi": np.array([9.0])}
        found = brute.solve_mode("agency", values)
        share, cost, market = 0.1, 2.0, 9.0 * 20
        live = ((1 - share) * market - 2.0) / (2 * (1 - share) * (1 - share / cost))
        assert found["retail_demand"][0] == 0
        assert found["live_demand"][0] == pytest.approx(live)

    def test_a_retailer_that_is_left_out(self) -> None:
        """A streamer of great influence: the manufacturer asks a w at which the retailer buys nothing."""
        base = {name: float(value) for name, value in BASELINE.items()}
        found = brute.solve_mode("reselling", {**_numbers(base), "phi": np.array([3.0])})
        assert found["retail_demand"][0] == 0
        assert found["live_demand"][0] == pytest.approx((3 * 20 - 2) / 2 / (2 - 1 / base["eta"]))

    @pytest.mark.slow
    def test_choice_and_refusal(self) -> None:
        values = _grid(3)
        found = brute.solve_all(values)
        best = brute.preferred(found, 0.0)
        refused = brute.preferred(found, np.inf)
        assert best.shape == (3, 3)
        assert set(refused.ravel()) <= {0, 1}
        assert set(best.ravel()) - {0, 1}


def _numbers(base: Mapping[str, float]) -> dict[str, Any]:
    names = ("alpha", "c", "sigma", "theta", "phi", "eta", "lambda", "phi_o", "eta_o", "W")
    return {name: np.array([base[name]]) for name in names} | {"F": np.array([0.0])}


def _grid(n: int) -> dict[str, Any]:
    base = {name: value[0] for name, value in _numbers({k: float(v) for k, v in BASELINE.items()}).items()}
    values = brute.grid(base, {"lambda": (0.05, 0.55, n), "phi": (0.6, 1.8, n)})
    return {name: np.broadcast_to(value, (n, n)) for name, value in values.items()}


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "compete"), [*((mode, "quantities") for mode in MODES), ("self_run", "prices")])
def test_nobody_gains_by_deviating(mode: str, compete: str) -> None:
    """Away from the corners; the corners of reselling are told in the module's docstring."""
    draws = 12 if compete == "quantities" else 4  # Prices that answer each other are searched for at length.
    found = audit(solved(mode, compete), draws=draws, seed=0).audits[-1]
    gains = [move.relative_gain for move in found.moves if not move.held_at_zero]
    assert max(gains) <= 1e-6
    assert found.largest_discrepancy <= 1e-6
    assert found.unresolved <= 2
    if mode != "reselling":
        assert found.passed()
