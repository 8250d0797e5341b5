"""Where the best answer to what is given may change: curves of possible answers, by resultants and discriminants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, combinations

from lsec_models.algebra.polynomials.ring import Polynomial, key_of
from lsec_models.solve.polynomial.best_decisions.relations import far_relation, value_relation
from lsec_models.solve.polynomial.numbers.exact_values import distinct_factors
from lsec_models.solve.polynomial.payoffs import PayoffPiece, PiecewisePayoffs, V, curves_of, eliminated, leading


class ReplyCuts:
    """What vanishes where a mover's best decisions may change, as what is given moves.

    Between two neighbouring values of what is given, at which none of it vanishes, possible decisions are the same
    roots in the same order, each allowed or not, and worth more than the same others.

    Parameters
    ----------
    pieces : PiecewisePayoffs
        In what is given, x, and the decision y.
    mover : str
    limits : sequence of polynomials
        At least zero where the decision is allowed.
    favoured : str
        Whom the mover favours where it is indifferent; nobody if empty.
    """

    def __init__(self, pieces: PiecewisePayoffs, mover: str, limits: Sequence[Polynomial], favoured: str = "") -> None:
        self.pieces, self._mover, self._limits, self._favourite = pieces, mover, limits, favoured
        # What vanishes where an answer may go beyond all bounds, or a payoff may.
        self.unbounded_at: list[Polynomial] = []

    @cached_property
    def curves(self) -> list[tuple[Polynomial, ...]]:
        """By piece, all curves on which an answer may lie, and poles."""
        return [
            tuple(c for c in distinct_factors(self._of_piece(piece)) if c.degrees()[1] > 0)
            for piece in self.pieces.pieces
        ]

    @cached_property
    def _written(self) -> list[Polynomial]:
        return distinct_factors(chain(*(self._of_piece(piece) for piece in self.pieces.pieces)))

    def _of_piece(self, piece: PayoffPiece) -> list[Polynomial]:
        """Return what may begin or end an answer where a piece holds."""
        answered = piece.payoffs[self._mover]
        return [*self._where(piece), answered.slopes[1], answered.denominator, *self._favoured(piece)]

    def _where(self, piece: PayoffPiece) -> list[Polynomial]:
        """Return what vanishes at the ends of a piece."""
        own = self.pieces.separators if piece.separators is None else piece.separators
        return [*self._limits, *own]

    def _favoured(self, piece: PayoffPiece) -> tuple[Polynomial, ...]:
        """Return where the mover may decide for the favourite, being indifferent throughout a piece."""
        if not self._favourite or piece.is_tie or not piece.payoffs[self._mover].slopes[1].is_zero():
            return ()
        favoured = piece.payoffs[self._favourite]
        return favoured.slopes[1], favoured.denominator

    @cached_property
    def valued(self) -> list[tuple[Polynomial, int]]:
        """Each curve with the pieces that may hold on it."""
        found = []
        for number, piece in enumerate(self.pieces.pieces):
            level = [] if piece.is_tie else [piece.payoffs[self._mover].slopes[1], *self._favoured(piece)]
            found += [(c, number) for part in (self._where(piece), level) for c in distinct_factors(part)]
        return [(c, number) for c, number in found if c.degrees()[1] > 0]

    @cached_property
    def _crossing(self) -> list[tuple[Polynomial, Polynomial]]:
        """Pairs of curves of one piece."""
        pairs = chain(*(combinations(own, 2) for own in self.curves))
        return list({(key_of(one), key_of(other)): (one, other) for one, other in pairs}.values())

    def polynomials(self) -> Iterator[Polynomial]:
        """Yield what vanishes where an answer may change."""
        yield from self.of_possible_answers()
        for worth in self.worths:
            yield from self.alone(worth)
        for first, second in combinations(self.worths, 2):
            yield eliminated(first, second, "v")

    def of_possible_answers(self) -> Iterator[Polynomial]:
        """Yield what vanishes where possible answers begin, end or meet, or one goes beyond all bounds."""
        yield from (factor for factor in self._written if factor.degrees()[1] == 0)
        for one in self.pieces.pieces:
            for factor in distinct_factors(payoff.denominator for payoff in one.payoffs.values()):
                yield from self.unbounded(factor) if factor.degrees()[1] == 0 else ()
        for curve in (factor for factor in self._written if factor.degrees()[1] > 0):
            yield from self.unbounded(leading(curve, 1))
            if curve.degrees()[1] > 1:
                yield eliminated(curve, curve.derivative(1), "y")
        for left, right in self._crossing:
            yield eliminated(left, right, "y")
        yield from (factor for factor in self._relations if factor.degrees()[2] == 0)
        yield from (leading(worth, 2) for worth in self.worths)
        for curve, piece in self.valued:
            answered = self.pieces.pieces[piece].payoffs[self._mover]
            if answered.denominator.degrees()[1] > 0 and curve not in curves_of(answered.denominator):
                yield from self.unbounded(eliminated(curve, answered.denominator, "y"))

    def unbounded(self, polynomial: Polynomial) -> Iterator[Polynomial]:
        """Yield a polynomial that vanishes where an answer may go beyond all bounds, or a payoff may."""
        self.unbounded_at.append(polynomial)
        yield polynomial

    @cached_property
    def worths(self) -> list[Polynomial]:
        """Irreducible polynomials of which what possible answers are worth to the mover is a root."""
        return [factor for factor in self._relations if factor.degrees()[2] > 0]

    def alone(self, worth: Polynomial) -> list[Polynomial]:
        """Return what vanishes where two roots of a polynomial in the payoff meet."""
        return [eliminated(worth, worth.derivative(2), "v")] if worth.degrees()[2] > 1 else []

    def rivals(self, best: Polynomial) -> list[Polynomial]:
        """Return what vanishes where a root of one polynomial may be worth the same as another answer.

        Parameters
        ----------
        best : polynomial
            One of `worths`.
        """
        return [*self.alone(best), *(eliminated(best, worth, "v") for worth in self.worths if worth != best)]

    @cached_property
    def _relations(self) -> list[Polynomial]:
        """Relations between what is given and what possible answers are worth to the mover."""
        relations = []
        for curve, piece in self.valued:
            payoff = self.pieces.pieces[piece].payoffs[self._mover]
            relations.append(value_relation(curve, payoff.reduced))
        for one in self.pieces.pieces:
            answered = one.payoffs[self._mover]
            far = far_relation(answered)
            relations += [far] if far is not None else []
            if answered.slopes[1].is_zero() and not one.is_tie:
                relations.append(V * answered.denominator - answered.numerator)
        return distinct_factors(relations)

    @cached_property
    def changing(self) -> list[Polynomial]:
        """All that may change on the mover's line."""
        payoffs = [piece.payoffs[self._mover] for piece in self.pieces.pieces]
        own = chain(*((payoff.slopes[1], payoff.denominator) for payoff in payoffs))
        return distinct_factors([*self._limits, *self.pieces.separators, *own])
