"""Does some other plan earn a decider more, everybody else's plan given?"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import flint

from lsec_models.algebra.enclosures.balls import ball
from lsec_models.solve.difference.backward_step import BackwardStep, Matrix, backward_step
from lsec_models.solve.difference.own_limit import finite_horizons_tend_to
from lsec_models.solve.difference.quadratic_period import QuadraticPeriod
from lsec_models.solve.difference.riccati.coupled_equations import Unknowns, enclosed


def no_plan_is_better(period: QuadraticPeriod, decider: str, laws: Matrix, prices: Matrix, worth: Matrix) -> bool:
    """Whether it is certain that no plan of a decider, nor strategy, earns more against the others' plans.

    The others' plans follow from the planned stocks, which move on whatever the decider does. So it solves a problem of
    control in its own stocks x and the planned ones y, in which it keeps to its plan and answers to their difference:

    1. What the difference is worth is ``(x - y)' P (x - y)``, P from its own Riccati equation, enclosed by balls.
    2. The whole is worth ``v(y) + 2 (x - y)' prices(y) + (x - y)' P (x - y)``, with v what the plan earns: that solves
       the Bellman equation exactly, prices being what stocks are worth along the plan.
    3. What finite horizons earn at most falls to that value (:mod:`lsec_models.solve.difference.own_limit`).

    Parameters
    ----------
    period : QuadraticPeriod
        Without shocks, with one stage.
    decider : str
    laws : matrix
        Decisions, in terms of 1 and the planned stocks.
    prices : matrix
        Half the slopes of the decider's payoff in its stocks, in the same terms.
    worth : matrix
        What the plan earns it, a form in the same.

    Returns
    -------
    bool
        False where that is not certain.
    """
    own = sorted(c for name, mine in period.stages[0] for c in mine if name == decider)
    alone = _alone(period, decider, own)
    curvature = _own_curvature(alone, decider)
    if curvature is None:
        return False
    answer = backward_step(alone, {decider: curvature}, ball).laws
    undiscounted = period.factors[decider] == 1
    doubled = _doubled(period, decider, own)
    played = _all_laws(period, own, laws, answer)
    value = _value(worth, prices, curvature)
    if undiscounted:
        # Nothing is earned at rest, and 1 stands for nothing.
        doubled = doubled.without_constants()
        played = [list(row[1:]) for row in played]
        value = [list(row[1:]) for row in value[1:]]
    step = BackwardStep(laws=played, responses=(played,), values={}, curvatures=())
    return finite_horizons_tend_to(doubled, step, decider, value)


def _alone(period: QuadraticPeriod, decider: str, own: list[int]) -> QuadraticPeriod:
    """Return the decider's problem with nobody else and no constants."""
    products = period.without_constants()
    kept = [*range(products.known), *(c - 1 for c in own)]
    return replace(
        products,
        motion=[[row[c] for c in kept] for row in products.motion],
        payoffs={decider: [[products.payoffs[decider][a][b] for b in kept] for a in kept]},
        stages=(((decider, tuple(range(products.known, len(kept)))),),),
    )


def _own_curvature(alone: QuadraticPeriod, decider: str) -> Matrix | None:
    """Return P of the decider's own Riccati equation, enclosed; None where that is not certain."""
    near = _near(alone, decider)
    found = None if near is None else enclosed(alone, near)
    return None if found is None else found[decider]


def _near(alone: QuadraticPeriod, decider: str) -> Unknowns | None:
    import numpy as np
    from scipy.linalg import LinAlgError, solve_discrete_are

    size = alone.known
    motion = np.array([[float(x) for x in row] for row in alone.motion]) * float(alone.factors[decider]) ** 0.5
    flow = -np.array([[float(x) for x in row] for row in alone.payoffs[decider]])
    try:
        cost = solve_discrete_are(
            motion[:, :size], motion[:, size:], flow[:size, :size], flow[size:, size:], s=flow[:size, size:]
        )
    except (LinAlgError, ValueError):
        return None
    if not np.isfinite(cost).all():
        return None
    return [Fraction(float(-cost[i, j])) for i in range(size) for j in range(i, size)]


def _doubled(period: QuadraticPeriod, decider: str, own: list[int]) -> QuadraticPeriod:
    """Return a period with 1, the stocks, the planned stocks, the decisions and the planned decisions."""
    stocks, decided = period.known - 1, period.size - period.known
    known = 1 + 2 * stocks
    actual = [0, *range(1, 1 + stocks), *range(known, known + decided)]
    planned = [0, *range(1 + stocks, known), *range(known + decided, known + 2 * decided)]
    size = known + 2 * decided

    def spread(row: Any, places: list[int]) -> list[Fraction]:
        entries = dict(zip(places, row, strict=True))
        return [entries.get(i, Fraction(0)) for i in range(size)]

    rows = {actual[i]: spread(period.payoffs[decider][i], actual) for i in range(period.size)}
    others = [c for c in range(known, size) if c - known + period.known not in own]
    return replace(
        period,
        known=known,
        motion=[
            spread(period.motion[0], actual),
            *(spread(row, actual) for row in period.motion[1:]),
            *(spread(row, planned) for row in period.motion[1:]),
        ],
        payoffs={decider: [rows.get(i, [Fraction(0)] * size) for i in range(size)]},
        stages=(((decider, tuple(c - period.known + known for c in own)), ("the plans of all", tuple(others))),),
    )


def _all_laws(period: QuadraticPeriod, own: list[int], laws: Matrix, answer: Matrix) -> Matrix:
    """Return decisions and planned ones in terms of 1, the stocks and the planned stocks."""
    nothing = [flint.arb(0)] * (period.known - 1)
    planned = [[row[0], *nothing, *row[1:]] for row in laws]
    actual = [list(row) for row in planned]
    for column, row in zip(own, answer, strict=True):
        mine = actual[column - period.known]
        for k, entry in enumerate(row, start=1):
            mine[k] += entry
            mine[k + len(nothing)] -= entry
    return [*actual, *planned]


def _value(worth: Matrix, prices: Matrix, curvature: Matrix) -> Matrix:
    """Return what 1, the stocks and the planned stocks are worth to the decider."""
    n = len(prices)
    planned = [0, *range(1 + n, 1 + 2 * n)]
    value = [[flint.arb(0)] * (1 + 2 * n) for _ in range(1 + 2 * n)]
    for i, row in zip(planned, worth, strict=True):
        for j, entry in zip(planned, row, strict=True):
            value[i][j] += entry
    for k in range(n):
        for j, entry in zip(planned, prices[k], strict=True):
            for place, sign in ((1 + k, 1), (1 + n + k, -1)):
                value[place][j] += sign * entry
                value[j][place] += sign * entry
        for m in range(n):
            for one, first in ((1 + k, 1), (1 + n + k, -1)):
                for other, second in ((1 + m, 1), (1 + n + m, -1)):
                    value[one][other] += first * second * curvature[k][m]
    return value
