"""Stage by stage from the last one, one point after the other: what a smooth game does at many points at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.first_order.paces import CLIMBING_STEPS, PATIENCE, STEPS
from lsec_models.solve.numerical.first_order.scalar.conditions import evaluate_scaled, write_multipliers
from lsec_models.solve.numerical.first_order.scalar.eigenvalues import diagonalise, symmetric_part
from lsec_models.solve.numerical.first_order.scalar.elimination import solve_in_place
from lsec_models.solve.numerical.first_order.scalar.newton import first_pace, iterated
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
        state = states[point]
        found[point] = True
        for stage in range(len(blocks) - 1, first - 1, -1):
            if blocks[stage][2] == 0:
                continue
            write_multipliers(state, blocks, stage)
            climbs = is_climbing or stage != first
            block = blocks[stage]
            if climbs:
                pace = first_pace(block[2])
                iterated(state, pace, block, moves[stage], positive, stage, True, CLIMBING_STEPS, CLIMBING_STEPS)
            pace, patience = first_pace(block[2]), PATIENCE if climbs else STEPS
            found[point] = iterated(state, pace, block, moves[stage], positive, stage, False, STEPS, patience) != 0
        write_curvatures(state, curvatures[point], blocks, moves, positive, first)


def write_curvatures(
    state: Numbers,
    curvatures: Numbers,
    blocks: NDArray[np.int64],
    moves: NDArray[np.int64],
    positive: NDArray[np.bool_],
    first: int,
) -> None:
    """Write the greatest eigenvalue of each mover's second derivatives, later movers answering."""
    number = 0
    for stage in range(first, len(blocks)):
        start, end, own = blocks[stage][0], blocks[stage][1], blocks[stage][2]
        if own == 0:
            continue
        n, inner = end - start, end - start - own
        conditions, jacobian, scale = np.zeros(n), np.zeros((n, n)), np.ones(n)
        evaluate_scaled(state, conditions, jacobian, scale, positive, stage, start)
        work, sides = jacobian[own:, own:].copy(), -jacobian[own:, :own]
        is_answered = solve_in_place(work, sides, inner, own) != 0
        reduced = np.zeros((own, own))
        for i in range(own):
            for j in range(own):
                reduced[i][j] = jacobian[i][j] if is_answered else np.nan
                for k in range(inner):
                    reduced[i][j] += jacobian[i][own + k] * sides[k][j]
                reduced[i][j] *= scale[i]
        place = 0
        for move in range(moves.shape[1]):
            if moves[stage][move] > 0:
                count = moves[stage][move]
                symmetric, vectors = symmetric_part(reduced, place, place + count), np.eye(count)
                diagonalise(symmetric, vectors)
                curvatures[number] = symmetric[0][0]
                for k in range(1, count):
                    greater = symmetric[k][k] > curvatures[number]
                    # NaN is no less than a number here, so that it stays.
                    curvatures[number] = symmetric[k][k] if greater or np.isnan(symmetric[k][k]) else curvatures[number]
                place += count
                number += 1
