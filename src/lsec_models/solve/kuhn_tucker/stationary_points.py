"""Points at which the conditions of Kuhn and Tucker hold with equality: a set of limits binds, with multipliers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Ring, ring_of
from lsec_models.games.static.game import Game
from lsec_models.solve.interior.critical_points.elimination import rational_solutions
from lsec_models.solve.kuhn_tucker.first_mover_constraints import FirstMoverConstraint


@dataclass(frozen=True, eq=False, kw_only=True)
class KuhnTuckerPoint:
    """Decisions of the first stage with the multipliers of what binds.

    Attributes
    ----------
    decisions : mapping from decision to Ratio
        Over the ring of the game.
    multipliers : tuple of Ratio
        One for each binding limit.
    """

    decisions: Mapping[sp.Symbol, Ratio]
    multipliers: tuple[Ratio, ...]


def stationary_points(
    game: Game, payoffs: Mapping[str, Ratio], binding: Sequence[FirstMoverConstraint]
) -> tuple[list[KuhnTuckerPoint], bool]:
    """Return the rational points at which binding limits vanish and every Lagrangian is level.

    Parameters
    ----------
    game : Game
    payoffs : mapping from player to Ratio
        With the answers of later stages inserted.
    binding : sequence of FirstMoverConstraint

    Returns
    -------
    list of KuhnTuckerPoint
    bool
        Whether these are all: false where other roots are not rational functions, or a continuum.
    """
    multipliers = [sp.Symbol(f"multiplier_{number}", real=True) for number in range(len(binding))]
    ring = ring_of((*game.ring.symbols, *multipliers))
    prices = [Ratio.variable(ring, symbol) for symbol in multipliers]
    limits = [limit.foreseen.convert(ring) for limit in binding]
    slopes: list[Ratio] = []
    idle = _idle(game, payoffs, binding)
    for move in game.stages[0].moves:
        lagrangian = payoffs[move.player].convert(ring)
        for limit, price, function in zip(binding, prices, limits, strict=True):
            if limit.player == move.player:
                lagrangian = lagrangian + price * function
        slopes += [
            _above_lowest(ring, decision) if decision in idle else lagrangian.derivative(decision)
            for decision in move.decisions
        ]
    unknowns = (*game.stages[0].decisions, *multipliers)
    conditions = [condition for condition in (*slopes, *limits) if not condition.is_zero()]
    solutions, is_all = rational_solutions(ring, conditions, unknowns)
    points = [
        KuhnTuckerPoint(
            decisions={d: solution[d].convert(game.ring) for d in game.stages[0].decisions},
            multipliers=tuple(solution[symbol].convert(game.ring) for symbol in multipliers),
        )
        for solution in solutions
    ]
    return points, is_all and len(conditions) == len(unknowns)


def _idle(game: Game, payoffs: Mapping[str, Ratio], binding: Sequence[FirstMoverConstraint]) -> set[sp.Symbol]:
    """Return decisions that change nothing for their owner, but for as many as it takes to meet what binds.

    What binds is met by those in which it is linear, lump sums first.
    """
    found: set[sp.Symbol] = set()
    for move in game.stages[0].moves:
        own = [limit.foreseen for limit in binding if limit.player == move.player]
        without = [decision for decision in move.decisions if not payoffs[move.player].depends_on(decision)]
        without.sort(key=lambda decision: sum(not _is_linear(function, decision) for function in own))
        found |= set(without[len(own) :])
    return found


def _is_linear(function: Ratio, decision: sp.Symbol) -> bool:
    slope = function.derivative(decision)
    return not slope.is_zero() and bool(slope.numerator.is_constant() and slope.denominator.is_constant())


def _above_lowest(ring: Ring, decision: sp.Symbol) -> Ratio:
    """Return how far a decision is above its lowest value, or above zero if it has none that is a number."""
    low = decision.within[0]
    above_zero = sp.Integer(bool(decision.is_positive))
    start = sp.sympify(low) if low is not None and sp.sympify(low).is_Rational else above_zero
    lowest = Ratio.constant(ring, Fraction(int(start.p), int(start.q)))
    return Ratio.variable(ring, decision) - lowest
