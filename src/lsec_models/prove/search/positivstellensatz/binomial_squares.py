"""A target as a sum of monomials that are not negative and of squares of differences of two monomials.

However many variables there are, this takes one linear program: a term that may be negative is the mixed term of a
square of two terms that may not, as in Lagrange's identity, in which the product of two sums of squares less the square
of the sum of products is the sum of the squares of all minors of two rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isqrt
from typing import Any

from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.prove.certificates.json_terms import to_terms
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.identities.exact_weights import largest_bits
from lsec_models.prove.search.identities.identity import Summand, is_strict
from lsec_models.prove.search.identities.monomial_support import Powers
from lsec_models.prove.search.identities.visible import Proof
from lsec_models.prove.search.positivstellensatz.sparse_products import (
    MAX_BITS,
    Base,
    ProductColumn,
    is_nonnegative,
    weighted,
)
from lsec_models.work import Work

_MAX_STEPS = 5_000_000
_MAX_CELLS = 2_000_000


def by_binomial_squares(goal: Goal, work: Work) -> Proof | None:
    """Return a proof of a goal by squares of two monomials each, whatever the conditions; None where none was found.

    1. Halve the sum of two terms that are seen not to be negative: where that is the monomial of a term that may be,
       their common odd powers are put before the square of what is left.
    2. Take the two monomials as they are; and with the roots of the terms' coefficients, where these are whole.
    3. Find weights (:func:`.sparse_products.weighted`).

    References
    ----------
    Fidalgo, C. and Kovacec, A. (2011). Positive semidefinite diagonal minus tail forms are sums of squares.
    Mathematische Zeitschrift 269, 629-645. Ahmadi, A. A. and Majumdar, A. (2019). DSOS and SDSOS optimization. SIAM
    Journal on Applied Algebra and Geometry 3, 193-230.
    """
    wanted = {tuple(map(int, powers)): int(c) for powers, c in goal.target.terms()}
    safe = {powers: c for powers, c in wanted.items() if c > 0 and is_nonnegative(goal, powers)}
    steps = len(safe) * (len(wanted) - len(safe)) * len(goal.kinds)
    if not 0 < steps <= _MAX_STEPS or largest_bits(goal.target) > MAX_BITS:
        return None
    work.charge(steps // 20)
    roots = dict(_squares(goal, wanted, safe))
    if not roots or (len(safe) + len(roots)) * len(wanted) > _MAX_CELLS:
        return None
    one = Base(polynomial=goal.ring.one)
    columns = [ProductColumn(base=one, factor=powers) for powers in sorted(safe)]
    columns += [ProductColumn(base=Base(polynomial=root * root), factor=factor) for root, factor in roots.values()]
    found = weighted(wanted, columns, [column.terms() for column in columns], work)
    if found is None:
        return None
    root_of = {id(column): root for column, (root, _) in zip(columns[len(safe) :], roots.values(), strict=True)}
    alone = [Summand(coefficient=weight, monomial=column.factor, powers=()) for column, weight in found]
    positive = (is_strict(goal, s) for s, (c, _) in zip(alone, found, strict=True) if id(c) not in root_of)
    if goal.strict and not any(positive):
        return None
    summands: list[dict[str, Any]] = [
        {
            "coefficient": str(weight),
            "monomial": list(column.factor),
            "root": to_terms(root_of.get(id(column), goal.ring.one)),
            "conditions": [],
        }
        for column, weight in found
    ]
    return {"rule": "squares", "sum": summands}


def _squares(
    goal: Goal, wanted: Mapping[Powers, int], safe: Mapping[Powers, int]
) -> Iterator[tuple[object, tuple[Polynomial, Powers]]]:
    """Yield the roots of squares, each with the monomial before it, by what tells them apart."""
    for middle in sorted(wanted.keys() - safe.keys()):
        sign = 1 if wanted[middle] > 0 else -1
        for first in sorted(safe):
            second = tuple(2 * m - n for m, n in zip(middle, first, strict=True))
            if first < middle or second not in safe:
                continue
            left, right = (tuple(n // 2 for n in powers) for powers in (first, second))
            scales = isqrt(safe[first]), isqrt(safe[second])
            whole = scales[0] ** 2 == safe[first] and scales[1] ** 2 == safe[second]
            for a, b in dict.fromkeys([(1, 1), scales] if whole else [(1, 1)]):
                root = goal.ring.from_terms({left: a, right: sign * b})
                yield (first, second, a, b), (root, tuple(n % 2 for n in first))
