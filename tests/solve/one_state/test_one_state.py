from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad, simpson
from scipy.optimize import brentq

from lsec_models import decisions, parameters
from lsec_models.audits.dynamic.value_iteration import value_iteration
from lsec_models.errors import (
    ContradictoryAssumptions,
    DeclarationError,
    DegenerateProblem,
    LsecError,
    NoInteriorOptimum,
    NoStablePath,
    NoSteadyState,
    NotConverged,
    OutsideDomain,
    UnknownName,
)
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.one_state import OneStateProblem
from lsec_models.solve.one_state.canonical_system import CanonicalSystem
from lsec_models.solve.one_state.evidence import findings_of
from lsec_models.solve.one_state.optimal_paths import solve_one_state
from lsec_models.solve.one_state.root_isolation import Unknown, zeros
from lsec_models.solve.one_state.saddle_paths import Accuracy, stable_branches
from lsec_models.solve.one_state.skiba_points import ThresholdKind, best_branches, thresholds_between
from lsec_models.solve.one_state.solution import OneStateSolution
from lsec_models.solve.one_state.steady_states import SteadyStateType, steady_states

Point = Mapping["str | sp.Symbol", object]

x = sp.Symbol("x")
u = decisions("u", real=True)
v = decisions("v")
r, delta, b, c, s = parameters("r delta b c s", positive=True)


def wells(**changes: Any) -> OneStateProblem:
    """Two equally good wells, at s - 1 and s + 1; by symmetry the threshold is s."""
    fields: dict[str, Any] = {
        "state": x,
        "control": u,
        "payoff": -(u**2) / 2 - b * ((x - s) ** 2 - 1) ** 2 / 4,
        "dynamics": u,
        "discount": r,
        "between": (s - 2, s + 2),
    }
    return OneStateProblem(**(fields | changes))


LAKE = OneStateProblem(
    state=x,
    control=v,
    payoff=sp.log(v) - c * x**2,
    dynamics=v - b * x + x**2 / (1 + x**2),
    discount=r,
    between=(0, 4),
)
LAKE_POINT: Point = {"b": 0.65, "c": 0.5, "r": 0.03}

# Linear in the state: the costate is 1 / (r + delta) everywhere, the value linear.
GOODWILL = OneStateProblem(state=x, control=v, payoff=x - v**2 / 2, dynamics=v - delta * x, discount=r, between=(0, 40))
GOODWILL_POINT: Point = {"r": 0.1, "delta": 0.2}


@pytest.fixture(scope="module")
def lake() -> OneStateSolution:
    return solve_one_state(LAKE, LAKE_POINT)


@pytest.fixture(scope="module")
def two_wells() -> OneStateSolution:
    return solve_one_state(wells(), {"b": 1, "s": 3, "r": 0.05})


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


@pytest.mark.parametrize(
    ("problem", "point", "error", "words"),
    [
        (wells(payoff=-(u**2) / 2 + x**2 / 2, between=(-2, 2)), {"r": 0.5}, NoStablePath, "unstable focus at 0"),
        (GOODWILL, {"r": 0.1, "delta": 0.01}, NoSteadyState, "between 0 and 40"),
        (GOODWILL, {"r": 0.1}, DeclarationError, "no value for delta"),
        (GOODWILL, {"r": 0, "delta": 0.2}, OutsideDomain, "r is declared positive, given 0"),
        (GOODWILL, {"r": 0.1, "delta": 0.2, "k": 1}, UnknownName, "no parameter 'k'"),
        (wells(payoff=-(u**2) / 2, dynamics=u, between=(-2, 2)), {"r": 0.5}, DegenerateProblem, "fill a curve"),
        (wells(payoff=x - u, between=(-2, 2)), {"r": 0.5}, NoInteriorOptimum, "strictly convex"),
        (
            wells(payoff=-(u**2) / 2 - sp.exp(x), between=(-2, 2)), {"r": 0.5}, DeclarationError, "two finite bounds"
        ),
        (wells(payoff=-(u**2) / 2 - (x**2) ** 2 / 4, between=(-2, 2)), {"r": 1}, DegenerateProblem, "eigenvalue zero"),
        (wells(between=(s, b)), {"b": 1, "s": 2, "r": 1}, DeclarationError, "from 2 to 1 there is no interval"),
        (wells(discount=r - delta), {"b": 1, "s": 2, "r": 1, "delta": 2}, DeclarationError, "rate -1 is not positive"),
        (wells(dynamics=u * (b - s)), {"b": 2, "s": 2, "r": 1}, DeclarationError, "does not contain the control"),
    ],
)  # fmt: skip
def test_what_can_not_be_solved_says_why(
    problem: OneStateProblem, point: Point, error: type[LsecError], words: str
) -> None:
    with pytest.raises(error, match=words):
        solve_one_state(problem, point)


