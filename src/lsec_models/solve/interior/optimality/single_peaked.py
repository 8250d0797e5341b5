"""Does a payoff of one decision rise up to a point and fall after it? Then the point is its global maximum.

The derivative is written as ``(x - x*) g``. Where g is nowhere positive, the payoff rises below x* and falls above it;
where x* lies below the range of x, the lower end is best.
"""

from __future__ import annotations

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.solve.interior.optimality.own_problem import OwnProblem


def is_single_peaked(problem: OwnProblem, *, strictly: bool = False) -> bool:
    """Return whether the stated answer is shown to be the peak of a payoff of one decision.

    1. The feasible decisions must be an interval on which the payoff is defined. Limits that are not linear in the
       decision may leave gaps, so that the answer is no unless there are none.
    2. Divide the derivative by ``x - x*``. What it leaves, g, must be nowhere positive, as far as signs show it.

    Parameters
    ----------
    problem : OwnProblem
    strictly : bool
        Whether g must be negative, so that nothing else is as good.
    """
    if len(problem.move.decisions) != 1 or not problem.is_defined:
        return False
    (decision,) = problem.move.decisions
    ring = problem.region.ring
    if any(limit.polynomial.degrees()[ring.index[decision]] > 1 for limit in problem.limits):
        return False
    distance = Ratio.variable(ring, decision) - problem.answers[decision]
    falling = -problem.payoff.derivative(decision) / distance
    if not problem.signs.finite(falling):
        return False
    return problem.signs.positive(falling) if strictly else problem.signs.nonnegative(falling)
