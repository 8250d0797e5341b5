"""Games in which the first mover keeps to decisions after which the last mover has one answer.

A last mover whose payoff is linear or convex in its decision takes one of two ends, as an affine function of what was
decided before is positive or negative. Where that is not zero, nothing depends on how ties are broken. So the first
mover may keep to one side of it: by its decisions at the start, after which the rest of the game is what it was, or by
its own decision just before the last one, which costs it nothing of a supremum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lsec_models.solve.linear_algebra import ONE, ZERO
from lsec_models.solve.quadratic import LinearConstraint, LinearQuadratic, Matrix, Row


@dataclass(frozen=True, kw_only=True)
class OneSided:
    """A game in which the last mover has one answer after all that the first mover still considers.

    Attributes
    ----------
    model : LinearQuadratic
    is_part : bool
        Whether only decisions at the start are given up, so that what follows the others is part of the true game.
    """

    model: LinearQuadratic
    is_part: bool


def with_last_apart(model: LinearQuadratic, payoff: Matrix | None = None) -> LinearQuadratic:
    """Return a game in which the last mover is a player of its own, who decides nothing before.

    Parameters
    ----------
    model : LinearQuadratic
        One player moves last.
    payoff : matrix, optional
        What it wants there; what it does, if that is not said.
    """
    *before, last = model.stages
    ((player, own),) = last.movers
    name = f"{player} at the end"
    limits = tuple(replace(limit, players=(name,)) for limit in last.limits)
    stage = replace(last, movers=((name, own),), limits=limits)
    payoffs = {**model.payoffs, name: model.payoffs[player] if payoff is None else payoff}
    return replace(model, stages=(*before, stage), payoffs=payoffs)


def one_sided(model: LinearQuadratic) -> Iterator[OneSided]:
    """Yield the games in which the first mover keeps to one side of the last mover's indifference.

    Parameters
    ----------
    model : LinearQuadratic
        One player moves at a time, under constraints on its own and earlier decisions that need not hold strictly.
    """
    ends = _ends(model)
    if ends is None:
        return
    low, high = ends
    start = model.stages[-1].start
    ((player, _),) = model.stages[-1].movers
    matrix = model.payoffs[player]
    slope = [*matrix[start][:start], matrix[start][-1]]
    gain = [x + matrix[start][start] / 2 * (a + b) for x, a, b in zip(slope, low, high, strict=True)]
    moving = [v for v in range(start) if gain[v] != 0]
    if not moving:
        return
    for end, side in ((high, gain), (low, [-x for x in gain])):
        pinned = with_last_apart(model, wanting(end, start, len(matrix)))
        number = _last_own_at_the_start(model, moving[-1])
        if number is not None:
            kept = [*side[:-1], side[-1] - ONE]
            yield OneSided(model=kept_to(pinned, number, kept), is_part=True)
        elif _can_approach(model, side, [x - y for x, y in zip(high, low, strict=True)]):
            yield OneSided(model=kept_to(pinned, len(model.stages) - 2, side), is_part=False)


def _ends(model: LinearQuadratic) -> tuple[Row, Row] | None:
    """Return between which two affine functions of earlier decisions the last mover takes an end; None if it does not.

    It does with one decision, one constraint on each side of it, and a payoff that is linear or convex in it.
    """
    last = model.stages[-1]
    ((player, own),) = last.movers
    start = last.start
    if player == model.stages[0].movers[0][0] or len(own) > 1 or model.payoffs[player][start][start] < 0:
        return None
    below = [limit.row for limit in last.limits if limit.row[start] > 0]
    above = [limit.row for limit in last.limits if limit.row[start] < 0]
    if len(below) != 1 or len(above) != 1 or len(last.limits) != 2:
        return None
    low, high = ([-x / row[start] for x in (*row[:start], row[-1])] for row in (below[0], above[0]))
    return low, high


def wanting(end: Row, start: int, size: int) -> Matrix:
    """Return the payoff of who wants its decision, which comes last, to be an affine function of earlier ones."""
    matrix = [[ZERO] * size for _ in range(size)]
    matrix[start][start] = -ONE
    for place, entry in zip((*range(start), size - 1), end, strict=True):
        matrix[start][place] = matrix[place][start] = entry
    return matrix


def _last_own_at_the_start(model: LinearQuadratic, decision: int) -> int | None:
    """Return the stage of a decision before which, and in which, the first mover alone decides; None for another."""
    first = model.stages[0].movers[0][0]
    for number, stage in enumerate(model.stages):
        if [player for player, _ in stage.movers] != [first]:
            return None
        if decision < stage.stop:
            return number
    return None


def _can_approach(model: LinearQuadratic, side: Row, width: Row) -> bool:
    """Whether the first mover decides just before the last one, and can always go on to where a function is positive.

    All constraints on its one decision are then on the same side as that of the function, so that what it gets where
    the function is at least zero is approached where it is positive.
    """
    stage = model.stages[-2]
    if [player for player, _ in stage.movers] != [model.stages[0].movers[0][0]] or stage.stop - stage.start > 1:
        return False
    rows = [side, *(limit.row for limit in stage.limits)]
    is_one_way = all(row[stage.start] * side[stage.start] > 0 for row in rows)
    return is_one_way and all(x == 0 for x in width[:-1]) and width[-1] >= 0


def kept_to(model: LinearQuadratic, number: int, side: Sequence[object]) -> LinearQuadratic:
    """Return a game in which the mover of a stage keeps to where a function of what is decided is at least zero.

    Parameters
    ----------
    model : LinearQuadratic
    number : int
        Of the stage, from 0.
    side : sequence of numbers
        The function: a coefficient for each decision up to the stage, or more, and the constant last.
    """
    stage = model.stages[number]
    players = tuple(player for player, _ in stage.movers)
    row = [*side[: stage.stop], side[-1]]
    limit = LinearConstraint(words="one side", row=row, players=players, strict=False)
    stages = [*model.stages]
    stages[number] = replace(stage, limits=(*stage.limits, limit))
    return replace(model, stages=tuple(stages))
