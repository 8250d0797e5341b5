"""Two movers at once, one decision each: all crossings of their level curves and ends, each put to both movers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from lsec_models.algebra.real_roots import distinct
from lsec_models.algebra.ring import Polynomial
from lsec_models.solve.corners.exact.unresolved import Infeasible, Unresolved
from lsec_models.solve.polynomial.exact_values import Place, distinct_factors, roots_of, univariate
from lsec_models.solve.polynomial.extension import FIRST_BITS, Extension, Roots
from lsec_models.solve.polynomial.leader import NoEquilibrium
from lsec_models.solve.polynomial.line import Line, NoBest, Reply
from lsec_models.solve.polynomial.payoffs import CONTEXT, Piece, Pieces, V, X, Y, Z, eliminated


@dataclass(frozen=True, eq=False, kw_only=True)
class AtOnce:
    """Two players, of whom the first decides x and the second y.

    Attributes
    ----------
    first, second : str
    first_limits, second_limits : tuple of polynomials in (x, y)
        At least zero where the decision of each is allowed, given the other's.
    piece : Piece
        The payoffs.
    """

    first: str
    second: str
    first_limits: tuple[Polynomial, ...]
    second_limits: tuple[Polynomial, ...]
    piece: Piece

    def equilibria(self) -> tuple[list[Place], str]:
        """Return pairs of best replies to each other, and why there may be more; empty where these are all.

        Raises
        ------
        NoEquilibrium
            If there is none.
        Unresolved
            If it is not settled.
        """
        found = [place for place in self._crossings() if self._is_equilibrium(place)]
        if not found and self._incomplete:
            raise Unresolved(self._incomplete)
        if not found:
            raise NoEquilibrium("no decisions are best replies to each other")
        return found, self._incomplete

    @cached_property
    def _incomplete(self) -> str:
        slopes = (self.piece.payoffs[self.first].slopes[0], self.piece.payoffs[self.second].slopes[1])
        for player, slope in zip((self.first, self.second), slopes, strict=True):
            if slope.is_zero():
                return f"{player} is indifferent whatever is decided, so that equilibria may fill a curve"
        if any(a == b for a, b in product(*self._curves)):
            return "best replies may coincide along a curve"
        return ""

    @cached_property
    def _curves(self) -> tuple[list[Polynomial], list[Polynomial]]:
        slopes = (self.piece.payoffs[self.first].slopes[0], self.piece.payoffs[self.second].slopes[1])
        one = distinct_factors([slopes[0], *self.first_limits])
        other = distinct_factors([slopes[1], *self.second_limits])
        return one, other

    def _crossings(self) -> Iterator[Place]:
        """Yield each pair of decisions at which both are level, or at an end."""
        one, other = self._curves
        curves = tuple(distinct_factors([*one, *other]))
        cuts = distinct_factors(eliminated(a, b, "y") for a, b in product(one, other) if a != b)
        for cut in distinct(root for factor in cuts for root in roots_of(univariate(factor, 0))):
            field = Extension(cut)
            sides = [[field.polynomial(c) for c in side] for side in (one, other)]
            # A curve without y holds for all y where it vanishes.
            common = [field.gcd(a, b) for a, b in product(*sides) if a or b]
            roots = Roots(field, field.joined(common))
            for number in range(len(roots)):
                yield Place(field, Reply(roots, number, 0), curves)

    def _is_equilibrium(self, place: Place) -> bool:
        try:
            second = Line(place.field, self.second, self.second_limits, Pieces(pieces=(self.piece,)))
            if not second.accepts(place.reply.roots, place.reply.number):
                return False
            field = Extension(place.y)
            limits = tuple(reflected(limit) for limit in self.first_limits)
            payoffs = {name: payoff.reflected() for name, payoff in self.piece.payoffs.items()}
            first = Line(field, self.first, limits, Pieces(pieces=(Piece(payoffs=payoffs),)))
            return first.accepts(*self._seen_from_the_other(field, place))
        except (NoBest, Infeasible):
            return False

    def _seen_from_the_other(self, field: Extension, place: Place) -> tuple[Roots, int]:
        """Return the first decision as a root over the field of the second one."""
        one, other = ([field.polynomial(reflected(c)) for c in side] for side in self._curves)
        common = [field.gcd(a, b) for a, b in product(one, other) if a or b]
        roots = Roots(field, field.joined(common))
        bits = FIRST_BITS
        while bits <= 1 << 13:
            ball = place.field.ball(bits)
            met = [i for i, found in enumerate(roots.balls(bits)) if found.overlaps(ball)]
            if len(met) == 1:
                return roots, met[0]
            bits *= 2
        raise Unresolved("two decisions that are not told apart")


def reflected(polynomial: Polynomial) -> Polynomial:
    """Return a polynomial with x and y exchanged."""
    return polynomial.compose(Y, X, V, Z, ctx=CONTEXT)
