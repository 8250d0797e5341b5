"""Random feedback games with one state and nonnegative decisions, and whether what is stated of them is so.

What is stated is put to `grids/feedback.py`, which uses nothing of the package: each player's own problem on a
grid of states, the rivals' laws given.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp

from grids.feedback import Side, best_reply, extrapolated
from lsec_models import Player, decisions, solve
from lsec_models.algebra.domains.symbols import states
from lsec_models.errors import NoStabilisingSolution
from lsec_models.games.differential.feedback_at_point import FeedbackPoint
from lsec_models.games.differential.feedback_table import FeedbackTable
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.solve.differential.feedback.scalar_quadratic import scalar_quadratic

WRONG, CLEAR = 0.01, 0.002

x = states("x")
u, v = decisions("u v")


def random_game(seed: int) -> DifferentialGame:
    """Return a game of one or two players who push a stock in either direction, at nonnegative decisions."""
    rng = np.random.default_rng(seed)

    def number(*among: object) -> sp.Rational:
        return sp.Rational(str(among[int(rng.integers(len(among)))]))

    alone = rng.random() < 0.25
    stock = states("x", nonnegative=True) if rng.random() < 0.4 else x
    pushes = [number(-2, -1, "-1/2", "1/2", 1, 1, 2) for _ in range(2)]
    players = []
    for name, decision in (("one", u), ("two", v))[: 1 if alone else 2]:
        other = v if decision is u else u
        flow = number(-20, -8, -3, -1, 0, 1, 3, 8, 20) * stock - number(0, 0, "1/4", 1, 3) * stock**2 / 2
        flow += number(-2, -1, 0, 0, 1, 3) * decision - number("1/2", 1, 2, 5) * decision**2 / 2
        flow += number(0, 0, 0, "-1/4", "1/4", "1/2") * decision * stock
        flow += 0 if alone else number(0, 0, 0, "-1/4", "1/4") * decision * other
        players.append(Player(name, decides=[decision], payoff=flow))
    speed = (
        pushes[0] * u + (0 if alone else pushes[1] * v) - number("1/20", "1/5", "1/2", 1) * stock + number(0, 0, 1, 3)
    )
    return DifferentialGame(
        states={stock: speed}, players=players, discount=number("1/20", "1/10", "1/4"),
        initial={stock: number(0, 1, 4, 10)},
    )  # fmt: skip


def largest_gap(game: DifferentialGame, solution: FeedbackPoint | FeedbackTable) -> tuple[float, float]:
    """Return how far values on a grid are from those stated, and how certain the grid is; both relative.

    The rivals follow the laws that are stated, each player replies as it likes.
    """
    scalar = scalar_quadratic(game, {})
    assert scalar is not None
    (stock,) = game.stocks
    low, high = (None if end is None else float(end) for end in scalar.reachable)
    start, rest = float(solution.start[stock.name]), float(solution.steady_state[stock.name])
    table = isinstance(solution, FeedbackTable)
    ends = [] if table else [float(end) for end in solution.within if end is not None]
    size = 1 + max(map(abs, (start, rest, *ends)))
    low, high = (-6 * size if low is None else low), (6 * size if high is None else high)
    if table:
        low, high = max(low, solution.states[0]), min(high, solution.states[-1])
    high = max(high, low + 1e-3)
    grid = np.linspace(low, high, 1501)
    inside = np.linspace(*sorted((start, rest)), 7)
    if table or len(scalar.deciders) > 1 or solution.beyond is not None:
        inside = np.append(inside, np.linspace(max(low, rest - size), min(high, rest + size), 5))
    worst = unsure = 0.0
    laws = {d.name: law_of(solution, d.name, stock) for d in game.decisions}
    for place, player in enumerate(game.players):
        own = player.decides[0]
        rivals = [d for d in game.decisions if d != own]
        (speed,) = game.states.values()
        push = float(speed.coeff(own))
        still = sp.lambdify([stock, *rivals], speed.subs(own, 0))
        flow = sp.lambdify([stock, own, *rivals], player.payoff)
        side = Side(flow=flow, rate=float(scalar.rates[place]), push=push)

        def drift(points: Any, still: Any = still, rivals: Any = rivals) -> Any:
            return still(points, *(laws[d.name](points) for d in rivals)) + 0 * points

        def values(points: Any, side: Side = side, drift: Any = drift, rivals: Any = rivals) -> Any:
            return best_reply(side, drift, [laws[d.name] for d in rivals], points)[1]

        found, gap = extrapolated(values, grid, inside)
        stated = value_of(solution, player.name, stock)(inside)
        scale = np.abs(stated).max() + np.abs(np.diff(stated)).sum() + 1e-3
        worst, unsure = max(worst, np.abs(found - stated).max() / scale), max(unsure, gap.max() / scale)
    return float(worst), float(unsure)


def outside(solution: FeedbackPoint, points: Any) -> Any:
    low, high = solution.within
    return (points < (-np.inf if low is None else float(low))) | (points > (np.inf if high is None else float(high)))


def law_of(solution: FeedbackPoint | FeedbackTable, name: str, stock: sp.Symbol) -> Callable[[Any], Any]:
    """Return a decision at each state: as stated, and beyond the states where that holds as it was continued."""
    if isinstance(solution, FeedbackTable):
        return lambda points: solution.decision(name, points)
    inner = sp.lambdify([stock], solution.strategies[name])

    def law(points: Any) -> Any:
        decided = np.maximum(inner(points) + 0.0 * points, 0.0)
        if solution.beyond is None:
            return decided
        return np.where(outside(solution, points), solution.beyond.decision(name, points), decided)

    return law


def value_of(solution: FeedbackPoint | FeedbackTable, name: str, stock: sp.Symbol) -> Callable[[Any], Any]:
    if isinstance(solution, FeedbackTable):
        return lambda points: solution.value(name, points)
    inner = sp.lambdify([stock], solution.values[name])

    def value(points: Any) -> Any:
        if solution.beyond is None:
            return inner(points) + 0.0 * points
        return np.where(outside(solution, points), solution.beyond.value(name, points), inner(points))

    return value


def verdict(seed: int) -> str:
    game = random_game(seed)
    try:
        solutions = solve(game, at={})
    except NoStabilisingSolution:
        return "refused"
    for solution in solutions:
        gap, unsure = largest_gap(game, solution)
        if gap > WRONG:
            return "wrong" if unsure < CLEAR else "unclear"
    if isinstance(solutions[0], FeedbackTable):
        return "right, on a grid"
    return "right, at bounds" if any(s.within != (None, None) for s in solutions) else "right"
