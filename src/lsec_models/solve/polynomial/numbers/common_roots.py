"""All common real zeros of polynomials in several unknowns, if there are finitely many: each in the field of one root.

1. A Groebner basis gives a basis of monomials for what is left of all polynomials; in it, multiplication by an unknown
   is a matrix.
2. Where an unknown is a multiple root of its least equation, the square-free part is added (Seidenberg's lemma).
3. A linear form that tells all zeros apart is a root of one polynomial, and each unknown is a polynomial in it (the
   shape lemma): linear equations for what its powers leave.

References
----------
Cox, D., Little, J. and O'Shea, D. (2015). Ideals, Varieties, and Algorithms, 4th edition, chapters 2 and 5. Springer.
Becker, T. and Weispfenning, V. (1993). Groebner Bases, chapter 8. Springer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import count, product
from typing import Any

import flint

from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.numbers.exact_values import distinct_factors, roots_of
from lsec_models.solve.polynomial.numbers.extension import Element
from lsec_models.solve.work_at_point import at_most

Monomial = tuple[int, ...]

_FORMS = 4
# Polynomials of a basis, their terms, and the bits of their numbers.
_LIMITS = (100, 1_000, 10_000)
_MOST_ZEROS = 40


def context_of(number: int) -> Any:
    """Return the context of so many unknowns, numbered from one, after a variable by which zeros are excluded."""
    return flint.fmpz_mpoly_ctx.get(("t", *(f"x{i}" for i in range(number))), "degrevlex")


def common_real_roots(
    equations: Sequence[Polynomial], nowhere: Polynomial, unknowns: Sequence[int]
) -> list[tuple[RealRoot, dict[int, Element]]]:
    """Return the zeros at which a polynomial does not vanish: a root, and each unknown as a polynomial in it.

    Parameters
    ----------
    equations : sequence of polynomials
    nowhere : polynomial
    unknowns : sequence of int
        By number, those that occur.

    Raises
    ------
    Unresolved
        If they are infinitely many, not told apart, or a basis grows too large.
    """
    excluded = [] if nowhere.is_constant() else [1 - nowhere.context().gens()[0] * nowhere]
    variables = [*([0] if excluded else []), *unknowns]
    found = []
    for factors in product(*map(_factors, equations)):
        found += _zeros([*factors, *excluded], variables)
    return found


def _factors(equation: Polynomial) -> list[Polynomial]:
    return [equation] if equation.is_constant() else distinct_factors([equation])


def _zeros(system: Sequence[Polynomial], variables: Sequence[int]) -> list[tuple[RealRoot, dict[int, Element]]]:
    quotient = _Quotient(_basis(system), variables)
    if not quotient.monomials:
        return []
    free = [part for variable in variables if (part := quotient.missing(variable)) is not None]
    if free:
        quotient = _Quotient(_basis([*system, *free]), variables)
    for attempt in range(_FORMS):
        shape = quotient.in_shape_position([1 if not attempt else attempt * i + i * i + 1 for i in variables])
        if shape is not None:
            eliminant, images = shape
            return [
                (root, {i: image % flint.fmpq_poly(factor) for i, image in images.items()})
                for factor, _ in eliminant.numer().factor()[1]
                for root in roots_of(factor)
            ]
    raise Unresolved("equations with solutions that are not told apart")


def _basis(system: Sequence[Polynomial]) -> list[Polynomial]:
    limits = tuple(at_most(limit) for limit in _LIMITS)
    basis, is_complete = flint.fmpz_mpoly_vec(list(system), system[0].context()).buchberger_naive(limits=limits)
    if not is_complete:
        raise Unresolved("polynomials that are too large to be eliminated from one another")
    return [polynomial for polynomial in basis.autoreduction(groebner=True) if not polynomial.is_zero()]


class _Quotient:
    """What is left of polynomials modulo a reduced basis: vectors over the monomials that no leading one divides."""

    def __init__(self, basis: Sequence[Polynomial], variables: Sequence[int]) -> None:
        self.context, self.variables = basis[0].context(), variables
        self.leading = {tuple(map(int, p.monoms()[0])): p for p in basis}
        self.monomials = self._monomials()
        self.place = {monomial: i for i, monomial in enumerate(self.monomials)}
        self._known: dict[Monomial, list[Any]] = {}

    def _monomials(self) -> list[Monomial]:
        one = (0,) * len(self.context.names())
        for variable in self.variables:
            if not any(_is_power_of(monomial, variable) for monomial in self.leading):
                raise Unresolved("equations with infinitely many solutions")
        found, edge = [], [one] if one not in self.leading else []
        while edge:
            found += edge
            if len(found) > at_most(_MOST_ZEROS):
                raise Unresolved(f"equations with more than {_MOST_ZEROS} solutions")
            ahead = dict.fromkeys(_times(monomial, variable) for monomial in edge for variable in self.variables)
            edge = [monomial for monomial in ahead if not any(_divides(other, monomial) for other in self.leading)]
        return found

    def reduced(self, monomial: Monomial) -> list[Any]:
        """Return what is left of a monomial."""
        if monomial not in self._known:
            self._known[monomial] = self._reduced(monomial)
        return self._known[monomial]

    def _reduced(self, monomial: Monomial) -> list[Any]:
        vector = [flint.fmpq(0)] * len(self.monomials)
        if monomial in self.place:
            vector[self.place[monomial]] = flint.fmpq(1)
            return vector
        if monomial in self.leading:
            (_, top), *rest = self.leading[monomial].terms()
            for powers, number in rest:
                vector[self.place[tuple(map(int, powers))]] = -flint.fmpq(int(number), int(top))
            return vector
        for variable in self.variables:
            below = _times(monomial, variable, -1)
            if monomial[variable] and below not in self.place:
                return self.times(self.reduced(below), variable)
        raise AssertionError("a monomial beyond the edge has a divisor there")

    def times(self, vector: Sequence[Any], variable: int) -> list[Any]:
        """Return the product of what is left with a variable."""
        total = [flint.fmpq(0)] * len(self.monomials)
        for monomial, number in zip(self.monomials, vector, strict=True):
            if number != 0:
                for i, part in enumerate(self.reduced(_times(monomial, variable))):
                    total[i] += number * part
        return total

    @cached_property
    def _one(self) -> list[Any]:
        return self.reduced((0,) * len(self.context.names()))

    def missing(self, variable: int) -> Polynomial | None:
        """Return the square-free part of the least equation of a variable; None if the equation is square-free."""
        powers = [self._one]
        for degree in count(1):
            powers.append(self.times(powers[-1], variable))
            dependence = _solved(powers[:-1], powers[-1])
            if dependence is not None:
                least = flint.fmpq_poly([*(-c for c in dependence), 1]).numer()
                free = least / least.gcd(least.derivative())
                return None if free.degree() == degree else _written(free, self.context.gens()[variable])
        raise AssertionError("powers in a space of finite dimension are dependent")

    def in_shape_position(self, weights: Sequence[int]) -> tuple[flint.fmpq_poly, dict[int, flint.fmpq_poly]] | None:
        """Return the equation of a linear form and each variable as a polynomial in it; None if it does not suffice."""
        powers = [self._one]
        for _ in self.monomials:
            parts = [self.times(powers[-1], variable) for variable in self.variables]
            powers.append([_weighted(weights, row) for row in zip(*parts, strict=True)])
        *basis, top = powers
        dependence = _solved(basis, top)
        if dependence is None:
            return None
        images = {}
        for variable in self.variables:
            image = _solved(basis, self.times(self._one, variable))
            if image is None:
                return None
            images[variable] = flint.fmpq_poly(image)
        return flint.fmpq_poly([*(-c for c in dependence), 1]), images


def _weighted(weights: Sequence[int], numbers: Sequence[Any]) -> Any:
    return sum((w * c for w, c in zip(weights, numbers, strict=True)), flint.fmpq(0))


def _solved(vectors: Sequence[Sequence[Any]], goal: Sequence[Any]) -> list[Any] | None:
    """Return how a vector is combined of independent others; None if it is not, or they depend on one another."""
    table = flint.fmpq_mat([[*row, value] for *row, value in zip(*vectors, goal, strict=True)])
    reduced, rank = table.rref()
    if rank != len(vectors) or any(reduced[i, i] != 1 for i in range(rank)):
        return None
    return [reduced[i, len(vectors)] for i in range(rank)]


def _written(polynomial: flint.fmpz_poly, variable: Polynomial) -> Polynomial:
    total = variable * 0
    for c in reversed(polynomial.coeffs()):
        total = total * variable + int(c)
    return total


def _times(monomial: Monomial, variable: int, power: int = 1) -> Monomial:
    return tuple(n + power * (i == variable) for i, n in enumerate(monomial))


def _divides(one: Monomial, other: Monomial) -> bool:
    return all(a <= b for a, b in zip(one, other, strict=True))


def _is_power_of(monomial: Monomial, variable: int) -> bool:
    return sum(monomial) == monomial[variable]
