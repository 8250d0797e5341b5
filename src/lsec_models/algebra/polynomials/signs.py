"""What the coefficients of a polynomial say about its sign on an orthant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from fractions import Fraction

from lsec_models.algebra.polynomials.ring import Polynomial


class Kind(Enum):
    """The range of one coordinate."""

    POSITIVE = "positive"
    NONNEGATIVE = "nonnegative"
    FREE = "free"

    # Enum's own hash is computed in Python; charts look signs up by the ranges of all symbols.
    __hash__ = object.__hash__


class Sign(Enum):
    """The sign of a function on a set, as far as it is known."""

    POSITIVE = "> 0"
    NONNEGATIVE = ">= 0"
    ZERO = "= 0"
    NONPOSITIVE = "<= 0"
    NEGATIVE = "< 0"
    UNKNOWN = "?"

    def __neg__(self) -> Sign:
        return _OPPOSITE[self]

    def __mul__(self, other: Sign) -> Sign:
        if Sign.ZERO in (self, other):
            return Sign.ZERO
        if Sign.UNKNOWN in (self, other):
            return Sign.UNKNOWN
        strict = self in _STRICT and other in _STRICT
        if (self in _ABOVE) == (other in _ABOVE):
            return Sign.POSITIVE if strict else Sign.NONNEGATIVE
        return Sign.NEGATIVE if strict else Sign.NONPOSITIVE

    @property
    def is_positive(self) -> bool:
        """Whether the function is known to be positive."""
        return self is Sign.POSITIVE

    @property
    def is_nonzero(self) -> bool:
        """Whether the function is known to be positive, or known to be negative."""
        return self in _STRICT

    @property
    def is_nonnegative(self) -> bool:
        """Whether the function is known to be at least zero."""
        return self in (Sign.POSITIVE, Sign.NONNEGATIVE, Sign.ZERO)

    @property
    def is_nonpositive(self) -> bool:
        """Whether the function is known to be at most zero."""
        return self in (Sign.NEGATIVE, Sign.NONPOSITIVE, Sign.ZERO)


_OPPOSITE = {
    Sign.POSITIVE: Sign.NEGATIVE,
    Sign.NONNEGATIVE: Sign.NONPOSITIVE,
    Sign.ZERO: Sign.ZERO,
    Sign.NONPOSITIVE: Sign.NONNEGATIVE,
    Sign.NEGATIVE: Sign.POSITIVE,
    Sign.UNKNOWN: Sign.UNKNOWN,
}
_STRICT = (Sign.POSITIVE, Sign.NEGATIVE)
_ABOVE = (Sign.POSITIVE, Sign.NONNEGATIVE)


def sign_of_product(
    constant: Fraction,
    powers: Iterable[tuple[Polynomial, int]],
    sign: Callable[[Polynomial], Sign],
    is_nonzero: Callable[[Polynomial], bool] | None = None,
) -> Sign:
    """Return the sign of a product of powers, as far as the signs of its factors show it.

    Parameters
    ----------
    constant : Fraction
    powers : iterable of (Polynomial, int)
        Factors, with exponents of either sign (see :meth:`~lsec_models.algebra.polynomials.ratio.Ratio.factors`).
    sign : function from a factor to its sign
        Asked where the exponent is odd.
    is_nonzero : function from a factor to whether it is known not to vanish, optional
        Asked where the exponent is even; by default, whether its sign says so.
    """
    found = Sign.ZERO if not constant else Sign.POSITIVE if constant > 0 else Sign.NEGATIVE
    for factor, n in powers:
        if n % 2:
            own = sign(factor)
        else:
            excluded = sign(factor).is_nonzero if is_nonzero is None else is_nonzero(factor)
            own = Sign.POSITIVE if excluded else Sign.NONNEGATIVE
        found = found * own
    return found


def coefficient_sign(polynomial: Polynomial, kinds: tuple[Kind, ...]) -> Sign:
    """Return the sign that the coefficients alone give `polynomial` on an orthant.

    A monomial that is even in every free coordinate is nonnegative; it is positive if it has positive coordinates
    only. A polynomial whose coefficients have one sign over such monomials has that sign.

    Parameters
    ----------
    polynomial : Polynomial
    kinds : tuple of Kind
        The range of each coordinate, in the order of the ring.

    Returns
    -------
    Sign
        ``Sign.UNKNOWN`` where the coefficients do not tell.
    """
    if polynomial.is_zero():
        return Sign.ZERO
    coefficients = polynomial.coeffs()
    above = coefficients[0] > 0
    if any((coefficient > 0) != above for coefficient in coefficients):
        return Sign.UNKNOWN
    strict = False
    for powers in polynomial.monoms():
        positive_only = True
        for power, kind in zip(powers, kinds, strict=True):
            if power and kind is not Kind.POSITIVE:
                positive_only = False
                if kind is Kind.FREE and power % 2:
                    return Sign.UNKNOWN
        strict = strict or positive_only
    if above:
        return Sign.POSITIVE if strict else Sign.NONNEGATIVE
    return Sign.NEGATIVE if strict else Sign.NONPOSITIVE
