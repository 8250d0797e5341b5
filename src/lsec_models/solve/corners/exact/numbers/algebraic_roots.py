"""Real roots of polynomials whose coefficients are exact real numbers.

The product over all conjugates of the coefficients is a polynomial with rational coefficients that has the same roots
and others. Who looks for the places at which something may change needs no more than a list that misses none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import flint

from lsec_models.algebra.numbers.real_roots import real_roots, root_bound
from lsec_models.solve.corners.exact.numbers.algebraic import Algebraic, root_of
from lsec_models.solve.corners.exact.numbers.number_fields import NumberField
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import Order, quadratic_roots, sign
from lsec_models.solve.corners.exact.unresolved import Unresolved

_MAX_DEGREE = 64
_ZERO = flint.fmpq(0)


def roots_among(coefficients: Sequence[Any]) -> list[Any]:
    """Return real numbers in increasing order, among which are all real roots of a polynomial, constant first.

    Those of a polynomial of degree two at most, or with rational coefficients, are just its roots; none are returned
    where it vanishes everywhere.

    Raises
    ------
    Unresolved
        If the rational polynomial is too large.

    Examples
    --------
    >>> [round(float(x), 4) for x in roots_among([flint.fmpq(c) for c in (-2, 0, 0, 1)])]
    [1.2599]
    """
    kept = list(coefficients)
    while kept and sign(kept[-1]) == 0:
        kept.pop()
    if len(kept) < 4:
        constant, slope, square = (*kept, _ZERO, _ZERO, _ZERO)[:3]
        return quadratic_roots(square, slope, constant)
    if all(isinstance(c, flint.fmpq) for c in kept):
        polynomial = flint.fmpq_poly(kept).numer()
    else:
        polynomial = _norm([Algebraic.of(c) for c in kept])
    return list(_rational_polynomial_roots(tuple(map(int, polynomial.coeffs()))))


@lru_cache(maxsize=4096)
def _rational_polynomial_roots(coefficients: tuple[int, ...]) -> tuple[Any, ...]:
    polynomial = flint.fmpz_poly(list(coefficients))
    found = [root for factor, _ in polynomial.factor()[1] for root in _irreducible_roots(factor)]
    return tuple(sorted(found, key=Order))


def _irreducible_roots(factor: flint.fmpz_poly) -> Iterator[Any]:
    if factor.degree() <= 2:
        yield from quadratic_roots(*(flint.fmpq(int(factor[k])) if k <= factor.degree() else _ZERO for k in (2, 1, 0)))
        return
    bound = root_bound(factor)
    for number, root in enumerate(real_roots(factor, -bound, bound)):
        yield root_of(factor, number, root)


def _norm(coefficients: list[Algebraic]) -> flint.fmpz_poly:
    """Return a rational polynomial with all roots of one whose coefficients are algebraic numbers."""
    generators: dict[int, Algebraic] = {}
    for c in coefficients:
        generators |= c.generators
    field = NumberField(list(generators.values()))
    if (len(coefficients) - 1) * field.degree > _MAX_DEGREE:
        raise Unresolved("a polynomial with too many conjugates")
    found = field.norm(coefficients)
    if found.degree() < 0:
        raise Unresolved("a polynomial whose conjugates vanish")
    return found.numer()
