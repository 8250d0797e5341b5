"""Whether a reply of the last mover is the best one: what it is worth beyond any rival between the ends.

What a reply is worth beyond a rival is a polynomial in the rival, up to a positive factor; squares, and the distance
of an end from its rivals, do not change its sign. What is left must be nowhere below zero between the ends.

1. Just inside both ends it must be above zero. If it changes its sign between them, it does so twice.
2. Of the second or third degree it can do so only where its discriminant is above zero. Then all its roots are real
   and different, and those between the ends are as many as changes of sign that its derivatives lose on the way from
   the lower end to the higher one (Budan and Fourier).

References
----------
Basu, S., Pollack, R. and Roy, M.-F. (2006). Algorithms in Real Algebraic Geometry, chapter 2. Springer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lsec_models.algebra.polynomials.ring import Polynomial, factored
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.last_reply.last_stage import LastMover, difference
from lsec_models.solve.polynomial.last_reply.positive_factors import is_positive
from lsec_models.solve.polynomial.payoffs import CONTEXT, ONE, Quotient, inserted

_HIGHEST_DEGREE = 3


@dataclass(frozen=True, eq=False, kw_only=True)
class RivalReplies:
    """Where no rival between the ends is better than a reply.

    Attributes
    ----------
    scale : tuple of polynomials
        Without the rival: what the reply is worth beyond a rival has the sign of their product times `at_low`.
    squares : tuple of polynomials
        Without the rival; where one vanishes, all replies are worth the same.
    at_low, at_high : tuple of polynomials or None
        The remaining polynomial in the rival at each end, and its derivatives there; None without an end, where the
        rival is worth less.
    discriminant : polynomial
    degree : int
        Of the remaining polynomial in the rival.
    player : str
    """

    scale: tuple[Polynomial, ...]
    squares: tuple[Polynomial, ...]
    at_low: tuple[Polynomial, ...] | None
    at_high: tuple[Polynomial, ...] | None
    discriminant: Polynomial
    degree: int
    player: str

    @property
    def polynomials(self) -> tuple[Polynomial, ...]:
        """All whose signs are asked."""
        return (*self.scale, *self.squares, *(self.at_low or ()), *(self.at_high or ()), self.discriminant)

    def are_no_better(self, sign: Callable[[Polynomial], int]) -> bool:
        """Whether no rival is better.

        Raises
        ------
        Unresolved
            If all replies are worth the same.
        """
        scale = 1
        for factor in (*self.scale, *self.squares, *self.squares):
            scale *= sign(factor)
        low = self._beside(self.at_low, scale, 1, sign)
        high = self._beside(self.at_high, scale, -1, sign)
        if not scale or not any(low) or not any(high):
            raise Unresolved(f"{self.player} is indifferent among all replies after a history")
        if low[0] < 0 or high[0] < 0:
            return False
        return sign(self.discriminant) <= 0 or _changes(low) - _changes(high) < 2

    def _beside(
        self, values: Sequence[Polynomial] | None, scale: int, side: int, sign: Callable[[Polynomial], int]
    ) -> list[int]:
        """Return the signs of the polynomial and its derivatives just above an end, or just below it."""
        if values is None:
            return [(-1) ** (power if side > 0 else 0) for power in range(self.degree + 1)]
        found: list[int] = []
        for value in reversed(values):
            here = scale * sign(value)
            found.append(here or (side * found[-1] if found else 0))
        return found[::-1]


def _changes(signs: Sequence[int]) -> int:
    return sum(a != b for a, b in pairwise(s for s in signs if s))


def rivals_of(
    reply: Quotient, decided: Quotient, second: int, last: LastMover, payoff: Quotient, nonnegative: Collection[int]
) -> RivalReplies:
    """Return the rivals of a reply after a second decision.

    Parameters
    ----------
    reply, decided : Quotient
    second : int
        Which variable is decided second.
    last : LastMover
    payoff : Quotient
        Of the last mover, with a denominator that has one sign.
    nonnegative : collection of int
        Which variables are never below zero.

    Raises
    ------
    Unresolved
        If ends depend on earlier decisions, or the degree is too high.
    """
    _check_ends(last, payoff)
    here, there = {second: decided, last.place: reply}, {second: decided}
    above, below = payoff.numerator, payoff.denominator
    gap = difference(
        _product(inserted(above, here), inserted(below, there)), _product(inserted(above, there), inserted(below, here))
    )
    number, factors = factored(gap) if not gap.is_zero() else (1, [])
    rest = CONTEXT.constant(1 if number > 0 else -1)
    scale: list[Polynomial] = []
    squares: list[Polynomial] = []
    ends = {1: last.low, -1: last.high}
    for factor, power in factors:
        if not factor.degrees()[last.place]:
            (scale if power % 2 else squares).append(factor)
            continue
        side = next((side for side, end in ends.items() if end is not None and _is_away_from(factor, end, last)), 0)
        side = side or _known_sign(factor, last, nonnegative)
        if power % 2:
            rest = rest * (side or factor)
    degree = int(rest.degrees()[last.place])
    if gap.is_zero() or degree > _HIGHEST_DEGREE:
        raise Unresolved(f"{last.player} may have several best replies, of which too many would be compared")
    return RivalReplies(
        scale=tuple(scale),
        squares=tuple(squares),
        at_low=_at(rest, last.low, last.place),
        at_high=_at(rest, last.high, last.place),
        discriminant=rest.discriminant(last.place) if degree > 1 else ONE,
        degree=degree,
        player=last.player,
    )


def _check_ends(last: LastMover, payoff: Quotient) -> None:
    ends = [end for end in (last.low, last.high) if end is not None]
    if not all(end.is_constant for end in ends):
        raise Unresolved(f"{last.player} may have several best replies, between ends that depend on earlier decisions")
    if len(ends) < 2 and not payoff.denominator.is_constant():
        raise Unresolved(f"{last.player} may have several best replies, and its payoff divides by its decision")


def _is_away_from(factor: Polynomial, end: Quotient, last: LastMover) -> bool:
    """Whether a factor is a positive multiple of the distance above an end."""
    distance = CONTEXT.gens()[last.place] * end.denominator - end.numerator
    return bool((factor - distance).is_zero())


def _known_sign(factor: Polynomial, last: LastMover, nonnegative: Collection[int]) -> int:
    inside = CONTEXT.gens()[last.place]
    return next((side for side in (1, -1) if is_positive(side * factor, nonnegative, inside)), 0)


def _product(one: Quotient, other: Quotient) -> Quotient:
    return Quotient(one.numerator * other.numerator, one.denominator * other.denominator)


def _at(polynomial: Polynomial, end: Quotient | None, place: int) -> tuple[Polynomial, ...] | None:
    """Return a polynomial and its derivatives at an end."""
    if end is None:
        return None
    found = [polynomial]
    for _ in range(int(polynomial.degrees()[place])):
        found.append(found[-1].derivative(place))
    return tuple(inserted(one, {place: end}).signed for one in found)
