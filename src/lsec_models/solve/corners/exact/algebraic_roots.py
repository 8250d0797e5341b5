"""Real roots of polynomials whose coefficients are exact real numbers.

The product over all conjugates of the coefficients is a polynomial with rational coefficients that has the same roots
and others. Who looks for the places at which something may change needs no more than a list that misses none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import flint

from lsec_models.algebra.real_roots import real_roots, root_bound
from lsec_models.solve.corners.exact.algebraic import Algebraic, root_of
from lsec_models.solve.corners.exact.surd import Order, quadratic_roots, sign
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
    """Return a rational polynomial with all roots of one whose coefficients are algebraic numbers.

    1. Write the coefficients as rational functions of the roots that they are made of; clear denominators.
    2. Eliminate one root after the other, the last made first, with the polynomial that it is a root of.
    """
    generators: dict[int, Algebraic] = {}
    for c in coefficients:
        generators |= c.generators
    degree = len(coefficients) - 1
    for one in generators.values():
        degree *= one.degree
    if degree > _MAX_DEGREE:
        raise Unresolved("a polynomial with too many conjugates")
    elements = _Elements(list(generators.values()))
    total = elements.cleared(coefficients)
    for one in reversed(generators.values()):
        total = total.resultant(elements.relation(one), elements.name(one))
    found = [_ZERO] * (degree + 1)
    for powers, coefficient in total.terms():
        found[powers[0]] = coefficient
    if total.is_zero():
        raise Unresolved("a polynomial with too many conjugates")
    return flint.fmpq_poly(found).numer()


class _Elements:
    """Algebraic numbers as quotients of polynomials in the roots that they are made of."""

    def __init__(self, generators: list[Algebraic]) -> None:
        self._names = {id(one): f"g{i}" for i, one in enumerate(generators)}
        self.ring = flint.fmpq_mpoly_ctx.get(("x", *reversed(self._names.values())), "lex")
        symbols = dict(zip(self.ring.names(), self.ring.gens(), strict=True))
        self._symbols = {key: symbols[name] for key, name in self._names.items()}
        self._known: dict[int, tuple[Any, Any]] = {}
        self._one = self.ring.constant(1)

    def name(self, generator: Algebraic) -> str:
        """Return the name of a root."""
        return self._names[id(generator)]

    def relation(self, generator: Algebraic) -> Any:
        """Return a polynomial that vanishes at a root."""
        symbol = self._symbols[id(generator)]
        if generator.operation == "root":
            return sum((symbol**k * int(c) for k, c in enumerate(generator.parts[0].minimal.coeffs())), self._one * 0)
        above, below = self._quotient(generator.parts[0])
        return below * symbol**2 - above

    def cleared(self, coefficients: Sequence[Algebraic]) -> Any:
        """Return a multiple of a polynomial, given by its coefficients, as one in the roots as well."""
        quotients = [self._quotient(c) for c in coefficients]
        x = self.ring.gens()[0]
        total = self._one * 0
        for k, (above, _) in enumerate(quotients):
            term = above * x**k
            for j, (_, below) in enumerate(quotients):
                term = term if j == k else term * below
            total = total + term
        return total

    def _quotient(self, number: Algebraic) -> tuple[Any, Any]:
        if id(number) not in self._known:
            self._known[id(number)] = self._reduced(*self._written(number))
        return self._known[id(number)]

    def _written(self, number: Algebraic) -> tuple[Any, Any]:
        if number.operation == "number":
            return self.ring.constant(number.parts[0]), self._one
        if number.operation in ("root", "sqrt"):
            return self._symbols[id(number)], self._one
        (a, b), (c, d) = (self._quotient(part) for part in number.parts)
        if number.operation == "+":
            return a * d + c * b, b * d
        return (a * c, b * d) if number.operation == "*" else (a * d, b * c)

    def _reduced(self, above: Any, below: Any) -> tuple[Any, Any]:
        """Return a quotient with a denominator of one where it is a number."""
        if below.is_constant():
            return above / below.leading_coefficient(), self._one
        common = above.gcd(below)
        return above / common, below / common
