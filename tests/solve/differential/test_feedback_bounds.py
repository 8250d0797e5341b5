"""Feedback games whose decisions have a declared sign, against the same games on a grid of states."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import quad
from scipy.optimize import brentq

from feedback_bounds import CLEAR, WRONG, largest_gap, random_game, verdict
from grids.feedback import Side, nash
from lsec_models import Player, audit, decisions, solve, sweep
from lsec_models.algebra.domains.symbols import states
from lsec_models.errors import DeclarationError, NoStabilisingSolution, UnknownName
from lsec_models.games.differential.feedback_at_point import FeedbackPoint
from lsec_models.games.differential.feedback_table import FeedbackTable
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.solve.differential.feedback.on_a_grid.controlled_chain import chain_equilibrium, largest_gain, scale
from lsec_models.solve.differential.feedback.on_a_grid.own_quadratic import own_quadratic
from lsec_models.solve.differential.feedback.on_a_grid.vanishing_noise import quiet_equilibrium
from lsec_models.solve.differential.feedback.scalar_quadratic import scalar_quadratic

x = states("x")
u, v = decisions("u v")


# ---- random games --------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_random_games_against_a_grid():
    """None is wrong: at states on the path and off it, nobody earns more against the rivals' laws than is stated."""
    counted = Counter(verdict(seed) for seed in range(1000, 1012))
    assert counted["wrong"] == 0
    assert counted["right"] >= 4
    assert counted["right, at bounds"] >= 4
    assert counted["right, on a grid"] >= 1
    assert counted["refused"] + counted["unclear"] <= 3


# ---- a rival that would play less than zero ------------------------------------------------------------------------

CROWDED = DifferentialGame(
    states={x: u + v - x / 10},
    players=[
        Player("one", decides=[u], payoff=x - u**2 / 2),
        Player("two", decides=[v], payoff=20 * x - x**2 - v**2 / 2),
    ],
    discount=sp.Rational(1, 20),
    initial={x: 0},
)


def test_a_rival_does_not_play_less_than_zero():
    """Two wants the stock below ten; one gains by more of it, and two, who cannot take any away, rests at zero."""
    (solution,) = solve(CROWDED, at={})
    assert float(solution.strategies["u"]) == pytest.approx(20 / 3, rel=1e-15)
    assert solution.strategies["v"] == 0
    assert float(solution.payoffs["one"]) == pytest.approx(4000 / 9, rel=1e-15)
    assert float(solution.payoffs["two"]) == pytest.approx(-800000 / 27, rel=1e-15)
    assert solution.within == (None, None)
    assert solution.kind == "equilibrium"
    assert solution.evidence.status(About.OFF_PATH) is Status.PROVED
    assert solution.evidence.status(About.TRANSVERSALITY) is Status.PROVED
    assert solution.evidence.status(About.COMPLETE) is Status.OPEN


def test_the_grid_finds_the_same():
    one = Side(flow=lambda x, u, _: x - u**2 / 2, rate=0.05, push=1.0)
    two = Side(flow=lambda x, v, _: 20 * x - x**2 - v**2 / 2, rate=0.05, push=1.0)
    grid = np.linspace(0, 120, 1201)
    decided, values = nash([one, two], lambda x: -x / 10, grid)
    assert decided[0][:600] == pytest.approx(20 / 3, rel=1e-6)
    assert np.abs(decided[1]).max() == pytest.approx(0, abs=1e-6)
    assert values[0][0] == pytest.approx(4000 / 9, rel=1e-3)
    assert values[1][0] == pytest.approx(-800000 / 27, rel=2e-3)


def false_candidate() -> FeedbackPoint:
    """Return what affine laws say of that game where nobody has bounds: two takes stock away above ten."""
    free = decisions("v", real=True)
    unbounded = replace(
        CROWDED,
        states={x: u + free - x / 10},
        players=[CROWDED.players[0], Player("two", decides=[free], payoff=20 * x - x**2 - free**2 / 2)],
    )
    found = [solution for solution in solve(unbounded, at={}) if solution.strategies["v"] != 0]
    assert float(found[0].strategies["v"].subs(x, 11)) < 0
    return replace(found[0], game=CROWDED)


def test_the_grid_sees_through_the_affine_candidate():
    gap, unsure = largest_gap(CROWDED, false_candidate())
    assert gap > 0.5
    assert unsure < CLEAR


