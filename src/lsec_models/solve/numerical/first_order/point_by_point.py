"""Newton's method by cascade, one point after the other: what is done elsewhere at many points at once.

These functions are written so that Numba compiles their text, and so that Python runs them as well. A state has all
unknowns of the first stage, of which those of a later stage are the last ones, and then all that is given. A block is a
stage and all later ones: where its unknowns begin in a state, where they end, how many of them its movers decide, and
how many are its movers' multipliers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.first_order.ascents import BESIDE, FLAT
from lsec_models.solve.numerical.first_order.paces import (
    AS_LONG,
    BLIND_STEP,
    CLIMBING_STEPS,
    FASTER,
    LONGER,
    LONGEST_STEP,
    MOST_BLIND,
    NEAR,
    NOTHING,
    PATIENCE,
    SHORTER,
    SMALLEST_STEP,
    STEPS,
)

# Jacobi's method turns all pairs so often at most; it needs less than ten times.
SWEEPS = 50
ROUNDING = 1e-16
# Greater is infinite.
LARGEST = 1.7976931348623157e308
Numbers: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.int64]
# Writes the conditions of a stage and all later ones, and those entries of their Jacobian that are not always zero: a
# global name, which is written from a game's graph, since Numba keeps no machine code that is handed a function.
evaluate: Callable[[int, Numbers, Numbers, Numbers], None]


def answered(
    states: Numbers,
    curvatures: Numbers,
    found: NDArray[np.bool_],
    blocks: Counts,
    moves: Counts,
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


def iterated(
    state: Numbers,
    pace: Numbers,
    block: Counts,
    moves: Counts,
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
    conditions, jacobian = np.zeros(n), np.zeros((n, n))
    step, scale = np.zeros(n), np.ones(n)
    work, sides = np.zeros((n, n)), np.zeros((n, own + 1))
    for _ in range(steps):
        evaluate_scaled(state, conditions, jacobian, scale, positive, stage, start)
        if is_uphill:
            sign = write_uphill(conditions, jacobian, scale, positive, start, moves, own, work, sides, step, pace)
        else:
            sign = write_newton(conditions, jacobian, work, sides, step)
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


def first_pace(own: int) -> Numbers:
    """Return how a start has moved before its first step."""
    pace = np.zeros(4 + 3 * own)
    pace[0] = pace[1] = LONGEST_STEP
    for i in range(own):
        pace[4 + own + i], pace[4 + 2 * own + i] = np.inf, 1.0
    return pace


def evaluate_scaled(
    state: Numbers,
    conditions: Numbers,
    jacobian: Numbers,
    scale: Numbers,
    positive: NDArray[np.bool_],
    stage: int,
    start: int,
) -> None:
    """Write conditions, and their Jacobian in units of the unknowns."""
    evaluate(stage, state, conditions, jacobian)  # noqa: F821
    for i in range(len(scale)):
        x = state[start + i]
        scale[i] = x if positive[start + i] else max(1.0, abs(x))
    for i in range(len(scale)):
        row = jacobian[i]
        for j in range(len(scale)):
            row[j] *= scale[j]


def write_newton(conditions: Numbers, jacobian: Numbers, work: Numbers, sides: Numbers, step: Numbers) -> int:
    """Write Newton's step, each row in units of its heaviest entry; return the sign of the determinant."""
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


