"""A target that is quadratic in powers of variables, as a sum of squares of what is linear in them."""

from __future__ import annotations

from math import lcm
from typing import Any

from lsec_models.algebra.polynomials.quadratic_form import elimination_units, form_of, squares_of, steps_of_powers
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.prove.certificates.json_terms import to_terms
from lsec_models.prove.search.goal import Goal
from lsec_models.prove.search.identities.visible import Proof
from lsec_models.prove.search.positivstellensatz.sums_of_squares import is_positive_monomial
from lsec_models.work import Work


def by_quadratic_squares(goal: Goal, work: Work) -> Proof | None:
    """Return a proof of a goal by the squares of its target, whatever the conditions; None where they do not show it.

    Positive variables come last, and the constant after them, so that the last square is of one of these alone. Short
    squares are listed first: to add them up takes the checker less.
    """
    steps = steps_of_powers(goal.target)
    if steps is None:
        return None
    used = [i for i, degree in enumerate(goal.target.degrees()) if degree > 0]
    used.sort(key=lambda i: (goal.kinds[i] is Kind.POSITIVE, i))
    work.charge(len(goal.target) + elimination_units(len(used)))
    found = squares_of(form_of(goal.target, steps, {i: row for row, i in enumerate(used)}))
    if found.negative is not None:
        return None
    summands: list[dict[str, Any]] = []
    is_positive = False
    for weight, row in reversed(found.squares):
        common = lcm(*(int(entry.q) for entry in row))
        terms = {}
        for j, entry in enumerate(row):
            if entry:
                powers = [0] * len(goal.kinds)
                if j < len(used):
                    powers[used[j]] = steps[used[j]]
                terms[tuple(powers)] = int(entry * common)
        root = goal.ring.from_terms(terms)
        is_positive = is_positive or is_positive_monomial(goal, root)
        summands.append(
            {
                "coefficient": str(weight / common**2),
                "monomial": [0] * len(goal.kinds),
                "root": to_terms(root),
                "conditions": [],
            }
        )
    return {"rule": "squares", "sum": summands} if is_positive or not goal.strict else None