def test_a_decision_without_use_is_at_rest_once():
    """Free or at rest, it is zero: that is one solution."""
    idle = replace(
        CROWDED, players=[CROWDED.players[0], Player("two", decides=[v], payoff=-(v**2) / 2)], states={x: u - x / 10}
    )
    (solution,) = solve(idle, at={})
    assert solution.strategies["v"] == 0
    assert float(solution.strategies["u"]) == pytest.approx(20 / 3, rel=1e-15)
    assert solution.kind == "equilibrium"


@pytest.mark.slow
def test_where_a_bound_is_met_is_named():
    with pytest.raises(
        NoStabilisingSolution, match=r"u is driven to its bound at x = -2627\.8\d .* somebody may gain by"
    ):
        solve(random_game(13), at={})


@pytest.mark.slow
def test_one_decider_may_begin_where_its_decision_rests():
    """Its law is positive above some stock; below it waits, and both are best against nobody."""
    game = DifferentialGame(
        states={x: 1 - u - x},
        players=[Player("one", decides=[u], payoff=-((x - 1) ** 2) - u**2 / 2 + 3 * u)],
        discount=sp.Rational(1, 10),
        initial={x: -2},
    )
    (solution,) = solve(game, at={})
    gap, unsure = largest_gap(game, solution)
    assert max(gap, unsure) < CLEAR
    assert solution.within[0] is not None
    assert float(solution.within[0]) > -2


# ---- on a grid -----------------------------------------------------------------------------------------------------


def oil(*, players: int = 1, inflow: object = 0) -> DifferentialGame:
    """Oil that each sells at the price ``1 - w/2`` out of one field, until it is empty."""
    field, wells = states("s", nonnegative=True), decisions("w v")[:players]
    return DifferentialGame(
        states={field: inflow - sum(wells)},
        players=[Player(f"seller {w}", decides=[w], payoff=w - w**2 / 2) for w in wells],
        discount=sp.Rational(1, 10),
        initial={field: 1},
    )


def test_a_stock_that_is_used_up():
    """Alone, ``w = 1 - e^{r (t - T)}`` until T, when ``T - (1 - e^{-rT})/r`` is sold (Hotelling)."""
    (table,) = solve(oil(), at={})
    end = brentq(lambda T: T - (1 - np.exp(-0.1 * T)) / 0.1 - 1, 1e-6, 100)
    worth = quad(lambda t: np.exp(-0.1 * t) * (1 - np.exp(0.2 * (t - end))) / 2, 0, end)[0]
    assert isinstance(table, FeedbackTable)
    assert table.payoffs["seller w"] == pytest.approx(worth, rel=1e-3)
    assert table.decision("w", 1.0) == pytest.approx(1 - np.exp(-0.1 * end), rel=0.01)
    assert table.steady_state["s"] == 0
    assert table.decisions["w"] == pytest.approx(0, abs=1e-9)
    times = np.array([0.0, 1.0, 2.0, 50.0])
    sold = times - (np.exp(0.1 * (times - end)) - np.exp(-0.1 * end)) / 0.1
    assert table.path("s", times)[:3] == pytest.approx(1 - sold[:3], abs=0.01)
    assert table.path("s", 50.0) == pytest.approx(0, abs=1e-6)
    assert table.path("w", [0.0])[0] == pytest.approx(float(table.decision("w", 1.0)))
    assert table.kind == "candidate"
    assert table.evidence.status(About.OPTIMAL) is Status.CHECKED
    assert table.evidence.status(About.COMPLETE) is Status.OPEN
    assert "on a grid" in repr(table)


def test_what_a_table_does_not_hold_is_said():
    (table,) = solve(oil(), at={})
    with pytest.raises(DeclarationError, match="holds states from 0 to 1"):
        table.value("seller w", 2.0)
    with pytest.raises(UnknownName, match="no 'W' in the table; known: 'w'"):
        table.decision("W", 0.5)
    with pytest.raises(UnknownName, match="no path of 'seller w'"):
        table.path("seller w", 1.0)
    with pytest.raises(DeclarationError, match="at least zero"):
        table.path("s", -1.0)


def test_two_who_would_empty_a_stock_that_is_filled_up():
    """Nothing says who has to leave off, once only what flows in is left."""
    with pytest.raises(NoStabilisingSolution, match="the bound of s is met at s = 0, where 2 players could lower it"):
        solve(oil(players=2, inflow=sp.Rational(1, 2)), at={})