def write_uphill(
    conditions: Numbers,
    jacobian: Numbers,
    scale: Numbers,
    positive: NDArray[np.bool_],
    start: int,
    moves: Counts,
    own: int,
    work: Numbers,
    sides: Numbers,
    step: Numbers,
    pace: Numbers,
) -> int:
    """Write a step on which each mover climbs, later unknowns answering; return 0 where these have no answer."""
    n = len(step)
    inner = n - own
    for i in range(inner):
        row, target, side = jacobian[own + i], work[i], sides[i]
        for j in range(inner):
            target[j] = row[own + j]
        for j in range(own):
            side[j] = -row[j]
        side[own] = -conditions[own + i]
    if solve_in_place(work, sides, inner, own + 1) == 0:
        return 0
    reduced, slopes = np.zeros((own, own)), np.zeros(own)
    for i in range(own):
        row, target, slope = jacobian[i], reduced[i], conditions[i]
        for j in range(own):
            target[j] = row[j]
        for k in range(inner):
            beside, side = row[own + k], sides[k]
            if beside != 0.0:
                slope += beside * side[own]
                for j in range(own):
                    target[j] += beside * side[j]
        slopes[i] = slope * scale[i]
        for j in range(own):
            target[j] *= scale[i]
        # In logarithms a decision's slope is part of its curvature.
        if positive[start + i]:
            target[i] += slopes[i]
    place = 0
    for move in range(len(moves)):
        if moves[move] > 0:
            write_ascent(reduced, slopes, place, place + moves[move], step)
            place += moves[move]
    for i in range(own):
        if not abs(step[i]) <= LARGEST:
            return 0
    hurry(step, own, pace)
    for k in range(inner):
        step[own + k] = sides[k][own]
        for j in range(own):
            step[own + k] += sides[k][j] * step[j]
    return 1


def hurry(step: Numbers, own: int, pace: Numbers) -> None:
    """Make the steps of the first decisions longer where one creeps, and none too long."""
    before, last, times, longest = 4, 4 + own, 4 + 2 * own, 0.0
    for i in range(own):
        size = abs(step[i])
        creeps = step[i] * pace[before + i] > 0 and size >= AS_LONG * pace[last + i]
        often = min(pace[times + i] * FASTER, LONGEST_STEP / max(size, NOTHING))
        pace[times + i] = max(often, 1.0) if creeps else 1.0
        pace[last + i] = size
        longest = max(longest, size * pace[times + i])
    for i in range(own):
        step[i] *= pace[times + i] * LONGEST_STEP / max(longest, LONGEST_STEP)


def write_ascent(curvatures: Numbers, slopes: Numbers, start: int, end: int, step: Numbers) -> None:
    """Write Newton's step of one mover to a maximum, every curvature taken as if it were one."""
    if end - start == 1:
        step[start] = slopes[start] / max(abs(curvatures[start][start]), NOTHING)
        return
    matrix, vectors, units = symmetric_part(curvatures, start, end), np.eye(end - start), np.ones(end - start)
    write_units(matrix, units)
    for i in range(end - start):
        for j in range(end - start):
            matrix[i][j] /= units[i] * units[j]
    diagonalise(matrix, vectors)
    largest = 0.0
    for k in range(end - start):
        largest = max(largest, abs(matrix[k][k]))
    for i in range(end - start):
        step[start + i] = 0.0
    for k in range(end - start):
        along = 0.0
        for i in range(end - start):
            along += vectors[i][k] * slopes[start + i] / units[i]
        along /= max(abs(matrix[k][k]), FLAT * largest + NOTHING)
        for i in range(end - start):
            step[start + i] += vectors[i][k] * along / units[i]


def write_units(matrix: Numbers, units: Numbers) -> None:
    """Write units in which each decision's own curvature is one; ones where what is beside these outweighs them."""
    for i in range(len(units)):
        units[i] = np.sqrt(abs(matrix[i][i]))
    for i in range(len(units)):
        for j in range(len(units)):
            if units[i] == 0.0 or not abs(matrix[i][j]) <= BESIDE * units[i] * units[j]:
                for k in range(len(units)):
                    units[k] = 1.0
                return


