"""Whether first- and second-order conditions hold near numbers for certain, by intervals."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

import flint
import numpy as np

from lsec_models.algebra.enclosures.balls import ball, holds_one_zero, is_positive_definite
from lsec_models.solve.numerical.first_order.paces import SMALLEST_STEP
from lsec_models.solve.numerical.first_order.stacked_conditions import StageConditions, jacobian_entries
from lsec_models.solve.numerical.graph.compiled_values import Numbers
from lsec_models.solve.numerical.subgames.smooth_game import SmoothGame

Rows: TypeAlias = list[list[flint.arb]]

# Relative to each unknown, or to a thousandth of the largest.
RADIUS = Fraction(1, 10**8)
LEAST = Fraction(1, 10**3)
_BITS = 128
_POLISHED, _POLISHED_ENOUGH, _FAR = 3, 1e-13, 1e-6
# Newton's method in floats may stop so far from a decision in a small unit.
_STOPPED = 10 * SMALLEST_STEP


def certain_box(
    game: SmoothGame, values: Mapping[str, Numbers], exact: Mapping[str, Fraction]
) -> dict[str, flint.arb] | None:
    """Return a box around numbers at one point if all conditions are certain to hold at one place in it, else None.

    1. Of the stacked first-order conditions, Krawczyk's test finds exactly one solution there.
    2. In the whole box, each mover's second derivatives, with all that answers them, are negative definite.
    3. In the whole box, no decision reaches an end, and constraints hold.

    Parameters
    ----------
    game : SmoothGame
    values : mapping from str to array of shape (1,)
        Decisions and multipliers.
    exact : mapping from str to Fraction
        Parameters, and decisions that stop at an end.
    """
    unknowns = game.stages[0].unknowns
    middle = {name: Fraction(float(values[name][0])) for name in unknowns}
    decided = {decision.name for decision in game.game.decisions}
    # What vanishes is in units of others: of decisions, those of decisions only.
    most = max((abs(value) for name, value in middle.items() if name in decided), default=Fraction(1))
    largest = max(map(abs, middle.values()), default=Fraction(1))
    sizes = {name: max(abs(value), LEAST * (most if name in decided else largest)) for name, value in middle.items()}
    given = {name: ball(value) for name, value in exact.items()}
    before, flint.ctx.prec = flint.ctx.prec, _BITS
    try:
        here = given | {name: ball(value) for name, value in middle.items()}
        around = given | {name: here[name] + flint.arb(0, ball(RADIUS * sizes[name]).mid()) for name in unknowns}
        _, jacobian = _evaluated(game, around)
        if not (_has_one_solution(game, here, jacobian, sizes) and _is_inside(game, around)):
            return None
        return around if all(_is_maximal(stage, jacobian) for stage in game.stages) else None
    except ZeroDivisionError:
        return None
    finally:
        flint.ctx.prec = before


def polished(game: SmoothGame, values: Mapping[str, Numbers], exact: Mapping[str, Fraction]) -> Mapping[str, Numbers]:
    """Return numbers at one point after Newton steps in more digits, from exact parameters.

    Where conditions hardly change with unknowns, as where demand is nearly unit elastic, floats lose digits. Numbers
    that such a step would move far are left as they are.

    Parameters
    ----------
    game : SmoothGame
    values : mapping from str to array of shape (1,)
    exact : mapping from str to Fraction
    """
    stage = game.stages[0]
    known = {name: ball(value) for name, value in exact.items()}
    known |= {name: flint.arb(float(values[name][0])) for name in stage.unknowns}
    decided = [decision.name for decision in game.game.decisions if decision.name in stage.unknowns]
    least = float(LEAST) * max((abs(values[name][0]) for name in decided), default=0.0)
    sizes = [max(abs(float(values[name][0])), least) for name in stage.unknowns]
    before, flint.ctx.prec = flint.ctx.prec, _BITS
    try:
        for _ in range(_POLISHED):
            conditions, jacobian = _evaluated(game, known)
            step = flint.arb_mat(jacobian).solve(flint.arb_mat([[value] for value in conditions]))
            known |= {name: (known[name] - step[i, 0]).mid() for i, name in enumerate(stage.unknowns)}
            # What is left is of the order of its square.
            if all(bool(abs(step[i, 0]) <= _POLISHED_ENOUGH * size) for i, size in enumerate(sizes)):
                break
    except ZeroDivisionError:
        return values
    finally:
        flint.ctx.prec = before
    numbers = {name: np.array([float(known[name])]) for name in stage.unknowns}
    near = all(
        abs(numbers[n] - values[n])[0] <= max(_FAR * max(abs(values[n][0]), least), min(_STOPPED, abs(values[n][0])))
        for n in decided
    )
    return {**values, **numbers} if near else values


def _evaluated(game: SmoothGame, box: Mapping[str, flint.arb]) -> tuple[list[flint.arb], Rows]:
    """Return the conditions of the first stage and their Jacobian; those of later stages stand last in both."""
    stage = game.stages[0]
    slopes = jacobian_entries(game.graph, stage)
    found = iter(game.graph.in_balls(box, [*stage.conditions, *slopes.values()]))
    values = [next(found) for _ in stage.conditions]
    jacobian = [[flint.arb(0) for _ in stage.unknowns] for _ in stage.conditions]
    for row, column in slopes:
        jacobian[row][column] = next(found)
    return values, jacobian


def _has_one_solution(
    game: SmoothGame, here: Mapping[str, flint.arb], around: Rows, sizes: Mapping[str, Fraction]
) -> bool:
    """Whether the conditions have one solution in a box of which the Jacobian is given: unknowns in their sizes."""
    values, middle = _evaluated(game, here)
    units = [ball(sizes[name]) for name in game.stages[0].unknowns]
    jacobians = [
        flint.arb_mat([[slope * unit for slope, unit in zip(row, units, strict=True)] for row in rows])
        for rows in (middle, around)
    ]
    return holds_one_zero(jacobians[0], jacobians[1], values, RADIUS)


def _is_inside(game: SmoothGame, around: Mapping[str, flint.arb]) -> bool:
    """Whether in the whole box decisions have their signs, are between their ends, and keep to constraints."""
    if not all(bool(around[decision.name] > 0) for decision in game.game.decisions if decision.is_nonnegative):
        return False
    places = [game.graph.place_of(bound.function.expression()) for bound in game.game.bounds]
    return all(bool(value > 0) for value in game.graph.in_balls(around, places))


def _is_maximal(stage: StageConditions, jacobian: Rows) -> bool:
    """Whether the second derivatives of each mover of a stage are negative definite: its block of a Jacobian."""
    first = len(jacobian) - len(stage.unknowns)
    own = sum(len(move.decisions) for move in stage.moves)
    start, inner = first, range(first + own, len(jacobian))
    for move in stage.moves:
        places = range(start, start + len(move.decisions))
        start = places.stop
        if move.is_expectation:
            continue
        direct = _block(jacobian, places, places)
        if inner:
            answers = _block(jacobian, inner, inner).solve(_block(jacobian, inner, places))
            direct = direct - _block(jacobian, places, inner) * answers
        if not is_positive_definite((direct * -1).tolist()):
            return False
    return True


def _block(jacobian: Rows, rows: range, columns: range) -> flint.arb_mat:
    return flint.arb_mat([[jacobian[row][column] for column in columns] for row in rows])