def test_where_nothing_flows_in_nobody_has_to_leave_off():
    (table,) = solve(oil(players=2), at={})
    assert table.steady_state["s"] == 0
    gap, unsure = largest_gap(oil(players=2), table)
    assert max(gap, unsure) < WRONG


@pytest.mark.slow
def test_a_rival_who_joins_in_far_from_the_rest():
    """Near its rest at 160 one plays 16 and two nothing, as affine laws say; those of two cannot be continued."""
    (table,) = solve(random_game(17), at={})
    assert table.steady_state["x"] == pytest.approx(160, abs=0.01)
    assert table.decisions == pytest.approx({"u": 16, "v": 0}, abs=1e-3)
    assert table.decision("v", 20.0) > 1
    assert table.uncertainty < 0.002


@pytest.mark.slow
def test_two_who_push_against_each_other():
    """What one changes the other answers with more: nothing settles backwards in time, the equations have a root."""
    (table,) = solve(random_game(9), at={})
    assert table.uncertainty < 0.002
    gap, unsure = largest_gap(random_game(9), table)
    assert gap < WRONG
    assert unsure < CLEAR


@pytest.mark.slow
@pytest.mark.parametrize("seed", [17, 70, 87, 135, 160])
def test_newton_finds_what_settles_backwards_in_time(seed):
    game = random_game(seed)
    chain = own_quadratic(game, {}, scalar_quadratic(game, {}))
    size = 1 + abs(chain.start)
    low, high = (
        (away if end is None else end) - chain.start for end, away in zip(chain.ends, (-100, 100), strict=True)
    )
    states = chain.start + size * np.sinh(np.linspace(np.arcsinh(low / size), np.arcsinh(high / size), 151))
    settled, found = chain_equilibrium(chain, states), quiet_equilibrium(chain, states)
    assert settled is not None
    assert found is not None
    for one, other in zip(settled.values, found.values, strict=True):
        assert one == pytest.approx(other, abs=1e-5 * scale(one))
    assert largest_gain(chain, found, states) < 1e-9


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_what_newton_finds_nobody_improves(seed):
    """Two who push a state that decays in opposite directions, on a grid of their own."""
    rng = np.random.default_rng(seed)
    first, second, cost, other = (sp.Rational(int(rng.integers(1, 9)), 4) for _ in range(4))
    game = DifferentialGame(
        states={x: first * u - second * v - x / 2},
        players=[
            Player("one", decides=[u], payoff=int(rng.integers(1, 9)) * x - x**2 / 4 - cost * u**2),
            Player("two", decides=[v], payoff=-int(rng.integers(1, 9)) * x - x**2 / 4 - other * v**2 - u * v / 8),
        ],
        discount=sp.Rational(1, 10),
        initial={x: 1},
    )
    chain = own_quadratic(game, {}, scalar_quadratic(game, {}))
    states = np.linspace(-30, 30, 201)
    found = quiet_equilibrium(chain, states)
    assert found is not None
    assert largest_gain(chain, found, states) < 1e-9


def test_who_may_gain_without_bound_is_named():
    """Effort pays more the larger the stock is, and the rival only adds to it."""
    with pytest.raises(NoStabilisingSolution, match="'one' may gain without bound by driving x ever further"):
        solve(random_game(223), at={})


@pytest.mark.slow
def test_every_refusal_names_the_state_at_which_a_bound_is_met():
    refused = 0
    for seed in (0, 28, 31, 39, 67, 72, 79, 131, 168, 204):
        with pytest.raises(NoStabilisingSolution) as error:
            solve(random_game(seed), at={})
        reasons = str(error.value).split("; ")
        bounds = [why for why in reasons if re.search("negative fails|at zero fails|bound at|bound of", why)]
        assert bounds, "some bound is met"
        assert all(re.search(r"x = -?[0-9]", why) for why in bounds), error.value
        refused += len(bounds)
    assert refused > 10


def test_an_audit_and_a_sweep_of_a_table_are_told_the_way_out():
    (table,) = solve(oil(), at={})
    with pytest.raises(DeclarationError, match=r"not a FeedbackTable; .* `evidence`"):
        audit(table)
    with pytest.raises(DeclarationError, match=r"solve the game at each point"):
        sweep(table, over={"r": [1]})
