"""Payoffs as exact functions of two decisions, x before y, piece by piece where a later mover has other answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import flint

from lsec_models.algebra.ring import Polynomial, factored
from lsec_models.solve.corners.exact.unresolved import Unresolved

# Decisions x and y in the order in which they are made, a later decision z, and a value v.
CONTEXT = flint.fmpz_mpoly_ctx.get(("x", "y", "v", "z"), "lex")
X, Y, V, Z = CONTEXT.gens()
ONE: Polynomial = CONTEXT.constant(1)
# A resultant of two polynomials of these degrees has so many terms at most; beyond it is too large.
_MAX_SIZE = 40_000


@dataclass(frozen=True, eq=False)
class Quotient:
    """A quotient of two polynomials without a common factor."""

    numerator: Polynomial
    denominator: Polynomial

    @classmethod
    def of(cls, numerator: Polynomial, denominator: Polynomial = ONE) -> Quotient:
        """Return a quotient in lowest terms."""
        common = numerator.gcd(denominator)
        return cls(numerator / common, denominator / common)

    @cached_property
    def slopes(self) -> tuple[Polynomial, ...]:
        """The numerators of the derivatives by x and y, over the square of the denominator."""
        n, d = self.numerator, self.denominator
        return tuple(n.derivative(i) * d - n * d.derivative(i) for i in (0, 1))

    def with_later(self, later: Quotient) -> Quotient:
        """Return the function with a later decision written in for z."""
        above, below = (_inserted(part, later) for part in (self.numerator, self.denominator))
        if below.denominator.is_zero() or below.numerator.is_zero():
            raise Unresolved("a payoff is not defined after an answer")
        return Quotient.of(above.numerator * below.denominator, above.denominator * below.numerator)

    def reflected(self) -> Quotient:
        """Return the function with x and y exchanged."""
        images = (Y, X, V, Z)
        return Quotient(*(part.compose(*images, ctx=CONTEXT) for part in (self.numerator, self.denominator)))


@dataclass(frozen=True, eq=False, kw_only=True)
class Piece:
    """Payoffs where a later mover answers in one way.

    Attributes
    ----------
    payoffs : Mapping from str to Quotient
        By player.
    later : Quotient or None
        What the later mover decides.
    """

    payoffs: Mapping[str, Quotient]
    later: Quotient | None = None


def only_piece(signs: Sequence[int]) -> tuple[int, ...]:
    """Return the number of the only piece, whatever the signs."""
    assert not signs
    return (0,)


@dataclass(frozen=True, eq=False, kw_only=True)
class Pieces:
    """Payoffs piece by piece.

    Attributes
    ----------
    pieces : tuple of Piece
    separators : tuple of polynomials
        Where none of them vanishes, the piece does not change.
    which : callable
        From the signs of the separators to the numbers of the pieces that hold there.
    """

    pieces: tuple[Piece, ...]
    separators: tuple[Polynomial, ...] = ()
    which: Callable[[Sequence[int]], tuple[int, ...]] = only_piece


def _inserted(polynomial: Polynomial, later: Quotient) -> Quotient:
    degree = int(polynomial.degrees()[3])
    total = CONTEXT.constant(0)
    for power in range(degree + 1):
        part = coefficient(polynomial, 3, power)
        total = total + part * later.numerator**power * later.denominator ** (degree - power)
    return Quotient(total, later.denominator**degree)


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
    for i in range(4):
        if i != place:
            size *= 1 + a[place] * b[i] + b[place] * a[i]
    if size > _MAX_SIZE:
        raise Unresolved("polynomials that are too large to be eliminated from one another")
    return one.resultant(other, name)
