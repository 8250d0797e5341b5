"""Several states: Newton's method from many starts, against iterated best replies; and what has no interior optimum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import sympy as sp
from scipy.linalg import solve_continuous_are

from lsec_models import Player, decisions, parameters
from lsec_models.algebra.domains.symbols import states
from lsec_models.audits.dynamic.dynamic_audit import audit_differential
from lsec_models.audits.dynamic.simulation import simulate
from lsec_models.errors import NoClosedForm, NoInteriorOptimum, NoStabilisingSolution, OutsideDomain
from lsec_models.games.differential.feedback_at_point import FeedbackPoint
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evidence.evidence import About
from lsec_models.solve.differential.dispatch import solve_differential

r, delta, k = parameters("r delta k", positive=True)
x, y = states("x y")
u, v = decisions("u v", real=True)
q, e = decisions("q e")


def two_states(A: np.ndarray, B: np.ndarray, curvature: float = 1.0) -> DifferentialGame:
    return DifferentialGame(
        states={
            x: A[0, 0] * x + A[0, 1] * y + B[0, 0] * u + B[0, 1] * v,
            y: A[1, 0] * x + A[1, 1] * y + B[1, 0] * u + B[1, 1] * v,
        },
        players=[
            Player("one", decides=[u], payoff=-(curvature * x**2 + y**2 + u**2) / 2),
            Player("two", decides=[v], payoff=-(x**2 - x * y + curvature * y**2 + 2 * v**2) / 2),
        ],
        discount=0.1,
        initial={x: 1, y: -1},
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_nash_against_iterated_best_replies(seed):
    """Where the best replies, each one a Riccati equation of SciPy's, converge: to one of our solutions."""
    rng = np.random.default_rng(seed)
    A, B = np.round(rng.normal(size=(2, 2)) - np.eye(2), 2), np.round(rng.normal(size=(2, 2)), 2)
    solutions = solve_differential(two_states(A, B), at={})
    assert not solutions.complete
    Q = np.eye(2), np.array([[1.0, -0.5], [-0.5, 1.0]])
    R = 1.0, 2.0
    P = [np.zeros((2, 2)), np.zeros((2, 2))]
    for _ in range(60):
        for i in (0, 1):
            other = A - B[:, [1 - i]] @ B[:, [1 - i]].T @ P[1 - i] / R[1 - i] - 0.05 * np.eye(2)
            P[i] = solve_continuous_are(other, B[:, [i]], Q[i], np.array([[R[i]]]))
    found = [
        [np.array(sp.hessian(solution.values[name], (x, y))).astype(float) for name in ("one", "two")]
        for solution in solutions
    ]
    assert min(max(np.abs(-p - mine).max() for p, mine in zip(P, ours, strict=True)) for ours in found) < 1e-8


@pytest.mark.slow
def test_two_states_one_after_the_other():
    """A stock that feeds another: the audit finds nothing to gain, for a leader either."""
    A, B = np.array([[-0.5, 0.0], [0.3, -1.0]]), np.array([[1.0, 0.0], [0.0, 1.0]])
    for order in ([("one", "two")], ["two", "one"]):
        (solution,) = solve_differential(two_states(A, B).with_order(order), at={})
        audit = audit_differential(solution, draws=10, pieces=4)
        assert audit.largest_gain < 1e-6
        assert audit.simulation_error < 1e-5


@pytest.mark.slow
def test_nobody_gains_without_bound_from_two_stocks():
    """Payoffs that rise with the squares of the stocks: a stable closed loop is not enough."""
    A, B = np.array([[-0.2, 0.0], [0.0, -0.2]]), np.array([[1.0, 0.5], [0.5, 1.0]])
    with pytest.raises(NoStabilisingSolution, match="'one' gains without bound against the others' strategies"):
        solve_differential(two_states(A, B, curvature=-2.0), at={})


@pytest.mark.slow
def test_stable_from_both_sides():
    """Two states that do not touch each other are two games."""
    A, B = np.diag([-0.5, -1.0]), np.eye(2)
    both = DifferentialGame(
        states=two_states(A, B).states,
        players=[
            Player("one", decides=[u], payoff=-(x**2 + u**2) / 2),
            Player("two", decides=[v], payoff=-(2 * y**2 + v**2) / 2),
        ],
        discount=0.1,
        initial={x: 1, y: 1},
    )
    (solution,) = solve_differential(both, at={})
    for name, decay, weight in (("one", 0.5, 1.0), ("two", 1.0, 2.0)):
        alone = -solve_continuous_are([[-decay - 0.05]], [[1.0]], [[weight]], [[1.0]])[0, 0]
        assert float(solution.payoffs[name]) == pytest.approx(alone / 2, rel=1e-9)


