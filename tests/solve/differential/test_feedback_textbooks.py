"""Feedback equilibria of textbook duopolies over time, derived anew by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from lsec_models import Player, decisions, parameters, solve
from lsec_models.algebra.domains.symbols import states
from lsec_models.errors import NotPolynomial
from lsec_models.games.differential.feedback_at_point import FeedbackPoint
from lsec_models.games.differential.feedback_table import FeedbackTable
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evidence.evidence import About, Status

r, delta = parameters("r delta", positive=True)


def only(game: DifferentialGame, **at: object) -> FeedbackPoint:
    (solution,) = solve(game, at=at)
    return solution


# ---- Fershtman and Kamien (1987): sticky prices --------------------------------------------------------------------


def sticky_prices(**sign: bool) -> DifferentialGame:
    """Return the duopoly ``p' = s (a - q1 - q2 - p)`` with costs ``c q + q^2 / 2``."""
    price, (one, two) = states("p", **sign), decisions("q1 q2")
    a, c, s, start = parameters("a c s p_0", positive=True)
    players = [
        Player(name, decides=[q], payoff=(price - c) * q - q**2 / 2) for name, q in (("first", one), ("second", two))
    ]
    return DifferentialGame(
        states={price: s * (a - one - two - price)}, players=players, discount=r, initial={price: start}
    )


STICKY = {"a": 10, "c": 2, "s": 1, "r": Fraction(1, 10), "p_0": 4}


@pytest.mark.slow
def test_sticky_prices_fershtman_kamien_1987():
    """``q = p - c - s (K p - E)`` with the K and E of their theorem 1; nothing is sold below the price where q = 0."""
    a, c, s, rate = 10.0, 2.0, 1.0, 0.1
    K = (rate + 6 * s - np.sqrt((rate + 6 * s) ** 2 - 12 * s**2)) / (6 * s**2)
    E = (c - K * s * (a + 2 * c)) / (rate + 3 * s - 3 * K * s**2)
    steady = (a + 2 * c - 2 * s * E) / (3 - 2 * s * K)
    assert steady == pytest.approx(5.455565514)
    firms = only(sticky_prices(nonnegative=True), **STICKY)
    (price,) = firms.game.stocks
    assert float(firms.steady_state["p"]) == pytest.approx(steady, rel=1e-9)
    law = firms.strategies["q1"]
    assert float(sp.diff(law, price)) == pytest.approx(1 - s * K, rel=1e-9)
    assert float(law.subs(price, 0)) == pytest.approx(-c + s * E, rel=1e-9)
    stops = (c - s * E) / (1 - s * K)
    assert firms.within[1] is None
    assert float(firms.within[0]) == pytest.approx(stops, rel=1e-9)


@pytest.mark.slow
def test_sticky_prices_where_nothing_is_sold():
    """Below, both wait: a price that rises by itself, ``a - p`` shrinking at rate s, reaches the threshold T later."""
    firms = only(sticky_prices(nonnegative=True), **STICKY)
    (price,) = firms.game.stocks
    threshold, beyond = float(firms.within[0]), firms.beyond
    there = float(firms.values["first"].subs(price, threshold))
    assert beyond is not None
    assert beyond.states[0] == pytest.approx(0, abs=1e-9)
    waiting = np.log((10 - beyond.states) / (10 - threshold))
    assert beyond.values["first"] == pytest.approx(np.exp(-0.1 * waiting) * there, rel=1e-6)
    assert np.abs(beyond.decisions["q1"]).max() == pytest.approx(0, abs=1e-9)
    assert firms.evidence.status(About.OFF_PATH) is Status.CHECKED


@pytest.mark.slow
def test_sticky_prices_start_where_nothing_is_sold():
    """From a price of one the path begins with waiting; the payoff is that of the threshold, discounted."""
    late = only(sticky_prices(nonnegative=True), **{**STICKY, "p_0": 4})
    (price,) = late.game.stocks
    threshold = float(late.within[0])
    early = only(sticky_prices(nonnegative=True), **{**STICKY, "p_0": 1})
    waiting = np.log(9 / (10 - threshold))
    expected = np.exp(-0.1 * waiting) * float(late.values["first"].subs(price, threshold))
    assert float(early.payoffs["first"]) == pytest.approx(expected, rel=1e-6)


# ---- Dockner and Long (1993), van der Ploeg and de Zeeuw (1992): transboundary pollution ---------------------------


@pytest.mark.slow
def test_transboundary_pollution():
    """Two countries emit more with feedback than in open loop: each knows that the other makes room for more."""
    alpha, damage, k = parameters("alpha damage k", positive=True)
    stock, (one, two) = states("P", nonnegative=True), decisions("E1 E2")
    players = [
        Player(name, decides=[e], payoff=alpha * e - e**2 / 2 - damage * stock**2 / 2)
        for name, e in (("home", one), ("abroad", two))
    ]
    game = DifferentialGame(states={stock: one + two - k * stock}, players=players, discount=r, initial={stock: 0})
    at = {"alpha": 1, "damage": Fraction(1, 2), "k": Fraction(1, 5), "r": Fraction(1, 20)}
    countries = only(game, **at)
    # V = -A P^2/2 - B P + const: E = alpha - B - A P, and matching powers of P gives A and B.
    A = (-(0.05 + 0.4) + np.sqrt(0.45**2 + 12 * 0.5)) / 6
    B = 2 * A / (0.05 + 0.2 + 3 * A)
    rest = 2 * (1 - B) / (0.2 + 2 * A)
    assert float(sp.diff(countries.strategies["E1"], stock)) == pytest.approx(-A, rel=1e-12)
    assert float(countries.strategies["E1"].subs(stock, 0)) == pytest.approx(1 - B, rel=1e-12)
    assert float(countries.steady_state["P"]) == pytest.approx(rest, rel=1e-12)
    assert rest > 0.4761904762, "the open-loop stock, 2 alpha (r+k)/(k (r+k) + 2 damage)"
    together = only(game.as_cooperative(), **at)
    assert float(together.steady_state["P"]) == pytest.approx(0.243902439, rel=1e-8)
    assert countries.evidence.status(About.EXISTS) is Status.VERIFIED
    assert countries.beyond is not None, "a country stops emitting above some stock, which the other can bring about"
    assert float(countries.within[1]) == pytest.approx((1 - B) / A, rel=1e-12)


