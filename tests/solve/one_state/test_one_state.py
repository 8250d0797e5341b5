"""Solutions of problems with one state: steady states, thresholds, values and paths, against closed forms."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import simpson

from lsec_models.games.one_state import OneStateProblem
from lsec_models.solve.one_state.canonical_system import CanonicalSystem
from lsec_models.solve.one_state.optimal_paths import solve_one_state
from lsec_models.solve.one_state.saddle_paths import Accuracy, stable_branches
from lsec_models.solve.one_state.skiba_points import ThresholdKind, best_branches, thresholds_between
from lsec_models.solve.one_state.solution import OneStateSolution
from lsec_models.solve.one_state.steady_states import SteadyStateType, steady_states
from one_state_problems import GOODWILL, GOODWILL_POINT, LAKE, LAKE_POINT, b, delta, r, u, v, wells, x


def test_steady_states_and_their_eigenvalues(two_wells: OneStateSolution) -> None:
    root = math.sqrt(0.05**2 / 4 + 2)
    assert [rest.state for rest in two_wells.steady_states] == pytest.approx([2, 3, 4], abs=1e-12)
    assert [rest.stability for rest in two_wells.steady_states] == [
        SteadyStateType.SADDLE,
        SteadyStateType.FOCUS,
        SteadyStateType.SADDLE,
    ]
    assert two_wells.steady_states[0].eigenvalues == pytest.approx((0.025 - root, 0.025 + root))
    assert two_wells.steady_states[1].eigenvalues[0].imag == pytest.approx(-math.sqrt(1 - 0.05**2 / 4))


@pytest.mark.slow
@settings(max_examples=4)
@given(
    st.fractions("1/100", "3/2", max_denominator=100), st.fractions("3/5", 3, max_denominator=20), st.integers(-3, 9)
)
def test_threshold_by_symmetry(discount: Fraction, depth: Fraction, centre: int) -> None:
    place = sp.Integer(centre)
    problem = wells(payoff=-(u**2) / 2 - b * ((x - place) ** 2 - 1) ** 2 / 4, between=(place - 2, place + 2))
    (threshold,) = solve_one_state(problem, {"r": discount, "b": depth}).thresholds
    assert threshold.state == pytest.approx(centre, abs=1e-7)
    assert threshold.controls[0] == pytest.approx(-threshold.controls[1], abs=1e-6)


def test_threshold_by_symmetry_in_logarithms() -> None:
    problem = wells(
        payoff=-(u**2) / 2 - (sp.log(x) ** 2 - 1) ** 2 / 4,
        dynamics=u * x,
        between=(0.1, 10),
        control_between=(-5, 5),
    )
    solution = solve_one_state(problem, {"r": 0.05})
    (threshold,) = solution.thresholds
    assert [rest.state for rest in solution.steady_states] == pytest.approx([math.exp(-1), 1, math.e], abs=1e-12)
    assert threshold.state == pytest.approx(1, abs=1e-8)
    assert threshold.uncertainty < 1e-7


@pytest.mark.slow
def test_the_uncertainty_is_measured(lake: OneStateSolution) -> None:
    """Followed with four different accuracies, the lake's threshold moves less the finer they are."""
    system = CanonicalSystem(problem=LAKE.at(LAKE_POINT))
    rests = steady_states(system)
    found = []
    for tolerance, offset in [(1e-6, 1e-4), (1e-8, 1e-5), (1e-10, 1e-6), (1e-11, 1e-7)]:
        branches, _ = stable_branches(system, rests, Accuracy(tolerance=tolerance, offset=offset))
        (threshold,) = thresholds_between(system, best_branches(system, branches))
        found.append(threshold.state)
    errors = [abs(state - found[-1]) for state in found[:-1]]
    assert errors[0] < 1e-4
    assert errors[1] < 1e-6
    assert errors[2] < 1e-9
    assert lake.thresholds[0].state == pytest.approx(found[-1], abs=1e-8)
    assert lake.thresholds[0].uncertainty < 1e-7


