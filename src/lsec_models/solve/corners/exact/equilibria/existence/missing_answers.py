"""Histories after which several movers at once have no equilibrium, looked for near equilibria that were met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import islice

import flint

from lsec_models.solve.corners.exact.equilibria.existence.continua import equilibria_in
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import as_number, sign
from lsec_models.solve.corners.exact.polyhedra.linear_systems import without_columns
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.corners.exact.replies.placed_pieces import Path
from lsec_models.solve.corners.exact.unresolved import Infeasible, NoReply, Unresolved
from lsec_models.solve.quadratic import affine_at

_TRIED = 16
_DENOMINATOR = 1000
_FACTORS = (Fraction(49, 50), Fraction(51, 50), Fraction(4, 5), Fraction(6, 5))
_INSTEAD_OF_ZERO = (Fraction(1, 50), Fraction(1, 2))


def look_for_missing_answers(replies: Replies, paths: Iterable[Path]) -> None:
    """Try histories near some paths, one decision being a little different.

    Parameters
    ----------
    replies : Replies
    paths : iterable of path

    Raises
    ------
    NoReply
        If several movers at once have no equilibrium after one of them.
    """
    stages, bases = replies.model.stages, list(paths)
    for number, stage in enumerate(stages):
        if not number or len(stage.movers) == 1 or not replies.answer_continuously_from(number + 1):
            continue
        if is_shared(replies, number):
            continue
        for history in islice(_histories_near(replies, number, bases), _TRIED):
            with suppress(Unresolved, Infeasible):
                if not _is_answered(replies, number, history):
                    movers = " and ".join(player for player, _ in stage.movers)
                    rest = len(replies.model.names) - len(history)
                    raise NoReply(number, (*history, *[flint.fmpq(0)] * rest), f"{movers} have no equilibrium")


def is_shared(replies: Replies, number: int) -> bool:
    """Whether a constraint of a stage contains decisions of several movers, so that one may leave another no choice."""
    shape = replies.model.stages[number]
    return any(
        sum(any(limit.row[v] != 0 for v in own) for _, own in shape.movers) > 1
        for limit in shape.limits
        if not limit.foresees
    )


def _histories_near(replies: Replies, number: int, paths: Iterable[Path]) -> Iterator[Path]:
    """Yield histories that earlier movers may choose, and after which later ones have a choice."""
    stages = replies.model.stages
    start, width = stages[number].start, len(replies.model.names)
    before = [limit.row for stage in stages[:number] for limit in stage.limits if not limit.foresees]
    after = [
        [*limit.row[:-1], *[flint.fmpq(0)] * (width + 1 - len(limit.row)), limit.row[-1]]
        for stage in stages[number:]
        for limit in stage.limits
        if not limit.foresees
    ]
    rows = [*before, *without_columns(after, range(start, width))]
    seen: set[Path] = set()
    for path in paths:
        base = [_rational(value) for value in path[:start]]
        for v, value in enumerate(base):
            for other in [value * factor for factor in _FACTORS] if value else _INSTEAD_OF_ZERO:
                history = tuple(flint.fmpq(x.numerator, x.denominator) for x in (*base[:v], other, *base[v + 1 :]))
                known = (*history, *[flint.fmpq(0)] * (width - start))
                if history not in seen and all(sign(affine_at(row, known[: len(row) - 1])) >= 0 for row in rows):
                    seen.add(history)
                    yield history


def _rational(value: object) -> Fraction:
    return Fraction(float(as_number(value))).limit_denominator(_DENOMINATOR)


def _is_answered(replies: Replies, number: int, history: Path) -> bool:
    given = dict(enumerate(history))
    for piece in replies.pieces.of_stage(number):
        if any(replies.failure(number, path) is None for path in replies.placed(piece, given).paths()):
            return True
        if piece.free and any(one.corners for one in equilibria_in(replies, piece, number, given)):
            return True
    return False