def test_a_threshold_that_is_not_certain_enough_is_refused() -> None:
    with pytest.raises(NotConverged, match="is certain only to"):
        solve_one_state(LAKE, LAKE_POINT, tolerance=1e-15)


def test_states_from_which_nothing_settles_down_are_named() -> None:
    """Goodwill above the bound of a logistic growth explodes downwards: no path returns to the saddle from there."""
    problem = OneStateProblem(
        state=x, control=v, payoff=x - v**2 / 2, dynamics=v - x + x**2, discount=r, between=(0, 3),
        control_between=(0, sp.Rational(1, 10)),
    )  # fmt: skip
    solution = solve_one_state(problem, {"r": 0.1})
    assert solution.value(0.5) > 0
    with pytest.raises(NoStablePath, match=r"from x = 2 no path"):
        solution.value(2.0)


@pytest.mark.parametrize("state", [-0.1, 4.1, math.nan])
def test_states_outside_the_interval_are_refused(lake: OneStateSolution, state: float) -> None:
    with pytest.raises(OutsideDomain, match="outside the interval from 0 to 4"):
        lake.value(state)


def test_times_must_be_times(lake: OneStateSolution) -> None:
    with pytest.raises(DeclarationError, match="at least zero"):
        lake.path(1.0, [-1.0])


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"dynamics": 1 - x}, DeclarationError, "does not contain the control u"),
        ({"discount": -1}, DeclarationError, "the rate -1 is not positive"),
        ({"discount": 0}, DeclarationError, "the rate 0 is not positive"),
        ({"discount": x}, DeclarationError, "x contains x"),
        ({"between": (2, 1)}, DeclarationError, "from 2 to 1 there is no interval"),
        ({"between": (0, None)}, DeclarationError, "two finite ends"),
        ({"between": (0, sp.oo)}, DeclarationError, "not a smooth function"),
        ({"between": 3}, DeclarationError, "is not a pair"),
        ({"control_between": (1, 1)}, DeclarationError, "there is no interval"),
        ({"payoff": "u**2"}, DeclarationError, "is not an expression"),
        ({"payoff": sp.Abs(u)}, DeclarationError, "not a smooth function"),
        ({"payoff": sp.Symbol("k") * u}, DeclarationError, "symbol k is undeclared"),
        ({"payoff": parameters("x", positive=True) * u}, DeclarationError, "'x' is used for two different symbols"),
        ({"payoff": sp.Symbol("u") + u}, DeclarationError, "symbol u is undeclared"),
        ({"state": r}, DeclarationError, "not a parameter"),
        ({"control": x}, DeclarationError, "declare it with decisions"),
        ({"control": sp.Symbol("w")}, DeclarationError, "declare it with decisions"),
        ({"assuming": [r > 1, r < 1]}, ContradictoryAssumptions, "no parameters satisfy"),
        ({"assuming": "r > 1"}, DeclarationError, "is text, not a sequence"),
        ({"payoff": sp.Float("nan")}, DeclarationError, "not a smooth function"),
    ],
)
def test_declarations_without_meaning_are_refused(changes: dict[str, Any], error: type[LsecError], words: str) -> None:
    with pytest.raises(error, match=words):
        wells(**changes)


