"""Is a decider's value what it can get at most, if the others keep to their strategies for ever?"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint

from lsec_models.algebra.enclosures.balls import ball, is_positive_definite
from lsec_models.solve.difference.along_the_path import closed_loop
from lsec_models.solve.difference.backward_step import BackwardStep, Matrix, expected, own_period, times, transposed
from lsec_models.solve.difference.finite_horizon import NotCertain
from lsec_models.solve.difference.quadratic_period import QuadraticPeriod
from lsec_models.solve.difference.riccati.contracting_form import contracting_form

_LONGEST = 400
_SHARES = (Fraction(1), Fraction(1, 10), Fraction(1, 10**3), Fraction(1, 10**6))
_SHRINKING = Fraction(999, 1000)


def finite_horizons_tend_to(period: QuadraticPeriod, step: BackwardStep, decider: str, value: Matrix) -> bool:
    """Whether what a decider gets at most over finite horizons comes to no more than its value in the limit.

    With the others' strategies given, the decider solves a problem of control. Let F be its Riccati operator, from what
    the stocks are worth next to what they are worth now; it has the value P as a fixed point, rises with its argument,
    and is convex.

    1. For some positive definite D, and a rate below one, ``F(P + D) <= P + rate D``: by convexity and monotonicity
       iterates of F from anything below ``P + D`` end up at most at P.
    2. Iterates from zero, which are what finite horizons are worth at most, fall below ``P + D``, the decider's problem
       being strictly concave in its decisions on the way.

    Then no strategy earns more than P: what it earns is at most the limit of what its first periods do.

    Parameters
    ----------
    period : QuadraticPeriod
    step : BackwardStep
        The equilibrium of a period.
    decider : str
    value : matrix
        P, in balls.

    Returns
    -------
    bool
        False where that is not certain.
    """
    problem = _Own(period, step, decider)
    form = contracting_form(_discounted_loop(period, step, decider))
    if form is None:
        return False
    form = _with_room_for_shocks(period, form, period.factors[decider])
    for share in _SHARES:
        above = _plus(value, form, ball(share))
        try:
            after = problem.earlier(above)
        except NotCertain:
            continue
        room = _plus(_plus(value, form, ball(share * _SHRINKING)), after, flint.arb(-1))
        if is_positive_definite(room):
            return _falls_below(problem, above)
    return False


class _Own:
    """One decider's Riccati operator, the others' strategies given."""

    def __init__(self, period: QuadraticPeriod, step: BackwardStep, decider: str) -> None:
        lines, own = own_period(period, step, decider)
        lines = [[flint.arb(entry) for entry in row] for row in lines]
        self.period, self.known, self.decided = period, period.known, len(own)
        self.motion = times([[ball(entry) for entry in row] for row in period.motion], lines)
        payoff = [[ball(entry) for entry in row] for row in period.payoffs[decider]]
        self.payoff = times(transposed(lines), times(payoff, lines))
        self.factor = ball(period.factors[decider])

    def earlier(self, value: Matrix) -> Matrix:
        """Return what the known quantities are worth a period earlier.

        Raises
        ------
        NotCertain
            If the problem is not certainly strictly concave in the decisions.
        """
        later = times(transposed(self.motion), times(expected(self.period, value, ball), self.motion))
        form = _plus(self.payoff, later, self.factor)
        n = self.known
        curvature = [[-entry for entry in row[n:]] for row in form[n:]]
        if not is_positive_definite(curvature):
            raise NotCertain("not concave in own decisions")
        cross = [list(row[:n]) for row in form[n:]]
        reply = flint.arb_mat(curvature).solve(flint.arb_mat(cross)).tolist()
        gain = times(transposed(cross), reply)
        top = [list(row[:n]) for row in form[:n]]
        return _symmetric(_plus(top, gain, flint.arb(1)))


def _falls_below(problem: _Own, bound: Matrix) -> bool:
    value: Matrix = [[flint.arb(0)] * problem.known for _ in range(problem.known)]
    for _ in range(_LONGEST):
        if is_positive_definite(_plus(bound, value, flint.arb(-1))):
            return True
        try:
            value = problem.earlier(value)
        except NotCertain:
            return False
    return False


def _discounted_loop(period: QuadraticPeriod, step: BackwardStep, decider: str) -> Matrix:
    """Return how the known quantities move along the equilibrium, discounted by the root of the factor a period."""
    _, moved = closed_loop(period, step.laws)
    root = ball(period.factors[decider]).sqrt()
    return [[root * entry for entry in row] for row in moved]


def _with_room_for_shocks(period: QuadraticPeriod, form: Matrix, factor: Fraction) -> Matrix:
    """Return a form that falls by as much also where shocks add their variance times its curvature.

    What stands for 1 moves on as 1: its weight falls by the factor alone, and a larger one pays for the shocks.
    """
    if not period.variances:
        return form
    added = sum((ball(v) * form[i][i] for i, v in enumerate(period.variances, start=1)), flint.arb(0))
    rows = [list(row) for row in form]
    rows[0][0] += ball(factor / (1 - factor)) * added.upper()
    return rows


def _plus(one: Matrix, other: Matrix, weight: Any) -> Matrix:
    return [[a + weight * b for a, b in zip(row, more, strict=True)] for row, more in zip(one, other, strict=True)]


def _symmetric(matrix: Matrix) -> Matrix:
    size = range(len(matrix))
    return [[matrix[min(i, j)][max(i, j)] for j in size] for i in size]
