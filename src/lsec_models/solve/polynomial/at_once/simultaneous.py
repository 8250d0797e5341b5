"""Two movers at once, one decision each: all crossings of their level curves and ends, each put to both movers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from lsec_models.algebra.numbers.real_roots import distinct
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.corners.exact.unresolved import Infeasible, Unresolved
from lsec_models.solve.polynomial.best_decisions.decision_line import DecisionLine
from lsec_models.solve.polynomial.best_decisions.place import DecidedPlace
from lsec_models.solve.polynomial.best_decisions.plane import NoEquilibrium
from lsec_models.solve.polynomial.best_decisions.reply import NoBest, ReplyOnLine
from lsec_models.solve.polynomial.numbers.exact_values import distinct_factors, roots_of, univariate
from lsec_models.solve.polynomial.numbers.extension import FIRST_BITS, Extension
from lsec_models.solve.polynomial.numbers.extension_roots import RootsOverExtension
from lsec_models.solve.polynomial.payoffs import PayoffPiece, PiecewisePayoffs, eliminated, reflected


@dataclass(frozen=True, eq=False, kw_only=True)
class AtOnce:
    """Two players, of whom the first decides x and the second y.

    Attributes
    ----------
    first, second : str
    first_limits, second_limits : tuple of polynomials in (x, y)
        At least zero where the decision of each is allowed, given the other's.
    pieces : PiecewisePayoffs
        The payoffs.
    """

    first: str
    second: str
    first_limits: tuple[Polynomial, ...]
    second_limits: tuple[Polynomial, ...]
    pieces: PiecewisePayoffs

    def equilibria(self) -> tuple[list[DecidedPlace], str]:
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
        for place, player in enumerate((self.first, self.second)):
            if any(piece.payoffs[player].slopes[place].is_zero() for piece in self.pieces.pieces):
                return f"{player} is indifferent whatever is decided, so that equilibria may fill a curve"
        if any(a == b for a, b in product(*self.curves)):
            return "best replies may coincide along a curve"
        if self.pieces.may_jump:
            return "equilibria of the first movers at which answers of later ones jump are not looked for"
        return ""

    @cached_property
    def curves(self) -> tuple[list[Polynomial], list[Polynomial]]:
        """Irreducible curves on which the first decision may be the best, and those on which the second one may."""
        pieces, kinks = self.pieces.pieces, self.pieces.separators
        one = [piece.payoffs[self.first].slopes[0] for piece in pieces]
        other = [piece.payoffs[self.second].slopes[1] for piece in pieces]
        return (
            distinct_factors([*one, *self.first_limits, *kinks]),
            distinct_factors([*other, *self.second_limits, *kinks]),
        )

    def _crossings(self) -> Iterator[DecidedPlace]:
        """Yield each pair of decisions at which both are level, or at an end."""
        one, other = self.curves
        curves = tuple(distinct_factors([*one, *other]))
        cuts = distinct_factors(eliminated(a, b, "y") for a, b in product(one, other) if a != b)
        for cut in distinct(root for factor in cuts for root in roots_of(univariate(factor, 0))):
            field = Extension(cut)
            roots = _crossing_at(field, one, other)
            for number in range(len(roots)):
                for which, piece in enumerate(self.pieces.pieces):
                    yield DecidedPlace(field, ReplyOnLine(roots, number, which), piece, curves)

    def _is_equilibrium(self, place: DecidedPlace) -> bool:
        try:
            second = DecisionLine(place.field, self.second, self.second_limits, self.pieces)
            if not second.accepts(place.reply.roots, place.reply.number, place.reply.piece):
                return False
            field = Extension(place.y)
            limits = tuple(reflected(limit) for limit in self.first_limits)
            first = DecisionLine(field, self.first, limits, exchanged(self.pieces))
            return first.accepts(*self._seen_from_the_other(field, place), place.reply.piece)
        except (NoBest, Infeasible):
            return False

    def _seen_from_the_other(self, field: Extension, place: DecidedPlace) -> tuple[RootsOverExtension, int]:
        """Return the first decision as a root over the field of the second one."""
        one, other = ([reflected(c) for c in side] for side in self.curves)
        roots = _crossing_at(field, one, other)
        bits = FIRST_BITS
        while bits <= 1 << 13:
            ball = place.field.ball(bits)
            met = [i for i, found in enumerate(roots.balls(bits)) if found.overlaps(ball)]
            if len(met) == 1:
                return roots, met[0]
            bits *= 2
        raise Unresolved("two decisions that are not told apart")


def _crossing_at(field: Extension, one: Sequence[Polynomial], other: Sequence[Polynomial]) -> RootsOverExtension:
    """Return all y at which two different curves cross, x being given."""
    pairs = [(field.polynomial(a), field.polynomial(b)) for a, b in product(one, other) if a != b]
    # A curve without y holds for all y where it vanishes.
    return RootsOverExtension(field, field.joined([field.gcd(a, b) for a, b in pairs if a or b]))


def exchanged(pieces: PiecewisePayoffs) -> PiecewisePayoffs:
    """Return payoffs with x and y exchanged."""
    return PiecewisePayoffs(
        pieces=tuple(
            PayoffPiece(
                payoffs={name: payoff.reflected() for name, payoff in piece.payoffs.items()}, is_tie=piece.is_tie
            )
            for piece in pieces.pieces
        ),
        separators=tuple(map(reflected, pieces.separators)),
        which=pieces.which,
        unsettled=tuple(tuple(map(reflected, together)) for together in pieces.unsettled),
        indifferent=tuple(tuple(map(reflected, together)) for together in pieces.indifferent),
        is_one_mover=pieces.is_one_mover,
    )
