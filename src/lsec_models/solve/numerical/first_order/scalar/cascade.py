"""Stage by stage from the last one, one point after the other: what a smooth game does at many points at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.first_order.paces import CLIMBING_STEPS, PATIENCE, STEPS
from lsec_models.solve.numerical.first_order.scalar.conditions import evaluate_scaled, write_multipliers
from lsec_models.solve.numerical.first_order.scalar.eigenvalues import diagonalise, write_symmetric_part
from lsec_models.solve.numerical.first_order.scalar.elimination import solve_in_place
from lsec_models.solve.numerical.first_order.scalar.memory import Memory, clear, memory_of
from lsec_models.solve.numerical.first_order.scalar.newton import iterated, start_pace
from lsec_models.solve.numerical.graph.compiled_values import Numbers


def answered(
    states: Numbers,
    curvatures: Numbers,
    found: NDArray[np.bool_],
    blocks: NDArray[np.int64],
    moves: NDArray[np.int64],
    positive: NDArray[np.bool_],
    first: int,
    is_climbing: bool,
) -> None:
    """Write what is decided from a stage on into states, and how payoffs curve there.

    Parameters
    ----------
    states : array of shape (points, unknowns and given)
    curvatures : array of shape (points, moves)
    found : array of shape (points,)
    blocks : array of shape (stages, 4)
    moves : array of shape (stages, most moves)
        How many decisions each has; zero where there is none.
    positive : array of shape (unknowns,)
    first : int
    is_climbing : bool
    """
    for point in range(len(states)):
        found[point] = True
    for stage in range(len(blocks) - 1, first - 1, -1):
        block = blocks[stage]
        own = block[2]
        if own == 0:
            continue
        memory, pace, climbs = memory_of(block[1] - block[0], own), np.zeros(4 + 3 * own), is_climbing or stage != first
        patience = PATIENCE if climbs else STEPS
        for point in range(len(states)):
            state = states[point]
            write_multipliers(state, memory, block, stage)
            if climbs:
                start_pace(pace, own)
                iterated(
                    state, pace, memory, block, moves[stage], positive, stage, True, CLIMBING_STEPS, CLIMBING_STEPS
                )
            start_pace(pace, own)
            sign = iterated(state, pace, memory, block, moves[stage], positive, stage, False, STEPS, patience)
            found[point] = sign != 0
    number = 0
    for stage in range(first, len(blocks)):
        block = blocks[stage]
        if block[2] == 0:
            continue
        memory = memory_of(block[1] - block[0], block[2])
        for point in range(len(states)):
            write_curvatures(states[point], curvatures[point], number, memory, block, moves[stage], positive, stage)
        for move in range(moves.shape[1]):
            number += moves[stage][move] > 0


def write_curvatures(
    state: Numbers,
    curvatures: Numbers,
    number: int,
    memory: Memory,
    block: NDArray[np.int64],
    moves: NDArray[np.int64],
    positive: NDArray[np.bool_],
    stage: int,
) -> None:
    """Write the greatest eigenvalue of each mover's second derivatives, later movers answering, from a place on."""
    start, own = block[0], block[2]
    inner = block[1] - start - own
    jacobian, scale, work, sides, reduced = memory.jacobian, memory.scale, memory.work, memory.sides, memory.reduced
    clear(jacobian)
    evaluate_scaled(state, memory, positive, stage, start)
    for i in range(inner):
        row, target, side = jacobian[own + i], work[i], sides[i]
        for j in range(inner):
            target[j] = row[own + j]
        for j in range(own):
            side[j] = -row[j]
    is_answered = solve_in_place(work, sides, inner, own) != 0
    for i in range(own):
        row, target = jacobian[i], reduced[i]
        for j in range(own):
            target[j] = row[j] if is_answered else np.nan
            for k in range(inner):
                target[j] += row[own + k] * sides[k][j]
            target[j] *= scale[i]
    place = 0
    for move in range(len(moves)):
        count = moves[move]
        if count > 0:
            curvatures[number] = greatest_curvature(memory, place, count)
            place += count
            number += 1


def greatest_curvature(memory: Memory, start: int, count: int) -> float:
    """Return the greatest eigenvalue of the second derivatives of one mover's payoff; NaN where one is."""
    reduced, symmetric = memory.reduced, memory.symmetric
    greatest: float = reduced[start][start]
    if count > 1:
        write_symmetric_part(reduced, start, count, symmetric)
        diagonalise(symmetric, memory.vectors, count)
        greatest = symmetric[0][0]
        for k in range(1, count):
            greater = symmetric[k][k] > greatest
            # NaN is no less than a number here, so that it stays.
            greatest = symmetric[k][k] if greater or np.isnan(symmetric[k][k]) else greatest
    return greatest
