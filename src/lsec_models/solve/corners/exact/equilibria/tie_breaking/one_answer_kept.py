"""Equilibria in which the last mover gives one and the same answer to everything, which is always one of its best.

Who is indifferent between two answers after every history, or after some, and elsewhere prefers the same one of them,
may keep to it. What is left is a game in which nothing hangs on its ties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from lsec_models.solve.corners.exact.equilibria.existence.found import Found
from lsec_models.solve.corners.exact.equilibria.existence.later_answers import last_are_bounded
from lsec_models.solve.corners.exact.equilibria.existence.one_last_answer import wanting, with_last_apart
from lsec_models.solve.corners.exact.pieces.corner_ties import CornerPieces
from lsec_models.solve.corners.exact.pieces.piece import Piece
from lsec_models.solve.corners.exact.pieces.stage_pieces import Pieces
from lsec_models.solve.corners.exact.polyhedra.linear_systems import without_columns
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.corners.exact.replies.families import Quadratic, QuadraticCondition, as_quadratic
from lsec_models.solve.corners.exact.replies.regions import PlaceSearch
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.linear_algebra import ZERO
from lsec_models.solve.quadratic import LinearQuadratic, Matrix, difference


def with_one_answer_kept(replies: Replies, solved: Callable[[Replies], Found]) -> Found | None:
    """Return equilibria in which the last mover keeps to one answer; None if that settles none.

    Parameters
    ----------
    replies : Replies
        Of a game; nothing is returned of one in which several move last, or decide several things there.
    solved : function
        From replies to what is known of the equilibria.
    """
    model = replies.model
    last = model.stages[-1]
    if len(last.movers) > 1 or last.stop - last.start > 1 or not last_are_bounded(replies):
        return None
    if any(limit.strict or limit.foresees for stage in model.stages for limit in stage.limits):
        return None
    ((player, _),) = last.movers
    with suppress(Unresolved):
        for piece in _always_best(model, CornerPieces(model)):
            row = piece.rows[last.start]
            end = [*row[: last.start], row[-1]]
            found = solved(Replies(with_last_apart(model, wanting(end, last.start, len(model.names) + 1))))
            if (found.paths or found.continua) and not found.unanswered:
                words = f"{player} keeps to {', '.join(piece.binding)}, which is one of its best after every history"
                return replace(
                    found,
                    selections=tuple(f"{words}; {one}" if one else words for one in found.selections),
                    continua=tuple(replace(one, selection=words) for one in found.continua),
                )
    return None


def _always_best(model: LinearQuadratic, pieces: Pieces) -> Iterator[Piece]:
    """Yield pieces of the last stage that are a best reply after every history, and bind something."""
    number = len(model.stages) - 1
    every = [piece for piece in pieces.of_stage(number) if not piece.is_far]
    for piece in every:
        if not piece.binding or piece.equations or not _is_allowed(model, pieces, piece):
            continue
        if not any(other is not piece and _may_be_better(model, pieces, other, piece) for other in every):
            yield piece


def _is_allowed(model: LinearQuadratic, pieces: Pieces, piece: Piece) -> bool:
    """Whether no constraint of the last stage forbids what a piece answers, after any history."""
    v = model.stages[-1].start
    answer = [*piece.rows[v][:v], piece.rows[v][-1]]
    for limit in model.stages[-1].limits:
        row = [x + limit.row[v] * y for x, y in zip([*limit.row[:v], limit.row[-1]], answer, strict=True)]
        if any(row[:-1]):
            below = QuadraticCondition(function=_affine([-x for x in row]), strict=True)
            if PlaceSearch(pieces, v, [*_histories(model), below], None).place() is not None:
                return False
        elif row[-1] < 0:
            return False
    return True


def _may_be_better(model: LinearQuadratic, pieces: Pieces, other: Piece, piece: Piece) -> bool:
    """Whether a last mover has more on another piece, after some history after which that is valid."""
    stage = model.stages[-1]
    ((player, _),) = stage.movers
    rows = [side.row for side in other.sides if side.is_asked]
    rows += [sign for row in other.equations for sign in (row, [-x for x in row])]
    if any(any(row[stage.start : -1]) for row in rows):
        return True
    room = [QuadraticCondition(function=_affine([*row[: stage.start], row[-1]]), strict=False) for row in rows]
    gain = difference(*(_constant_first(pieces.value(player, one), stage.start) for one in (other, piece)))
    if not any(any(row) for row in gain):
        return False
    return PlaceSearch(pieces, stage.start, [*_histories(model), *room], None).place_above(gain, ZERO) is not None


def _histories(model: LinearQuadratic) -> Iterator[QuadraticCondition]:
    """Yield what holds of all that is decided before the last stage."""
    v = model.stages[-1].start
    rows = [limit.row for limit in model.stages[-1].limits]
    for row in without_columns(rows, [v]):
        if any(row[:v]):
            yield QuadraticCondition(function=_affine([*row[:v], row[-1]]), strict=False)
    for limit in (limit for stage in model.stages[:-1] for limit in stage.limits):
        padded = [*limit.row[:-1], *[ZERO] * (v + 1 - len(limit.row)), limit.row[-1]]
        yield QuadraticCondition(function=_affine(padded), strict=False)


def _affine(row: Sequence[object]) -> Quadratic:
    return as_quadratic([row[-1], *row[:-1]])


def _constant_first(value: Matrix, count: int) -> Quadratic:
    kept: list[int] = [len(value) - 1, *range(count)]
    return [[value[i][j] for j in kept] for i in kept]
