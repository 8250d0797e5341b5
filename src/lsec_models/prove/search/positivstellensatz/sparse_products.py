"""Sums of products of conditions and multiples of equations, over the monomials that the target calls for.

Where there are many variables, all products up to a degree are too many. A product is taken if one of its terms is a
monomial of the target, or of a product taken before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement
from math import lcm
from typing import Any

from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.prove.certificates.json_terms import to_terms
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.identities.exact_weights import exact_weights, largest_bits
from lsec_models.prove.search.identities.identity import Summand, is_strict
from lsec_models.prove.search.identities.monomial_support import Limits, Powers, growing_support, multiplied
from lsec_models.prove.search.identities.visible import Proof, identity_step, visible
from lsec_models.prove.search.reductions.elimination import Equation, equations_of, without_equations
from lsec_models.work import Work

_MAX_BASE_TERMS = 60
_MAX_BASES = 60
_MAX_ITERATIONS = 4000
MAX_BITS = 200
_LIMITS = Limits(rounds=3, columns=2000, rows=600, terms_a_unit=3)


@dataclass(frozen=True, kw_only=True)
class Base:
    """What monomials are multiplied with: a product of conditions, with their powers, or an equation."""

    polynomial: Polynomial
    powers: tuple[tuple[int, int], ...] = ()
    equation: Equation | None = None


@dataclass(frozen=True, kw_only=True)
class ProductColumn:
    """A base times a monomial."""

    base: Base
    factor: Powers

    def terms(self) -> dict[Powers, int]:
        """Return what it is multiplied out."""
        return multiplied(self.base.polynomial, self.factor)


def by_sparse_products(goal: Goal, work: Work) -> Proof | None:
    """Return a proof that a target is a sum of products and of multiples of equations, or None where none was found.

    1. Collect products, round by round.
    2. After each, find weights in floating point (HiGHS), preferring few products; those of equations have any sign.
    3. Solve for the weights in use exactly.
    """
    target = goal.target - goal.ring.one if goal.strict and goal.target.is_zero() else goal.target
    if largest_bits(target) > MAX_BITS:
        return None
    bases = bases_of(goal, work)

    def admits(number: int, factor: Powers) -> bool:
        return bases[number].equation is not None or is_nonnegative(goal, factor)

    for multiples in growing_support(target, [base.polynomial for base in bases], work, _LIMITS, admits):
        columns = [ProductColumn(base=bases[number], factor=factor) for number, factor in multiples]
        wanted = {tuple(map(int, powers)): int(c) for powers, c in target.terms()}
        found = weighted(wanted, columns, [column.terms() for column in columns], work)
        if found is not None:
            return sum_of_products(goal, target, found, work)
    return None


def bases_of(goal: Goal, work: Work) -> list[Base]:
    """Return one, the equations, and conditions and products of two, as far as they are short."""
    bare = without_equations(goal).open_conditions
    usable = {i: c.polynomial for i, c in bare.items() if not c.polynomial.is_constant() and not c.polynomial.is_zero()}
    usable = {i: p for i, p in usable.items() if len(p) <= _MAX_BASE_TERMS and largest_bits(p) <= MAX_BITS}
    found = [Base(polynomial=goal.ring.one)]
    found += [
        Base(polynomial=e.polynomial, equation=e) for e in equations_of(goal) if largest_bits(e.polynomial) <= MAX_BITS
    ]
    found += [Base(polynomial=p, powers=((i, 1),)) for i, p in usable.items()]
    for i, j in combinations_with_replacement(usable, 2):
        if len(found) >= _MAX_BASES:
            break
        if len(usable[i]) * len(usable[j]) <= _MAX_BASE_TERMS:
            work.charge(len(usable[i]) * len(usable[j]))
            powers = ((i, 2),) if i == j else ((i, 1), (j, 1))
            found.append(Base(polynomial=usable[i] * usable[j], powers=powers))
    return found


def is_nonnegative(goal: Goal, powers: Powers) -> bool:
    """Whether a monomial is seen not to be negative."""
    return all(n % 2 == 0 or kind is not Kind.FREE for n, kind in zip(powers, goal.kinds, strict=True))


def weighted(
    wanted: Mapping[Powers, int], columns: Sequence[ProductColumn], filled: Sequence[Mapping[Powers, int]], work: Work
) -> list[tuple[ProductColumn, Fraction]] | None:
    """Return weights of columns, by what they are filled with, that add up to what is wanted; None without any.

    Those of equations have any sign, all others are positive.
    """
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import csc_matrix

    index = {row: i for i, row in enumerate(sorted({*wanted, *(row for column in filled for row in column)}))}
    work.charge(sum(map(len, filled)) + len(index) * len(columns) // 3)
    sizes = [max(map(abs, column.values())) for column in filled]
    entries = [(c / sizes[j], index[row], j) for j, column in enumerate(filled) for row, c in column.items()]
    data, row, column_of = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = csc_matrix((data, (row, column_of)), shape=(len(index), len(columns)))
    right = np.zeros(len(index))
    for powers, coefficient in wanted.items():
        right[index[powers]] = float(coefficient)
    scale = float(np.abs(right).max()) or 1.0
    free = [column.base.equation is not None for column in columns]
    cost = [
        0.0 if is_free else 1.0 + len(column.base.polynomial) for column, is_free in zip(columns, free, strict=True)
    ]
    bounds = [(None, None) if is_free else (0, None) for is_free in free]
    limit = {"maxiter": _MAX_ITERATIONS}
    result = linprog(cost, A_eq=matrix, b_eq=right / scale, bounds=bounds, method="highs-ds", options=limit)
    if result.status != 0:
        return None
    support = [j for j, weight in enumerate(result.x) if abs(weight) > 1e-9]
    work.charge(len(index) * len(support))
    rows = sorted({*wanted, *(row for j in support for row in filled[j])})
    weights = exact_weights([filled[j] for j in support], wanted, rows)
    if weights is None:
        return None
    found = [(columns[support[j]], weight) for j, weight in weights.items() if weight]
    return found if all(weight > 0 or column.base.equation for column, weight in found) else None


def sum_of_products(
    goal: Goal, target: Polynomial, found: list[tuple[ProductColumn, Fraction]], work: Work
) -> Proof | None:
    """Write weights as a step: the target times a number, plus multiples of equations, is a sum of products."""
    products = [
        Summand(coefficient=weight, monomial=column.factor, powers=column.base.powers)
        for column, weight in found
        if column.base.equation is None
    ]
    if target != goal.target:
        products.append(Summand(coefficient=Fraction(1), monomial=(0,) * len(goal.ring.names), powers=()))
    if goal.strict and not any(is_strict(goal, product) for product in products):
        return None
    parts: dict[tuple[int, int], dict[Powers, Fraction]] = {}
    for column, weight in found:
        if column.base.equation is not None:
            parts.setdefault(column.base.equation.pair, {})[column.factor] = -weight
    if not parts:
        return identity_step(products)
    scale = lcm(*(weight.denominator for part in parts.values() for weight in part.values()))
    multiples: list[dict[str, Any]] = [
        {
            "equation": list(pair),
            "polynomial": to_terms(goal.ring.from_terms({n: int(c * scale) for n, c in part.items()})),
        }
        for pair, part in parts.items()
    ]
    scaled = [Summand(coefficient=p.coefficient * scale, monomial=p.monomial, powers=p.powers) for p in products]
    proof: Proof = {"rule": "modulo", "multiples": multiples, "proof": identity_step(scaled)}
    if scale == 1:
        return proof
    number = goal.ring.context.constant(scale)
    positive = visible(goal.aim(number, strict=True), work)
    return {"rule": "multiply", "factor": to_terms(number), "positive": positive, "product": proof}
