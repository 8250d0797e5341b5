"""Premises: what a clause's other atoms let us assume, freed of the factors whose sign the domain settles.

A premise such as ``f * g**2 * h > 0``, with h positive on the domain, says no more than ``f > 0`` (and g nonzero); only
in that form is it of use as a condition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lsec_models.algebra.condition import Condition
from lsec_models.algebra.domain import Domain
from lsec_models.algebra.ring import factored
from lsec_models.algebra.signs import Sign
from lsec_models.prove.certificates.json_terms import to_terms
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.proof_search import ProofSearch
from lsec_models.prove.search.search import derive
from lsec_models.prove.search.visible import Proof

_SIGNS = {Sign.POSITIVE: 1, Sign.NEGATIVE: -1}


def derive_from(goal: Goal, premises: Sequence[int], domain: Domain, search: ProofSearch) -> Proof | None:
    """Return a proof of a goal, or None where none was found.

    Parameters
    ----------
    goal : Goal
    premises : sequence of int
        The positions of the conditions to be trimmed first.
    domain : Domain
        What knows the signs of factors.
    search : ProofSearch
    """
    trims = []
    for position in premises:
        trimmed = _trimmed(goal, position, domain, search)
        if trimmed is not None:
            goal, step = trimmed
            trims.append(step)
    proof = derive(goal, search)
    if proof is None:
        return None
    for step in reversed(trims):
        proof = step | {"proof": proof}
    return proof


def _trimmed(goal: Goal, position: int, domain: Domain, search: ProofSearch) -> tuple[Goal, dict[str, Any]] | None:
    """Return the goal with a smaller condition at `position`, and the proof step that leads there."""
    condition = goal.open_conditions[position]
    constant, powers = factored(condition.polynomial)
    items: list[dict[str, Any]] = []
    rest, sign = goal.ring.one, 1 if constant > 0 else -1
    for factor, power in powers:
        known = _SIGNS.get(domain.factor_sign(factor), 0)
        proof = derive(goal.aim(factor * known, strict=True), search) if known else None
        if proof is not None:
            items.append({"factor": to_terms(factor), "power": power, "sign": known, "proof": proof})
            sign *= known if power % 2 else 1
        elif power % 2 == 0 and condition.strict:
            items.append({"factor": to_terms(factor), "power": power, "sign": 0, "proof": None})
        else:
            rest = rest * factor**power
    if not items:
        return None
    smaller = replace(condition, polynomial=rest * sign)
    step = {
        "rule": "trim",
        "condition": position,
        "constant": str(constant),
        "rest": to_terms(rest),
        "items": items,
    }
    return _with_condition(goal, position, smaller), step


def _with_condition(goal: Goal, position: int, condition: Condition) -> Goal:
    conditions = (*goal.conditions[:position], condition, *goal.conditions[position + 1 :])
    return replace(goal, conditions=conditions)
