"""Finite horizons and open loops: both must meet the stationary feedback solution where theory says so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import sympy as sp

from lsec_models import Player, decisions, parameters
from lsec_models.algebra.domains.symbols import states
from lsec_models.errors import DeclarationError, NoClosedForm, NoStabilisingSolution, OutsideDomain, UnknownName
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.solve.differential.dispatch import solve_differential

r, delta, k, eta, rho_M, rho_S, T = parameters("r delta k eta rho_M rho_S T", positive=True)  # noqa: N816
G, H = states("G H")
q, e, phi = decisions("q e phi")
GOODWILL = DifferentialGame(
    states={G: q + e - delta * G},
    players=[
        Player("manufacturer", decides=[q], payoff=rho_M * G - k * q**2 / 2),
        Player("streamer", decides=[e], payoff=rho_S * G - eta * e**2 / 2),
    ],
    discount=r,
)
AT = {"r": 0.1, "delta": 0.2, "k": 1, "eta": 2, "rho_M": 2, "rho_S": 1, "G_0": 3}

u, v = decisions("u v", real=True)
x = states("x")
TRACKING = DifferentialGame(
    states={x: u + v - delta * x},
    players=[
        Player("one", decides=[u], payoff=-((x - 1) ** 2) - k * u**2),
        Player("two", decides=[v], payoff=-((x - 2) ** 2) - eta * v**2),
    ],
    discount=r,
    initial={x: 0},
)
TRACKING_AT = {"r": 0.1, "delta": 0.3, "k": 1, "eta": 2}


# ---- finite horizons -----------------------------------------------------------------------------------------------


def test_closed_form_solves_the_equation_over_time():
    """``r V - V_t`` equals the maximised Hamiltonian; and nothing is worth anything at T."""
    finite = solve_differential(GOODWILL.with_horizon(T))
    t = finite.time
    for name, value in finite.values.items():
        drift = finite.closed_loop["G"]
        left = sp.diff(value, t) + finite.flows[name] + sp.diff(value, G) * drift - r * value
        at = {symbol: sp.Rational(i + 2, 7) for i, symbol in enumerate((*GOODWILL.ring.symbols, T, G, t))}
        assert abs(float(left.subs(at))) < 1e-12
        assert sp.simplify(value.subs(t, T)) == 0


def test_closed_form_is_the_integrated_riccati_equation():
    game = GOODWILL.with_horizon(T)
    closed, integrated = solve_differential(game).at(AT | {"T": 7}), solve_differential(game, at=AT | {"T": 7})
    for time in (0.0, 3.0, 6.9):
        for name in ("manufacturer", "streamer"):
            values = [found.value(name, time, {"G": 2}) for found in (integrated, closed)]
            assert values[0] == pytest.approx(values[1], rel=1e-9)
        efforts = [found.strategy("q", time, {"G": 2}) for found in (integrated, closed)]
        assert efforts[0] == pytest.approx(efforts[1], rel=1e-9)
    with pytest.raises(UnknownName, match="no 'p' here"):
        closed.strategy("p", 0.0, {"G": 2})


@pytest.mark.parametrize(
    "order", [None, *(pytest.param(o, marks=pytest.mark.slow) for o in (["one", "two"], ["two", "one"], "together"))]
)
def test_long_horizons_tend_to_the_infinite_one(order):
    game = TRACKING.as_cooperative() if order == "together" else replace(TRACKING, order=order)
    (endless,) = solve_differential(game, at=TRACKING_AT)
    gaps = []
    for horizon in (2, 4, 8, 40):
        finite = solve_differential(game.with_horizon(horizon), at=TRACKING_AT)
        gaps.append(
            [abs(float(endless.strategies[d.name].subs(x, 1)) - finite.strategy(d.name, 0.0, {"x": 1})) for d in (u, v)]
        )
    assert np.all(np.array(gaps[-1]) < 1e-8)
    assert np.all(np.diff(np.array(gaps), axis=0) < 0)


def test_share_of_cost_over_a_finite_horizon():
    """The share (2 rho_M - rho_S)/(2 rho_M + rho_S) is the same at all times."""
    game = DifferentialGame(
        states={G: e - delta * G},
        players=[
            Player("manufacturer", decides=[phi], payoff=rho_M * G - phi * eta * e**2 / 2),
            Player("streamer", decides=[e], payoff=rho_S * G - (1 - phi) * eta * e**2 / 2),
        ],
        order=["manufacturer", "streamer"],
        discount=r,
        horizon=T,
    )
    finite = solve_differential(game)
    assert sp.simplify(finite.strategies["phi"] - (2 * rho_M - rho_S) / (2 * rho_M + rho_S)) == 0
    with pytest.raises(OutsideDomain, match="2\\*rho_M >= rho_S"):
        finite.at({"r": 1, "delta": 1, "eta": 1, "rho_M": 1, "rho_S": 3, "G_0": 0, "T": 1})


def test_finite_horizons_without_a_closed_form():
    with pytest.raises(NoClosedForm, match=r"only games that are linear.*at=\{"):
        solve_differential(TRACKING.with_horizon(5))
    chained = DifferentialGame(
        states={G: q - G, H: G - H},
        players=[Player("one", decides=[q], payoff=H - q**2)],
        discount=r,
        horizon=5,
    )
    with pytest.raises(NoClosedForm, match="each moved by the decisions and its own decay"):
        solve_differential(chained)


def test_conjugate_point():
    """Payoffs that rise with the square of the stock: beyond some horizon their value is infinite."""
    game = DifferentialGame(
        states={x: u}, players=[Player("one", decides=[u], payoff=x**2 - u**2)], discount=r, horizon=T, initial={x: 1}
    )
    assert solve_differential(game, at={"r": 0.1, "T": 1}).payoffs["one"] > 0
    with pytest.raises(NoStabilisingSolution, match=r"grow without bound 1\.6.* before the end"):
        solve_differential(game, at={"r": 0.1, "T": 3})


# ---- open loops ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("horizon", [None, 15])
def test_linear_state_open_loop_is_feedback(horizon):
    """The boundary-value problem of Pontryagin's principle, solved numerically, finds the feedback decisions."""
    game = replace(GOODWILL, horizon=horizon)
    opened = replace(game, information="open_loop")
    feedback, closed = solve_differential(game), solve_differential(opened)
    assert closed.strategies == feedback.strategies
    numerical, exact = solve_differential(opened, at=AT), feedback.at(AT)
    assert numerical.payoffs == pytest.approx({n: float(value) for n, value in exact.payoffs.items()}, rel=1e-7)
    times = np.linspace(0, 10, 5)
    if horizon is None:
        assert numerical.path("q", times) == pytest.approx(float(exact.strategies["q"]), rel=1e-6)
        path = [float(exact.paths["G"].subs(exact.time, t)) for t in times]
        assert numerical.path("G", times) == pytest.approx(path, rel=1e-6)
    else:
        assert numerical.path("q", times) == pytest.approx([exact.strategy("q", t, {"G": 0}) for t in times], rel=1e-6)


