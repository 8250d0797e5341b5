"""A game as functions of numbers: payoffs, intervals of decisions, slopes and poles."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import sympy as sp

from equilibrium_brute_force.arrays import fraction_of, numeric, values_of, without
from equilibrium_brute_force.state import Array
from families.static import Declared


class GameInNumbers:
    """A game of which numbers can be asked.

    Parameters
    ----------
    declared : Declared
    """

    def __init__(self, declared: Declared) -> None:
        self.declared = declared
        self.symbols = declared.decisions
        self.names = [symbol.name for symbol in self.symbols]
        self.size = len(self.symbols)
        self.players = list(declared.owners)
        owner = {d: number for number, own in enumerate(declared.owners.values()) for d in own}
        place = {symbol: number for number, symbol in enumerate(self.symbols)}
        self.stages: list[list[tuple[int, list[int]]]] = []
        for stage in declared.order:
            moves: dict[int, list[int]] = {}
            for decision in stage:
                moves.setdefault(owner[decision], []).append(place[decision])
            self.stages.append(list(moves.items()))
        self._payoffs = [numeric(self.symbols, declared.payoffs[name]) for name in self.players]
        self._rows = self._eliminated()
        self._slopes: dict[tuple[int, int], list[Callable[..., Array]]] = {}
        self._poles: dict[tuple[int, int], list[Callable[..., Array]]] = {}
        self._bends: dict[tuple[int, int], float | None] = {}
        self._sizes: dict[int, float] = {}
        self._starts: dict[tuple[int, int], tuple[Callable[..., Array], float]] = {}

    def payoff(self, player: int, points: Array) -> Array:
        """Return a player's payoff at points (..., n); infinite or undefined ones are -inf.

        Parameters
        ----------
        player : int
        points : array
        """
        value = values_of(self._payoffs[player], points)
        return np.where(np.isfinite(value), value, -np.inf)

    @property
    def constraints(self) -> tuple[Array, Array]:
        """The constraints that a path must satisfy: matrix @ path + constant >= 0."""
        return self._rows[-1]

    def path(self, point: Array) -> dict[str, float]:
        """Return a path by the names of its decisions.

        Parameters
        ----------
        point : array
        """
        return dict(zip(self.names, map(float, point), strict=True))

    def violation(self, point: Array) -> float:
        """Return by how much a path violates a constraint.

        Parameters
        ----------
        point : array
        """
        matrix, constant = self._rows[-1]
        return float(max(0.0, -(matrix @ point + constant).min(initial=0.0)))

    def _eliminated(self) -> list[tuple[Array, Array]]:
        """Return the constraints stage by stage, such that later movers have room left."""
        rows = []
        for number, symbol in enumerate(self.symbols):
            if symbol.is_nonnegative:
                rows.append((*tuple(Fraction(int(number == j)) for j in range(self.size)), Fraction(0)))
        for relation in itertools.chain.from_iterable(self.declared.constraints.values()):
            function = sp.expand(relation.gts - relation.lts)
            slopes = [fraction_of(function.coeff(symbol)) for symbol in self.symbols]
            rows.append((*slopes, fraction_of(function.subs(dict.fromkeys(self.symbols, 0)))))
        found = []
        for stage in reversed(self.stages):
            found.append(rows)
            for number in [number for _, own in stage for number in own]:
                rows = without(rows, number)
        return [
            (
                np.array([[float(x) for x in row[:-1]] for row in part]).reshape(-1, self.size),
                np.array([float(row[-1]) for row in part]),
            )
            for part in reversed(found)
        ]

    def interval(self, stage: int, number: int, points: Array) -> tuple[Array, Array]:
        """Return the ends of a decision's interval, given all others up to its stage."""
        matrix, constant = self._rows[stage]
        low, high = np.full(points.shape[:-1], -np.inf), np.full(points.shape[:-1], np.inf)
        for row, free in zip(matrix, constant, strict=True):
            if row[number] == 0:
                continue
            rest = row.copy()
            rest[number] = 0
            end = -(points @ rest + free) / row[number]
            low, high = (np.maximum(low, end), high) if row[number] > 0 else (low, np.minimum(high, end))
        return low, high

    def derivative(self, player: int, number: int) -> list[Callable[..., Array]]:
        """Return the coefficients of the numerator of a payoff's derivative by a decision, highest first."""
        if (player, number) not in self._slopes:
            symbol = self.symbols[number]
            payoff = sp.together(self.declared.payoffs[self.players[player]])
            above = sp.numer(sp.together(sp.diff(payoff, symbol)))
            below = sp.denom(payoff)
            self._slopes[player, number] = self._coefficients(above, symbol)
            self._poles[player, number] = self._coefficients(below, symbol) if below.has(symbol) else []
        return self._slopes[player, number]

    def _coefficients(self, expression: sp.Expr, symbol: sp.Symbol) -> list[Callable[..., Array]]:
        return [numeric(self.symbols, c) for c in sp.Poly(sp.expand(expression), symbol).all_coeffs()]

    def bend(self, player: int, number: int) -> float | None:
        """Return the second derivative of a payoff by a decision if it is one number, and the payoff a polynomial."""
        if (player, number) not in self._bends:
            payoff = self.declared.payoffs[self.players[player]]
            second = sp.cancel(sp.diff(payoff, self.symbols[number], 2))
            is_known = second.is_number and payoff.is_polynomial(*self.symbols)
            self._bends[player, number] = float(second) if is_known else None
        return self._bends[player, number]

    def coefficients_of(self, player: int) -> float:
        """Return the size of all coefficients of a payoff, at least 1; 1 if it has a denominator."""
        if player not in self._sizes:
            payoff = sp.expand(self.declared.payoffs[self.players[player]])
            is_known = payoff.is_polynomial(*self.symbols) and payoff != 0
            coefficients = sp.Poly(payoff, *self.symbols).coeffs() if is_known else []
            self._sizes[player] = max(1.0, float(sum(map(abs, coefficients))))
        return self._sizes[player]

    def linear_slope(self, player: int, number: int) -> tuple[Array, float] | None:
        payoff = self.declared.payoffs[self.players[player]]
        slope = sp.expand(sp.diff(payoff, self.symbols[number]))
        if not slope.is_polynomial(*self.symbols) or (slope != 0 and sp.Poly(slope, *self.symbols).total_degree() > 1):
            return None
        return (
            np.array([float(slope.coeff(symbol)) for symbol in self.symbols]),
            float(slope.subs(dict.fromkeys(self.symbols, 0))),
        )
