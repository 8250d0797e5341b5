"""An equilibrium in discrete time as it is played: strategies, transitions and payoffs of many paths at once."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.games.difference.periods import PeriodsPoint
from lsec_models.games.difference.stationary import StationaryPoint

Array = NDArray[np.float64]
_LONGEST = 2000
_LEFT = 1e-12


class PlayedPeriods:
    """A solution as functions of arrays, transitions and payoffs compiled from the declaration.

    Parameters
    ----------
    solution : PeriodsPoint or StationaryPoint

    Attributes
    ----------
    decisions : list of Decision
        In the order in which they are taken.
    start, factors, deviations : array
        The first stocks, the players' discount factors, and the standard deviations of the shocks to stocks.
    """

    def __init__(self, solution: PeriodsPoint | StationaryPoint) -> None:
        self.solution, self.game = solution, solution.game
        self.decisions = [d for stage in self.game.period.stages for d in stage.decisions]
        numbers = {s: to_sympy(Fraction(solution.point[s.name])) for s in self.game.parameters}
        symbols = [*self.game.stocks, *self.decisions]

        def compiled(expressions: list[sp.Expr]) -> Any:
            return sp.lambdify(symbols, [sp.sympify(e).subs(numbers) for e in expressions], modules="numpy")

        self._next = compiled(list(self.game.states.values()))
        self._flows = compiled([player.payoff for player in self.game.players])
        where = self.game.ring.exact_point({s: Fraction(solution.point[s.name]) for s in self.game.parameters})
        self.start = np.array([float(value.evaluate(where)) for value in self.game.start.values()])
        self.factors = np.array([float(self.game.factors[p.name].evaluate(where)) for p in self.game.players])
        self.deviations = np.sqrt([float(value.evaluate(where)) for value in self.game.variances.values()])
        self._laws = [
            [sp.lambdify(symbols, laws[decision.name], modules="numpy") for decision in self.decisions]
            for laws in _laws_by_period(solution)
        ]
        self._planned = _planned_moves(solution)

    @cached_property
    def length(self) -> int:
        """For how many periods to simulate: to the end, or until next to nothing is left."""
        if self.game.horizon is not None:
            return int(self.game.horizon)
        assert isinstance(self.solution, StationaryPoint)
        fading = max(float(self.factors.max()) ** 0.5, 1e-9) * max(abs(self.solution.eigenvalues[0]), 1e-9)
        slowest = max(float(self.factors.max()) if self.factors.max() < 1 else 0.0, fading)
        return min(_LONGEST, 10 + int(np.log(_LEFT) / np.log(slowest)))

    def own(self, decider: str) -> list[int]:
        """Return the numbers of its decisions."""
        taken = {d for i in self.game.members(decider) for d in self.game.players[i].decides}
        return [i for i, decision in enumerate(self.decisions) if decision in taken]

    def drawn(self, count: int, seed: int, periods: int | None = None) -> Array:
        """Return normal shocks: path, period, stock."""
        size = (count, self.length if periods is None else periods, len(self.start))
        found: Array = np.random.default_rng(seed).standard_normal(size) * self.deviations
        return found

    def payoffs(self, additions: Array, shocks: Array | None = None) -> Array:
        """Return discounted payoffs, a row for each plan of additions (plan, period, decision), under its shocks."""
        total, weights = np.zeros((len(additions), len(self.factors))), np.ones(len(self.factors))
        for _, _, flows in self.moves(len(additions), self.length, additions, shocks):
            total += weights * np.stack(flows, axis=1)
            weights = weights * self.factors
        return total

    def moves(self, count: int, periods: int, additions: Array | None = None, shocks: Array | None = None) -> Any:
        """Yield stocks, decisions and payoffs, period by period, of so many paths at once."""
        known = list(self.start)
        stocks = [np.full(count, value) for value in self.start]
        for t in range(periods):
            laws = self._laws[min(t, len(self._laws) - 1)]
            taken = [np.zeros(count) for _ in self.decisions]
            for place, law in enumerate(laws):
                more = additions[:, t, place] if additions is not None and t < additions.shape[1] else 0.0
                taken[place] = law(*(stocks if self._planned is None else known), *taken) + more + np.zeros(count)
            yield stocks, taken, [value + np.zeros(count) for value in self._flows(*stocks, *taken)]
            known = known if self._planned is None else self._planned(*known)
            stocks = [value + np.zeros(count) for value in self._next(*stocks, *taken)]
            if shocks is not None:
                stocks = [value + shocks[:, t, i] for i, value in enumerate(stocks)]


def _planned_moves(solution: PeriodsPoint | StationaryPoint) -> Any:
    """Return how planned stocks move where decisions depend on these alone; None where they depend on actual ones."""
    if not isinstance(solution, StationaryPoint) or solution.game.information == "feedback":
        return None
    return sp.lambdify(solution.game.stocks, list(solution.closed_loop.values()), modules="numpy")


def _laws_by_period(solution: PeriodsPoint | StationaryPoint) -> list[Any]:
    """Return each decision by period, or once for all, as a function of stocks and earlier decisions of the period."""
    if isinstance(solution, StationaryPoint):
        return [solution.responses]
    if solution.responses:
        return list(solution.responses)
    names = [decision.name for decision in solution.game.decisions]
    return [{name: solution.paths[name][t] for name in names} for t in range(int(solution.game.horizon or 0))]