def diagonalise(matrix: Numbers, vectors: Numbers) -> None:
    """Turn a symmetric matrix until it is diagonal, and vectors with it, by Jacobi's method.

    What is not finite stays so.

    References
    ----------
    Golub, G. H. and Van Loan, C. F. (2013), Matrix Computations, 4th edition, section 8.5.
    """
    n = len(matrix)
    for _ in range(SWEEPS):
        is_diagonal = True
        for p in range(n):
            for q in range(p + 1, n):
                if abs(matrix[p][q]) <= ROUNDING * np.sqrt(abs(matrix[p][p])) * np.sqrt(abs(matrix[q][q])):
                    continue
                is_diagonal = False
                slope = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q])
                tangent = (1.0 if slope >= 0 else -1.0) / (abs(slope) + np.hypot(1.0, slope))
                cosine = 1 / np.hypot(1.0, tangent)
                sine = tangent * cosine
                for k in range(n):
                    left, right = matrix[k][p], matrix[k][q]
                    matrix[k][p], matrix[k][q] = cosine * left - sine * right, sine * left + cosine * right
                for k in range(n):
                    left, right = matrix[p][k], matrix[q][k]
                    matrix[p][k], matrix[q][k] = cosine * left - sine * right, sine * left + cosine * right
                    left, right = vectors[k][p], vectors[k][q]
                    vectors[k][p], vectors[k][q] = cosine * left - sine * right, sine * left + cosine * right
        if is_diagonal:
            return


def symmetric_part(matrix: Numbers, start: int, end: int) -> Numbers:
    """Return the symmetric part of a square on the diagonal of a matrix."""
    found = np.empty((end - start, end - start))
    for i in range(end - start):
        for j in range(end - start):
            found[i][j] = (matrix[start + i][start + j] + matrix[start + j][start + i]) / 2
    return found


def write_multipliers(state: Numbers, blocks: Counts, stage: int) -> None:
    """Write the multipliers of a stage's movers, by which later unknowns answer."""
    start, end, own, count = blocks[stage][0], blocks[stage][1], blocks[stage][2], blocks[stage][3]
    if count == 0:
        return
    conditions, jacobian = np.zeros(end - start), np.zeros((end - start, end - start))
    evaluate(stage, state, conditions, jacobian)  # noqa: F821
    work, sides = jacobian[own : own + count, own : own + count].copy(), np.empty((count, 1))
    for i in range(count):
        sides[i][0] = -conditions[own + i]
    is_solved = solve_in_place(work, sides, count, 1) != 0
    for i in range(count):
        state[start + own + i] += sides[i][0] if is_solved else np.nan


def write_curvatures(
    state: Numbers,
    curvatures: Numbers,
    blocks: Counts,
    moves: Counts,
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


def solve_in_place(matrix: Numbers, sides: Numbers, n: int, count: int) -> int:
    """Write the solutions of linear systems over their right sides, by elimination with row exchanges.

    Returns the sign of the determinant; 0 where there is no only solution, or something is not finite.
    """
    sign = 1
    for k in range(n):
        pivot, largest = k, 0.0
        for i in range(k, n):
            size = abs(matrix[i][k])
            if size > largest:
                pivot, largest = i, size
            elif not size <= LARGEST:
                return 0
        if largest == 0.0 or largest > LARGEST:
            return 0
        if pivot != k:
            sign = -sign
            for j in range(k, n):
                matrix[k][j], matrix[pivot][j] = matrix[pivot][j], matrix[k][j]
            for j in range(count):
                sides[k][j], sides[pivot][j] = sides[pivot][j], sides[k][j]
        if matrix[k][k] < 0:
            sign = -sign
        for i in range(k + 1, n):
            if matrix[i][k] != 0.0:
                factor = matrix[i][k] / matrix[k][k]
                for j in range(k + 1, n):
                    matrix[i][j] -= factor * matrix[k][j]
                for j in range(count):
                    sides[i][j] -= factor * sides[k][j]
    for k in range(n - 1, -1, -1):
        for i in range(k + 1, n):
            if matrix[k][i] != 0.0:
                for j in range(count):
                    sides[k][j] -= matrix[k][i] * sides[i][j]
        for j in range(count):
            sides[k][j] /= matrix[k][k]
    return sign