# ---- no interior optimum, at an instant or along the path ------------------------------------------------------------


def goodwill(**changes: object) -> DifferentialGame:
    declared: dict[str, object] = {
        "states": {x: q + e - delta * x},
        "players": [
            Player("one", decides=[q], payoff=x - k * q**2 / 2),
            Player("two", decides=[e], payoff=x - e**2 / 2),
        ],
        "discount": r,
    }
    return DifferentialGame(**(declared | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("payoff", "message"),
    [
        (x, "payoff of 'two' is linear in e, so that first-order conditions do not determine it; add a cost"),
        (x + e, "payoff of 'two' is linear in e"),
        (x + e**2, "'two' is not strictly concave in e"),
    ],
)
def test_control_missing_from_the_payoffs(payoff, message):
    game = goodwill(
        players=[Player("one", decides=[q], payoff=x - k * q**2 / 2), Player("two", decides=[e], payoff=payoff)]
    )
    with pytest.raises(NoInteriorOptimum, match=message):
        solve_differential(game)


def test_quadratic_values_need_costs_too():
    game = goodwill(players=[Player("one", decides=[q, e], payoff=-(x**2) - q**2)])
    with pytest.raises(NoInteriorOptimum, match="linear in e"):
        solve_differential(game)


def test_a_decision_that_would_be_negative():
    """A stock that harms is not built up: with q at least zero there is no interior equilibrium, for any parameters."""
    game = goodwill(players=[Player("one", decides=[q], payoff=-x - k * q**2 / 2)], states={x: q - delta * x})
    with pytest.raises(NoInteriorOptimum, match="q is not negative"):
        solve_differential(game)


@pytest.mark.slow
def test_a_decision_that_turns_negative_on_the_way():
    harm = Player("one", decides=[q], payoff=2 * x - x**2 - k * q**2 / 2)
    game = goodwill(players=[harm], states={x: q - delta * x})
    at = {"delta": 1, "k": 1, "r": 0.1}
    (inside,) = solve_differential(game, at=at | {"x_0": 0})
    assert float(inside.strategies["q"].subs(x, 0)) > 0
    (outside,) = solve_differential(game, at=at | {"x_0": 5})
    threshold = float(outside.within[1])
    assert float(outside.strategies["q"].subs(x, threshold)) == pytest.approx(0, abs=1e-12)
    waiting = np.log(5 / threshold)
    earned = 10 / 1.1 * (1 - np.exp(-1.1 * waiting)) - 25 / 2.1 * (1 - np.exp(-2.1 * waiting))
    earned += np.exp(-0.1 * waiting) * float(outside.values["one"].subs(x, threshold))
    assert float(outside.payoffs["one"]) == pytest.approx(earned, rel=1e-6)
    assert simulate(outside, steps=4000).attrs["payoffs"]["one"] == pytest.approx(earned, rel=1e-5)
    with pytest.raises(NoClosedForm, match="simulate"):
        _ = outside.paths
    with pytest.raises(OutsideDomain, match="q is not negative, at the start"):
        solve_differential(game).at(at | {"x_0": 5})
    with pytest.raises(NoInteriorOptimum, match="q is not negative fails at time 0"):
        solve_differential(game.with_horizon(3), at=at | {"x_0": 5})
    # In open loop it rests at zero until the stock is low enough for the interior strategy.
    opened = solve_differential(replace(game, information="open_loop"), at=at | {"x_0": 5})
    times = np.linspace(0, opened.until, 50)
    strategy = sp.lambdify(x, inside.strategies["q"])
    assert opened.path("q", times) == pytest.approx(np.maximum(0, strategy(opened.path("x", times))), abs=1e-5)
    assert opened.path("q", 0.0) == 0


def test_a_stock_that_must_stay_nonnegative():
    stock = states("S", nonnegative=True)
    game = DifferentialGame(
        states={stock: u - stock}, players=[Player("one", decides=[u], payoff=k * stock - (u + 1) ** 2)], discount=r
    )
    eq = solve_differential(game)
    assert {condition.origin for condition in eq.conditions} == {"S is not negative, in the steady state"}
    assert eq.domain.contains(dict.fromkeys(eq.ring.symbols, 9)) is False


def test_three_coupled_deciders_have_no_closed_form():
    w = decisions("w", real=True)
    game = DifferentialGame(
        states={x: u + v + w - x},
        players=[Player(n, decides=[d], payoff=-(x**2) - d**2) for n, d in (("one", u), ("two", v), ("three", w))],
        discount=r,
    )
    with pytest.raises(NoClosedForm, match="3 coupled quadratic equations"):
        solve_differential(game)
    (solution,) = solve_differential(game, at={"r": 0.1, "x_0": 1})
    assert len({round(float(payoff), 12) for payoff in solution.payoffs.values()}) == 1


def test_a_state_that_stands_nowhere():
    """A stock that pays nothing and moves nothing else is carried along, in closed form and at a point."""
    w, other, rate = decisions("w"), states("other"), parameters("rate", positive=True)
    game = DifferentialGame(
        states={x: w - x, other: 2 * w - other},
        players=[Player("one", decides=[w], payoff=w - w**2 / 2)],
        discount=rate,
    )
    closed = solve_differential(game)
    assert closed.strategies["w"] == 1
    assert closed.steady_state == {"x": 1, "other": 2}
    (point,) = solve_differential(game, at={"rate": 0.1, "x_0": 0, "other_0": 0})
    assert float(point.payoffs["one"]) == pytest.approx(5)
    still = DifferentialGame(states={x: -w}, players=game.players, discount=rate)
    with pytest.raises(NoStabilisingSolution, match="stable closed loop"):
        solve_differential(still)


@pytest.mark.slow
def test_several_stocks_do_not_turn_a_decision_negative_on_the_way():
    """A plan that begins and ends with a positive decision may ask for a negative one between."""
    w = decisions("w")
    game = DifferentialGame(
        states={x: w - x, y: x - y},
        players=[Player("one", decides=[w], payoff=-50 * (y - 1) ** 2 - (w - 1) ** 2)],
        discount=sp.Rational(1, 10),
        initial={x: 0, y: 1},
    )
    (easy,) = solve_differential(game, at={})
    assert float(easy.payoffs["one"]) < 0
    with pytest.raises(
        NoStabilisingSolution, match=r"w is not negative fails on the way, at time 0\.\d+ where x = 1\.9"
    ):
        solve_differential(replace(game, initial={x: 3, y: -1}), at={})


def crowded_twice(seed: int) -> DifferentialGame:
    """Return a random game of two who push two stocks, one of them or both, at nonnegative decisions."""
    rng = np.random.default_rng(seed)

    def number(low: int, high: int) -> sp.Rational:
        return sp.Rational(int(rng.integers(4 * low, 4 * high + 1)), 4)

    costs = {q: number(0, 1) * x**2, e: number(0, 1) * y**2 + number(0, 1) * x * y / 8}
    players = [
        Player(name, decides=[own], payoff=number(-2, 4) * x + number(-2, 4) * y - costs[own] - own**2 / 2)
        for name, own in (("one", q), ("two", e))
    ]
    return DifferentialGame(
        states={x: q + number(-1, 1) * e - x, y: e + number(0, 1) * x / 2 - y},
        players=players,
        discount=sp.Rational(1, 10),
        initial={x: number(0, 2), y: number(0, 2)},
    )


def attempt(game: DifferentialGame) -> tuple[Sequence[FeedbackPoint], str]:
    """Return the solutions at a point, or why there are none."""
    try:
        return tuple(solve_differential(game, at={})), ""
    except NoStabilisingSolution as error:
        return (), str(error)


@pytest.mark.slow
def test_with_two_stocks_a_bound_is_met_at_a_state_that_is_named():
    """Refused with the stocks at which it is met, on the path; a candidate with those nearest by, off the path."""
    refused = named = 0
    for seed in range(12):
        game = crowded_twice(seed)
        solutions, words = attempt(game)
        reasons = [why for why in words.split("; ") if "negative fails" in why]
        assert all(re.search(r"x = -?[0-9.e-]+, y = -?[0-9]", why) for why in reasons), words
        refused += len(reasons)
        for solution in solutions:
            moving = [d.name for d in game.decisions if solution.strategies[d.name].free_symbols]
            (detail,) = {row.detail for row in solution.evidence.rows if row.about is About.OFF_PATH}
            assert not moving or solution.kind == "candidate"
            for name in moving:
                place = re.search(rf"{name} meets its bound at x = (\S+), y = ([-\d.e]+)", detail)
                assert place is not None
                there = float(solution.strategies[name].subs({x: float(place[1]), y: float(place[2])}))
                assert there == pytest.approx(0, abs=1e-4)
                named += 1
    assert min(refused, named) >= 2