def test_shallow_lake(lake: OneStateSolution) -> None:
    """The parameters of the literature's standard case: a clean and a turbid saddle with a focus between them."""
    assert [rest.stability.value for rest in lake.steady_states] == ["saddle", "unstable focus", "saddle"]
    for rest in lake.steady_states:
        y, load = rest.state, rest.control
        assert load == pytest.approx(0.65 * y - y**2 / (1 + y**2), abs=1e-12)
        assert 0.03 + 0.65 - 2 * y / (1 + y**2) ** 2 == pytest.approx(y * load, abs=1e-12)
    (threshold,) = lake.thresholds
    assert threshold.kind is ThresholdKind.INDIFFERENCE
    assert lake.steady_states[0].state < threshold.state < lake.steady_states[2].state
    assert threshold.below is lake.steady_states[0]
    assert threshold.above is lake.steady_states[2]
    assert threshold.controls[0] < threshold.controls[1]


@pytest.mark.parametrize("start", [0.1, 0.81, 0.83, 3.0])
def test_value_is_the_discounted_payoff_along_the_path(lake: OneStateSolution, start: float) -> None:
    times = np.linspace(0, 300, 3001)
    path = lake.path(start, times)
    payoff = np.log(path.control) - 0.5 * path.state**2
    area = simpson(np.exp(-0.03 * times) * payoff, x=times) + np.exp(-9) * payoff[-1] / 0.03
    assert lake.value(start) == pytest.approx(area, abs=1e-5)
    assert path.state[0] == pytest.approx(start, abs=1e-10)
    assert path.state[-1] == pytest.approx(path.target.state, abs=1e-6)
    rate = np.gradient(path.state, times, edge_order=2)[1:-1]
    motion = path.control - 0.65 * path.state + path.state**2 / (1 + path.state**2)
    assert np.abs(rate - motion[1:-1]).max() < 1e-2


@pytest.mark.parametrize("state", [0.2, 0.7, 0.9, 2.5])
def test_costate_is_the_slope_of_the_value(lake: OneStateSolution, state: float) -> None:
    slope = (lake.value(state + 1e-4) - lake.value(state - 1e-4)) / 2e-4
    assert lake.costate(state) == pytest.approx(slope, rel=1e-5)


def test_values_meet_at_the_threshold_and_the_best_is_taken(lake: OneStateSolution) -> None:
    (threshold,) = lake.thresholds
    below, above = (lake.value(threshold.state + step) for step in (-1e-7, 1e-7))
    assert below == pytest.approx(above, abs=1e-5)
    for state in (0.7, 0.8, 0.85, 1.0):
        worth = [branch.value(state) for branch in lake.branches if branch.low <= state <= branch.high]
        assert lake.value(state) == max(worth)


@pytest.mark.slow
def test_nothing_depends_on_units(two_wells: OneStateSolution) -> None:
    y = sp.Symbol("y")
    moved = OneStateProblem(
        state=y,
        control=u,
        payoff=7 * (-((u / 2) ** 2) / 2 - (((y - 3) / 2) ** 2 - 1) ** 2 / 4 + (y - 3) / 200),
        dynamics=u,
        discount=r,
        between=(-1, 7),
    )
    plain = wells(payoff=-(u**2) / 2 - (x**2 - 1) ** 2 / 4 + x / 100, between=(-2, 2))
    one, other = (solve_one_state(problem, {"r": 0.05}).thresholds[0] for problem in (moved, plain))
    assert one.state == pytest.approx(3 + 2 * other.state, abs=1e-8)
    assert one.value == pytest.approx(7 * other.value, rel=1e-8)
    assert two_wells.thresholds[0].value == pytest.approx(
        solve_one_state(wells(), {"b": 1, "s": 5, "r": 0.05}).value(5)
    )


@pytest.mark.slow
@pytest.mark.parametrize("tilt", ["0", "1/10"])
def test_unstable_node_is_a_continuous_threshold(tilt: str) -> None:
    problem = wells(payoff=-(u**2) / 2 - (x**2 - 1) ** 2 / 4 + sp.Rational(tilt) * x, between=(-2, 2))
    solution = solve_one_state(problem, {"r": 5})
    node = solution.steady_states[1]
    (threshold,) = solution.thresholds
    assert node.stability is SteadyStateType.NODE
    assert threshold.kind is ThresholdKind.CONTINUOUS
    assert threshold.state == pytest.approx(node.state, abs=1e-9)
    assert threshold.controls == pytest.approx((0, 0), abs=1e-5)
    assert threshold.value == pytest.approx(node.value, abs=1e-9)


