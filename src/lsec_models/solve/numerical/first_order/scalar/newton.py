"""Newton's method at one point, in numbers; :mod:`lsec_models.solve.numerical.first_order.newton` has arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.first_order.paces import (
    BLIND_STEP,
    LONGER,
    LONGEST_STEP,
    MOST_BLIND,
    NEAR,
    SHORTER,
    SMALLEST_STEP,
)
from lsec_models.solve.numerical.first_order.scalar.ascents import write_uphill
from lsec_models.solve.numerical.first_order.scalar.conditions import evaluate_scaled
from lsec_models.solve.numerical.first_order.scalar.elimination import LARGEST, solve_in_place
from lsec_models.solve.numerical.first_order.scalar.memory import Memory, clear
from lsec_models.solve.numerical.graph.compiled_values import Numbers


def iterated(
    state: Numbers,
    pace: Numbers,
    memory: Memory,
    block: NDArray[np.int64],
    moves: NDArray[np.int64],
    positive: NDArray[np.bool_],
    stage: int,
    is_uphill: bool,
    steps: int,
    patience: int,
) -> int:
    """Move the unknowns of a block, uphill or to a zero; return the sign of the determinant where that settles.

    Where a step is not finite no unknown is a number.

    Parameters
    ----------
    state : array of shape (unknowns and given,)
    pace : array
        How it has moved so far, as `Paces` keep it of one start.
    memory : Memory
        Of the block.
    block : array of shape (4,)
    moves : array
        How many decisions each of the block's movers has; zero where there is none.
    positive : array of bool
        Which unknowns of a state are.
    stage : int
    is_uphill : bool
    steps, patience : int
    """
    start, n, own = block[0], block[1] - block[0], block[2]
    scale, step = memory.scale, memory.step
    clear(memory.jacobian)
    for _ in range(steps):
        evaluate_scaled(state, memory, positive, stage, start)
        sign = write_uphill(memory, positive, start, moves, own, pace) if is_uphill else write_newton(memory)
        size, turned = 0.0, 0.0
        for i in range(n):
            size = max(size, abs(step[i]))
            if not abs(step[i]) <= LARGEST:
                sign = 0
        if size >= BLIND_STEP:
            pace[3] += 1
        if sign == 0 or pace[3] >= MOST_BLIND:
            write_nothing(state, start, n)
            return 0
        for i in range(own):
            turned += step[i] * pace[4 + i]
        pace[0] = min(pace[0], size) / 2 if turned < 0 else min(pace[0] * LONGER, LONGEST_STEP)
        share = pace[0] / max(size, pace[0])
        for i in range(n):
            step[i] *= share
            if i < own:
                pace[4 + i] = step[i]
            if positive[start + i]:
                state[start + i] *= np.exp(step[i])
            else:
                state[start + i] += step[i] * scale[i]
            if not abs(state[start + i]) <= LARGEST:
                write_nothing(state, start, n)
                return 0
        if size < (NEAR if is_uphill else SMALLEST_STEP):
            return sign
        if size < max(SHORTER * pace[1], NEAR):
            pace[1], pace[2] = min(size, pace[1]), 0
        else:
            pace[2] += 1
            if pace[2] >= patience:
                return 0
    return 0


def write_nothing(state: Numbers, start: int, n: int) -> None:
    """Write no number for any unknown of a block."""
    for i in range(n):
        state[start + i] = np.nan


def start_pace(pace: Numbers, own: int) -> None:
    """Write how a start has moved before its first step."""
    pace[0] = pace[1] = LONGEST_STEP
    pace[2] = pace[3] = 0.0
    for i in range(own):
        pace[4 + i], pace[4 + own + i], pace[4 + 2 * own + i] = 0.0, np.inf, 1.0


def write_newton(memory: Memory) -> int:
    """Write Newton's step, each row in units of its heaviest entry; return the sign of the determinant."""
    conditions, jacobian, step = memory.conditions, memory.jacobian, memory.step
    work, sides = memory.work, memory.sides
    n = len(step)
    for i in range(n):
        row, heaviest = jacobian[i], 0.0
        for j in range(n):
            heaviest = max(heaviest, abs(row[j]))
        if not heaviest > 0.0:
            return 0
        for j in range(n):
            work[i][j] = row[j] / heaviest
        sides[i][0] = -conditions[i] / heaviest
    sign = solve_in_place(work, sides, n, 1)
    for i in range(n):
        step[i] = sides[i][0]
    return sign
