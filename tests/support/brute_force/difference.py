"""Games in discrete time by other means: payoffs simulated from the declaration, the rest by differences of them.

Nothing here knows matrices of the game or Riccati equations: payoffs are quadratic in whatever is varied, so that
second differences of simulated payoffs are exact but for rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import sympy as sp

from lsec_models.games.difference.game import DifferenceGame

Payoff = Callable[[np.ndarray], np.ndarray]


class Simulated:
    """A game with numbers for its parameters, as functions of stocks and decisions."""

    def __init__(self, game: DifferenceGame, at: Mapping[str, Any]) -> None:
        numbers = {p: sp.nsimplify(str(at[p.name])) for p in game.parameters}
        symbols = [*game.stocks, *game.decisions]
        self.game = game
        self.names = [d.name for d in game.decisions]
        self.next = sp.lambdify(symbols, [sp.sympify(e).subs(numbers) for e in game.states.values()])
        self.flow = sp.lambdify(symbols, [sp.sympify(p.payoff).subs(numbers) for p in game.players])
        factors = game.discount_factor if isinstance(game.discount_factor, Mapping) else None
        self.factors = [
            float(sp.sympify(factors[p.name] if factors else game.discount_factor).subs(numbers)) for p in game.players
        ]
        self.start = np.array([float(sp.sympify(v).subs(numbers)) for v in game.initial.values()])
        self.own = [[self.names.index(d.name) for d in p.decides] for p in game.players]
        if game.cooperative:
            self.own = [list(range(len(self.names)))]

    def earned(self, flows: Sequence[float]) -> np.ndarray:
        """Return the payoffs of those who decide: of all together where they cooperate."""
        return np.array([sum(flows)]) if self.game.cooperative else np.array(flows)

    def expected_of_plan(self, plan: np.ndarray, shocks: Sequence[float]) -> np.ndarray:
        """Return expected payoffs of a plan, with one stock: each period's shock is one of these, all as likely."""
        every = [self.of_plan(plan, shocks=drawn) for drawn in product(shocks, repeat=len(plan))]
        return np.mean(every, axis=0)

    def of_plan(
        self, plan: np.ndarray, start: np.ndarray | None = None, shocks: Sequence[float] | None = None
    ) -> np.ndarray:
        """Return discounted payoffs of a plan, one row a period."""
        stocks, total, weights = self.start if start is None else start, 0.0, np.ones(len(self.factors))
        for period, decided in enumerate(plan):
            total = total + weights * np.array(self.flow(*stocks, *decided))
            weights = weights * self.factors
            stocks = np.array(self.next(*stocks, *decided), dtype=float) + (shocks[period] if shocks else 0.0)
        return self.earned(total)


def plans(simulated: Simulated, horizon: int) -> np.ndarray:
    """Return the open-loop equilibrium, a leader's plan by direct search over its whole path."""
    count = len(simulated.names)
    stages = _stages(simulated)

    def payoff(owner: int) -> Payoff:
        return lambda flat: simulated.of_plan(flat.reshape(horizon, count))[owner]

    own = [[t * count + c for c in mine for t in range(horizon)] for mine in simulated.own]
    flat = static_equilibrium([payoff(i) for i in range(len(own))], own, stages, horizon * count)
    return flat.reshape(horizon, count)


def feedback(simulated: Simulated, horizon: int, shocks: Sequence[float] = (0.0,)) -> list[np.ndarray]:
    """Return the feedback equilibrium of a game with one stock: by period, constant and slope of each decision.

    Each period is solved at three stocks; what the rest is worth is a parabola through three points.
    """
    return feedback_and_worth(simulated, horizon, shocks)[0]


