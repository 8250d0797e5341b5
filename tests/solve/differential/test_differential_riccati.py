"""Coupled Riccati equations against solvers that know nothing of ours."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import solve_continuous_are

from lsec_models import Player, decisions, parameters
from lsec_models.algebra.domains.symbols import states
from lsec_models.errors import NoClosedForm, NoStabilisingSolution, NotPolynomial, OutsideDomain
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.solve.differential.dispatch import solve_differential
from strategies import examples

a, b1, b2, r1, r2, rho = parameters("a b1 b2 r1 r2 rho", positive=True)
q1, q2 = parameters("q1 q2", real=True)
x, y = states("x y")
u, v = decisions("u v", real=True)
NASH = DifferentialGame(
    states={x: -a * x + b1 * u + b2 * v},
    players=[
        Player("one", decides=[u], payoff=-(q1 * x**2 + r1 * u**2) / 2),
        Player("two", decides=[v], payoff=-(q2 * x**2 + r2 * v**2) / 2),
    ],
    discount=rho,
    initial={x: 1},
)
POINT = {"a": 0.2, "b1": 1, "b2": 0.5, "q1": 1, "q2": 2, "r1": 1, "r2": 3, "rho": 0.1}


def riccati(P: tuple[float, float], at: dict[str, float]) -> tuple[list[float], float]:
    """Return the residuals of the textbook's coupled equations, and the closed loop; the values are P x^2 / 2."""
    s1, s2 = at["b1"] ** 2 / at["r1"], at["b2"] ** 2 / at["r2"]
    closed = -at["a"] + s1 * P[0] + s2 * P[1]
    return [
        (2 * closed - at["rho"]) * P[0] - s1 * P[0] ** 2 - at["q1"],
        (2 * closed - at["rho"]) * P[1] - s2 * P[1] ** 2 - at["q2"],
    ], closed


def stabilising(at: dict[str, float]) -> list[tuple[float, float]]:
    """Return the solutions with a stable closed loop: four roots of one equation, and the signs of two square roots.

    With ``m = 2 closed - rho``, ``2 s_i P_i = m +- sqrt(m^2 - 4 s_i q_i)``, so that ``2 a + rho - m`` is the sum of
    both square roots, each with its sign; squared twice, a polynomial of degree four in m.
    """
    s = np.array([at["b1"] ** 2 / at["r1"], at["b2"] ** 2 / at["r2"]])
    squares = [np.poly1d([1, 0, -4 * s_i * at[q]]) for s_i, q in zip(s, ("q1", "q2"), strict=True)]
    total = np.poly1d([-1, 2 * at["a"] + at["rho"]])
    found = set()
    for root in ((total**2 - squares[0] - squares[1]) ** 2 - 4 * squares[0] * squares[1]).roots:
        m = root.real
        if abs(root.imag) > 1e-7 * (1 + abs(root)) or m >= -at["rho"]:
            continue
        sizes = [np.sqrt(max(square(m), 0.0)) for square in squares]
        for signs in itertools.product((-1, 1), repeat=2):
            if abs(np.dot(signs, sizes) - total(m)) < 1e-7 * (1 + abs(m)):
                found.add(tuple((m + np.multiply(signs, sizes)) / (2 * s)))
    return sorted(found)


def curvatures(solution: Any) -> tuple[float, float]:
    return tuple(float(sp.diff(solution.values[name], x, 2)) for name in ("one", "two"))  # type: ignore[return-value]


