"""Finite horizons: stocks that grow, rates that coincide, no discounting, decisions and stocks at their bounds."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import quad

from families.differential import Shape, drawn
from grids.open_loop import feedback_payoffs
from lsec_models import Player, decisions, parameters
from lsec_models.algebra.domains.symbols import states
from lsec_models.errors import NoClosedForm, NoInteriorOptimum, NoStabilisingSolution
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.solve.differential.dispatch import solve_differential

r, g, d, T, r1, r2 = parameters("r g d T r1 r2", positive=True)
x, y = states("x y")
s = states("s", nonnegative=True)
u, v = decisions("u v", real=True)
w, z = decisions("w z")
HARM = DifferentialGame(
    states={x: w + g * x}, players=[Player("one", decides=[w], payoff=-x - w**2 / 2)], discount=r, horizon=T
)


# ---- stocks that grow ----------------------------------------------------------------------------------------------


def test_a_stock_that_hurts_is_left_alone():
    """The payoff falls in the decision: it rests at zero, whether the stock grows faster than r or not."""
    harm = solve_differential(HARM)
    assert harm.strategies["w"] == 0
    assert not harm.conditions
    assert harm.evidence.established
    for growth, rate in ((0.3, 0.1), (0.1, 0.3), (0.2, 0.2)):
        at = {"g": growth, "r": rate, "T": 5, "x_0": 2}
        exact = quad(lambda t, k=growth - rate: -2 * np.exp(k * t), 0, 5)[0]
        assert harm.at(at).payoffs["one"] == pytest.approx(exact, rel=1e-9)
        assert solve_differential(HARM, at=at).payoffs["one"] == pytest.approx(exact, rel=1e-9)


def test_others_decide_while_one_rests():
    game = DifferentialGame(
        states={x: w + u + g * x},
        players=[
            Player("one", decides=[w], payoff=-x - w**2 / 2 + u * w / 4),
            Player("two", decides=[u], payoff=x - u**2 / 2),
        ],
        discount=r,
        horizon=T,
    )
    # With k > 0, what a unit of stock earns until the end: the second plays k, the first would like -k + k/4.
    both = solve_differential(game)
    assert both.strategies["w"] == 0
    at = {"g": 0.3, "r": 0.1, "T": 4, "x_0": 1}
    assert both.at(at).strategy("u", 1, {"x": 5}) == pytest.approx(np.expm1(0.2 * 3) / 0.2, rel=1e-9)


def test_signs_that_change_over_time_have_no_closed_form():
    game = DifferentialGame(
        states={x: w},
        players=[Player("one", decides=[w], payoff=-x + w - w**2 / 2)],
        discount=0,
        horizon=3,
        initial={x: 1},
    )
    with pytest.raises(NoClosedForm, match="changes over time"):
        solve_differential(game)
    with pytest.raises(NoInteriorOptimum, match="w is not negative fails at time 0"):
        solve_differential(game, at={})


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("growing", [True, False])
def test_linear_state_games_against_dynamic_programming(seed, growing):
    game = drawn(Shape(information="feedback", linear=True, growing=growing, undiscounted=seed % 2 == 0), seed)
    payoffs = solve_differential(game.declared).at({}).payoffs
    integrated = solve_differential(game.declared, at={}).payoffs
    assert dict(payoffs) == pytest.approx(dict(integrated), rel=1e-7)
    known = feedback_payoffs(game.grid)
    assert list(payoffs.values()) == pytest.approx(list(known), abs=1e-3 * np.abs(known).max())


# ---- rates that coincide, and none at all --------------------------------------------------------------------------


def apart(**changes: object) -> DifferentialGame:
    declared: dict[str, object] = {
        "states": {x: u + v - d * x},
        "players": [
            Player("one", decides=[u], payoff=x - u**2 / 2),
            Player("two", decides=[v], payoff=2 * x - v**2 / 2),
        ],
        "discount": {"one": r1, "two": r2},
        "initial": {x: 0},
        "horizon": T,
    }
    return DifferentialGame(**(declared | changes))  # type: ignore[arg-type]


@cache
def solved_apart(**changes: object) -> Any:
    return solve_differential(apart(**changes))


def worth(own: float, other: float, gains: tuple[float, float], decay: float, until: float) -> float:
    """Return a payoff of `apart` by quadrature: u and v are what a unit of the stock still earns."""

    def left(rate: float, t: float) -> float:
        return float((until - t) if rate + decay == 0 else -np.expm1(-(rate + decay) * (until - t)) / (rate + decay))

    def flow(t: float) -> float:
        mine, theirs = gains[0] * left(own, t), gains[1] * left(other, t)
        return float(np.exp(-own * t) * (mine * (mine + theirs) - mine**2 / 2))

    return quad(flow, 0, until, epsabs=1e-13)[0]


@pytest.mark.parametrize("off", ["0", "1/1000000000", "-1/1000000000", "1/1000", "1/10"])
def test_resonant_rates_have_a_limit(off):
    """At ``r2 = r1 + d`` a denominator of the sum of exponentials vanishes; values are continuous there."""
    one, decay, until = sp.Rational(1, 10), sp.Rational(1, 5), 5
    two = one + decay + sp.Rational(off)
    at = {"r1": one, "r2": two, "d": decay, "T": until}
    rates = [float(one), float(two)]
    exact = [worth(rates[i], rates[1 - i], [(1, 2), (2, 1)][i], 0.2, 5) for i in (0, 1)]
    closed, integrated = solved_apart().at(at).payoffs, solve_differential(apart(), at=at).payoffs
    assert list(closed.values()) == pytest.approx(exact, rel=1e-8)
    assert list(integrated.values()) == pytest.approx(exact, rel=1e-8)


@pytest.mark.parametrize("seed", range(8))
def test_rates_drawn_from_few_numbers(seed):
    """Small whole rates and decays, zero and negative ones too: many denominators vanish."""
    rng = Random(seed)
    rates = {"one": sp.Rational(rng.randint(0, 2), 5), "two": sp.Rational(rng.randint(0, 2), 5)}
    decay = sp.Rational(rng.randint(-2, 2), 5)
    game = apart(states={x: u + v - decay * x}, discount=rates, horizon=3)
    first, second = float(rates["one"]), float(rates["two"])
    exact = [worth(first, second, (1, 2), float(decay), 3), worth(second, first, (2, 1), float(decay), 3)]
    assert list(solve_differential(game).at({}).payoffs.values()) == pytest.approx(exact, rel=1e-9)


def test_no_discounting_and_no_decay():
    """``u = T - t`` and the payoff is the integral of half its square."""
    game = DifferentialGame(
        states={x: u}, players=[Player("one", decides=[u], payoff=x - u**2 / 2)], discount=0, horizon=2, initial={x: 0}
    )
    closed = solve_differential(game)
    assert sp.expand(closed.strategies["u"] - (2 - closed.time)) == 0
    assert closed.payoffs["one"] == sp.Rational(4, 3)
    assert solve_differential(game, at={}).payoffs["one"] == pytest.approx(4 / 3, rel=1e-9)


# ---- states --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("information", ["feedback", "open_loop"])
@pytest.mark.parametrize("speed", [sp.S.Zero, -y])
def test_a_state_that_stands_nowhere(information, speed):
    game = DifferentialGame(
        states={x: u - x, y: speed},
        players=[Player("one", decides=[u], payoff=x - u**2 / 2)],
        discount=sp.Rational(1, 10),
        initial={x: 0, y: 1},
        horizon=5,
        information=information,
    )
    alone = DifferentialGame(**{**_fields(game), "states": {x: u - x}, "initial": {x: 0}})
    expected = float(solve_differential(alone).payoffs["one"])
    assert float(solve_differential(game).payoffs["one"]) == pytest.approx(expected, rel=1e-12)
    assert solve_differential(game, at={}).payoffs["one"] == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize("information", ["feedback", "open_loop"])
def test_a_state_that_stands_nowhere_and_never_rests(information):
    game = DifferentialGame(
        states={x: u - x, y: sp.S.Zero},
        players=[Player("one", decides=[u], payoff=x - u**2 / 2)],
        discount=sp.Rational(1, 10),
        information=information,
    )
    for at in (None, {"x_0": 0, "y_0": 1}):
        with pytest.raises(NoStabilisingSolution):
            solve_differential(game, at=at)


def test_a_resource_is_not_sold_twice():
    game = DifferentialGame(
        states={s: -w},
        players=[Player("owner", decides=[w], payoff=w - w**2 / 2)],
        discount=0,
        horizon=5,
        initial={s: 1},
    )
    with pytest.raises(NoClosedForm, match="s is declared nonnegative, and nothing keeps it from running out"):
        solve_differential(game)
    with pytest.raises(NoInteriorOptimum, match=r"s falls below zero at about time 1\.0.*open_loop"):
        solve_differential(game, at={})


def test_a_stock_that_can_not_run_out():
    game = DifferentialGame(
        states={s: w - d * s}, players=[Player("one", decides=[w], payoff=s - w**2 / 2)], discount=r, horizon=T
    )
    assert solve_differential(game).evidence.established


def test_rivals_are_not_counted_on_to_decide_what_they_can_not():
    """The affine strategy of the second is negative for large stocks, and the first would push the stock there."""
    game = DifferentialGame(
        states={x: w + z - x / 10},
        players=[
            Player("one", decides=[w], payoff=x - w**2 / 2),
            Player("two", decides=[z], payoff=20 * x - x**2 - z**2 / 2),
        ],
        discount=sp.Rational(1, 20),
        initial={x: 0},
        horizon=2,
    )
    with pytest.raises(NoInteriorOptimum, match=r"the strategy of z is negative for x above 10\.\d* at time 0"):
        solve_differential(game, at={})


def test_one_decider_with_a_bound_off_the_path():
    """Nobody counts on what is done off the path; it is not said to be optimal there."""
    game = DifferentialGame(
        states={x: w - x},
        players=[Player("one", decides=[w], payoff=4 * x - x**2 - w**2 / 2)],
        discount=sp.Rational(1, 20),
        initial={x: 0},
        horizon=2,
    )
    evidence = solve_differential(game, at={}).evidence
    assert evidence.status(About.OFF_PATH) is Status.OPEN
    assert "the strategy of w is negative for x above" in str(evidence)


def test_evidence_at_a_point_and_in_closed_form():
    closed = solved_apart()
    assert closed.evidence.established
    opened = solved_apart(information="open_loop")
    assert not opened.evidence.established
    assert "not asked" in str(opened.evidence)
    assert opened.values == closed.values
    at = {"r1": 1, "r2": 2, "d": 1, "T": 1}
    assert closed.at(at).evidence.established
    integrated = solve_differential(apart(), at=at).evidence
    assert integrated.status(About.OPTIMAL) is Status.CHECKED
    assert "within strategies" in str(integrated)


def _fields(game: DifferentialGame) -> dict[str, object]:
    return {
        "players": game.players,
        "discount": game.discount,
        "horizon": game.horizon,
        "information": game.information,
    }
