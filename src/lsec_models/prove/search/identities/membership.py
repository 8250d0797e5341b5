"""Membership in the ideal of equations: a polynomial as a sum of multiples of polynomials that are zero.

The multiples are found by linear algebra over the monomials that they may have: those by which a term of an equation
becomes one that is to vanish, and, from there, again. It is done modulo a prime, and what is found is multiplied out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, lcm

import flint

from lsec_models.algebra.polynomials.ring import Polynomial, Ring
from lsec_models.prove.search.identities.monomial_support import Limits, Multiple, Powers, growing_support, multiplied
from lsec_models.work import Work

_PRIME = 2**61 - 1
_LIMITS = Limits(rounds=4, columns=500, rows=1500, terms_a_unit=5)


@dataclass(frozen=True, kw_only=True)
class Membership:
    """The identity ``scale * target = sum of multiples of equations``.

    Attributes
    ----------
    scale : int
        Positive.
    multiples : tuple of Polynomial
        One for each equation.
    """

    scale: int
    multiples: tuple[Polynomial, ...]


def membership(ring: Ring, target: Polynomial, equations: Sequence[Polynomial], work: Work) -> Membership | None:
    """Return a polynomial as a sum of multiples of others, or None where none was found.

    1. Divide by each of them.
    2. Collect the monomials of multiples, round by round, and solve for their coefficients after each.

    Examples
    --------
    >>> from lsec_models.algebra.polynomials.ring import ring_of
    >>> import sympy as sp
    >>> ring = ring_of(sp.symbols("x y z"))
    >>> x, y, z = ring.generators
    >>> membership(ring, x - z, [x * y - 1, y * z - 1], Work.of()).multiples
    (z, -x)
    >>> membership(ring, x + z, [x * y - 1, y * z - 1], Work.of()) is None
    True
    """
    if target.is_zero():
        return Membership(scale=1, multiples=(ring.zero,) * len(equations))
    for number, equation in enumerate(equations):
        work.charge(len(target) * len(equation))
        quotient, remainder = divmod(target, equation)
        if remainder.is_zero():
            found = [ring.zero] * len(equations)
            found[number] = quotient
            return Membership(scale=1, multiples=tuple(found))
    for columns in growing_support(target, equations, work, _LIMITS):
        weights = _weights(target, equations, columns, work)
        found_one = None if weights is None else _exact(ring, target, equations, weights)
        if found_one is not None:
            return found_one
    return None


def _weights(
    target: Polynomial, equations: Sequence[Polynomial], columns: list[Multiple], work: Work
) -> dict[Multiple, Fraction] | None:
    """Return the coefficients of the multiples, as far as small fractions are equal to them modulo a prime."""
    filled = [multiplied(equations[number], factor) for number, factor in columns]
    wanted = {tuple(map(int, powers)): int(c) for powers, c in target.terms()}
    rows = sorted({*wanted, *(powers for column in filled for powers in column)})
    work.charge(len(rows) * len(columns) * min(len(rows), len(columns)) // 50)
    matrix = [[column.get(row, 0) % _PRIME for column in filled] + [wanted.get(row, 0) % _PRIME] for row in rows]
    reduced, rank = flint.nmod_mat(matrix, _PRIME).rref()
    found: dict[Multiple, Fraction] = {}
    pivot = -1
    for i in range(rank):
        pivot = next(j for j in range(pivot + 1, len(columns) + 1) if int(reduced[i, j]))
        if pivot == len(columns):
            return None
        value = _fraction(int(reduced[i, len(columns)]))
        if value is None:
            return None
        if value:
            found[columns[pivot]] = value
    return found


def _fraction(residue: int) -> Fraction | None:
    """Return the fraction of small numerator and denominator that is equal to a residue modulo the prime."""
    bound = isqrt(_PRIME // 2)
    before, now, old, new = _PRIME, residue, 0, 1
    while now > bound:
        quotient = before // now
        before, now, old, new = now, before - quotient * now, new, old - quotient * new
    return Fraction(now, new) if new and abs(new) <= bound else None


def _exact(
    ring: Ring, target: Polynomial, equations: Sequence[Polynomial], weights: Mapping[Multiple, Fraction]
) -> Membership | None:
    scale = lcm(*(weight.denominator for weight in weights.values()))
    parts: list[dict[Powers, int]] = [{} for _ in equations]
    for (number, factor), weight in weights.items():
        parts[number][factor] = int(weight * scale)
    multiples = tuple(ring.from_terms(part) for part in parts)
    total = sum((m * e for m, e in zip(multiples, equations, strict=True)), start=ring.zero)
    return Membership(scale=scale, multiples=multiples) if total == target * scale else None