# ---- against other solvers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2, 3))])
def test_joint_optimum_against_scipy(seed):
    """Two states, two controls: the discount rate moves into the dynamics, ``A - rho/2``."""
    rng = np.random.default_rng(seed)
    A, B = np.round(rng.normal(size=(2, 2)), 2), np.round(rng.normal(size=(2, 2)), 2)
    game = DifferentialGame(
        states={
            x: A[0, 0] * x + A[0, 1] * y + B[0, 0] * u + B[0, 1] * v,
            y: A[1, 0] * x + A[1, 1] * y + B[1, 0] * u + B[1, 1] * v,
        },
        players=[Player("chain", decides=[u, v], payoff=-(x**2 + 2 * y**2 + u**2 + v**2) / 2)],
        discount=0.1,
        initial={x: 1, y: -1},
    )
    expected = -solve_continuous_are(A - 0.05 * np.eye(2), B, np.diag([1.0, 2.0]), np.eye(2))
    (solution,) = solve_differential(game, at={})
    found = np.array(sp.hessian(solution.values["chain"], (x, y))).astype(float)
    assert found == pytest.approx(expected, rel=1e-8, abs=1e-10)
    poles = np.linalg.eigvals(A + B @ B.T @ expected)
    assert solution.speed == pytest.approx(-poles.real.max(), rel=1e-7)


