"""What is seen at once: a target whose coefficients, or those of one division, show its sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.identities.identity import Summand, by_coefficients, by_division, by_impossible_condition
from lsec_models.work import Work

Proof = dict[str, Any]


def visible(goal: Goal, work: Work) -> Proof | None:
    """Return a proof of a goal by one identity that takes no search, if there is one."""
    work.charge(goal.terms)
    for method in (by_coefficients, by_division, by_impossible_condition):
        products = method(goal)
        if products is not None:
            return identity_step(products)
    return None


def identity_step(products: Sequence[Summand]) -> Proof:
    """Return the step that a target is a sum of products."""
    return {
        "rule": "identity",
        "sum": [
            {"coefficient": str(p.coefficient), "monomial": list(p.monomial), "conditions": [list(x) for x in p.powers]}
            for p in products
        ],
    }
