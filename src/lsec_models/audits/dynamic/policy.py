"""An equilibrium of a differential game as NumPy functions, the payoffs and speeds compiled from the declaration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from lsec_models.errors import require_known
from lsec_models.games.differential.feedback_at_point import FeedbackPoint
from lsec_models.games.differential.finite_horizon import FinitePoint
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.differential.off_path import OffPath

Array = NDArray[np.float64]
Deviation = Callable[[str, Array], Array]
_RELAXATIONS = 25.0
_STEP = 0.1


@dataclass(frozen=True)
class Policy:
    """What players do at given times and stocks, and what follows from it.

    Arrays of stocks have the states on the last axis, arrays of decisions the decisions.

    Attributes
    ----------
    solution : FeedbackPoint or FinitePoint
        The equilibrium at one point of the parameter space.
    """

    solution: FeedbackPoint | FinitePoint

    @property
    def game(self) -> DifferentialGame:
        """What was solved."""
        return self.solution.game

    @cached_property
    def start(self) -> Array:
        """The stocks at time 0."""
        return np.array([float(self.solution.start[state.name]) for state in self.game.stocks])

    @cached_property
    def horizon(self) -> float:
        """When to stop: the end of the game, or when the stocks are at rest up to ``exp(-25)``.

        Where a deviation leads, with decisions at their bounds, the stocks may move more slowly: then when what is
        left of it, discounted, is as small.
        """
        if isinstance(self.solution, FinitePoint):
            return self.solution.horizon
        fading = self._drift_at_bounds + min(self.rates.values())
        return _RELAXATIONS / (min(self.solution.speed, fading) if fading > 0 else self.solution.speed)

    def steps(self, length: float, least: int) -> int:
        """Return how many steps follow the fastest motion of the closed loop over some time."""
        if isinstance(self.solution, FinitePoint):
            return least
        fastest = max(map(abs, self.solution.eigenvalues))
        return max(least, ceil(length * fastest / _STEP))

    @cached_property
    def rates(self) -> dict[str, float]:
        """Discount rates by player."""
        return {name: float(rate.expression().subs(self._numbers)) for name, rate in self.game.rates.items()}

    @cached_property
    def owners(self) -> dict[str, str]:
        """Who takes each decision; the coalition, if all decide together."""
        coalition = self.game.cooperative
        return {d.name: self.game.coalition if coalition else p.name for p in self.game.players for d in p.decides}

    def coefficients(self, time: float) -> Sequence[float]:
        """Return what strategies depend on besides the stocks."""
        return self.solution.coefficients(time) if isinstance(self.solution, FinitePoint) else ()

    def decide(self, time: float, stocks: Array, deviating: Mapping[str, Deviation] | None = None) -> Array:
        """Return all decisions, those that are declared nonnegative at zero where a strategy would say less.

        Parameters
        ----------
        time : float
        stocks : array
        deviating : mapping from decision to callable, optional
            What it is instead, given its name and what its owner's strategy would say; whoever decides after it at the
            same instant responds to it.
        """
        columns = [stocks[..., i] for i in range(stocks.shape[-1])]
        coefficients = self.coefficients(time)
        decided = np.zeros((*stocks.shape[:-1], len(self.game.decisions)))
        taken = [decided[..., i] for i in range(decided.shape[-1])]
        for place, name in self._moves:
            value = self._bounded(place, self._responses[name](*columns, *coefficients, *taken), stocks)
            change = None if deviating is None else deviating.get(name)
            decided[..., place] = value if change is None else change(name, value + np.zeros(stocks.shape[:-1]))
        return decided

    def speeds(self, stocks: Array, decisions: Array) -> Array:
        """Return how fast the stocks change, from the declared dynamics."""
        return self._stacked(self._dynamics, stocks, decisions)

    def flows(self, stocks: Array, decisions: Array) -> Array:
        """Return the payoffs per unit of time, one player after the other, from the declared payoffs."""
        return self._stacked(self._payoffs, stocks, decisions)

    def reports(self, stocks: Array, decisions: Array) -> Array:
        """Return the reported quantities."""
        return self._stacked(self._reports, stocks, decisions)

    def value(self, player: str, time: float, stocks: Array) -> Array:
        """Return a player's value function.

        Raises
        ------
        UnknownName
            If nobody is called like that.
        """
        require_known(player, self._values, f"no player {player!r}")
        columns = [stocks[..., i] for i in range(stocks.shape[-1])]
        printed = np.asarray(self._values[player](*columns, *self.coefficients(time)), dtype=float)
        beyond = self._beyond
        if beyond is None or player not in beyond.values:
            return printed
        return np.where(self._outside(stocks), beyond.value(player, stocks[..., 0]), printed)

    def _bounded(self, place: int, value: Array, stocks: Array) -> Array:
        """Return what a strategy prescribes where a bound is met, else what its formula says."""
        decision = self.game.decisions[place]
        if self._beyond is not None:
            value = np.where(self._outside(stocks), self._beyond.decision(decision.name, stocks[..., 0]), value)
        return np.maximum(value, 0.0) if decision.is_nonnegative else value

    @property
    def _beyond(self) -> OffPath | None:
        return self.solution.beyond if isinstance(self.solution, FeedbackPoint) else None

    def _outside(self, stocks: Array) -> NDArray[np.bool_]:
        """Return where other laws hold than those that are printed."""
        low, high = self.solution.within if isinstance(self.solution, FeedbackPoint) else (None, None)
        below = stocks[..., 0] < (-np.inf if low is None else float(low))
        above = stocks[..., 0] > (np.inf if high is None else float(high))
        return np.asarray(below | above)

    @cached_property
    def _drift_at_bounds(self) -> float:
        """How fast stocks settle where every decision that may meet its bound is at it; negative if they do not."""
        game = self.game
        resting = [d for d in game.decisions if d.is_nonnegative and self.solution.strategies[d.name].free_symbols]
        if not resting or not isinstance(self.solution, FeedbackPoint):
            return np.inf
        free = {d: self.solution.strategies[d.name] for d in game.decisions if d not in resting}
        there = {state: self.solution.steady_state[state.name] for state in game.stocks}
        still = {**self._numbers, **dict.fromkeys(resting, 0)}
        speeds = sp.Matrix([sp.sympify(speed).subs(still).subs(free) for speed in game.states.values()])
        matrix = speeds.jacobian(list(game.stocks)).subs(there)
        return -float(np.linalg.eigvals(np.array(matrix, dtype=float)).real.max())

    def _stacked(self, functions: Callable[..., Any], stocks: Array, decisions: Array) -> Array:
        columns = [stocks[..., i] for i in range(stocks.shape[-1])]
        chosen = [decisions[..., i] for i in range(decisions.shape[-1])]
        values = functions(*columns, *chosen)
        stacked = np.empty((*stocks.shape[:-1], len(values)))
        for i, value in enumerate(values):
            stacked[..., i] = value
        return stacked

    @cached_property
    def _moves(self) -> list[tuple[int, str]]:
        """The decisions by place and name, in the order in which they are taken."""
        places = {decision: i for i, decision in enumerate(self.game.decisions)}
        return [(places[d], d.name) for stage in self.game.instant.stages for d in stage.decisions]

    @cached_property
    def _numbers(self) -> dict[sp.Symbol, sp.Rational]:
        point = self.solution.point
        return {s: sp.Rational(*point[s.name].as_integer_ratio()) for s in self.game.ring.symbols}

    @cached_property
    def _symbols(self) -> tuple[sp.Symbol, ...]:
        return (*self.game.stocks, *(self.solution.symbols if isinstance(self.solution, FinitePoint) else ()))

    @cached_property
    def _responses(self) -> dict[str, Callable[..., Any]]:
        arguments = [*self._symbols, *self.game.decisions]
        return {name: _compiled(arguments, value) for name, value in self.solution.responses.items()}

    @cached_property
    def _values(self) -> dict[str, Callable[..., Any]]:
        return {name: _compiled(self._symbols, value) for name, value in self.solution.values.items()}

    @cached_property
    def _dynamics(self) -> Callable[..., Any]:
        return self._declared([sp.sympify(speed) for speed in self.game.states.values()])

    @cached_property
    def _payoffs(self) -> Callable[..., Any]:
        return self._declared([player.payoff for player in self.game.players])

    @cached_property
    def _reports(self) -> Callable[..., Any]:
        return self._declared([sp.sympify(value) for value in self.game.report.values()])

    def _declared(self, expressions: Sequence[sp.Expr]) -> Callable[..., Any]:
        inserted = [expression.subs(self._numbers) for expression in expressions]
        return _compiled([*self.game.stocks, *self.game.decisions], inserted)


def _compiled(arguments: Sequence[sp.Symbol], value: object) -> Callable[..., Any]:
    function: Callable[..., Any] = sp.lambdify(list(arguments), value, modules="numpy", cse=True, dummify=True)
    return function
