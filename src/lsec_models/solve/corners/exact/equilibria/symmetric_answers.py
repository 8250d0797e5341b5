"""Games in which interchangeable movers are proved to decide alike: who they are, and the equilibria at one point.

That one speaks for all holds where after every history the movers of each later stage have one answer
(:mod:`.one_answer`). Then branches on which interchangeable movers decide differently need not be looked at. A leader's
best decisions are stationary points of faces of branches (:mod:`.point`), so that none is overlooked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import flint
import sympy as sp

from lsec_models.errors import OutOfTime
from lsec_models.games.static.game import Game
from lsec_models.solve.corners.branch import Branch
from lsec_models.solve.corners.branches import Alike, Responses
from lsec_models.solve.corners.equilibria_at_point import Path, PointGame
from lsec_models.solve.corners.exact.equilibria.existence.continua import EquilibriumPolyhedron
from lsec_models.solve.corners.exact.equilibria.existence.found import Found
from lsec_models.solve.corners.exact.polyhedra.vertices import corners_of
from lsec_models.solve.corners.exact.replies.families import Family
from lsec_models.solve.corners.identical_movers import Group, identical_movers
from lsec_models.solve.corners.one_answer import why_not_one_answer
from lsec_models.solve.corners.proof import Prover
from lsec_models.solve.linear_algebra import restricted_minors
from lsec_models.solve.quadratic import LinearQuadratic, Matrix, affine_at, linear_quadratic, value_of
from lsec_models.work import Work

_ZERO, _ONE = flint.fmpq(0), flint.fmpq(1)


def movers_alike(game: Game, model: LinearQuadratic, prover: Prover) -> Alike:
    """Return, for each stage, the interchangeable movers who are proved to decide alike, whatever the parameters.

    Empty where there are none, or where some later stage is not known to have one answer after every history.
    """
    stages = range(len(model.stages))
    groups = {number: found for number in stages if (found := identical_movers(model, number))}
    first = 0 if len(stages) == 1 else 1
    if not any(number >= first for number in groups) or (first and len(model.stages[0].movers) > 1):
        return {}
    alike: dict[int, tuple[Group, ...]] = {}
    for number in reversed(stages[first:]):
        if why_not_one_answer(game, Responses(model, alike), prover, game.domain, number):
            return {}
        alike |= {number: groups[number]} if number in groups else {}
    return alike


def alike_words(model: LinearQuadratic, alike: Alike) -> tuple[str, ...]:
    """Return who decides alike, in words."""
    last = len(model.stages) - 1
    split = ", or share the same total in a way that makes no difference to anybody else"
    return tuple(
        f"{group.words} decide alike{split if number < last else ''}"
        for number, groups in sorted(alike.items())
        for group in groups
    )


def found_alike(game: Game, numeric: LinearQuadratic, point: Mapping[sp.Symbol, Fraction]) -> Found | None:
    """Return the equilibria at a point of the parameters; None if interchangeable movers are not proved alike there.

    An engine that is interrupted has proved nothing.
    """
    if any(limit.foresees for stage in numeric.stages for limit in stage.limits):
        return None
    if not any(identical_movers(numeric, number) for number in range(len(numeric.stages))):
        return None
    there = game.with_values(dict(point))
    try:
        alike = movers_alike(there, linear_quadratic(there), Prover(work=Work.of("normal")))
    except OutOfTime:
        return None
    return equilibria_alike(PointGame(numeric, alike)) if alike else None


def equilibria_alike(solved: PointGame) -> Found | None:
    """Return the equilibria of a game at a point in which movers are proved to decide alike.

    None where none is met, or the leader may be indifferent among many decisions: then more is to be asked.
    """
    best = solved.equilibria
    if not best or (len(solved.model.stages) > 1 and _may_be_indifferent(solved, best[0].path)):
        return None
    paths: list[Path] = []
    continua: list[EquilibriumPolyhedron] = []
    for candidate in best:
        splits = list(_splits(solved, candidate.path))
        continua += splits
        paths += [] if splits else [candidate.path]
    who = "; ".join(alike_words(solved.model, solved.responses.alike))
    answers = f"marginal payoffs fall, which leaves one answer after every history; {who}"
    return Found(paths=tuple(paths), continua=tuple(continua), answers=answers, selections=("",) * len(paths))


def _may_be_indifferent(solved: PointGame, path: Path) -> bool:
    """Whether the leader may be indifferent between a path and a face of decisions along which its payoff is flat."""
    ((leader, own),) = solved.responses.movers(0)
    best = value_of(solved.model.payoffs[leader], path, _ONE)
    for later in solved.responses.possible(1):
        payoff = solved.responses.stage_game(0, later.label).payoffs[leader]
        hessian = [[-entry for entry in row[:-1]] for row in payoff[:-1]]
        if all(minor > 0 for minor in restricted_minors(solved.model, hessian, [])):
            continue
        if len(own) > 1 or (_is_flat(payoff) and payoff[-1][-1] / 2 >= best):
            return True
    return False


def _is_flat(payoff: Matrix) -> bool:
    return all(entry == 0 for row in payoff[:-1] for entry in row)


def _splits(solved: PointGame, path: Path) -> Iterator[EquilibriumPolyhedron]:
    """Yield how movers who decide alike on a path may split their total otherwise, where later answers turn there.

    A mover must lose by deciding more, its marginal payoff being the least on any piece of later answers that is valid
    on the path, and by deciding less, its marginal payoff being the highest. Each falls in the own decision, which
    leaves an interval for it.
    """
    model = solved.model
    for number, groups in solved.responses.alike.items():
        stop = model.stages[number].stop
        pieces = [piece for piece in solved.responses.possible(number + 1) if _is_valid(piece, path[:stop])]
        if len(pieces) < 2:
            continue
        (group,) = groups
        first, second = (own[0] for own in group.decisions[:2])
        roots = []
        for piece in pieces:
            row = solved.responses.stage_game(number, piece.label).payoffs[group.players[0]][first]
            roots.append(path[first] + affine_at(row, path[:stop]) / (row[second] - row[first]))
        low, high = _within_limits(solved, number, group, path, min(roots), max(roots))
        if low < path[first] < high:
            yield _shared(group, path, low, high)


def _is_valid(piece: Branch, prefix: Path) -> bool:
    return all(affine_at(side.row, prefix) >= 0 for side in piece.sides)


def _within_limits(
    solved: PointGame, number: int, group: Group, path: Path, low: flint.fmpq, high: flint.fmpq
) -> tuple[flint.fmpq, flint.fmpq]:
    """Return the part of an interval of a representative's decision that constraints allow."""
    shape, v = solved.model.stages[number], group.decisions[0][0]
    for limit in shape.limits:
        if limit.row[v] != 0 and group.players[0] in limit.players:
            end = path[v] - affine_at(limit.row, path[: shape.stop]) / limit.row[v]
            low, high = (max(low, end), high) if limit.row[v] > 0 else (low, min(high, end))
    return low, high


def _shared(group: Group, path: Path, low: flint.fmpq, high: flint.fmpq) -> EquilibriumPolyhedron:
    """Return every way to split a total, each part within the same bounds."""
    places = [own[0] for own in group.decisions]
    width = len(places) - 1
    unit = [[_ONE if i == j else _ZERO for j in range(width)] for i in range(width)]
    moves = dict(zip(places, [*unit, [-_ONE] * width], strict=True))
    family = Family(path=tuple([x, *moves.get(v, [_ZERO] * width)] for v, x in enumerate(path)))
    parts = [family.path[v] for v in places]
    sides = [[x - low, *row] for x, *row in parts] + [[high - x, *(-entry for entry in row)] for x, *row in parts]
    corners = corners_of([(side[0], side[1:]) for side in sides], width)
    return EquilibriumPolyhedron(
        corners=tuple(dict.fromkeys(map(family.at, corners))), rays=(), family=family, sides=tuple(sides)
    )