# ---- Reynolds (1987): capacity -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_capacity_reynolds_1987():
    """Capacity deters the rival's: with feedback both hold more of it than in open loop, a/(3 + delta (r + delta))."""
    first, second = states("K1 K2")
    invest, rival = decisions("I1 I2", real=True)
    total = first + second
    game = DifferentialGame(
        states={first: invest - delta * first, second: rival - delta * second},
        players=[
            Player("one", decides=[invest], payoff=(10 - total) * first - invest**2 / 2),
            Player("two", decides=[rival], payoff=(10 - total) * second - rival**2 / 2),
        ],
        discount=r,
        initial={first: 1, second: 2},
    )
    firms = only(game, r=Fraction(1, 10), delta=Fraction(1, 5))
    feedback = float(firms.steady_state["K1"])
    assert feedback == pytest.approx(float(firms.steady_state["K2"]), rel=1e-9)
    assert feedback > 10 / (3 + 0.2 * 0.3)
    # At rest a unit of capacity earns what it costs, the rival's answer to it included: r W = d/dK of payoff + W speed.
    slopes = sp.Matrix([firms.values["one"]]).jacobian([first, second])
    here = {first: feedback, second: float(firms.steady_state["K2"])}
    own, other = (float(slope.subs(here)) for slope in slopes)
    answer = float(sp.diff(firms.strategies["I2"], first))
    assert answer < 0
    assert own == pytest.approx(0.2 * feedback, rel=1e-9), "investment is what capacity is worth, and replaces decay"
    marginal = 10 - 3 * feedback
    assert 0.1 * own == pytest.approx(marginal - 0.2 * own + answer * other, rel=1e-9)


# ---- Sethi's duopoly, Sorger (1989) and Lanchester -----------------------------------------------------------------


def test_sethi_duopoly():
    """``x' = u1 sqrt(1-x) - u2 sqrt(x) - d (2x-1)``; values are linear, their slope b solves a quadratic equation.

    With ``w1 = u1 sqrt(1-x)`` and ``w2 = u2 sqrt(x)`` all is rational: b = m/(r + 2d) without advertising, and
    ``3 b^2/(4c) + (r + 2d) b = m`` with it. Sorger's (1989) market, Lanchester's with square roots, has d = 0.
    """
    share, (w1, w2) = states("x"), decisions("w1 w2")
    churn, margin, cost = 0.1, 3.0, 2.0
    game = DifferentialGame(
        states={share: w1 - w2 - sp.Rational(1, 10) * (2 * share - 1)},
        players=[
            Player("one", decides=[w1], payoff=3 * share - 2 * w1**2 / (1 - share)),
            Player("two", decides=[w2], payoff=3 * (1 - share) - 2 * w2**2 / share),
        ],
        discount=sp.Rational(1, 20),
        initial={share: sp.Rational(1, 4)},
    )
    firms = only(game)
    rate = 0.05 + 2 * churn
    slope = (-rate + np.sqrt(rate**2 + 3 * margin / cost)) / (1.5 / cost)
    assert float(sp.diff(firms.values["one"], share)) == pytest.approx(slope, rel=1e-12)
    assert float(sp.diff(firms.values["two"], share)) == pytest.approx(-slope, rel=1e-12)
    assert float(firms.steady_state["x"]) == pytest.approx(0.5, rel=1e-12)
    assert sp.simplify(firms.strategies["w1"] - slope * (1 - share) / (2 * cost)).subs(share, 0.3) == pytest.approx(0)
    assert firms.kind == "candidate", "payoffs are not quadratic functions: what is enough is not examined"


def test_lanchester_with_quadratic_costs_has_no_closed_form():
    """``x' = u1 (1-x) - u2 x``: value functions of degree two leave ``x^4``; at a point there is a table."""
    share, (u1, u2) = states("x"), decisions("u1 u2")
    game = DifferentialGame(
        states={share: u1 * (1 - share) - u2 * share},
        players=[
            Player("one", decides=[u1], payoff=3 * share - u1**2),
            Player("two", decides=[u2], payoff=3 * (1 - share) - u2**2),
        ],
        discount=sp.Rational(1, 20),
        initial={share: sp.Rational(1, 4)},
    )
    with pytest.raises(NotPolynomial, match=r"leave x\*\*\d"):
        solve(game)
    (table,) = solve(game, at={})
    assert isinstance(table, FeedbackTable)
    assert table.steady_state["x"] == pytest.approx(0.5, abs=1e-6), "equal firms"
    assert table.decisions["u1"] == pytest.approx(table.decisions["u2"], rel=1e-6)
