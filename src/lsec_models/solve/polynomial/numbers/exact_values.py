"""Numbers at a path as real roots of integer polynomials: by elimination, and enclosures that single one root out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fraction
from lsec_models.algebra.numbers.real_roots import RealRoot, distinct, real_roots, root_bound
from lsec_models.algebra.numbers.root_balls import ends_of
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.numbers.extension import FIRST_BITS, Element, Extension
from lsec_models.solve.polynomial.payoffs import CONTEXT, curves_of

_MAX_BITS = 1 << 14
Enclosure = Callable[[int], flint.arb]


def in_field(field: Extension, element: Element, enclosure: Enclosure) -> RealRoot:
    """Return an element of a field as a real root: its powers, as vectors, give its minimal polynomial."""
    if element.degree() < 1:
        return RealRoot.rational(to_fraction(element[0]))
    size = field.modulus.degree()
    rows = []
    for i in range(size):
        shifted = element * flint.fmpq_poly([0] * i + [1]) % field.modulus
        rows.append([shifted[j] for j in range(size)])
    return singled_out([flint.fmpq_mat(rows).charpoly().numer()], enclosure)


def weight(root: RealRoot) -> int:
    """Return how much a product in the field of a number costs: the square of its degree times the length in bits."""
    minimal = root.minimal
    return int(minimal.degree()) ** 2 * max(int(abs(c)).bit_length() for c in minimal.coeffs())


def identified(polynomial: Polynomial, variable: int, enclosure: Enclosure) -> RealRoot:
    """Return the real root of a polynomial in one variable that an enclosure, narrow enough, contains.

    Raises
    ------
    Unresolved
        If the polynomial vanishes everywhere, or no enclosure singles one root out.
    """
    if polynomial.is_zero():
        raise Unresolved("a number that elimination does not determine")
    return singled_out([univariate(factor, variable) for factor in curves_of(polynomial)], enclosure)


def singled_out(polynomials: Iterable[flint.fmpz_poly], enclosure: Enclosure) -> RealRoot:
    """Return the number that an enclosure contains, one of the roots of some polynomials.

    It is narrowed until all irreducible factors but one are different from zero on it, and that one is steep.

    Raises
    ------
    Unresolved
        If that does not come about.
    """
    left = [factor for polynomial in polynomials for factor, _ in polynomial.factor()[1]]
    bits = FIRST_BITS
    while bits <= _MAX_BITS:
        ball = enclosure(bits)
        with flint.ctx.workprec(2 * bits + FIRST_BITS):
            left = [factor for factor in left if flint.arb_poly(factor)(ball).contains(0)]
            if len(left) == 1:
                (factor,) = left
                if factor.degree() == 1:
                    return RealRoot.rational(Fraction(-int(factor[0]), int(factor[1])))
                low, high = ends_of(ball)
                if not flint.arb_poly(factor.derivative())(ball).contains(0) and factor(low) * factor(high) < 0:
                    return RealRoot(factor, low, high)
        bits *= 2
    raise Unresolved("two numbers that are not told apart")


def univariate(polynomial: Polynomial, variable: int) -> flint.fmpz_poly:
    """Return a polynomial in one variable as such."""
    coefficients = [0] * (int(polynomial.degrees()[variable]) + 1)
    for powers, value in polynomial.terms():
        coefficients[powers[variable]] = int(value)
    return flint.fmpz_poly(coefficients)


def in_variable(polynomial: flint.fmpz_poly, variable: Polynomial) -> Polynomial:
    """Return a polynomial in one unknown, written in a variable."""
    total = CONTEXT.constant(0)
    for c in reversed(polynomial.coeffs()):
        total = total * variable + CONTEXT.constant(int(c))
    return total


def roots_of(irreducible: flint.fmpz_poly) -> list[RealRoot]:
    """Return the real roots of an irreducible polynomial."""
    if irreducible.degree() == 1:
        number = flint.fmpq(-int(irreducible[0]), int(irreducible[1]))
        return [RealRoot(irreducible, number, number)]
    found = []
    for root, _ in irreducible.complex_roots():
        if root.imag != 0:
            continue
        low, high = ends_of(root.real)
        if irreducible(low) * irreducible(high) >= 0:
            bound = root_bound(irreducible)
            return real_roots(irreducible, -bound, bound)
        found.append(RealRoot(irreducible, low, high))
    return distinct(found)


def all_roots_of(polynomial: flint.fmpz_poly) -> list[RealRoot]:
    """Return the real roots of a polynomial that is not zero, each once, factor by factor."""
    return [root for factor, _ in polynomial.factor()[1] for root in roots_of(factor)]


def distinct_factors(polynomials: Iterable[Polynomial]) -> list[Polynomial]:
    """Return the different irreducible factors of some polynomials, in an order that is always the same."""
    found: dict[tuple[object, ...], Polynomial] = {}
    for polynomial in polynomials:
        for factor in curves_of(polynomial):
            found.setdefault((tuple(factor.monoms()), tuple(map(int, factor.coeffs()))), factor)
    return [found[key] for key in sorted(found, key=lambda key: (len(key[0]), key))]  # type: ignore[arg-type]
