"""Conditions without the factors whose sign is proved: where ``f * g > 0`` and f is positive, ``g > 0`` is of use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lsec_models.algebra.polynomials.ring import Polynomial, factored
from lsec_models.prove.certificates.json_terms import to_terms
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.identities.visible import Proof


def trimmed(
    goal: Goal, position: int, sign_of: Callable[[Polynomial], int], prove: Callable[[Goal], Proof | None]
) -> tuple[Goal, dict[str, Any]] | None:
    """Return the goal with a smaller condition, and the step that leads there; None where nothing is left out.

    A condition that says no more than that something is not zero stays as it is.

    Parameters
    ----------
    goal : Goal
    position : int
        Of the condition.
    sign_of : callable
        What the sign of a factor may be: 1 or -1, or 0 where it is open.
    prove : callable
        Proves a goal: that a factor has its sign.
    """
    condition = goal.open_conditions[position]
    constant, powers = factored(condition.polynomial)
    items: list[dict[str, Any]] = []
    rest, sign = goal.ring.one, 1 if constant > 0 else -1
    for factor, power in powers:
        known = sign_of(factor)
        proof = prove(goal.aim(factor * known, strict=True)) if known else None
        if proof is not None:
            items.append({"factor": to_terms(factor), "power": power, "sign": known, "proof": proof})
            sign *= known if power % 2 else 1
        elif power % 2 == 0 and condition.strict:
            items.append({"factor": to_terms(factor), "power": power, "sign": 0, "proof": None})
        else:
            rest = rest * factor**power
    says_nonzero = sign > 0 and rest == goal.ring.one and any(item["sign"] == 0 for item in items)
    if not items or says_nonzero:
        return None
    smaller = replace(condition, polynomial=rest * sign)
    step = {
        "rule": "trim",
        "condition": position,
        "constant": str(constant),
        "rest": to_terms(rest),
        "items": items,
    }
    conditions = (*goal.conditions[:position], smaller, *goal.conditions[position + 1 :])
    return replace(goal, conditions=conditions), step
