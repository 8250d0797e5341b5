"""A linear-quadratic game with one state, in exact numbers: what bounds and reachable states are asked of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.numbers.exact_numbers import to_fraction, to_sympy
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.solve.differential.linear_quadratic_game import linear_quadratic_at

Affine = tuple[Fraction, Fraction]
Interval = tuple[Fraction | None, Fraction | None]
_ZERO = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class ScalarQuadratic:
    """Payoffs that are quadratic, and a speed that is affine, in one state and all decisions.

    A payoff is ``z' curvature z / 2 + slope z + constant``, where z is the state followed by the decisions.

    Attributes
    ----------
    deciders : tuple of str
    decisions : tuple of Decision
    owners : tuple of int
        Which decider takes each decision.
    rates : tuple of Fraction
        The deciders' discount rates.
    curvatures : tuple of matrices
        One a decider.
    slopes : tuple of vectors
        One a decider.
    constants : tuple of Fraction
        One a decider.
    speed : tuple of Fraction
        The coefficients of the state and of the decisions in the speed.
    drift : Fraction
        The constant in the speed.
    start : Fraction
        Where the state begins.
    lowest : Fraction or None
        The smallest state that is declared.
    """

    deciders: tuple[str, ...]
    decisions: tuple[Decision, ...]
    owners: tuple[int, ...]
    rates: tuple[Fraction, ...]
    curvatures: tuple[tuple[tuple[Fraction, ...], ...], ...]
    slopes: tuple[tuple[Fraction, ...], ...]
    constants: tuple[Fraction, ...]
    speed: tuple[Fraction, ...]
    drift: Fraction
    start: Fraction
    lowest: Fraction | None

    @cached_property
    def reachable(self) -> Interval:
        """The lowest and the highest state that any decisions lead to from the start; None where there is no end.

        A decision of either sign, or one without an upper bound, pushes as fast as its owner likes.
        """
        pushes = list(zip(self.decisions, self.speed[1:], strict=True))
        raised = any(push > 0 or (push < 0 and not d.is_nonnegative) for d, push in pushes)
        lowered = any(push < 0 or (push > 0 and not d.is_nonnegative) for d, push in pushes)
        low = None if lowered else self._drifting(-1)
        high = None if raised else self._drifting(1)
        if self.lowest is not None and (low is None or low < self.lowest):
            low = self.lowest
        return low, high

    def _drifting(self, direction: int) -> Fraction | None:
        """Return how far the state moves in a direction by itself."""
        decay = self.speed[0]
        if (decay * self.start + self.drift) * direction <= 0:
            return self.start
        return -self.drift / decay if decay < 0 else None

    def marginal(self, place: int, laws: Sequence[Affine], slope: Affine) -> Affine:
        """Return what one more unit of a decision is worth to its owner, a function of the state.

        Parameters
        ----------
        place : int
            Of the decision.
        laws : sequence of affine functions
            All decisions.
        slope : affine function
            The slope of the owner's value function.
        """
        owner = self.owners[place]
        row, push = self.curvatures[owner][place + 1], self.speed[place + 1]
        parts = [(self.slopes[owner][place + 1], row[0]), (push * slope[0], push * slope[1])]
        parts += [(weight * law[0], weight * law[1]) for weight, law in zip(row[1:], laws, strict=True)]
        return sum((part[0] for part in parts), _ZERO), sum((part[1] for part in parts), _ZERO)

    def gain_is_bounded(self, unit: int, feedback: Sequence[Fraction]) -> bool:
        """Whether a decider's own Riccati equation has a solution over every horizon, the rivals' feedback given.

        Integrated from zero at the end of a long horizon, it tends to its smaller root exactly if the larger one is
        positive; else the decider gains without bound by letting the state grow. Its own bounds are left out of
        account, so that a gain may be bounded although this says no.

        Parameters
        ----------
        unit : int
        feedback : sequence of Fraction
            How much each decision rises with the state; the decider's own are not read.
        """
        own = [n for n, owner in enumerate(self.owners) if owner == unit]
        others = [n for n, owner in enumerate(self.owners) if owner != unit]
        curvature = self.curvatures[unit]
        along = {0: Fraction(1), **{n + 1: Fraction(feedback[n]) for n in others}}
        cross = [sum((curvature[n + 1][m] * weight for m, weight in along.items()), _ZERO) for n in own]
        square = sum((curvature[n][m] * v * w for n, v in along.items() for m, w in along.items()), _ZERO)
        growth = sum((self.speed[n] * weight for n, weight in along.items()), _ZERO)
        costs = sp.Matrix([[-sp.Rational(curvature[n + 1][m + 1]) for m in own] for n in own])
        if not costs.is_positive_definite:
            return False
        push = sp.Matrix([sp.Rational(self.speed[n + 1]) for n in own])
        mixed, inverse = sp.Matrix(list(map(sp.Rational, cross))), costs.inv()
        a = (push.T * inverse * push)[0]
        b = 2 * sp.Rational(growth) - sp.Rational(self.rates[unit]) + 2 * (mixed.T * inverse * push)[0]
        c = sp.Rational(square) + (mixed.T * inverse * mixed)[0]
        if a == 0:
            return bool(b < 0)
        return bool(b**2 - 4 * a * c > 0 and (b < 0 or c < 0))


def scalar_quadratic(game: DifferentialGame, point: Mapping[sp.Symbol, Fraction]) -> ScalarQuadratic | None:
    """Return a game at a point as numbers; None unless it has one state and is linear-quadratic at that point."""
    if len(game.stocks) != 1:
        return None
    lq = linear_quadratic_at(game, {symbol: to_sympy(value) for symbol, value in point.items()})
    if lq is None:
        return None
    (state,), units = game.stocks, game.deciders
    return ScalarQuadratic(
        deciders=units,
        decisions=game.decisions,
        owners=tuple(n for i in range(len(game.decisions)) for n, unit in enumerate(units) if i in lq.owned[unit]),
        rates=tuple(to_fraction(lq.rates[unit]) for unit in units),
        curvatures=tuple(tuple(map(_numbers, lq.curves[unit].tolist())) for unit in units),
        slopes=tuple(_numbers(lq.slopes[unit]) for unit in units),
        constants=tuple(to_fraction(lq.constants[unit]) for unit in units),
        speed=_numbers([*lq.drift, *lq.effect]),
        drift=to_fraction(lq.push[0]),
        start=game.start[state].evaluate(game.ring.exact_point(dict(point))),
        lowest=_ZERO if state.is_nonnegative else None,
    )


def is_linear_quadratic(game: DifferentialGame) -> bool:
    """Whether payoffs are quadratic, and speeds linear, in states and decisions, whatever the parameters."""
    variables = (*game.stocks, *game.decisions)
    quadratic = all(_degree(player.payoff, variables) <= 2 for player in game.players)
    return quadratic and all(_degree(sp.sympify(speed), variables) <= 1 for speed in game.states.values())


def _degree(expression: sp.Expr, variables: Sequence[sp.Symbol]) -> float:
    try:
        return float(sp.Poly(sp.expand(expression), *variables).total_degree())
    except sp.PolynomialError:
        return float("inf")


def where_nonnegative(functions: Collection[Affine]) -> Interval | None:
    """Return the interval on which affine functions are all at least zero; None if there is none.

    Examples
    --------
    >>> where_nonnegative([(Fraction(1), Fraction(-1)), (Fraction(1), Fraction(2))])
    (Fraction(-1, 2), Fraction(1, 1))
    """
    low: Fraction | None = None
    high: Fraction | None = None
    for constant, slope in functions:
        if slope == 0 and constant < 0:
            return None
        if slope > 0:
            low = -constant / slope if low is None else max(low, -constant / slope)
        elif slope < 0:
            high = -constant / slope if high is None else min(high, -constant / slope)
    return None if low is not None and high is not None and low > high else (low, high)


def _numbers(values: Iterable[sp.Rational]) -> tuple[Fraction, ...]:
    return tuple(map(to_fraction, values))
