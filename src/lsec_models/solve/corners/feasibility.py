"""Constraints that no decisions can satisfy together."""

from __future__ import annotations

from collections.abc import Sequence

from lsec_models.algebra.numbers.exact_numbers import to_fraction
from lsec_models.solve.quadratic import LinearConstraint, LinearQuadratic


def clashing_limits(model: LinearQuadratic) -> tuple[str, ...]:
    """Return a smallest set of constraints of a game at a point that exclude each other, in words; empty if none do.

    Linear programming in floating point: it serves to say why a game has no equilibrium, and proves nothing.
    """
    limits = [limit for stage in model.stages for limit in stage.limits]
    if _is_feasible(limits, len(model.names)):
        return ()
    for limit in list(limits):
        fewer = [other for other in limits if other is not limit]
        if not _is_feasible(fewer, len(model.names)):
            limits = fewer
    return tuple(limit.words for limit in limits)


def _is_feasible(limits: Sequence[LinearConstraint], width: int) -> bool:
    from scipy.optimize import linprog

    rows = [[float(to_fraction(x)) for x in limit.row] for limit in limits]
    padded = [[*row[:-1], *[0.0] * (width - len(row) + 1)] for row in rows]
    left = [[-x for x in row] for row in padded]
    found = linprog([0.0] * width, A_ub=left or None, b_ub=[row[-1] for row in rows] or None, bounds=(None, None))
    return bool(found.status != 2)