def test_two_saddles_but_one_is_best_everywhere() -> None:
    problem = wells(payoff=-(u**2) / 2 - (x**2 - 1) ** 2 / 4 + x / 3, between=(-2, 2))
    solution = solve_one_state(problem, {"r": 0.05})
    assert [rest.stability.value for rest in solution.steady_states] == ["saddle", "unstable focus", "saddle"]
    assert solution.thresholds == ()
    assert {basin.target.state for basin in solution.basins} == {solution.steady_states[2].state}


def test_linear_state_has_the_closed_form() -> None:
    solution = solve_one_state(GOODWILL, GOODWILL_POINT)
    slope = 1 / 0.3
    states = np.linspace(0, 40, 9)
    assert solution.thresholds == ()
    assert solution.value(states) == pytest.approx(slope * states + slope**2 / 0.2, rel=1e-9)
    assert solution.policy(states) == pytest.approx(np.full(9, slope), rel=1e-9)
    times = np.array([0.0, 0.5, 3.0, 30.0, 300.0])
    rest = slope / 0.2
    assert solution.path(2.0, times).state == pytest.approx(rest + (2 - rest) * np.exp(-0.2 * times), rel=1e-7)


def test_linear_quadratic_has_the_riccati_solution() -> None:
    problem = wells(payoff=-(u**2) / 2 - x**2 / 2, between=(-3, 2))
    solution = solve_one_state(problem, {"r": 0.5})
    k = (-0.5 + math.sqrt(0.25 + 4)) / 2
    states = np.array([-3, -1.2, 0, 0.3, 2])
    assert solution.value(states) == pytest.approx(-k * states**2 / 2, abs=1e-9)
    assert solution.policy(states) == pytest.approx(-k * states, abs=1e-9)


@pytest.mark.slow
def test_a_control_without_closed_form_is_searched() -> None:
    problem = wells(payoff=-(u**2) / 2 - u**4 / 4 - (x**2 - 1) ** 2 / 4, between=(-2, 2))
    (threshold,) = solve_one_state(problem, {"r": 0.05}).thresholds
    assert threshold.state == pytest.approx(0, abs=1e-7)
    root = OneStateProblem(
        state=x, control=v, payoff=x - v, dynamics=sp.sqrt(v) - delta * x, discount=r, between=(0, 20),
        control_between=(0, 50),
    )  # fmt: skip
    solution = solve_one_state(root, GOODWILL_POINT)
    slope = 1 / 0.3
    assert solution.policy(3.0) == pytest.approx(slope**2 / 4, rel=1e-9)
    assert solution.value(3.0) == pytest.approx(3 * slope + slope**2 / 4 / 0.1, rel=1e-9)


def test_a_bound_of_the_control_binds_at_rest() -> None:
    waste = OneStateProblem(
        state=x, control=v, payoff=-x - v - v**2 / 2, dynamics=v - delta * x, discount=r, between=(0, 5)
    )
    solution = solve_one_state(waste, GOODWILL_POINT)
    (rest,) = solution.steady_states
    assert (rest.state, rest.control, rest.binds, rest.stability) == (0, 0, True, SteadyStateType.SADDLE)
    assert solution.value(np.array([0, 1, 5.0])) == pytest.approx(-np.array([0, 1, 5]) / 0.3, rel=1e-9)
    assert solution.policy(2.0) == 0


def test_a_bound_binds_on_a_part_of_the_path() -> None:
    """With effort at most 2 where 1 / (r + delta) = 3.33 would be best, the bound binds everywhere."""
    bounded = OneStateProblem(
        state=x, control=v, payoff=x - v**2 / 2, dynamics=v - delta * x, discount=r, between=(0, 40),
        control_between=(0, 2),
    )  # fmt: skip
    solution = solve_one_state(bounded, GOODWILL_POINT)
    (rest,) = solution.steady_states
    assert (rest.state, rest.control, rest.binds) == (10, 2, True)
    assert solution.value(4.0) == pytest.approx(4 / 0.3 + 2 / 0.3 / 0.1 - 2 / 0.1, rel=1e-9)
    saturating = OneStateProblem(
        state=x, control=v, payoff=x - x**2 / 8 - v**2 / 2, dynamics=v - delta * x, discount=r, between=(0, 12)
    )
    policy = solve_one_state(saturating, GOODWILL_POINT).policy(np.array([0.5, 2.0, 11.5]))
    assert policy[0] > policy[1] > 0
    assert policy[2] == 0
