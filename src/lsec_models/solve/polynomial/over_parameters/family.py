"""A game with parameters left free and one decision: what vanishes where the best decision may change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import chain

import flint
import sympy as sp

from lsec_models.algebra.decomposition.parameter_slice import Slice
from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ring import Polynomial, ring_of
from lsec_models.games.static.game import Game
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.best_decisions.place import DecidedPlace
from lsec_models.solve.polynomial.best_decisions.reply_cuts import ReplyCuts
from lsec_models.solve.polynomial.numbers.exact_values import distinct_factors, univariate
from lsec_models.solve.polynomial.numbers.extension import Extension
from lsec_models.solve.polynomial.payoffs import FREE, OTHER_FREE, inserted, with_numbers
from lsec_models.solve.polynomial.problem import Problem
from lsec_models.solve.polynomial.reach import eliminated_to

# The variables that stand for free parameters where one decision is left, which is y.
_PLACES = (0, FREE)
_VALUE = 2


class ParametricGame:
    """A game on a line or a plane of its parameters, with one decision left after elimination.

    Parameters
    ----------
    game : Game
    fixed : Mapping from sympy.Symbol to Fraction
        The other parameters.
    axes : sequence of sympy.Symbol
        One or two.

    Raises
    ------
    Unresolved
        If more decisions are left, or the last stage has no closed form in the parameters.
    """

    def __init__(self, game: Game, fixed: Mapping[sp.Symbol, Fraction], axes: Sequence[sp.Symbol]) -> None:
        self.axes = tuple(axes)
        self.slice = Slice(ring=ring_of(axes), values=fixed)
        self._places = dict(zip(self.axes, _PLACES, strict=False))
        self.problem = _written(game, fixed, 1, self._places)
        (decision,) = self.problem.first
        self._mover = self.problem.owner[decision]

    def critical_polynomials(self) -> list[Polynomial]:
        """Return irreducible polynomials in the free parameters: where none vanishes, nothing changes.

        Raises
        ------
        Unresolved
            If one would be too large.
        """
        return [self._in_parameters(factor) for factor in distinct_factors(self._critical())]

    def of_possible_decisions(self) -> list[Polynomial]:
        """Return irreducible polynomials in the free parameters: where none vanishes, the same decisions are possible.

        Raises
        ------
        Unresolved
            If one would be too large.
        """
        asked = chain(self.problem.limits_of_decision(0), self.cuts.of_possible_answers())
        return [self._in_parameters(factor) for factor in distinct_factors(asked)]

    def rivals(self, best: Polynomial) -> list[Polynomial]:
        """Return irreducible polynomials in the free parameters: where none vanishes, a payoff that is best stays so.

        Parameters
        ----------
        best : polynomial
            One of the `worths` of the cuts, of which that payoff is a root.

        Raises
        ------
        Unresolved
            If one would be too large.
        """
        return [self._in_parameters(factor) for factor in distinct_factors(self.cuts.rivals(best))]

    def worths_of(self, places: Sequence[DecidedPlace], values: Sequence[Fraction]) -> list[Polynomial]:
        """Return the polynomials of which the payoff in the best places is a root, at numbers of the free parameters.

        Parameters
        ----------
        places : sequence of DecidedPlace
            Of equal payoff; without any, or if no polynomial describes it, all polynomials are returned.
        values : sequence of Fraction
            One for each axis.
        """
        holding: list[Polynomial] = []
        if places:
            minimal = flint.fmpq_poly(places[0].value(places[0].piece.payoffs[self._mover]).minimal)
            numbers = dict(zip(_PLACES, values, strict=False))
            written = [(worth, univariate(with_numbers(worth, numbers), _VALUE)) for worth in self.cuts.worths]
            holding = [worth for worth, here in written if here.degree() > 0 and not flint.fmpq_poly(here) % minimal]
        return holding or self.cuts.worths

    def is_defined_at(self, value: RealRoot) -> bool:
        """Whether the game is defined at a number of its only free parameter."""
        domain, field = self.problem.game.domain, Extension(value)
        if any(not field.polynomial(divisor) for divisor in self._divisors):
            return False
        (symbol,) = self.axes
        asked = [(domain.ring.generators[domain.ring.index[symbol]], bool(symbol.is_positive))]
        asked = asked if symbol.is_nonnegative else []
        asked += [(condition.polynomial, condition.strict) for condition in domain.conditions]
        for polynomial, strict in asked:
            written = univariate(self.slice.polynomial(domain.ring, polynomial), 0)
            sign = field.sign(field.element(written.coeffs()))
            if sign < 0 or (strict and sign == 0):
                return False
        return True

    @cached_property
    def _divisors(self) -> list[Polynomial]:
        """What payoffs and constraints divide by, in free parameters alone."""
        game = self.problem.game
        payoffs = [self.problem.quotient(game.ratios[player.name]) for player in game.players]
        divided = [*payoffs, *(limit.written for limit in self.problem.limits)]
        factors = distinct_factors(function.denominator for function in divided)
        free = {self._places[symbol] for symbol in self.axes}
        return [f for f in factors if all(degree <= 0 for i, degree in enumerate(f.degrees()) if i not in free)]

    @cached_property
    def cuts(self) -> ReplyCuts:
        """The curves on which the decision may lie, and what vanishes where they meet."""
        limits = self.problem.limits_of_decision(1)
        return ReplyCuts(self.problem.pieces, self._mover, (*limits, *further_places(self.problem)))

    def _critical(self) -> Iterator[Polynomial]:
        yield from self.problem.limits_of_decision(0)
        yield from self.cuts.polynomials()

    def _in_parameters(self, polynomial: Polynomial) -> Polynomial:
        ring = self.slice.ring
        places = [self._places[symbol] for symbol in ring.symbols]
        return ring.from_terms({tuple(int(p[i]) for i in places): int(c) for p, c in polynomial.terms()})


def with_two_left(game: Game, fixed: Mapping[sp.Symbol, Fraction], axes: Sequence[sp.Symbol]) -> Problem:
    """Return a game along one parameter, or over two, as exact functions of two decisions: the first way that does it.

    Raises
    ------
    Unresolved
        If other numbers are left, or the last stage has no closed form in the parameters.
    """
    return _written(game, fixed, 2, dict(zip(axes, (FREE, OTHER_FREE), strict=False)))


def _written(game: Game, fixed: Mapping[sp.Symbol, Fraction], left: int, places: Mapping[sp.Symbol, int]) -> Problem:
    reasons = []
    for way in eliminated_to(game, left):
        try:
            return Problem(game, fixed, way, places)
        except Unresolved as reason:
            reasons.append(reason)
    raise reasons[-1]


def further_places(problem: Problem) -> list[Polynomial]:
    """Return what vanishes where a constraint binds, later decisions inserted, or an answer to y is not told.

    That is asked beside what limits the decision y and tells where pieces hold.
    """
    answered = (
        inserted(limit.polynomial, piece.later).numerator for piece in problem.pieces.pieces for limit in problem.limits
    )
    known = distinct_factors((*problem.limits_of_decision(1), *problem.pieces.separators))
    asked = distinct_factors((*answered, *chain(*problem.pieces.unsettled)))
    return [factor for factor in asked if factor not in known]


def of_the_domain(game: Game, fixed: Mapping[sp.Symbol, Fraction], axes: Sequence[sp.Symbol]) -> list[Polynomial]:
    """Return what is not negative where a game is defined, in the ring of free parameters."""
    cut, domain = Slice(ring=ring_of(axes), values=fixed), game.domain
    signed = [domain.ring.generators[domain.ring.index[symbol]] for symbol in axes if symbol.is_nonnegative]
    asked = [cut.polynomial(domain.ring, p) for p in (*signed, *(c.polynomial for c in domain.conditions))]
    return [polynomial for polynomial in asked if not polynomial.is_constant()]