def test_one_player_against_scipy():
    alone = DifferentialGame(
        states={x: a * x + b1 * u},
        players=[Player("one", decides=[u], payoff=-(q1 * x**2 + r1 * u**2) / 2)],
        discount=rho,
        initial={x: 1},
    )
    at = {"a": 0.7, "b1": 2, "q1": 3, "r1": 0.5, "rho": 0.2}
    expected = -solve_continuous_are([[0.7 - 0.1]], [[2.0]], [[3.0]], [[0.5]])[0, 0]
    (solution,) = solve_differential(alone, at=at)
    assert float(sp.diff(solution.values["one"], x, 2)) == pytest.approx(expected, rel=1e-12)
    closed = solve_differential(alone).at(at)
    assert float(sp.diff(closed.values["one"], x, 2)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.slow
def test_nash_against_quantecon():
    """Discretised with a shrinking step, their solution tends to ours, and by as much as the step."""
    quantecon = pytest.importorskip("quantecon")
    (solution,) = solve_differential(NASH, at=POINT)
    ours = np.array(curvatures(solution))
    errors = []
    for step in (0.02, 0.01):
        root = np.exp(-POINT["rho"] * step / 2)
        _, _, P1, P2 = quantecon.nnash(
            np.array([[root * (1 - POINT["a"] * step)]]),
            np.array([[root * POINT["b1"] * step]]),
            np.array([[root * POINT["b2"] * step]]),
            np.array([[POINT["q1"] * step]]),
            np.array([[POINT["q2"] * step]]),
            np.array([[POINT["r1"] * step]]),
            np.array([[POINT["r2"] * step]]),
            *(np.zeros((1, 1)) for _ in range(6)),
            tol=1e-10,
            max_iter=100_000,
        )
        errors.append(np.abs(-np.array([P1[0, 0], P2[0, 0]]) - ours).max())
    assert errors[-1] < 0.02
    assert [left / right for left, right in itertools.pairwise(errors)] == pytest.approx([2], rel=0.05)


@pytest.mark.slow
@given(
    st.fixed_dictionaries(
        {name: st.integers(1, 30).map(lambda n: n / 10) for name in POINT if name not in ("q1", "q2")}
        | {name: st.integers(-10, 30).map(lambda n: n / 10) for name in ("q1", "q2")}
    )
)
@examples(12)
def test_all_solutions_solve_the_textbook_equations(at):
    """Every solution solves them, and there is one for each of theirs."""
    try:
        found = [curvatures(solution) for solution in solve_differential(NASH, at=at)]
    except NoStabilisingSolution:
        found = []
    for P in found:
        residuals, closed = riccati(P, at)
        assert max(map(abs, residuals)) < 1e-9 * (1 + max(map(abs, P)) ** 2)
        assert closed < 0
    theirs = stabilising(at)
    assert len(theirs) == len(found)
    for P, other in zip(sorted(found), theirs, strict=True):
        assert pytest.approx(other, rel=1e-6, abs=1e-8) == P


# ---- several, one, none --------------------------------------------------------------------------------------------


def test_three_equilibria_of_an_unstable_stock():
    """Each of two players may leave the work of steadying the stock to the other, or both do some of it.

    Engwerda (2005), LQ Dynamic Optimization and Differential Games, section 8.4: a scalar game of two players has up to
    three stationary feedback Nash equilibria.
    """
    drift = parameters("drift")
    game = DifferentialGame(
        states={x: drift * x + b1 * u + b2 * v}, players=NASH.players, discount=rho, initial=NASH.initial
    )
    at = {"b1": 1.2, "b2": 0.3, "drift": 3.4, "q1": 0.52, "q2": 0.52, "r1": 0.4, "r2": 0.7, "rho": 0.07}
    solutions = solve_differential(game, at=at)
    assert len(solutions) == 3
    assert solutions.complete
    for solution in solutions:
        residuals, closed = riccati(curvatures(solution), at | {"a": -at["drift"]})
        assert max(map(abs, residuals)) < 1e-9
        assert solution.speed == pytest.approx(-closed)
    assert len(stabilising(at | {"a": -at["drift"]})) == 3
    with pytest.raises(NoClosedForm):
        solve_differential(game)


def test_none():
    """Doing nothing lets the stock, and the square of it that is paid for, grow without bound."""
    message = r"none of 2 real solution.*bounded gain of two from x fails.*closed loop is not stable \(a stock moves"
    with pytest.raises(NoStabilisingSolution, match=message):
        solve_differential(NASH, at=POINT | {"q1": -9, "q2": -9})
    with pytest.raises(NoStabilisingSolution, match="none of 0 real solution"):
        solve_differential(NASH.as_cooperative(), at=POINT | {"q1": -9, "q2": -9})


def test_unstable_closed_loop_is_named():
    nothing = DifferentialGame(
        states={x: a * x + b1 * u}, players=[Player("one", decides=[u], payoff=x - u**2)], discount=rho, initial={x: 1}
    )
    with pytest.raises(NoStabilisingSolution, match=r"must be positive \(stable closed loop\)"):
        solve_differential(nothing)
    with pytest.raises(NoStabilisingSolution, match=r"closed loop is not stable \(a stock moves at the rate 0.5\)"):
        solve_differential(nothing, at={"a": 0.5, "b1": 1, "rho": 0.9})


def test_no_rest():
    game = DifferentialGame(states={x: u}, players=[Player("one", decides=[u], payoff=x - u**2)], discount=rho)
    with pytest.raises(NoStabilisingSolution, match="stable closed loop"):
        solve_differential(game)


def test_growth_at_the_discount_rate():
    game = DifferentialGame(
        states={x: rho * x + u}, players=[Player("one", decides=[u], payoff=x - u**2)], discount=rho
    )
    with pytest.raises(NoStabilisingSolution, match="grows at the discount rate of 'one'"):
        solve_differential(game)


def test_cubic_payoffs_are_refused():
    game = DifferentialGame(
        states={x: u - x}, players=[Player("one", decides=[u], payoff=-(x**4) - u**2)], discount=rho
    )
    with pytest.raises(NotPolynomial, match=r"leave x\*\*4 in the equation of 'one'"):
        solve_differential(game)


def test_outside_the_assumptions():
    with pytest.raises(OutsideDomain, match="a is declared positive"):
        solve_differential(NASH, at=POINT | {"a": -1})


def test_discount_rate_fails_at_a_point():
    rate = parameters("rate")
    game = DifferentialGame(
        states={x: u - a * x}, players=[Player("one", decides=[u], payoff=x - u**2)], discount=rate, initial={x: 1}
    )
    eq = solve_differential(game)
    assert "discount rate of one" in {condition.origin for condition in eq.conditions}
    with pytest.raises(OutsideDomain, match=r"rate > 0  \[discount rate of one\]"):
        eq.at({"a": 1, "rate": -0.1})
    with pytest.raises(OutsideDomain, match="discount rate of 'one' is not positive"):
        solve_differential(game, at={"a": 1, "rate": -0.1})


# ---- transformations that must change nothing ----------------------------------------------------------------------


def test_units_do_not_matter():
    """A stock counted in tens, time in halves: the same payoffs."""
    (before,) = solve_differential(NASH, at=POINT)
    scaled = POINT | {"b1": 10 * POINT["b1"], "b2": 10 * POINT["b2"], "q1": 0.01, "q2": 0.02}
    (after,) = solve_differential(NASH, at=scaled)
    assert [100 * P for P in curvatures(after)] == pytest.approx(curvatures(before), rel=1e-12)
    fast = {
        name: POINT[name] * (2 if name in ("a", "b1", "b2", "rho", "q1", "q2", "r1", "r2") else 1) for name in POINT
    }
    (quick,) = solve_differential(NASH, at=fast)
    assert curvatures(quick) == pytest.approx(curvatures(before), rel=1e-12)


def test_order_of_players_does_not_matter():
    turned = DifferentialGame(
        states=NASH.states, players=NASH.players[::-1], discount=rho, initial=NASH.initial, order=[("two", "one")]
    )
    (before,), (after,) = solve_differential(NASH, at=POINT), solve_differential(turned, at=POINT)
    assert curvatures(after) == pytest.approx(curvatures(before), rel=1e-14)


def test_a_third_player_without_stakes_changes_nothing():
    """Three deciders go through the Groebner basis of three equations."""
    w = decisions("w", real=True)
    three = DifferentialGame(
        states=NASH.states,
        players=[*NASH.players, Player("three", decides=[w], payoff=-(w**2))],
        discount=rho,
        initial=NASH.initial,
    )
    (before,), (after,) = solve_differential(NASH, at=POINT), solve_differential(three, at=POINT)
    assert curvatures(after) == pytest.approx(curvatures(before), rel=1e-14)
    assert float(after.payoffs["three"]) == 0


def test_a_player_may_move_before_and_with_another_one():
    """Shares of each other's costs first, then price, quality and effort: what follows answers to the shares."""
    G = states("G")
    q, e, p, s, z = decisions("q e p s z")
    demand = 10 - p + G / 4
    maker = (sp.Rational(3, 5) * p - 2) * demand - (1 - z) * q**2 - s * e**2
    streamer = sp.Rational(2, 5) * p * demand - (1 - s) * e**2 - z * q**2
    game = DifferentialGame(
        states={G: q + e - G / 2},
        players=[
            Player("manufacturer", decides=[q, p, s], payoff=maker),
            Player("streamer", decides=[e, z], payoff=streamer),
        ],
        discount=sp.Rational(1, 10),
        initial={G: 0},
        order=[(s, z), (q, p, e)],
    )
    (found,) = solve_differential(game, {})
    shares = [float(found.decisions[name]) for name in ("s", "z")]
    assert shares == pytest.approx([0.343594, 0.322993], abs=1e-6)


@pytest.mark.parametrize(
    ("keen", "idle"), [(x, 0), (0 * x, 1), (x, 1), (0 * x, 0)], ids=["gains", "acts", "gains and acts", "neither"]
)
def test_what_vanishes_is_printed_as_nothing(keen, idle):
    """The second value function has no square: its coefficient is zero, not what rounding leaves of it."""
    first, second = decisions("u v", real=True)
    game = DifferentialGame(
        states={x: first + second - x / 3},
        players=[
            Player("one", decides=[first], payoff=-((x - 1) ** 2) - first**2),
            Player("two", decides=[second], payoff=keen + idle * second - second**2 / 2),
        ],
        discount=sp.Rational(1, 10),
        initial={x: 1},
    )
    (solution,) = solve_differential(game, at={})
    assert not solution.strategies["v"].free_symbols
    for law in (*solution.strategies.values(), *solution.values.values(), *solution.closed_loop.values()):
        assert all(number == 0 or abs(number) > 1e-30 for number in law.atoms(sp.Float))
