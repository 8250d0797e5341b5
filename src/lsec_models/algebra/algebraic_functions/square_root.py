"""Square roots of rational functions: squares come out, and what is left is signed by polynomial conditions."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.symbols import Parameter
from lsec_models.algebra.numbers.exact_numbers import to_sympy
from lsec_models.algebra.numbers.rational_roots import out_of_root
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, Ring, factored

ROOT = Parameter("root[1]", positive=True)


@dataclass(frozen=True, kw_only=True)
class SquareRoot:
    """The square root of a polynomial, taken out of a radicand as far as it goes.

    Attributes
    ----------
    outside : Polynomial
        ``sqrt(radicand) == outside * sqrt(inside)``, up to sign.
    inside : Polynomial
        Free of squares; one where the radicand is a square.
    """

    outside: Polynomial
    inside: Polynomial


def square_root(ring: Ring, radicand: Polynomial) -> SquareRoot:
    """Return the square root of a polynomial with the square factors taken out.

    Examples
    --------
    >>> from lsec_models.algebra.polynomials.ring import ring_of
    >>> from lsec_models import parameters
    >>> ring = ring_of(parameters("x y"))
    >>> x, y = ring.generators
    >>> square_root(ring, 12 * x**2 * y)
    SquareRoot(outside=2*x, inside=3*y)
    """
    constant, powers = factored(radicand)
    outside, inside = ring.one, ring.one
    square, kernel = out_of_root(abs(constant))
    outside, inside = outside * square, inside * (kernel if constant > 0 else -kernel)
    for factor, n in powers:
        outside = outside * factor ** (n // 2)
        inside = inside * factor ** (n % 2)
    return SquareRoot(outside=outside, inside=inside)


def parts(value: Ratio, inside: Polynomial) -> tuple[Ratio, Ratio]:
    """Return u and v of ``value == u + v * ROOT``, both free of the root, where ``ROOT**2 == inside``."""
    ring = value.ring
    i = ring.index[ROOT]
    above, top = _split(ring, value.numerator, inside, i)
    below, bottom = _split(ring, value.denominator, inside, i)
    norm = below * below - bottom * bottom * inside
    return (
        Ratio(ring, above * below - top * bottom * inside, norm),
        Ratio(ring, top * below - above * bottom, norm),
    )


def reduced(value: Ratio, inside: Polynomial | None) -> Ratio:
    """Return the function with the root only in the numerator, and there at most once."""
    if inside is None or ROOT not in value.ring.index or not value.depends_on(ROOT):
        return value
    rational, irrational = parts(value, value.ring.convert(inside))
    return rational + irrational * Ratio.variable(value.ring, ROOT)


def _split(ring: Ring, polynomial: Polynomial, inside: Polynomial, i: int) -> tuple[Polynomial, Polynomial]:
    found = [ring.zero, ring.zero]
    for powers, coefficient in polynomial.terms():
        power = int(powers[i])
        rest = tuple(0 if j == i else n for j, n in enumerate(powers))
        found[power % 2] = found[power % 2] + ring.from_terms({rest: coefficient}) * inside ** (power // 2)
    return found[0], found[1]


def square_root_on(domain: Domain, square: Ratio) -> sp.Expr:
    """Return a square root; what comes out of it has the sign that it has on the domain, and bars where it has both.

    Examples
    --------
    >>> from lsec_models.algebra.domains.relations import domain_of
    >>> from lsec_models.algebra.polynomials.ratio import ratio
    >>> a, b = sp.symbols("a b", positive=True)
    >>> domain = domain_of([a, b], [a > b])
    >>> square_root_on(domain, ratio(domain.ring, 2 * a * (a - b) ** 2))
    sqrt(2)*sqrt(a)*(a - b)
    """
    constant, powers = square.factors()
    outside, inside = sp.S.One, to_sympy(constant)
    for factor, power in powers:
        base, sign = domain.ring.expression(factor), domain.factor_sign(factor)
        inside *= base ** (power % 2)
        if power > 1:
            positive = base if sign.is_nonnegative else -base if sign.is_nonpositive else sp.Abs(base)
            outside *= positive ** (power // 2)
    return outside * sp.sqrt(inside)
