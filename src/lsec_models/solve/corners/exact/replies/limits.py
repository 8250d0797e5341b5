"""Answers next to a limit: what holds at all small distances from it, and that it is not even approached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import flint

from lsec_models.solve.corners.exact.numbers.quadratic_irrational import sign
from lsec_models.solve.corners.exact.pieces.piece import Piece
from lsec_models.solve.corners.exact.replies.families import (
    Family,
    QuadraticCondition,
    affine_value,
    as_quadratic,
    keeping,
    leading,
    quadratic_at,
)
from lsec_models.solve.corners.exact.unresolved import Unresolved

if TYPE_CHECKING:
    from lsec_models.solve.corners.exact.replies.reasons import Reasons

_ZERO, _ONE = flint.fmpq(0), flint.fmpq(1)
_DISTANCES = tuple(flint.fmpq(1, 10**power) for power in (3, 6, 12))


def while_not_approached(
    reasons: Reasons, number: int, piece: Piece, family: Family, place: Sequence[Any]
) -> list[QuadraticCondition]:
    """Return why an answer of the mover of a stage, which somebody later leaves, is not approached by others either.

    Next to it, on the same piece of later answers, it is not allowed or left as well.

    Parameters
    ----------
    reasons : Reasons
    number : int
        The stage, in which one mover has one decision.
    piece : Piece
        What it answers, without free parameters.
    family : Family
    place : sequence of number

    Raises
    ------
    Unresolved
    """
    parent = piece.parent
    if parent is None or parent.free:
        return []
    v = reasons.replies.model.stages[number].start
    limits = reasons.replies.model.stages[number].limits
    path = [[*entry, _ZERO] for entry in reasons.answer(piece, family).path]
    conditions: list[QuadraticCondition] = []
    for direction in (_ONE, -_ONE):
        path[v][-1] = direction
        plane = reasons.answer(parent, Family(path=tuple(path)))
        sides = [reasons.row_along(side.row, parent, plane) for side in parent.sides if side.is_asked]
        sides += [reasons.limit_along(limit.row, plane) for limit in limits]
        conditions += _while_left_next_to(reasons, number, plane, sides, place)
    return conditions


def _while_left_next_to(
    reasons: Reasons, number: int, plane: Family, sides: Sequence[Sequence[Any]], place: Sequence[Any]
) -> list[QuadraticCondition]:
    for distance in _DISTANCES:
        next_to = [*place, distance]
        against = next((side for side in sides if sign(affine_value(list(side), next_to)) < 0), None)
        if against is not None:
            why: list[QuadraticCondition] | None = [keeping(as_quadratic(list(against)), next_to)]
        else:
            why = reasons.why_left(number + 1, plane, next_to)
        if why is not None:
            with suppress(Unresolved):
                return [c for condition in why for c in at_the_limit(condition, place)]
    raise Unresolved("whether an answer that is left is approached")


def at_the_limit(condition: QuadraticCondition, place: Sequence[Any]) -> Iterator[QuadraticCondition]:
    """Yield why a condition holds where its last number is positive and as small as one likes, around a place.

    Parameters
    ----------
    condition : QuadraticCondition
        On the numbers of a place and one more.
    place : sequence of number

    Raises
    ------
    Unresolved
        If it does not hold that close, or is about a curve.
    """
    if condition.branch is not None:
        raise Unresolved("a limit whose condition is about a curve")
    function = leading(condition.function)
    rest = [row[:-1] for row in function[:-1]]
    slope = as_quadratic([x * 2 for x in function[-1][:-1]])
    bend = as_quadratic([function[-1][-1], *[_ZERO] * len(place)])
    for part in (rest, slope, bend):
        if all(sign(x) == 0 for row in part for x in row):
            continue
        value = sign(quadratic_at(part, place))
        if value < 0:
            raise Unresolved("a condition of best replies holds away from a limit, but not up to it")
        if value > 0:
            yield QuadraticCondition(function=part, strict=True)
            return
        yield QuadraticCondition(function=part, strict=False)
        yield QuadraticCondition(function=[[-x for x in row] for row in part], strict=False)
    if condition.strict:
        raise Unresolved("a condition of best replies holds away from a limit, but not up to it")
