"""Identities: the target written as a sum of products that are visibly nonnegative.

``target = sum of coefficient * monomial * product of conditions``, with positive coefficients: a Handelman
(Krivine-Stengle) certificate, which a reader can check by multiplying out.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement

from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.algebra.polynomials.signs import Kind, Sign, coefficient_sign
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.identities.exact_weights import exact_weights, largest_bits
from lsec_models.work import Work

_MAX_ROWS = 700
_MAX_COLUMNS = 3500
_MAX_ITERATIONS = 2000
_MAX_BITS = 300


@dataclass(frozen=True, kw_only=True)
class Summand:
    """One summand: ``coefficient * monomial * prod(condition ** power)``."""

    coefficient: Fraction
    monomial: tuple[int, ...]
    powers: tuple[tuple[int, int], ...]


def by_coefficients(goal: Goal) -> list[Summand] | None:
    """Return the identity in which each monomial of the target stands for itself, if their signs allow it."""
    sign = coefficient_sign(goal.target, goal.kinds)
    if not (sign.is_positive or (not goal.strict and sign.is_nonnegative)):
        return None
    return [
        Summand(coefficient=Fraction(int(coefficient)), monomial=tuple(map(int, powers)), powers=())
        for powers, coefficient in goal.target.terms()
    ]


def by_division(goal: Goal) -> list[Summand] | None:
    """Return ``target = quotient * condition + remainder`` where the coefficients of both are nonnegative."""
    for position, condition in goal.open_conditions.items():
        if condition.polynomial.is_zero():
            continue
        quotient, remainder = divmod(goal.target, condition.polynomial)
        signs = coefficient_sign(quotient, goal.kinds), coefficient_sign(remainder, goal.kinds)
        if quotient.is_zero() or not all(sign.is_nonnegative for sign in signs):
            continue
        if goal.strict and not (signs[1].is_positive or (signs[0].is_positive and condition.strict)):
            continue
        return [
            Summand(coefficient=Fraction(int(c)), monomial=tuple(map(int, monomial)), powers=powers)
            for part, powers in ((quotient, ((position, 1),)), (remainder, ()))
            for monomial, c in part.terms()
        ]
    return None


def by_impossible_condition(goal: Goal) -> list[Summand] | None:
    """Return, for the target zero, ``0 = condition + rest`` where the coefficients of minus the condition are positive.

    A strict condition that says that something visibly nonnegative is negative shows so that nothing satisfies it.
    """
    if not goal.target.is_zero():
        return None
    for position, condition in goal.open_conditions.items():
        sign = coefficient_sign(condition.polynomial, goal.kinds)
        if sign.is_nonpositive and (condition.strict or sign is Sign.NEGATIVE):
            itself = Summand(coefficient=Fraction(1), monomial=(0,) * len(goal.ring.names), powers=((position, 1),))
            return [itself, *(by_coefficients(goal.aim(-condition.polynomial, strict=False)) or [])]
    return None


def by_linear_programming(goal: Goal, extra_degree: int, work: Work) -> list[Summand] | None:
    """Search products of conditions and variables up to the target's degree plus `extra_degree`.

    That zero is positive, which shows that the conditions exclude each other, is written as one plus what adds up to
    minus one.

    1. List every product whose degree in each variable the target, or a condition, can reach.
    2. Find nonnegative weights in floating point (HiGHS), preferring few products.
    3. Solve for the weights of the products in use exactly; keep them if they are nonnegative rationals.
    """
    if goal.target.is_zero():
        rest = by_linear_programming(goal.aim(-goal.ring.one, strict=False), extra_degree + 1, work)
        return None if rest is None else [_one(goal), *rest]
    degree = goal.target.total_degree() + extra_degree
    products = _products(goal, degree, work)
    if products is None:
        return None
    rows = sorted({m for _, _, p in products for m in p.monoms()} | set(goal.target.monoms()))
    if len(rows) > _MAX_ROWS or any(largest_bits(p) > _MAX_BITS for p in (goal.target, *(p for _, _, p in products))):
        return None
    work.charge(sum(len(polynomial) for _, _, polynomial in products) + len(rows) * len(products) // 5)
    support = _support(goal, products, rows)
    if support is None:
        return None
    work.charge(len(rows) * len(support))
    weights = exact_weights([products[j][2].to_dict() for j in support], goal.target.to_dict(), rows)
    if weights is None or any(weight < 0 for weight in weights.values()):
        return None
    found = [
        Summand(coefficient=weight, monomial=products[support[j]][0], powers=products[support[j]][1])
        for j, weight in weights.items()
        if weight
    ]
    return found if not goal.strict or any(is_strict(goal, product) for product in found) else None


def _one(goal: Goal) -> Summand:
    return Summand(coefficient=Fraction(1), monomial=(0,) * len(goal.ring.names), powers=())


def is_strict(goal: Goal, product: Summand) -> bool:
    """Whether a product is positive, not only nonnegative."""
    variables = all(n == 0 or kind is Kind.POSITIVE for n, kind in zip(product.monomial, goal.kinds, strict=True))
    return variables and all(goal.open_conditions[i].strict for i, _ in product.powers)


_Candidate = tuple[tuple[int, ...], tuple[tuple[int, int], ...], Polynomial]


def _products(goal: Goal, degree: int, work: Work) -> list[_Candidate] | None:
    """Return every monomial times product of conditions up to `degree`; None where they are too many."""
    used = set(goal.ring.used(goal.target)).union(
        *(goal.ring.used(c.polynomial) for c in goal.open_conditions.values())
    )
    places = [i for i, s in enumerate(goal.ring.symbols) if s in used and goal.kinds[i] is not Kind.FREE]
    bases = [("variable", i, goal.ring.generators[i]) for i in places]
    bases += [("condition", j, c.polynomial) for j, c in goal.open_conditions.items()]
    found: list[_Candidate] = []
    for count in range(degree + 1):
        for chosen in combinations_with_replacement(bases, count):
            if sum(p.total_degree() for _, _, p in chosen) > degree:
                continue
            if len(found) >= _MAX_COLUMNS:
                return None
            work.charge(10)
            monomial = [0] * len(goal.ring.names)
            powers: dict[int, int] = {}
            polynomial = goal.ring.one
            for role, position, base in chosen:
                work.charge(1 + len(polynomial) * len(base) // 5)
                polynomial = polynomial * base
                if role == "variable":
                    monomial[position] += 1
                else:
                    powers[position] = powers.get(position, 0) + 1
            found.append((tuple(monomial), tuple(sorted(powers.items())), polynomial))
    return found


def _support(goal: Goal, products: list[_Candidate], rows: list[tuple[int, ...]]) -> list[int] | None:
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import csc_matrix

    index = {monomial: i for i, monomial in enumerate(rows)}
    data, row, column = [], [], []
    for j, (_, _, polynomial) in enumerate(products):
        for monomial, coefficient in polynomial.terms():
            data.append(float(int(coefficient)))
            row.append(index[monomial])
            column.append(j)
    matrix = csc_matrix((data, (row, column)), shape=(len(rows), len(products)))
    right = np.zeros(len(rows))
    for monomial, coefficient in goal.target.terms():
        right[index[monomial]] = float(int(coefficient))
    scale = np.abs(right).max()
    cost = [float(polynomial.total_degree() + 1) for _, _, polynomial in products]
    limit = {"maxiter": _MAX_ITERATIONS}
    result = linprog(cost, A_eq=matrix, b_eq=right / scale, method="highs-ds", options=limit)
    if result.status != 0:
        return None
    return [j for j, weight in enumerate(result.x) if weight > 1e-9]
