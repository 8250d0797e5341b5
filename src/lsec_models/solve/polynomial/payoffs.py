"""Payoffs as exact functions of two decisions, x before y, piece by piece where a later mover has other answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import flint
import sympy as sp

from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ring import Polynomial, factored
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.work_at_point import at_most

# Decisions x and y in the order in which they are made, later decisions z and u, a value v, free parameters t and s.
CONTEXT = flint.fmpz_mpoly_ctx.get(("x", "y", "v", "z", "u", "t", "s"), "lex")
X, Y, V, Z, U, T, S = CONTEXT.gens()
LATER, FREE, OTHER_FREE = (3, 4), 5, 6
ONE: Polynomial = CONTEXT.constant(1)
# A resultant of two polynomials of these degrees has so many terms at most; beyond, normal effort finds it too large.
_MAX_SIZE = 40_000


@dataclass(frozen=True, eq=False)
class Quotient:
    """A quotient of two polynomials; a common factor, if there is one, is a pole beside which the values are finite."""

    numerator: Polynomial
    denominator: Polynomial

    @classmethod
    def of(cls, numerator: Polynomial, denominator: Polynomial = ONE) -> Quotient:
        """Return a quotient in lowest terms."""
        common = numerator.gcd(denominator)
        return cls(numerator / common, denominator / common)

    @property
    def reduced(self) -> Quotient:
        """The quotient in lowest terms."""
        return self.of(self.numerator, self.denominator)

    @property
    def is_constant(self) -> bool:
        """Whether it is written as a number."""
        return bool(self.numerator.is_constant() and self.denominator.is_constant())

    @cached_property
    def slopes(self) -> tuple[Polynomial, ...]:
        """The numerators of the derivatives by x and y, over the square of the denominator."""
        return tuple(map(self.slope, (0, 1)))

    def slope(self, variable: int) -> Polynomial:
        """Return the numerator of the derivative by a variable, over the square of the denominator."""
        n, d = self.numerator, self.denominator
        return n.derivative(variable) * d - n * d.derivative(variable)

    def inserted(self, images: Mapping[int, Quotient]) -> Quotient:
        """Return the function with functions in place of some variables, by their numbers.

        Raises
        ------
        Unresolved
            If it is defined nowhere then.
        """
        above, below = (inserted(part, images) for part in (self.numerator, self.denominator))
        if below.numerator.is_zero():
            raise Unresolved("a payoff is not defined after an answer")
        return Quotient.of(above.numerator * below.denominator, above.denominator * below.numerator)

    @property
    def signed(self) -> Polynomial:
        """A polynomial with the sign of the function."""
        return self.numerator * self.denominator

    def reflected(self) -> Quotient:
        """Return the function with x and y exchanged."""
        return Quotient(*(reflected(part) for part in (self.numerator, self.denominator)))


@dataclass(frozen=True, eq=False, kw_only=True)
class PayoffPiece:
    """Payoffs where later movers answer in one way.

    Attributes
    ----------
    payoffs : Mapping from str to Quotient
        By player.
    later : Mapping from int to Quotient
        What later movers decide, by the number of the variable.
    is_tie : bool
        Whether that is for the sake of others, and holds only where later movers are indifferent.
    separators : tuple of polynomials or None
        Those that tell where the piece holds; None if all do.
    """

    payoffs: Mapping[str, Quotient]
    later: Mapping[int, Quotient] = field(default_factory=dict)
    is_tie: bool = False
    separators: tuple[Polynomial, ...] | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class OneHistory:
    """What follows one first decision, where the last reply is the same whatever the second one is.

    Attributes
    ----------
    reply : RealRoot
    piece : PayoffPiece
        In the reply, as x, and the second decision y.
    limits : tuple of polynomials
        In y, at least zero where it is allowed.
    """

    reply: RealRoot
    piece: PayoffPiece
    limits: tuple[Polynomial, ...]


def no_history(decided: RealRoot) -> None:
    """Return that no first decision leaves the last reply unmoved."""


def only_piece(signs: Sequence[int]) -> tuple[int, ...]:
    """Return the number of the only piece, whatever the signs."""
    assert not signs
    return (0,)


@dataclass(frozen=True, eq=False, kw_only=True)
class PiecewisePayoffs:
    """Payoffs piece by piece.

    Attributes
    ----------
    pieces : tuple of PayoffPiece
    separators : tuple of polynomials
        Where none of them vanishes, the piece does not change.
    which : callable
        From the signs of the separators to the numbers of the pieces that hold there.
    unsettled : tuple of tuples of polynomials
        Where all of one tuple vanish it is not known what is answered.
    indifferent : tuple of tuples of polynomials
        Where all of one tuple vanish a later mover is indifferent.
    is_one_mover : bool
        Whether one later mover answers, so that each piece that holds, also at single places, is a best answer.
    may_jump : bool
        Whether two neighbouring pieces may differ where they meet.
    unmoved : callable
        From a first decision to what follows it, if the second one does not move the last reply then.
    """

    pieces: tuple[PayoffPiece, ...]
    separators: tuple[Polynomial, ...] = ()
    which: Callable[[Sequence[int]], tuple[int, ...]] = only_piece
    unsettled: tuple[tuple[Polynomial, ...], ...] = ()
    indifferent: tuple[tuple[Polynomial, ...], ...] = ()
    is_one_mover: bool = False
    may_jump: bool = False
    unmoved: Callable[[RealRoot], OneHistory | None] = no_history


def within_foreseen(payoffs: PiecewisePayoffs, limits: Sequence[Polynomial]) -> PiecewisePayoffs:
    """Return payoffs that stand only where limits on later answers, these inserted, are at least zero.

    Parameters
    ----------
    payoffs : PiecewisePayoffs
    limits : sequence of polynomials
        In all decisions.
    """
    if not limits:
        return payoffs
    answered = [[inserted(limit, piece.later).signed for limit in limits] for piece in payoffs.pieces]
    known, count = len(payoffs.separators), len(limits)

    def which(signs: Sequence[int]) -> tuple[int, ...]:
        def is_met(piece: int) -> bool:
            start = known + piece * count
            return min(signs[start : start + count]) >= 0

        return tuple(piece for piece in payoffs.which(signs[:known]) if is_met(piece))

    separators = (*payoffs.separators, *(limit for own in answered for limit in own))
    return replace(payoffs, separators=separators, which=which)


def inserted(polynomial: Polynomial, images: Mapping[int, Quotient]) -> Quotient:
    """Return a polynomial with functions in place of some variables, by their numbers."""
    degrees = [int(n) for n in polynomial.degrees()]
    total, below = CONTEXT.constant(0), ONE
    for place, image in images.items():
        below = below * image.denominator ** max(0, degrees[place])
    for powers, value in polynomial.terms():
        term = CONTEXT.from_dict({tuple(0 if i in images else n for i, n in enumerate(powers)): value})
        for place, image in images.items():
            rest = degrees[place] - powers[place]
            term = term * image.numerator ** powers[place] * image.denominator**rest
        total = total + term
    return Quotient(total, below)


def inserted_numbers(
    polynomial: Polynomial,
    symbols: Sequence[sp.Symbol],
    point: Mapping[sp.Symbol, Fraction],
    variable: Mapping[sp.Symbol, int],
    context: Any,
) -> tuple[Polynomial, int]:
    """Return a polynomial at a point times a positive whole number, and that number.

    Parameters
    ----------
    polynomial : Polynomial
    symbols : sequence of sympy.Symbol
        Of the polynomial, in order.
    point : Mapping from sympy.Symbol to Fraction
    variable : Mapping from sympy.Symbol to int
        The numbers that remaining symbols have in the context.
    context : flint.fmpz_mpoly_ctx
    """
    terms: dict[tuple[int, ...], Fraction] = {}
    for powers, number in polynomial.terms():
        value, key = Fraction(int(number)), [0] * len(context.names())
        for symbol, power in zip(symbols, powers, strict=True):
            if symbol in variable:
                key[variable[symbol]] = int(power)
            elif power:
                value *= point[symbol] ** int(power)
        terms[tuple(key)] = terms.get(tuple(key), Fraction(0)) + value
    scale = lcm(*(value.denominator for value in terms.values())) if terms else 1
    return context.from_dict({key: int(value * scale) for key, value in terms.items() if value}), scale


def with_numbers(polynomial: Polynomial, numbers: Mapping[int, Fraction]) -> Polynomial:
    """Return a polynomial, up to a positive number, with numbers for some variables."""
    degrees = [int(n) for n in polynomial.degrees()]
    terms: dict[tuple[int, ...], int] = {}
    for powers, c in polynomial.terms():
        value = int(c)
        for i, number in numbers.items():
            value *= number.numerator ** int(powers[i]) * number.denominator ** (degrees[i] - int(powers[i]))
        key = tuple(0 if i in numbers else int(n) for i, n in enumerate(powers))
        terms[key] = terms.get(key, 0) + value
    return polynomial.context().from_dict({key: c for key, c in terms.items() if c})


def reflected(polynomial: Polynomial) -> Polynomial:
    """Return a polynomial with x and y exchanged."""
    return polynomial.compose(Y, X, V, Z, U, T, S, ctx=CONTEXT)


def coefficient(polynomial: Polynomial, place: int, power: int) -> Polynomial:
    """Return the coefficient of a power of one variable."""
    terms = {}
    for powers, value in polynomial.terms():
        if powers[place] == power:
            terms[tuple(0 if i == place else n for i, n in enumerate(powers))] = value
    return CONTEXT.from_dict(terms)


def leading(polynomial: Polynomial, place: int) -> Polynomial:
    """Return the leading coefficient by one variable."""
    return coefficient(polynomial, place, int(polynomial.degrees()[place]))


def curves_of(polynomial: Polynomial) -> list[Polynomial]:
    """Return the irreducible factors of a polynomial that are not constant."""
    if polynomial.is_zero() or polynomial.is_constant():
        return []
    return [factor for factor, _ in factored(polynomial)[1]]


def eliminated(one: Polynomial, other: Polynomial, name: str) -> Polynomial:
    """Return the resultant of two polynomials by a variable.

    Raises
    ------
    Unresolved
        If it would be too large.
    """
    place = CONTEXT.names().index(name)
    a, b = ([int(n) for n in polynomial.degrees()] for polynomial in (one, other))
    size = a[place] + b[place]
    for i in range(len(a)):
        if i != place:
            size *= 1 + a[place] * b[i] + b[place] * a[i]
    if size > at_most(_MAX_SIZE):
        raise Unresolved("polynomials that are too large to be eliminated from one another")
    return one.resultant(other, name)