def feedback_and_worth(
    simulated: Simulated, horizon: int, shocks: Sequence[float] = (0.0,)
) -> tuple[list[np.ndarray], np.ndarray]:
    """Return the same, and what the game is worth to each player: the coefficients of parabolas, squares first.

    What chance adds to the next stock is one of `shocks`, all as likely.
    """
    count, players = len(simulated.names), len(simulated.own)
    stages = _stages(simulated)
    everybody = len(simulated.factors)
    later = np.zeros((everybody, 3))
    points = np.array([-1.0, 0.0, 1.0])
    laws: list[np.ndarray] = []
    for _ in range(horizon):
        chosen, worth = [], []
        for x in points:

            def total(decided: np.ndarray, x: float = x, later: np.ndarray = later) -> np.ndarray:
                [following] = simulated.next(x, *decided)
                tail = np.array([np.mean([np.polyval(p, following + more) for more in shocks]) for p in later])
                return np.array(simulated.flow(x, *decided)) + np.array(simulated.factors) * tail

            payoffs = [lambda d, i=i, total=total: simulated.earned(total(d))[i] for i in range(players)]
            best = static_equilibrium(payoffs, simulated.own, stages, count)
            chosen.append(best)
            worth.append(total(best))
        laws.insert(0, np.array([[c[1], (c[2] - c[0]) / 2] for c in np.array(chosen).T]))
        later = np.array([[(w[0] + w[2]) / 2 - w[1], (w[2] - w[0]) / 2, w[1]] for w in np.array(worth).T])
    return laws, later


def static_equilibrium(
    payoffs: Sequence[Payoff], own: Sequence[Sequence[int]], stages: Sequence[Sequence[int]], size: int
) -> np.ndarray:
    """Return the equilibrium of quadratic payoffs in stages: later movers answer, as an affine function."""

    def answer(number: int, before: np.ndarray) -> np.ndarray:
        """Return all decisions, those of stages before `number` given."""
        if number == len(stages):
            return before
        mine = [k for i in stages[number] for k in own[i]]

        def conditions(values: np.ndarray) -> np.ndarray:
            found = []
            for i in stages[number]:
                for k in own[i]:
                    ends = []
                    for step in (1.0, -1.0):
                        moved = before.copy()
                        moved[mine] = values
                        moved[k] += step
                        ends.append(payoffs[i](answer(number + 1, moved)))
                    found.append((ends[0] - ends[1]) / 2)
            return np.array(found)

        base = conditions(np.zeros(len(mine)))
        slopes = np.array([conditions(row) - base for row in np.eye(len(mine))]).T
        decided = before.copy()
        decided[mine] = np.linalg.solve(slopes, -base)
        return answer(number + 1, decided)

    return answer(0, np.zeros(size))


def _stages(simulated: Simulated) -> list[list[int]]:
    game = simulated.game
    if game.cooperative:
        return [[0]]
    names = [player.name for player in game.players]
    return [[names.index(move.player) for move in stage.moves] for stage in game.period.stages]


def best_of_own_plans(simulated: Simulated, owner: int, plan: np.ndarray) -> float:
    """Return what the best plan of a player with one decision earns, with one stock and the others' plans given.

    From the last period backwards, what the rest is worth is a parabola through three points; in each of them the best
    decision is the vertex of a parabola through three decisions.
    """
    [column] = simulated.own[owner]
    later = np.zeros(3)
    points = np.array([-1.0, 0.0, 1.0])
    for decided in plan[::-1]:
        worth = []
        for x in points:
            tried = []
            for own in points:
                taken = decided.copy()
                taken[column] = own
                [following] = simulated.next(x, *taken)
                flow = simulated.earned(simulated.flow(x, *taken))[owner]
                tried.append(flow + simulated.factors[owner] * np.polyval(later, following))
            a, b, c = (tried[0] + tried[2]) / 2 - tried[1], (tried[2] - tried[0]) / 2, tried[1]
            worth.append(c - b**2 / (4 * a))
        later = np.array([(worth[0] + worth[2]) / 2 - worth[1], (worth[2] - worth[0]) / 2, worth[1]])
    return float(np.polyval(later, simulated.start[0]))