def test_floats_in_a_declaration_are_the_decimals_they_print_as() -> None:
    assert wells(discount=0.1).discount == sp.Rational(1, 10)


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        (x**3 - 2 * x, [0, math.sqrt(2)]),
        ((x - 1) ** 2 * (x - 3), [1, 3]),
        (x**2 + 1, []),
        ((x**2 - 4) / (x - 2), []),
        (sp.sin(x), [0, math.pi]),
        (sp.exp(-x) - x, [0.567143290409784]),
        (sp.sqrt(x) - x, [0, 1]),
        (sp.log(x) / x, [1]),
    ],
)
def test_zeros_of_one_equation(equation: sp.Expr, expected: list[float]) -> None:
    found = zeros([equation], [Unknown(symbol=x, low=sp.Integer(0), high=sp.Rational(9, 2))])
    assert [root for (root,) in found] == pytest.approx(expected, abs=1e-12)


def test_zeros_of_two_equations_rational_or_not() -> None:
    ends = {"low": sp.Integer(-2), "high": sp.Integer(2)}
    unknowns = [Unknown(symbol=x, **ends), Unknown(symbol=u, **ends)]
    exact = zeros([x**2 + u**2 - 2, x * u - 1], unknowns)
    assert np.array(exact) == pytest.approx(np.array([(-1, -1), (1, 1)]), abs=1e-12)
    found = zeros([sp.exp(x) - u, u**2 - 2], unknowns)
    assert np.array(found) == pytest.approx(np.array([(math.log(2) / 2, math.sqrt(2))]), abs=1e-12)


def test_an_optimum_that_uses_up_the_stock_is_told_the_way_out() -> None:
    """Oil sold at ``1 - v/2``: what is left is worth e^{rt} times as much, so that ``v = 1 - e^{r (t - T)}`` until T.

    The stock is used up when ``T - (1 - e^{-rT})/r`` is sold; the grid that the message names finds what it is worth.
    """
    oil = OneStateProblem(state=x, control=v, payoff=v - v**2 / 2, dynamics=-v, discount=r, between=(0, 3))
    with pytest.raises(DegenerateProblem, match=r"x can be kept at the end 0 .* value_iteration\(problem, \{...\}"):
        solve_one_state(oil, {"r": 0.1})
    with pytest.raises(NoSteadyState, match=r"x can be kept at the end 0 "):
        solve_one_state(replace(oil, dynamics=-v - x / 10), {"r": 0.1})
    with pytest.raises(NoSteadyState, match=r"kept at zero$"):
        solve_one_state(replace(oil, dynamics=-v - x / 10, between=(1, 3)), {"r": 0.1})
    found = value_iteration(oil, {"r": 0.1}, controls=(0, 1), states=1201, step=0.02)
    for stock in (0.5, 2.0):
        end = brentq(lambda T, stock=stock: T - (1 - np.exp(-0.1 * T)) / 0.1 - stock, 1e-6, 100)
        worth = quad(lambda t, end=end: np.exp(-0.1 * t) * (1 - np.exp(0.2 * (t - end))) / 2, 0, end)[0]
        assert float(found.value(stock)) == pytest.approx(worth, rel=0.01)
    assert float(found.value(0.0)) == pytest.approx(0, abs=1e-9), "nothing is sold of nothing"


# ---- evidence -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["lake", "two_wells"])
def test_what_a_solution_rests_on(name: str, request: pytest.FixtureRequest) -> None:
    evidence = request.getfixturevalue(name).evidence
    assert {row.status for row in evidence.rows} == {Status.CHECKED}
    assert {row.about for row in evidence.rows} == {
        About.EXISTS, About.OPTIMAL, About.OFF_PATH, About.TRANSVERSALITY, About.STABLE, About.COMPLETE, About.ACCURATE,
    }  # fmt: skip
    assert not evidence.established, "floats establish nothing for good"
    (complete,) = (row for row in evidence.rows if row.about is About.COMPLETE)
    assert "two paths are best" in complete.means


