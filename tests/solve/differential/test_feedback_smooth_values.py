"""Feedback games with one state between two ends, payoffs not quadratic in it, against each player's own problem."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sympy as sp

from grids.feedback import Side, best_reply, extrapolated
from lsec_models import Player, decisions, solve
from lsec_models.algebra.domains.symbols import states
from lsec_models.errors import NotPolynomial
from lsec_models.games.differential.feedback_table import FeedbackTable
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.evidence.evidence import About, Status
from lsec_models.games.one_state import OneStateProblem
from lsec_models.solve.one_state.optimal_paths import solve_one_state

x = states("x", nonnegative=True)
u, v = decisions("u v")


def duel(margins: tuple[Any, Any], costs: tuple[Any, Any], rate: Any, start: Any) -> DifferentialGame:
    """Return Lanchester's duel for shares of a market, at quadratic costs of advertising."""
    return DifferentialGame(
        states={x: u * (1 - x) - v * x},
        players=[
            Player("one", decides=[u], payoff=margins[0] * x - costs[0] * u**2 / 2),
            Player("two", decides=[v], payoff=margins[1] * (1 - x) - costs[1] * v**2 / 2),
        ],
        discount=rate,
        initial={x: start},
    )


def drawn(seed: int) -> DifferentialGame:
    rng = np.random.default_rng(seed)
    tenths = [sp.Rational(int(n), 10) for n in rng.integers(5, 40, 4)]
    rate, start = sp.Rational(int(rng.integers(1, 6)), 10), sp.Rational(int(rng.integers(1, 10)), 10)
    return duel((tenths[0], tenths[1]), (tenths[2], tenths[3]), rate, start)


def only(game: DifferentialGame) -> FeedbackTable:
    (table,) = solve(game, at={})
    assert isinstance(table, FeedbackTable)
    return table


def gaps(game: DifferentialGame, table: FeedbackTable) -> tuple[float, float]:
    """Return how far stated values are from the best against the other's law, and how certain the grid is; relative."""
    worst = unsure = 0.0
    at, grid = np.linspace(0.05, 0.95, 7), np.linspace(0, 1, 801)
    for player, own, other in zip(game.players, (u, v), (v, u), strict=True):
        speed = sp.lambdify([x, own, other], game.states[x])
        flow = sp.lambdify([x, own, other], player.payoff)

        # The push of the own decision depends on the state; measured in what it moves, it does not.
        push = (lambda s: 1 - s) if own == u else (lambda s: s)
        sign = 1.0 if own == u else -1.0

        def moved(s: Any, w: Any, r: Any, flow: Any = flow, push: Any = push) -> Any:
            return flow(s, w / np.maximum(push(s), 1e-6), r) + 0.0 * s

        def law(points: Any, name: str = other.name) -> Any:
            return table.decision(name, points)

        def drift(points: Any, speed: Any = speed, law: Any = law) -> Any:
            return speed(points, 0.0, law(points)) + 0.0 * points

        side = Side(flow=moved, rate=float(game.discount), push=sign)

        def values(points: Any, side: Side = side, drift: Any = drift, law: Any = law) -> Any:
            return best_reply(side, drift, [law], points)[1]

        known, apart = extrapolated(values, grid, at)
        stated = table.value(player.name, at)
        size = np.abs(stated).max()
        worst, unsure = max(worst, np.abs(known - stated).max() / size), max(unsure, apart.max() / size)
    return float(worst), float(unsure)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_random_duels_are_best_against_each_other(seed: int):
    game = drawn(seed)
    table = only(game)
    worst, unsure = gaps(game, table)
    assert unsure < 0.01
    assert worst < 0.002
    assert table.evidence.status(About.OPTIMAL) is Status.CHECKED
    assert table.evidence.status(About.TRANSVERSALITY) is Status.CHECKED
    assert table.evidence.status(About.COMPLETE) is Status.OPEN


def test_a_wrong_law_is_seen():
    table = only(drawn(0))
    wrong = replace(table, decisions_at={**table.decisions_at, "v": 0.5 * table.decisions_at["v"]})
    assert gaps(drawn(0), wrong)[0] > 0.01


def test_equal_firms_share_the_market():
    """By symmetry the share is one half at rest, laws mirror each other, and feedback tempers advertising.

    In open loop both spend ``4 c u^2 + 2 c r u = m`` at rest.
    """
    table = only(duel((3, 3), (sp.Rational(1, 2), sp.Rational(1, 2)), sp.Rational(1, 5), sp.Rational(1, 10)))
    points = np.linspace(0, 1, 11)
    assert table.steady_state["x"] == pytest.approx(0.5, abs=1e-4)
    assert table.decision("u", points) == pytest.approx(table.decision("v", 1 - points), abs=1e-6)
    assert table.decision("u", 1.0) == pytest.approx(0, abs=1e-9)
    assert table.uncertainty < 1e-5
    assert table.path("x", [0.0, 100.0]) == pytest.approx([0.1, 0.5], abs=1e-3)


@pytest.mark.slow
def test_one_firm_alone_earns_what_its_best_path_does():
    """Nobody takes customers away but time: stable paths of the canonical system know the same value."""
    sales = sp.Symbol("sales")
    lost, rate = sp.Rational(1, 5), sp.Rational(1, 10)
    game = DifferentialGame(
        states={x: u * (1 - x) - lost * x},
        players=[Player("one", decides=[u], payoff=2 * x - u**2 / 2)],
        discount=rate,
        initial={x: sp.Rational(1, 5)},
    )
    paths = solve_one_state(
        OneStateProblem(
            state=sales, control=u, payoff=2 * sales - u**2 / 2, dynamics=u * (1 - sales) - lost * sales,
            discount=rate, between=(0, 1),
        ),
        {},
    )  # fmt: skip
    points = np.linspace(0.05, 0.95, 7)
    assert only(game).value("one", points) == pytest.approx(paths.value(points), rel=1e-5)
    assert only(game).decision("u", points) == pytest.approx(paths.policy(points), rel=1e-3)


def test_a_state_without_ends_is_not_looked_for():
    y = states("y")
    game = replace(
        drawn(0),
        states={y: u * (1 - y**2) - v},
        players=[Player("one", decides=[u], payoff=y - u**2), Player("two", decides=[v], payoff=-y - v**2)],
        initial={y: 0},
    )
    with pytest.raises(NotPolynomial, match="one state between ends that are known"):
        solve(game, at={})
