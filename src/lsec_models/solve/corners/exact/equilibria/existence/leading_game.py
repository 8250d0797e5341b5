"""What is left of a game where decisions are large: payoffs without their linear terms, constraints without constants.

Let the first mover go on in one direction, and measure everything by how far it went. Payoffs, by its square, come as
close as one likes to their quadratic terms, and what others may choose to where their constraints have no constants. A
decision that is kept between two bounds stays there, so that it is nothing, or a linear function of earlier ones; so is
what a last mover decides who has but one first-order point. Of this leading game it is asked that after the direction,
and after nothing, each later mover has one best reply, also were all ties broken as it likes best. Then what is played
in the true game, however ties are broken there, comes close to it: best replies converge where their limit is one, and
nobody goes further than in proportion to what was decided before. So a first mover who has more than nothing in the
leading game gains without bound in the true one.

What was decided before a stage is nothing as well, so that the same may be asked of a later mover, after any history.

References
----------
Berge (1959), Espaces topologiques, on the maxima of continuous functions. Hoffman (1952), On approximate solutions of
systems of linear inequalities, Journal of Research of the National Bureau of Standards 49.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import flint

from lsec_models.solve.corners.exact.numbers.infinite_numbers import coefficients_of, is_finite
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import sign
from lsec_models.solve.corners.exact.pieces.growth import finite_region
from lsec_models.solve.corners.exact.pieces.piece import Piece
from lsec_models.solve.corners.exact.pieces.stage_pieces import Pieces
from lsec_models.solve.corners.exact.polyhedra.vertices import corners_of, rays_of
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.corners.exact.replies.favours import depends_on_later, is_favoured_most
from lsec_models.solve.corners.exact.replies.placed_pieces import Path, Placed
from lsec_models.solve.corners.exact.unresolved import NoReply, Unresolved
from lsec_models.solve.linear_algebra import ONE, ZERO
from lsec_models.solve.quadratic import LinearConstraint, LinearQuadratic, Row, StageShape


def unanswered_far_away(replies: Replies) -> NoReply | None:
    """Return that somebody gains without bound, however ties are broken, if that is seen in a leading game.

    Parameters
    ----------
    replies : Replies
        Of a game; nothing is returned of one in which several move at once, or constraints are strict or foresee.
    """
    model = replies.model
    limits = [limit for stage in model.stages for limit in stage.limits]
    if any(len(stage.movers) > 1 for stage in model.stages) or any(limit.strict or limit.foresees for limit in limits):
        return None
    if not any(replies.placed(piece, {}).paths() for piece in replies.pieces.of_stage(0)):
        return None
    sure = _sure_last_answer(replies)
    for number, stage in enumerate(model.stages):
        ((player, _),) = stage.movers
        leading = leading_game(model, number, sure)
        if set(model.names[stage.start : stage.stop]).intersection(leading.names) and _gains(leading):
            return NoReply(number, (), f"the payoff of {player} grows without bound")
    return None


def stays_in_proportion(replies: Replies) -> bool:
    """Whether nobody after the first mover goes further than in proportion to what was decided before.

    Parameters
    ----------
    replies : Replies
        Of a game in which one player moves at a time.
    """
    leading = leading_game(replies.model, 1, _sure_last_answer(replies))
    if not leading.names:
        return True
    with suppress(Unresolved, NoReply):
        return _only_answer(Replies(leading), (ZERO,) * len(leading.names), first=0) is not None
    return False


def leading_game(model: LinearQuadratic, number: int, sure: Row | None = None) -> LinearQuadratic:
    """Return what is left of a game from a stage on where its decisions are large.

    Parameters
    ----------
    model : LinearQuadratic
        One player moves at a time.
    number : int
        The stage.
    sure : list of fmpq, optional
        Coefficients of earlier decisions in what the last mover answers to all of them, if it is one affine function.
    """
    start = model.stages[number].start
    kept = range(start, len(model.names))
    rows = [
        [*limit.row[start:-1], *[ZERO] * (len(model.names) + 1 - len(limit.row))]
        for stage in model.stages[number:]
        for limit in stage.limits
    ]
    through = flint.fmpq_mat([_unit(i, len(kept)) for i in range(len(kept))])
    left = list(range(len(kept)))
    pinned = None if sure is None or number == len(model.stages) - 1 else (left[-1], [*sure[start:], ZERO])
    while pinned or (pinned := _pinned(rows)):
        v, value = pinned
        left.remove(v)
        step = flint.fmpq_mat([value if i == v else _unit(i, len(kept)) for i in range(len(kept))])
        through = through * step
        rows = [row for row in (flint.fmpq_mat(rows) * step).tolist() if any(row)] if rows else []
        pinned = None
    payoffs = {}
    for player, matrix in model.payoffs.items():
        form = through.transpose() * flint.fmpq_mat([[matrix[i][j] for j in kept] for i in kept]) * through
        payoffs[player] = [*([*(form[i, j] for j in left), ZERO] for i in left), [ZERO] * (len(left) + 1)]
    return LinearQuadratic(
        names=tuple(model.names[start + v] for v in left),
        stages=tuple(_stages(model, number, [start + v for v in left], [[row[v] for v in left] for row in rows])),
        payoffs=payoffs,
        zero=ZERO,
        one=ONE,
    )


def _sure_last_answer(replies: Replies) -> Row | None:
    """Return the coefficients of what the last mover answers, if its first-order points are one affine function."""
    model = replies.model
    number = len(model.stages) - 1
    ((player, own),) = model.stages[-1].movers
    valid = [
        piece for piece in replies.pieces.of_stage(number) if _is_valid_somewhere(replies.pieces, number, player, piece)
    ]
    if len(own) > 1 or len(valid) != 1 or valid[0].free or valid[0].is_far or valid[0].equations:
        return None
    return valid[0].rows[own[0]][: len(valid[0].given)]


def _is_valid_somewhere(pieces: Pieces, number: int, player: str, piece: Piece) -> bool:
    region = finite_region(pieces, number, player, piece)
    return region is not None and bool(corners_of(region, len(piece.given) + piece.free))


def _unit(i: int, width: int) -> Row:
    return [ONE if i == j else ZERO for j in range(width)]


def _pinned(rows: Sequence[Row]) -> tuple[int, Row] | None:
    """Return a decision that constraints without constants leave no choice, and what it is, in earlier ones."""
    found: dict[int, tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]] = {}
    for row in rows:
        v = max(i for i, entry in enumerate(row) if entry != 0)
        below, above = found.setdefault(v, (set(), set()))
        end = tuple(ZERO if i == v else -entry / row[v] for i, entry in enumerate(row))
        (below if row[v] > 0 else above).add(end)
        if end in below and end in above:
            return v, list(end)
    return None


def _stages(model: LinearQuadratic, number: int, left: Sequence[int], rows: Sequence[Row]) -> Iterator[StageShape]:
    """Yield the stages that are left, each with the constraints of which it has the last decision."""
    start = 0
    for shape in model.stages[number:]:
        ((player, own),) = shape.movers
        stop = start + sum(v in own for v in left)
        if stop == start:
            continue
        limits = tuple(
            LinearConstraint(words="far away", row=[*row[:stop], ZERO], players=(player,), strict=False)
            for row in rows
            if start <= max(i for i, entry in enumerate(row) if entry != 0) < stop
        )
        yield StageShape(start=start, stop=stop, movers=((player, tuple(range(start, stop))),), limits=limits)
        start = stop


def _gains(leading: LinearQuadratic) -> bool:
    """Whether the first mover of a leading game has more than nothing in some direction, whatever others choose."""
    replies = Replies(leading)
    ((player, _),) = leading.stages[0].movers
    with suppress(Unresolved, NoReply):
        if _only_answer(replies, (ZERO,) * len(leading.names)) is None:
            return False
        for direction in _directions(replies):
            path = _only_answer(replies, direction)
            if path is not None and sign(replies.payoff(player, path)) > 0:
                return True
    return False


def _directions(replies: Replies) -> Iterator[Path]:
    """Yield what a first mover may choose who goes on beyond all numbers, by how far it goes; later decisions zero."""
    stop = replies.model.stages[0].stop
    for piece in replies.pieces.of_stage(0):
        for path in replies.placed(piece, {}).paths():
            own = [coefficients_of(x) for x in path[:stop]]
            if any(len(c) == 2 for c in own):
                steps = [c[1] if len(c) == 2 else ZERO for c in own]
                yield (*steps, *[ZERO] * (len(path) - stop))


def _only_answer(replies: Replies, path: Path, first: int = 1) -> Path | None:
    """Return what is answered from a stage on after a path's history; None if something else may be, or nothing is."""
    for number, stage in list(enumerate(replies.model.stages))[first:]:
        ((player, _),) = stage.movers
        best = replies.best(number, player, path)
        if len(best.paths) != 1 or not is_finite(best.paths[0]):
            return None
        if depends_on_later(replies, number, player) and not is_favoured_most(replies, number, player):
            return None
        history = dict(enumerate(path[: stage.start]))
        free = (replies.placed(piece, history) for piece in replies.pieces.of_stage(number) if piece.free)
        if any(_may_be_as_good(replies, player, placed, best.value) for placed in free):
            return None
        if number > first and best.paths[0] != path:
            return None
        path = best.paths[0]
    return path


def _may_be_as_good(replies: Replies, player: str, placed: Placed, value: Any) -> bool:
    """Whether a piece has several paths of which one may pay a value: they are looked at in some places only."""
    paths = placed.paths()
    is_single = len(paths) == 1 and not rays_of(placed.sides, placed.piece.free)
    return not is_single and any(sign(replies.payoff(player, path) - value) >= 0 for path in paths)
