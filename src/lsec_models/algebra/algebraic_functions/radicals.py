"""The only root of a polynomial between two ends in radicals: a square root, or a root of one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial, gcd

import sympy as sp

from lsec_models.algebra.algebraic_functions.square_root import square_root_on
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Polynomial, Ring
from lsec_models.algebra.polynomials.signs import Sign

_CLOSED_DEGREE = 2
_TRIED = (3, 5, 7, 11, 13, 17, 19, 23)


def root_in_radicals(
    domain: Domain, ring: Ring, symbol: sp.Symbol, polynomial: Polynomial, ends: tuple[Ratio, Ratio | None]
) -> sp.Expr | None:
    """Return the only root between two ends, at which a polynomial falls; None where no radicals are proved to be it.

    The polynomial is written around the mean of its roots. If it is of degree one or two in ``u**n`` then, ``u`` being
    the distance of the root from that mean, there is a closed form of that power, and the distance is its n-th root. On
    which side it lies is told by the ends, or by signs of coefficients.

    Parameters
    ----------
    domain : Domain
        The parameters at which it is the only root.
    ring : Ring
        The parameters and the symbol.
    symbol : sympy.Symbol
    polynomial : Polynomial
        Of that ring.
    ends : pair of Ratio, the second perhaps None
        In the parameters.
    """
    place = ring.index[symbol]
    degree = int(polynomial.degrees()[place])
    parts = {n: Ratio(ring, part).convert(domain.ring) for n, part in ring.by_powers(polynomial, place).items()}
    nothing = Ratio.constant(domain.ring, 0)
    if degree <= _CLOSED_DEGREE:
        return _falling_root(domain, [parts.get(n, nothing) for n in range(_CLOSED_DEGREE + 1)])
    if _step(_centred_at_numbers(ring, symbol, polynomial)) * _CLOSED_DEGREE < degree:
        return None
    centre = -parts.get(degree - 1, nothing) / (parts[degree] * Ratio.constant(domain.ring, degree))
    around = [part.convert(domain.ring) for part in _around(ring, symbol, polynomial, centre.convert(ring))]
    step = _step(around)
    side = _side(domain, centre, ends) or (_side_by_signs(domain, around) if step % 2 == 0 else 0)
    if step * _CLOSED_DEGREE < degree or not side:
        return None
    by_distance = [Ratio.constant(domain.ring, side ** (n + 1)) * part for n, part in enumerate(around)][::step]
    power = _falling_root(domain, [*by_distance, *[nothing] * (_CLOSED_DEGREE + 1 - len(by_distance))])
    return None if power is None else centre.expression() + side * power ** sp.Rational(1, step)


def _falling_root(domain: Domain, parts: Sequence[Ratio]) -> sp.Expr | None:
    """Return the root of a polynomial of degree two or less at which it falls.

    There ``2*A*x + B`` is minus the root of the discriminant. None if all that it may be divided by may vanish.
    """
    c, b, a = parts
    if a.is_zero():
        return (-c / b).expression()
    root = square_root_on(domain, b * b - Ratio.constant(domain.ring, 4) * a * c)
    signs = [domain.sign(part) for part in (a, c)]
    a, b, c = (part.expression() for part in (a, b, c))
    if signs[0].is_nonzero:
        return (-b - root) / (2 * a)
    return 2 * c / (root - b) if signs[1].is_nonzero else None


def _side(domain: Domain, centre: Ratio, ends: tuple[Ratio, Ratio | None]) -> int:
    """Return 1 where the root is proved to be above the centre, -1 where below, else 0."""
    low, high = ends
    if domain.sign(low.convert(domain.ring) - centre).is_nonnegative:
        return 1
    return -1 if high is not None and domain.sign(centre - high.convert(domain.ring)).is_nonnegative else 0


def _side_by_signs(domain: Domain, parts: Sequence[Ratio]) -> int:
    """Return the side of the root where the coefficients tell it, the polynomial being the same on both sides.

    Where the first and the last one have opposite signs there is one root on each side; it falls at one of them.
    """
    first, last = domain.sign(parts[0]), domain.sign(parts[-1])
    return {(Sign.POSITIVE, Sign.NEGATIVE): 1, (Sign.NEGATIVE, Sign.POSITIVE): -1}.get((first, last), 0)


def _around(ring: Ring, symbol: sp.Symbol, polynomial: Polynomial, centre: Ratio) -> list[Ratio]:
    """Return the coefficients of a polynomial by powers of the distance from a centre, Taylor's formula."""
    place, found = ring.index[symbol], []
    for n in range(int(polynomial.degrees()[place]) + 1):
        value = Ratio(ring, polynomial).substitute({symbol: centre})
        found.append(value * Ratio.constant(ring, Fraction(1, factorial(n))))
        polynomial = polynomial.derivative(place)
    return found


def _centred_at_numbers(ring: Ring, symbol: sp.Symbol, polynomial: Polynomial) -> list[Ratio]:
    """Return the coefficients around the mean of the roots at some numbers: where they show no step, there is none.

    None are returned if the degree is less at all numbers that are tried.
    """
    place, count = ring.index[symbol], len(_TRIED)
    degree = int(polynomial.degrees()[place])
    given = [(i, s) for i, s in enumerate(ring.symbols) if s != symbol]
    for turn in range(count):
        numbers = {s: Ratio.constant(ring, _TRIED[(i + turn) % count] + i) for i, s in given}
        there = Ratio(ring, polynomial).substitute(numbers).numerator
        parts = ring.by_powers(there, place)
        if degree in parts:
            centre = Ratio(ring, -parts.get(degree - 1, ring.zero)) / Ratio(ring, degree * parts[degree])
            return _around(ring, symbol, there, centre)
    return []


def _step(parts: Sequence[Ratio]) -> int:
    """Return the number of which all powers that occur are multiples."""
    return gcd(*(n for n, part in enumerate(parts) if not part.is_zero()))
