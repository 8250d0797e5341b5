"""Whether payoffs are concave together, so that several movers have one equilibrium (Rosen 1965)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import flint

from lsec_models.solve.corners.exact.polyhedra.linear_systems import is_negative
from lsec_models.solve.quadratic import Row


def are_concave_together(jacobian: Sequence[Row], owners: Sequence[str]) -> bool:
    """Whether the symmetric part of a Jacobian is negative definite, each owner's rows under some positive weight.

    Tried are equal weights, and those under which two owners move each other's marginal payoffs equally much.
    """
    size = range(len(owners))
    for weights in (dict.fromkeys(owners, flint.fmpq(1)), _balancing_weights(jacobian, owners)):
        rows = [[weights[owner] * entry for entry in row] for owner, row in zip(owners, jacobian, strict=True)]
        if is_negative([[rows[i][j] + rows[j][i] for j in size] for i in size], strictly=True):
            return True
    return False


def _balancing_weights(jacobian: Sequence[Row], owners: Sequence[str]) -> dict[str, Any]:
    """Return a positive weight for each owner, from one to the next along pairs of decisions that move each other."""
    weights: dict[str, Any] = {}
    for start in dict.fromkeys(owners):
        waiting = [] if start in weights else [start]
        weights.setdefault(start, flint.fmpq(1))
        for mine in waiting:
            for i, j in product(range(len(owners)), repeat=2):
                theirs = owners[j]
                if owners[i] == mine and theirs not in weights and jacobian[i][j] != 0 and jacobian[j][i] != 0:
                    weights[theirs] = weights[mine] * abs(jacobian[i][j] / jacobian[j][i])
                    waiting.append(theirs)
    return weights
