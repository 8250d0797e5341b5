"""Open-loop equilibria whose decisions or stocks meet their bounds: resources that run out, and stocks at zero."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import quad
from scipy.optimize import brentq

from families.differential import Shape, drawn
from grids.open_loop import extrapolated, gain
from lsec_models import Player, decisions
from lsec_models.algebra.domains.symbols import states
from lsec_models.errors import NoInteriorOptimum, NoStabilisingSolution
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.solve.differential.dispatch import solve_differential
from lsec_models.solve.differential.open_loop.lemke import complementary

x = states("x")
s = states("s", nonnegative=True)
u, v = decisions("u v", real=True)
w, z = decisions("w z")
tenth = sp.Rational(1, 10)


def resource(rate: object) -> DifferentialGame:
    return DifferentialGame(
        states={s: -w},
        players=[Player("owner", decides=[w], payoff=w - w**2 / 2)],
        discount=rate,  # type: ignore[arg-type]
        initial={s: 1},
        horizon=5,
        information="open_loop",
    )


def test_a_resource_that_runs_out_at_the_end():
    found = solve_differential(resource(0), at={})
    times = np.linspace(0, 5, 11)
    assert found.path("w", times) == pytest.approx(0.2, abs=1e-9)
    assert found.path("s", 5.0) == pytest.approx(0, abs=1e-9)
    assert found.payoffs["owner"] == pytest.approx(0.9, rel=1e-9)


@pytest.mark.parametrize("rate", ["1/10", "3/10", "2"])
def test_a_resource_under_discounting(rate):
    """``w = max(0, 1 - mu exp(rt))``, in total 1."""
    r = float(sp.Rational(rate))

    def left(mu: float) -> float:
        stop = min(5.0, -np.log(mu) / r)
        return stop - mu * np.expm1(r * stop) / r - 1

    mu = brentq(left, 1e-9, 1 - 1e-9)
    found = solve_differential(resource(sp.Rational(rate)), at={})
    times = np.linspace(0, 5, 41)
    assert found.path("w", times) == pytest.approx(np.maximum(0, 1 - mu * np.exp(r * times)), abs=1e-5)
    assert found.path("s", times).min() > -1e-6
    worth, _ = quad(lambda t: np.exp(-r * t) * (1 - (mu * np.exp(r * t)) ** 2) / 2, 0, min(5.0, -np.log(mu) / r))
    assert found.payoffs["owner"] == pytest.approx(worth, rel=1e-6)


def test_a_stock_that_hurts_and_grows():
    game = DifferentialGame(
        states={x: w + sp.Rational(3, 10) * x},
        players=[Player("one", decides=[w], payoff=-x - w**2 / 2)],
        discount=tenth,
        initial={x: 2},
        horizon=5,
        information="open_loop",
    )
    found = solve_differential(game, at={})
    times = np.linspace(0, 5, 6)
    assert found.path("w", times) == pytest.approx(0, abs=1e-12)
    assert found.path("x", times) == pytest.approx(2 * np.exp(0.3 * times), rel=1e-7)
    assert found.payoffs["one"] == pytest.approx(-2 * np.expm1(0.2 * 5) / 0.2, rel=1e-7)


def test_a_decision_at_its_bound_for_ever():
    """The second player would rather undo what the first one does, but cannot."""
    game = DifferentialGame(
        states={x: w + z - x / 10},
        players=[
            Player("one", decides=[w], payoff=x - w**2 / 2),
            Player("two", decides=[z], payoff=20 * x - x**2 - z**2 / 2),
        ],
        discount=tenth / 2,
        initial={x: 0},
        information="open_loop",
    )
    found = solve_differential(game, at={})
    assert found.path("w", [0, 5, 50]) == pytest.approx(20 / 3, rel=1e-6)
    assert found.payoffs["one"] == pytest.approx(4000 / 9, rel=1e-6)
    assert found.payoffs["two"] == pytest.approx(-800000 / 27, rel=1e-6)
    assert found.evidence.status(About.EXISTS) is Status.CHECKED


def test_a_decision_that_must_be_positive_does_not_rest():
    strict = decisions("p", positive=True)
    game = DifferentialGame(
        states={x: strict},
        players=[Player("one", decides=[strict], payoff=-x - strict**2 / 2)],
        discount=tenth,
        initial={x: 1},
        horizon=2,
        information="open_loop",
    )
    with pytest.raises(NoInteriorOptimum, match=r"p is .* at time"):
        solve_differential(game, at={})
    with pytest.raises(NoInteriorOptimum):
        solve_differential(game)


def test_states_that_somebody_else_would_have_to_keep_above_zero():
    game = DifferentialGame(
        states={s: -w - z},
        players=[
            Player("one", decides=[w], payoff=w - w**2 / 2),
            Player("two", decides=[z], payoff=z - z**2 / 2),
        ],
        discount=tenth,
        initial={s: 1},
        horizon=5,
        information="open_loop",
    )
    with pytest.raises(NoInteriorOptimum, match=r"s falls below zero at about time 0\.\d.*2 deciders move it"):
        solve_differential(game, at={})


def test_each_its_own_resource():
    """Two owners who sell to one market, each with a stock of its own: symmetric, and both run out at the end."""
    own = states("b", nonnegative=True)
    price = 1 - (w + z) / 2
    game = DifferentialGame(
        states={s: -w, own: -z},
        players=[Player("one", decides=[w], payoff=price * w), Player("two", decides=[z], payoff=price * z)],
        discount=0,
        initial={s: 1, own: 1},
        horizon=5,
        information="open_loop",
    )
    found = solve_differential(game, at={})
    assert found.path("w", [0, 2, 5]) == pytest.approx(0.2, abs=1e-8)
    assert found.payoffs == pytest.approx({"one": 0.8, "two": 0.8}, rel=1e-8)


# ---- stocks that rest at zero on the way ---------------------------------------------------------------------------


def stored(*stocks: sp.Symbol, horizon: object = 3, rate: object = 0) -> DifferentialGame:
    """Each produces what is bought, one a year, or takes it from a stock of its own that costs to keep."""
    made = (u, v)[: len(stocks)]
    return DifferentialGame(
        states={stock: one - 1 for stock, one in zip(stocks, made, strict=True)},
        players=[
            Player(f"owner of {stock}", decides=[one], payoff=-(one**2) / 2 - stock)
            for stock, one in zip(stocks, made, strict=True)
        ],
        discount=rate,  # type: ignore[arg-type]
        initial=dict.fromkeys(stocks, sp.Rational(1, 2)),
        horizon=horizon,
        information="open_loop",
    )


@pytest.mark.slow
@pytest.mark.parametrize("owners", [1, 2])
def test_a_stock_that_is_used_up_and_stays_so(owners):
    """Production rises by one a year to what is bought; then the stock of 1/2 is used up, after one year.

    In that year production costs 1/6 and the stock 1/6, then production 1/2 a year.
    """
    stocks = states("s k", nonnegative=True)[:owners]
    found = solve_differential(stored(*stocks), at={})
    times = np.array([0.1, 0.5, 0.9, 1.5, 2.5, 2.9])
    for stock, one in zip(stocks, (u, v), strict=False):
        assert found.payoffs[f"owner of {stock}"] == pytest.approx(-4 / 3, rel=1e-5)
        assert found.path(one.name, times) == pytest.approx(np.minimum(times, 1), abs=0.01)
        assert found.path(stock.name, times) == pytest.approx(np.maximum(1 - times, 0) ** 2 / 2, abs=1e-4)
    assert found.evidence.status(About.OPTIMAL) is Status.PROVED
    assert found.evidence.status(About.EXISTS) is (Status.PROVED if owners == 1 else Status.CHECKED)
    assert found.evidence.status(About.TRANSVERSALITY) is Status.CHECKED


def test_a_stock_that_nobody_can_keep():
    game = replace(
        stored(s), states={s: -w - 1}, order=None, players=[Player("owner", decides=[w], payoff=w - w**2 / 2 - s)]
    )
    with pytest.raises(NoInteriorOptimum, match="no decisions keep all stocks from falling below zero"):
        solve_differential(game, at={})


@pytest.mark.slow
@pytest.mark.parametrize(("owners", "decay"), [(1, 0), (1, tenth), (2, tenth)])
def test_a_stock_at_its_bound_for_ever(owners, decay):
    """Production rises until the store is empty, then it is what is bought, for ever; without decay nothing else rests.

    The price of the store rises by ``(r + decay) price + 1``, and is one when the store is empty.
    """
    stocks, made = states("s k", nonnegative=True)[:owners], (u, v)
    game = replace(
        stored(*stocks, horizon=None, rate=tenth),
        states={stock: one - 1 - decay * stock for stock, one in zip(stocks, made, strict=False)},
    )
    found = solve_differential(game, at={})
    rate = 0.1 + float(decay)

    def price(time: float, empty: float) -> float:
        return (1 + 1 / rate) * np.exp(rate * (time - empty)) - 1 / rate

    def store(time: float, empty: float) -> float:
        added = quad(lambda t: np.exp(float(decay) * (t - time)) * (price(t, empty) - 1), 0, time)[0]
        return 0.5 * np.exp(-float(decay) * time) + added

    empty = brentq(lambda time: store(time, time), 0.1, 5)
    worth, _ = quad(lambda t: np.exp(-0.1 * t) * (-(price(t, empty) ** 2) / 2 - store(t, empty)), 0, empty)
    worth -= np.exp(-0.1 * empty) / 2 / 0.1
    times = np.array([0.1, 0.5, 0.8, 1.5, 10.0])
    for stock, one in zip(stocks, made, strict=False):
        assert found.payoffs[f"owner of {stock}"] == pytest.approx(worth, rel=1e-4)
        path = [price(t, empty) if t < empty else 1.0 for t in times]
        assert found.path(one.name, times) == pytest.approx(path, abs=0.01)
        assert found.path(stock.name, [1.5, 10.0, found.until]) == pytest.approx(0, abs=1e-4)
    assert found.evidence.status(About.OPTIMAL) is Status.PROVED
    assert found.evidence.status(About.EXISTS) is Status.CHECKED
    assert found.evidence.status(About.STABLE) is Status.CHECKED


@pytest.mark.slow
def test_nothing_comes_to_rest_but_at_a_bound():
    """Who would take away for ever what hurts, but cannot, leaves it as it is: the stock is worth ``-x / r``."""
    game = DifferentialGame(
        states={x: w},
        players=[Player("one", decides=[w], payoff=-x - w**2 / 2)],
        discount=tenth,
        initial={x: 2},
        information="open_loop",
    )
    found = solve_differential(game, at={})
    assert found.payoffs["one"] == pytest.approx(-20, rel=1e-4)
    assert found.path("w", [0, 1, 20]) == pytest.approx(0, abs=1e-9)
    assert found.evidence.status(About.OPTIMAL) is Status.PROVED
    with pytest.raises(NoStabilisingSolution, match="no steady state"):
        solve_differential(
            replace(game, players=[Player("one", decides=[u], payoff=-x - u**2 / 2)], states={x: u}), at={}
        )


def test_a_stock_that_nobody_can_keep_for_ever():
    """What is asked for is more than can be kept, and the first date at which a stock would be negative is named."""
    game = replace(
        stored(s, horizon=None, rate=tenth),
        states={s: -w - 1 - s / 10},
        order=None,
        players=[Player("owner", decides=[w], payoff=w - w**2 / 2 - s)],
    )
    with pytest.raises(NoInteriorOptimum, match=r"s falls below zero at about time 0\.\d.*no decisions keep all"):
        solve_differential(game, at={})


@pytest.mark.slow
def test_random_stocks_at_bounds_for_ever_are_those_of_the_grid():
    for seed in (0, 4, 5):
        game = drawn(Shape(players=1, endless=True, bounded=True, stocks_bounded=True), seed)
        if seed == 5:
            with pytest.raises(NoInteriorOptimum, match="x0 falls below zero at about time"):
                solve_differential(game.declared, at={})
            continue
        found, known = solve_differential(game.declared, at={}), extrapolated(game.grid, 120)
        assert known is not None
        assert list(found.payoffs.values()) == pytest.approx(list(known.payoffs), rel=0.003), seed


@pytest.mark.slow
def test_random_stocks_at_bounds_are_those_of_the_grid():
    """One decider, one stock or two: nobody else's method finds more, or anything better."""
    for seed in (8, 16, 18):
        game = drawn(Shape(players=1, stocks=2, bounded=True, stocks_bounded=True), seed)
        if seed == 16:
            with pytest.raises(NoInteriorOptimum, match="no decisions keep all stocks"):
                solve_differential(game.declared, at={})
            continue
        found, known = solve_differential(game.declared, at={}), extrapolated(game.grid, 40)
        assert known is not None
        assert "grid of dates" in str(found.evidence)
        assert list(found.payoffs.values()) == pytest.approx(list(known.payoffs), rel=0.002), seed
        assert gain(game.grid, [partial(found.path, d.name) for d in game.declared.decisions], 40) < 0.002, seed


@pytest.mark.parametrize("seed", range(20))
def test_complementary_vectors(seed):
    """Of random positive semidefinite matrices with skew parts, as first-order conditions with prices have them."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 12)), int(rng.integers(0, 6))
    root, rows = rng.standard_normal((n, n)), rng.standard_normal((m, n))
    matrix = np.block([[root @ root.T + 0.1 * np.eye(n), -rows.T], [rows, np.zeros((m, m))]])
    inside = rng.uniform(0, 2, n)
    constant = np.concatenate([3 * rng.standard_normal(n), rng.uniform(0, 1, m) - rows @ inside])
    value = complementary(matrix, constant)
    assert value is not None
    force = matrix @ value + constant
    assert value.min() >= -1e-9
    assert force.min() >= -1e-8
    assert np.abs(value * force).max() < 1e-8


def test_a_problem_without_a_solution():
    assert complementary(np.array([[0.0]]), np.array([-1.0])) is None
