"""Conditions of one point with their Jacobian, and the multipliers that solve some of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.first_order.scalar.elimination import solve_in_place
from lsec_models.solve.numerical.first_order.scalar.memory import Memory, clear
from lsec_models.solve.numerical.graph.compiled_values import Numbers

# Writes the conditions of a stage and all later ones, and those entries of their Jacobian that are not always zero: a
# global name, which is written from a game's graph, since Numba keeps no machine code that is handed a function.
evaluate: Callable[[int, Numbers, Numbers, Numbers], None]


def evaluate_scaled(state: Numbers, memory: Memory, positive: NDArray[np.bool_], stage: int, start: int) -> None:
    """Write conditions, and their Jacobian in units of the unknowns."""
    jacobian, scale = memory.jacobian, memory.scale
    evaluate(stage, state, memory.conditions, jacobian)  # noqa: F821
    for i in range(len(scale)):
        x = state[start + i]
        scale[i] = x if positive[start + i] else max(1.0, abs(x))
    for i in range(len(scale)):
        row = jacobian[i]
        for j in range(len(scale)):
            row[j] *= scale[j]


def write_multipliers(state: Numbers, memory: Memory, block: NDArray[np.int64], stage: int) -> None:
    """Write the multipliers of a stage's movers, by which later unknowns answer."""
    start, own, count = block[0], block[2], block[3]
    if count == 0:
        return
    conditions, jacobian, work, sides = memory.conditions, memory.jacobian, memory.work, memory.sides
    clear(jacobian)
    evaluate(stage, state, conditions, jacobian)  # noqa: F821
    for i in range(count):
        row, target = jacobian[own + i], work[i]
        for j in range(count):
            target[j] = row[own + j]
        sides[i][0] = -conditions[own + i]
    is_solved = solve_in_place(work, sides, count, 1) != 0
    for i in range(count):
        state[start + own + i] += sides[i][0] if is_solved else np.nan
