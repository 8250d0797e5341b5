"""What a mover would like better, but later movers evade: where its payoff is higher, they answer in another way.

A branch of later responses satisfies their first-order conditions; where somebody among them has something still
better, the answer has jumped away. Then a better point on the branch is not a deviation, and neither is any other point
of it at which the mover would gain, if one and the same alternative of a later mover is feasible and better throughout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import flint

from lsec_models.algebra.numbers.exact_numbers import to_fmpq, to_fraction
from lsec_models.algebra.numbers.rational_roots import root_bounds
from lsec_models.solve.corners.affine_functions import composed, inserted
from lsec_models.solve.corners.branch import Branch, Id
from lsec_models.solve.corners.branches import Responses, StageGame
from lsec_models.solve.corners.deviation import FaceAlternative, MoverProblem, stationary_rows
from lsec_models.solve.linear_algebra import restricted_minors
from lsec_models.solve.quadratic import Matrix, Row, affine_at, is_zero

_ROOT_SCALE = 10**15

Span = tuple[flint.fmpq, flint.fmpq]


def evasion_of(
    responses: Responses, stage: StageGame, player: str, path: Sequence[flint.fmpq], payoff: flint.fmpq
) -> FaceAlternative | None:
    """Return an alternative that a later mover prefers wherever a player of one decision would gain on a branch.

    Parameters
    ----------
    responses : Responses
        At a point.
    stage : StageGame
        Of the player's stage, later stages on the branch.
    player : str
    path : sequence of fmpq
        The decisions up to the end of the stage; the player's own is not used.
    payoff : fmpq
        What the player earns without deviating.
    """
    (own,) = (places for name, places in stage.shape.movers if name == player)
    span = _gaining(MoverProblem.of(stage, path, player), payoff) if len(own) == 1 else None
    if span is None:
        return None
    rows = _along(stage, own[0], path)
    for number, name, follower in _later_movers(responses, stage.number + 1):
        for ids in _preferred_throughout(responses.stage_game(number, follower.label), name, rows, span):
            return FaceAlternative(stage=number, player=name, later=follower.label, ids=ids)
    return None


def _gaining(problem: MoverProblem, payoff: flint.fmpq) -> Span | None:
    """Return an interval that has every feasible choice with a higher payoff; None if the payoff is not concave."""
    (square, slope), (_, constant) = problem.payoff
    if square >= 0:
        return None
    discriminant = slope * slope - 2 * square * (constant / 2 - payoff)
    if discriminant < 0:
        return None
    root = to_fmpq(root_bounds(to_fraction(discriminant), _ROOT_SCALE)[1])
    ends = sorted([(-slope + root) / square, (-slope - root) / square])
    lower, upper = problem.ends_on_the_line()
    return max([ends[0], *lower]), min([ends[1], *upper])


def _along(stage: StageGame, own: int, path: Sequence[flint.fmpq]) -> list[Row]:
    """Return every decision as an affine function of the player's own, later ones following the branch."""
    zero, one = stage.model.zero, stage.model.one
    rows: list[Row] = [[one, zero] if v == own else [zero, path[v]] for v in range(stage.shape.stop)]
    return [*rows, *(inserted(stage.model, row, [*rows, [zero, one]]) for row in stage.later.rows)]


def _later_movers(responses: Responses, first: int) -> Iterator[tuple[int, str, Branch]]:
    """Yield later movers with the branches after them on which what follows is sure to be the answer."""
    stages = responses.model.stages
    for number in range(first, len(stages)):
        is_sure = number + 1 == len(stages) or (number + 2 == len(stages) and len(stages[-1].movers) == 1)
        for player, _ in responses.movers(number) if is_sure else ():
            for follower in responses.possible(number + 1):
                yield number, player, follower


def _preferred_throughout(stage: StageGame, player: str, rows: list[Row], span: Span) -> Iterator[tuple[Id, ...]]:
    """Yield the faces whose best point is feasible, and better for a player than what it does, all over an interval."""
    model, own = stage.model, dict(stage.shape.movers)[player]
    width, zero, one = len(own), model.zero, model.one
    place: list[Row] = []
    for v in range(stage.shape.stop):
        place.append([one if v in own and own.index(v) == i else zero for i in range(width)])
        place[-1] += [zero, zero] if v in own else rows[v]
    place.append([*[zero] * width, zero, one])
    payoff = composed(model, stage.payoffs[player], place)
    sides = {s.id: inserted(model, s.row, place) for s in stage.sides if stage.concerns(player, s)}
    now = composed(model, model.payoffs[player], [*rows, [zero, one]])
    moving = [i for i, row in sides.items() if any(not is_zero(x) for x in row[:width])]
    hessian = [[-x for x in row[:width]] for row in payoff[:width]]
    for ids in (chosen for size in range(width + 1) for chosen in combinations(moving, size)):
        normals = [sides[i][:width] for i in ids]
        if any(minor <= 0 for minor in restricted_minors(model, hessian, normals)):
            continue
        choice = stationary_rows(model, payoff, [sides[i] for i in ids], width)
        if choice is None:
            continue
        through = [*choice, [one, zero], [zero, one]]
        slacks = [inserted(model, row, through) for i, row in sides.items() if i not in ids]
        if all(affine_at(row, [end]) >= 0 for row in slacks for end in span):
            then = composed(model, payoff, through)
            gain = [[x - y for x, y in zip(left, right, strict=True)] for left, right in zip(then, now, strict=True)]
            if _is_positive_on(gain, span):
                yield ids


def _is_positive_on(matrix: Matrix, span: Span) -> bool:
    (square, slope), (_, constant) = matrix
    low, high = span
    places = [low, high]
    if square > 0 and low < -slope / square < high:
        places.append(-slope / square)
    return all(square * x * x + 2 * slope * x + constant > 0 for x in places)
