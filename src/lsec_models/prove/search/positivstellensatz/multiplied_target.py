"""A target times something positive, which is sought too, as a sum of products and of multiples of equations."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.prove.certificates.json_terms import to_terms
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.identities.exact_weights import largest_bits
from lsec_models.prove.search.identities.identity import Summand, is_strict
from lsec_models.prove.search.identities.monomial_support import Limits, Powers, growing_support, multiplied
from lsec_models.prove.search.identities.visible import Proof, visible
from lsec_models.prove.search.positivstellensatz.sparse_products import (
    MAX_BITS,
    Base,
    ProductColumn,
    bases_of,
    is_nonnegative,
    sum_of_products,
    weighted,
)
from lsec_models.work import Work

_LIMITS = Limits(rounds=2, columns=600, rows=400, terms_a_unit=3)


@dataclass(frozen=True, kw_only=True)
class _Multiplied(Base):
    """The target times a condition, or times one; it stands on the other side of the identity."""

    multiplier: Polynomial


def by_multiplied_target(goal: Goal, work: Work) -> Proof | None:
    """Return a proof that a target, times something positive, is a sum of products; None where none was found.

    1. Collect products, multiples of equations, and multiples of the target, round by round.
    2. After each, find weights: of what is left over, or, where the target is only to be nonnegative, of what it is
       multiplied by, they add up to one.
    3. See that what it is multiplied by is positive.

    References
    ----------
    Stengle, G. (1974). A Nullstellensatz and a Positivstellensatz in semialgebraic geometry. Mathematische Annalen
    207, 87-97.
    """
    if goal.target.is_zero() or largest_bits(goal.target) > MAX_BITS:
        return None
    others = bases_of(goal, work)
    work.charge(len(goal.target) * sum(len(base.polynomial) for base in others))
    bases: list[Base] = [*others]
    bases += [
        _Multiplied(polynomial=-goal.target * base.polynomial, powers=base.powers, multiplier=base.polynomial)
        for base in others
        if base.equation is None and sum(power for _, power in base.powers) < 2
    ]

    def admits(number: int, factor: Powers) -> bool:
        return bases[number].equation is not None or is_nonnegative(goal, factor)

    whole = (-1,) * len(goal.ring.names)  # The row of what adds up to one; no monomial has such powers.
    for multiples in growing_support(goal.target, [base.polynomial for base in bases], work, _LIMITS, admits):
        columns = [ProductColumn(base=bases[number], factor=factor) for number, factor in multiples]
        filled = [column.terms() | ({whole: 1} if _counts(goal, column) else {}) for column in columns]
        found = weighted({whole: 1}, columns, filled, work)
        proof = None if found is None else _proof(goal, found, work)
        if proof is not None:
            return proof
    return None


def _counts(goal: Goal, column: ProductColumn) -> bool:
    """Whether the weight of a column is among those that add up to one."""
    product = Summand(coefficient=Fraction(1), monomial=column.factor, powers=column.base.powers)
    is_sought = isinstance(column.base, _Multiplied) is not goal.strict
    return column.base.equation is None and is_sought and is_strict(goal, product)


def _proof(goal: Goal, found: list[tuple[ProductColumn, Fraction]], work: Work) -> Proof | None:
    scale = lcm(*(weight.denominator for _, weight in found))
    factor, left = goal.ring.zero, []
    for column, weight in found:
        if isinstance(column.base, _Multiplied):
            terms = multiplied(column.base.multiplier, column.factor)
            factor = factor + goal.ring.from_terms(terms) * int(weight * scale)
        else:
            left.append((column, weight * scale))
    positive = visible(goal.aim(factor, strict=True), work)
    product = goal.aim(goal.target * factor, strict=goal.strict)
    proof = None if positive is None else sum_of_products(product, product.target, left, work)
    if proof is None:
        return None
    return {"rule": "multiply", "factor": to_terms(factor), "positive": positive, "product": proof}
