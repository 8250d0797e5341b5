"""Whether a state can be kept at an end of its interval, where no steady state of the canonical system is."""

from __future__ import annotations

import sympy as sp

from lsec_models.errors import DeclarationError, DegenerateProblem
from lsec_models.games.one_state import OneStateProblem
from lsec_models.solve.one_state.root_isolation import Unknown, zeros


def held_at_an_end(problem: OneStateProblem) -> str | None:
    """Return what to ask where the state may come to an end of its interval in finite time and stay there; else None.

    It can stay where some admissible control keeps it, and others would drive it further.
    """
    low, high = problem.control_ends
    for end, outwards in zip(problem.between, (-1, 1), strict=True):
        speed = problem.dynamics.subs(problem.state, end)
        try:
            held = zeros([speed], [Unknown(symbol=problem.control, low=low, high=high)])
        except (DegenerateProblem, DeclarationError):
            continue
        for (control,) in held:
            push = float(sp.diff(speed, problem.control).subs(problem.control, control)) * outwards
            open_ends = (low is None or control > float(low), high is None or control < float(high))
            if (push < 0 and open_ends[0]) or (push > 0 and open_ends[1]):
                return (
                    f"{problem.state} can be kept at the end {end} of its interval, where the optimum may come to in "
                    "finite time without a steady state of the canonical system; "
                    "value_iteration(problem, {...}, controls=(lowest, highest)) of "
                    "lsec_models.audits.dynamic.value_iteration finds such paths on a grid"
                )
    return None
