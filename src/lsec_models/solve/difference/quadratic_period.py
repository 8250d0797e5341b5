"""A linear-quadratic difference game at one point of the parameters: one period of it, in exact numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import NotQuadratic
from lsec_models.games.difference.game import DifferenceGame

Rows = Sequence[Sequence[Fraction]]
Mover = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, kw_only=True)
class QuadraticPeriod:
    """Next stocks ``M z`` and payoffs ``z' W z``, where ``z`` has the known quantities first, then all decisions.

    Known quantities are 1 and the stocks; decisions stand in the order in which they are taken.

    Attributes
    ----------
    known : int
        How many quantities are known.
    motion : rows of Fraction
        M: what the known quantities are in the next period.
    payoffs : mapping from str to rows of Fraction
        W of each decider and each player, symmetric.
    factors : mapping from str to Fraction
        Their discount factors.
    stages : tuple of tuples of (decider, columns)
        Who decides which entries of z, leaders first.
    variances : tuple of Fraction
        Those of the shocks to the next stocks, the known quantities from the second on; empty without shocks.
    """

    known: int
    motion: Rows
    payoffs: Mapping[str, Rows]
    factors: Mapping[str, Fraction]
    stages: tuple[tuple[Mover, ...], ...]
    variances: tuple[Fraction, ...] = ()

    @property
    def size(self) -> int:
        """How many entries z has."""
        return len(self.motion[0])

    @property
    def deciders(self) -> tuple[str, ...]:
        """Who decides something."""
        return tuple(dict.fromkeys(name for stage in self.stages for name, _ in stage))

    def without_constants(self) -> QuadraticPeriod:
        """Return the same period with the squares and products of stocks and decisions only, without the entry 1.

        Shocks move nothing but constants.
        """
        return replace(
            self,
            known=self.known - 1,
            variances=(),
            motion=[row[1:] for row in self.motion[1:]],
            payoffs={name: [row[1:] for row in rows[1:]] for name, rows in self.payoffs.items()},
            stages=tuple(tuple((name, tuple(c - 1 for c in own)) for name, own in stage) for stage in self.stages),
        )

    @property
    def has_constants(self) -> bool:
        """Whether anything but squares and products stands in it, so that resting stocks may earn something."""
        rows = [self.motion[i][0] for i in range(1, self.known)]
        return any(rows) or any(self.variances) or any(any(own[0]) for own in self.payoffs.values())


def quadratic_period(game: DifferenceGame, point: Mapping[sp.Symbol, Fraction]) -> QuadraticPeriod:
    """Return one period of a game with numbers for its parameters.

    Raises
    ------
    NotQuadratic
        If a transition is not linear, or a payoff not quadratic, in stocks and decisions.
    """
    ordered = [decision for stage in game.period.stages for decision in stage.decisions]
    place = {symbol: 1 + i for i, symbol in enumerate([*game.stocks, *ordered])}
    size, known = 1 + len(place), 1 + len(game.stocks)
    motion = [[Fraction(int(i == 0)) for i in range(size)]]
    for state, following in game.transitions.items():
        row = [Fraction(0)] * size
        for (one, other), value in _terms(following, point, place, f"the next value of {state}").items():
            if one and other:
                raise NotQuadratic(f"the next value of {state} is not linear in stocks and decisions; {_WAY_OUT}")
            row[one or other] += value
        motion.append(row)
    payoffs: dict[str, Rows] = {}
    for name, flow in game.flows.items():
        square = [[Fraction(0)] * size for _ in range(size)]
        for (one, other), value in _terms(flow, point, place, f"the payoff of {name!r}").items():
            square[one][other] += value / 2
            square[other][one] += value / 2
        payoffs[name] = square
    where = game.ring.exact_point(point)
    factors = {name: factor.evaluate(where) for name, factor in game.factors.items()}
    if game.cooperative:
        payoffs[game.coalition] = [
            [sum((own[i][j] for own in payoffs.values()), Fraction(0)) for j in range(size)] for i in range(size)
        ]
        factors[game.coalition] = next(iter(factors.values()))
    stages = tuple(
        tuple((move.player, tuple(place[decision] for decision in move.decisions)) for move in stage.moves)
        for stage in game.period.stages
    )
    variances = tuple(variance.evaluate(where) for variance in game.variances.values())
    return QuadraticPeriod(
        known=known,
        motion=motion,
        payoffs=payoffs,
        factors=factors,
        stages=stages,
        variances=variances if any(variances) else (),
    )


_WAY_OUT = "difference games are solved where transitions are linear and payoffs quadratic in stocks and decisions"


def _terms(
    function: Ratio, point: Mapping[sp.Symbol, Fraction], place: Mapping[sp.Symbol, int], what: str
) -> dict[tuple[int, int], Fraction]:
    """Return the coefficients of a quadratic function, each by the two entries of z that it multiplies."""
    symbols = function.ring.symbols
    if any(function.denominator.degrees()[function.ring.index[s]] for s in place):
        raise NotQuadratic(f"{what} has stocks or decisions below a bar; {_WAY_OUT}")
    where = function.ring.exact_point({s: point.get(s, Fraction(1)) for s in symbols})
    below = function.ring.evaluate(function.denominator, where)
    found: dict[tuple[int, int], Fraction] = {}
    for powers, coefficient in function.numerator.terms():
        value, factors = Fraction(int(coefficient)) / below, []
        for symbol, power in zip(symbols, powers, strict=True):
            if symbol in place:
                factors += [place[symbol]] * int(power)
            else:
                value *= point[symbol] ** int(power)
        if len(factors) > 2:
            raise NotQuadratic(f"{what} is not quadratic in stocks and decisions; {_WAY_OUT}")
        one, other = (*[0] * (2 - len(factors)), *factors)
        found[one, other] = found.get((one, other), Fraction(0)) + value
    return found