def test_among_which_paths_it_is_best() -> None:
    """Between 0 and 1/2 effort of at most 1/10 cannot lift goodwill that fades by 1/5 above the interval."""
    kept = replace(GOODWILL, between=(0, sp.Rational(1, 2)), control_between=(0, sp.Rational(1, 10)))
    (exists, *_) = solve_one_state(kept, GOODWILL_POINT).evidence.rows
    assert "no control makes x leave the interval from 0 to 1/2" in exists.detail
    (exists, *_) = solve_one_state(GOODWILL, GOODWILL_POINT).evidence.rows
    assert "among all paths on which x stays between 0 and 40" in exists.detail


@pytest.mark.slow
def test_a_hamiltonian_with_another_peak_is_seen() -> None:
    """Around zero the payoff falls with the control, but at three it is larger: staying is not best."""
    bump = 9 * sp.exp(-4 * (u - 3) ** 2)
    problem = wells(
        payoff=-(u**2) / 2 + bump - x**2 / 2, between=(sp.Rational(-1, 10), sp.Rational(1, 10)), control_between=(-4, 4)
    )
    evidence = solve_one_state(problem, {"r": 1}).evidence
    assert evidence.status(About.OPTIMAL) is Status.OPEN
    assert "another u gives a larger Hamiltonian" in evidence.rows[0].detail


def test_states_without_a_path_leave_existence_open() -> None:
    problem = OneStateProblem(
        state=x, control=v, payoff=x - v**2 / 2, dynamics=v - x + x**2, discount=r, between=(0, 3),
        control_between=(0, sp.Rational(1, 10)),
    )  # fmt: skip
    evidence = solve_one_state(problem, {"r": 0.1}).evidence
    assert evidence.status(About.EXISTS) is Status.OPEN
    assert "no path to a saddle was found" in evidence.rows[0].detail


def test_slopes_that_are_not_those_of_the_value_are_seen(lake: OneStateSolution) -> None:
    system = CanonicalSystem(problem=LAKE.at(LAKE_POINT))

    class Tilted:
        def __init__(self, branch: Any) -> None:
            self.branch = branch

        def costate(self, state: float) -> float:
            return float(self.branch.costate(state)) * 1.05

    tilted = [replace(basin, branch=Tilted(basin.branch)) for basin in lake.basins]
    assert {f.status for f in findings_of(system, lake.basins, (), ())} == {Status.CHECKED}
    (exists, *_) = findings_of(system, tilted, (), ())
    assert exists.status is Status.OPEN
    assert "apart" in exists.detail


def random_problem(seed: int) -> OneStateProblem:
    """Return a problem with a payoff of up to four peaks in the state, and a stock that moves by itself."""
    draw = np.random.default_rng(seed)
    waves = sum(sp.Rational(int(draw.integers(-9, 10)), 10) * sp.sin(k * x + int(draw.integers(0, 6))) for k in (1, 2))
    curve = sp.Rational(int(draw.integers(0, 5)), 10)
    return OneStateProblem(
        state=x,
        control=u,
        payoff=waves - curve * x**2 / 2 - u**2 / 2,
        dynamics=u - sp.Rational(int(draw.integers(0, 4)), 10) * x,
        discount=sp.Rational(int(draw.integers(2, 30)), 50),
        between=(-2, 2),
        control_between=(-4, 4),
    )


@pytest.mark.slow
def test_what_is_checked_is_so_on_a_grid() -> None:
    """Random problems: where the evidence says that nothing on the interval is better, a grid finds nothing better."""
    checked = 0
    for seed in range(12):
        problem = random_problem(seed)
        try:
            solution = solve_one_state(problem, {})
        except LsecError:
            continue
        if solution.evidence.status(About.EXISTS) is Status.OPEN:
            continue
        found = value_iteration(problem, {}, controls=(-4, 4), states=401, step=0.02)
        states = np.linspace(-1.9, 1.9, 9)
        stated, known = solution.value(states), np.interp(states, found.states, found.values)
        assert np.abs(stated - known).max() < 0.02 * (1 + np.abs(known).max()), seed
        checked += 1
    assert checked >= 4
