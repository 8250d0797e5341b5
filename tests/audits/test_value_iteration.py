from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
import sympy as sp

from lsec_models import decisions, parameters
from lsec_models.audits.dynamic.value_iteration import value_iteration
from lsec_models.errors import DeclarationError, LsecError, NotConverged, OutsideDomain
from lsec_models.games.one_state import OneStateProblem
from lsec_models.models.over_time.fame import BASELINE, fame
from lsec_models.solve.one_state.optimal_paths import solve_one_state

Point = Mapping["str | sp.Symbol", object]

x = sp.Symbol("x")
u = decisions("u", real=True)
v = decisions("v")
r, delta = parameters("r delta", positive=True)

GOODWILL = OneStateProblem(state=x, control=v, payoff=x - v**2 / 2, dynamics=v - delta * x, discount=r, between=(0, 40))
POINT: Point = {"r": 0.1, "delta": 0.2}


def wells(tilt: float = 0) -> OneStateProblem:
    payoff = -(u**2) / 2 - (x**2 - 1) ** 2 / 4 + sp.Rational(str(tilt)) * x
    return OneStateProblem(state=x, control=u, payoff=payoff, dynamics=u, discount=r, between=(-2, 2))


LAKE = OneStateProblem(
    state=x,
    control=v,
    payoff=sp.log(v) - x**2 / 2,
    dynamics=v - sp.Rational(13, 20) * x + x**2 / (1 + x**2),
    discount=r,
    between=(0, 4),
)


def test_closed_form_of_a_linear_state() -> None:
    grid = value_iteration(GOODWILL, POINT, controls=(0, 8), states=801, step=0.1)
    slope = 1 / 0.3
    inner = grid.states < 35
    assert grid.values[inner] == pytest.approx((slope * grid.states + slope**2 / 0.2)[inner], rel=1e-4)
    assert grid.policy[inner] == pytest.approx(np.full(inner.sum(), slope), rel=0.02)
    assert grid.destinations == pytest.approx(np.full(801, slope / 0.2), abs=0.3)
    assert grid.thresholds == ()


@pytest.mark.slow
def test_finer_grids_come_nearer_to_the_stable_paths() -> None:
    exact = solve_one_state(LAKE, {"r": 0.03})
    inner = np.linspace(0.2, 3, 29)
    errors = []
    for states, step in [(201, 0.4), (801, 0.1), (3201, 0.05)]:
        grid = value_iteration(LAKE, {"r": 0.03}, controls=(0.005, 3), states=states, step=step)
        errors.append(np.abs(grid.value(inner) - exact.value(inner)).max())
    assert errors[0] > errors[1] > errors[2]
    assert errors[2] < 1e-3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("problem", "point", "controls", "states"),
    [
        (LAKE, {"r": 0.03}, (0.005, 3), 1001),
        (wells(), {"r": 0.05}, (-4, 4), 1002),
        (wells(0.02), {"r": 0.05}, (-4, 4), 1001),
        (wells(0.1), {"r": 5}, (-4, 4), 1001),
        (fame(), BASELINE, (0, 8), 2001),
        # Patient streamers: the path to fame comes from arbitrarily large costates.
        (fame(), {**BASELINE, "r": sp.Rational(1, 10), "delta": sp.Rational(3, 10)}, (0, 12), 4001),
    ],
)
def test_thresholds_of_stable_paths_and_of_the_grid_agree(
    problem: OneStateProblem, point: Point, controls: tuple[float, float], states: int
) -> None:
    """Within two cells of the grid, though neither method knows of the other."""
    (threshold,) = solve_one_state(problem, point).thresholds
    grid = value_iteration(problem, point, controls=controls, states=states)
    ((low, high),) = grid.thresholds
    spacing = grid.states[1] - grid.states[0]
    assert low - 2 * spacing <= threshold.state <= high + 2 * spacing
    assert grid.value(threshold.state) == pytest.approx(threshold.value, abs=0.02 * float(np.ptp(grid.values)))


def test_no_threshold_where_one_steady_state_is_best_everywhere() -> None:
    grid = value_iteration(wells(1 / 3), {"r": 0.05}, controls=(-4, 4), states=401)
    assert not solve_one_state(wells(1 / 3), {"r": 0.05}).thresholds
    assert not grid.thresholds


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"controls": (3, 1)}, DeclarationError, "is empty or goes beyond"),
        ({"controls": (-1, 1)}, DeclarationError, "goes beyond the bounds of v"),
        ({"controls": (0, math.inf)}, DeclarationError, "an end of controls"),
        ({"states": 2}, DeclarationError, "at least 3 states"),
        ({"choices": 1}, DeclarationError, "at least 3 states"),
        ({"step": 0}, DeclarationError, "a positive time step"),
        ({"tolerance": -1.0}, NotConverged, "after 200 rounds"),
    ],
)
def test_bad_input_is_named(changes: dict[str, Any], error: type[LsecError], words: str) -> None:
    arguments: dict[str, Any] = {"controls": (0, 8), "states": 21, "choices": 11}
    with pytest.raises(error, match=words):
        value_iteration(GOODWILL, POINT, **(arguments | changes))


def test_a_payoff_that_is_nowhere_finite_is_named() -> None:
    problem = OneStateProblem(state=x, control=u, payoff=sp.log(x) - u**2, dynamics=u - x, discount=r, between=(-1, 1))
    with pytest.raises(DeclarationError, match="in state -1 the payoff is finite for none"):
        value_iteration(problem, {"r": 0.1}, controls=(-1, 1), states=21)


def test_states_outside_the_grid_are_refused() -> None:
    grid = value_iteration(GOODWILL, POINT, controls=(0, 8), states=21)
    with pytest.raises(OutsideDomain, match="from 0 to 40"):
        grid.value(np.array([1.0, 41.0]))
