"""Steps uphill of one point: Newton's to a maximum, every curvature taken as if it were one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.first_order.ascents import BESIDE, FLAT
from lsec_models.solve.numerical.first_order.paces import AS_LONG, FASTER, LONGEST_STEP, NOTHING
from lsec_models.solve.numerical.first_order.scalar.eigenvalues import diagonalise, write_symmetric_part
from lsec_models.solve.numerical.first_order.scalar.elimination import LARGEST, solve_in_place
from lsec_models.solve.numerical.first_order.scalar.memory import Memory
from lsec_models.solve.numerical.graph.compiled_values import Numbers


def write_uphill(
    memory: Memory, positive: NDArray[np.bool_], start: int, moves: NDArray[np.int64], own: int, pace: Numbers
) -> int:
    """Write a step on which each mover climbs, later unknowns answering; return 0 where these have no answer."""
    conditions, jacobian, scale, step = memory.conditions, memory.jacobian, memory.scale, memory.step
    work, sides, reduced, slopes = memory.work, memory.sides, memory.reduced, memory.slopes
    inner = len(step) - own
    for i in range(inner):
        row, target, side = jacobian[own + i], work[i], sides[i]
        for j in range(inner):
            target[j] = row[own + j]
        for j in range(own):
            side[j] = -row[j]
        side[own] = -conditions[own + i]
    if solve_in_place(work, sides, inner, own + 1) == 0:
        return 0
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
            write_ascent(memory, place, moves[move])
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


def write_ascent(memory: Memory, start: int, count: int) -> None:
    """Write Newton's step of one mover to a maximum, every curvature taken as if it were one."""
    step, reduced, slopes = memory.step, memory.reduced, memory.slopes
    symmetric, vectors, units = memory.symmetric, memory.vectors, memory.units
    if count == 1:
        step[start] = slopes[start] / max(abs(reduced[start][start]), NOTHING)
        return
    write_symmetric_part(reduced, start, count, symmetric)
    write_units(symmetric, count, units)
    for i in range(count):
        for j in range(count):
            symmetric[i][j] /= units[i] * units[j]
    diagonalise(symmetric, vectors, count)
    largest = 0.0
    for k in range(count):
        largest = max(largest, abs(symmetric[k][k]))
    for i in range(count):
        step[start + i] = 0.0
    for k in range(count):
        along = 0.0
        for i in range(count):
            along += vectors[i][k] * slopes[start + i] / units[i]
        along /= max(abs(symmetric[k][k]), FLAT * largest + NOTHING)
        for i in range(count):
            step[start + i] += vectors[i][k] * along / units[i]


def write_units(matrix: Numbers, n: int, units: Numbers) -> None:
    """Write units in which each decision's own curvature is one; ones where what is beside these outweighs them."""
    for i in range(n):
        units[i] = np.sqrt(abs(matrix[i][i]))
    for i in range(n):
        for j in range(n):
            if units[i] == 0.0 or not abs(matrix[i][j]) <= BESIDE * units[i] * units[j]:
                for k in range(n):
                    units[k] = 1.0
                return