def test_joint_optimum_is_the_same_open_or_closed():
    """One decider has nobody to watch."""
    together = TRACKING.as_cooperative()
    (feedback,) = solve_differential(together, at=TRACKING_AT)
    opened = solve_differential(replace(together, information="open_loop"), at=TRACKING_AT)
    assert opened.payoffs == pytest.approx({n: float(value) for n, value in feedback.payoffs.items()}, rel=1e-6)
    assert opened.path("u", 0.0) == pytest.approx(float(feedback.strategies["u"].subs(x, 0)), rel=1e-6)
    assert opened.path("x", opened.until) == pytest.approx(float(feedback.steady_state["x"]), rel=1e-6)


def test_open_loop_nash_against_the_algebraic_equations():
    """One state: state and costates move linearly, along the stable eigenvector of a matrix written by hand."""
    opened = solve_differential(replace(TRACKING, information="open_loop"), at=TRACKING_AT)
    s1, s2, a, rho = 1 / (2 * 1), 1 / (2 * 2), -0.3, 0.1
    matrix = np.array([[a, s1, s2], [2, rho - a, 0], [2, 0, rho - a]])
    stable = min(np.linalg.eigvals(matrix).real)
    rest = np.linalg.solve(matrix, [0, 2, 4])
    times = np.array([0.0, 1.0, 2.0])
    assert opened.path("x", times) == pytest.approx(rest[0] * (1 - np.exp(stable * times)), abs=1e-6)
    (feedback,) = solve_differential(TRACKING, at=TRACKING_AT)
    assert float(feedback.steady_state["x"]) != pytest.approx(rest[0], rel=1e-3)


def test_open_loop_refusals():
    opened = replace(TRACKING, information="open_loop")
    with pytest.raises(DeclarationError, match=r"linear in the states; this one is not.*at=\{"):
        solve_differential(opened)
    with pytest.raises(OutsideDomain, match="k is declared positive"):
        solve_differential(opened, at=TRACKING_AT | {"k": -1})
    found = solve_differential(opened, at=TRACKING_AT)
    with pytest.raises(UnknownName, match="no path of 'w'"):
        found.path("w", 0)
    with pytest.raises(DeclarationError, match="times must be between 0 and"):
        found.path("u", -1)


def test_open_loop_without_a_stable_way():
    game = DifferentialGame(
        states={x: u + x}, players=[Player("one", decides=[u], payoff=x - u**2)], discount=r, information="open_loop"
    )
    with pytest.raises(NoStabilisingSolution, match=r"0 stable direction\(s\) for 1 state"):
        solve_differential(game, at={"r": 3, "x_0": 1})


def test_finite_riccati_equation_by_hand():
    """``P' = 1 + P^2`` backwards from zero is the tangent, where payoffs rise with the square of the stock."""
    game = DifferentialGame(
        states={x: u},
        players=[Player("one", decides=[u], payoff=(x**2 - u**2) / 2)],
        discount=sp.Rational(1, 10**9),
        horizon=1,
        initial={x: 1},
    )
    assert solve_differential(game, at={}).payoffs["one"] == pytest.approx(np.tan(1) / 2, rel=1e-7)


def test_open_loop_rivals_do_not_react_to_the_stock():
    """The second player's effort rises with the stock; the first one's costate must not count on that."""
    keen = Player("two", decides=[v], payoff=-((x - 2) ** 2) - eta * v**2 + v * x)
    game = replace(TRACKING, players=[TRACKING.players[0], keen], information="open_loop")
    opened = solve_differential(game, at=TRACKING_AT)
    # u = p/2 and v = (s + x)/4 with the costates p and s.
    matrix = np.array([[-0.3 + 0.25, 0.5, 0.25], [2, 0.4, 0], [2 - 0.25, 0, 0.4 - 0.25]])
    rest = np.linalg.solve(matrix, [0, 2, 4])
    assert opened.path("x", opened.until) == pytest.approx(rest[0], rel=1e-6)
    assert opened.path("u", opened.until) == pytest.approx(rest[1] / 2, rel=1e-6)
