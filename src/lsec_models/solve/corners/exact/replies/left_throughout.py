"""Answers that leave decisions free, all of which somebody later leaves for one reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import flint

from lsec_models.solve.corners.exact.numbers.quadratic_irrational import sign
from lsec_models.solve.corners.exact.pieces.piece import Piece
from lsec_models.solve.corners.exact.polyhedra.linear_systems import is_negative
from lsec_models.solve.corners.exact.polyhedra.vertices import rays_of
from lsec_models.solve.corners.exact.replies.families import (
    Affine,
    Family,
    QuadraticCondition,
    affine_value,
    as_quadratic,
    composed,
    keeping,
    quadratic_at,
)
from lsec_models.solve.corners.exact.unresolved import Unresolved

if TYPE_CHECKING:
    from lsec_models.solve.corners.exact.replies.reasons import Reasons

_ZERO, _ONE = flint.fmpq(0), flint.fmpq(1)


def while_left_throughout(
    reasons: Reasons, number: int, piece: Piece, family: Family, place: Sequence[Any]
) -> list[QuadraticCondition]:
    """Return why all answers of a piece with free parameters to the mover of a stage are left by somebody later.

    The answers lie between corners that move with the family. A reason whose functions are nowhere convex between the
    corners holds at all of them if it holds at the corners.

    Parameters
    ----------
    reasons : Reasons
    number : int
        The stage.
    piece : Piece
        What its mover may answer, for which no equation is asked of the family.
    family : Family
    place : sequence of number
        Where somebody leaves them.

    Raises
    ------
    Unresolved
        If they go on for ever, or are left for several reasons.
    """
    count, stop = len(piece.given), len(piece.given) + piece.free
    if rays_of([(s.row[-1], s.row[count:stop]) for s in piece.sides if s.is_asked], piece.free):
        raise Unresolved("an answer that is not a best reply leaves decisions free without bound")
    corners: list[list[Affine]] = []
    conditions: list[QuadraticCondition] = []
    for t, sides in reasons.corners(piece, family):
        violated = next((side for side in sides if sign(affine_value(side, place)) < 0), None)
        if violated is None:
            corners.append(t)
        else:
            conditions.append(keeping(as_quadratic(violated), place))
    if not corners:
        return conditions
    ends = [[affine_value(entry, place) for entry in t] for t in corners]
    middle = [sum(column[1:], column[0]) / len(ends) for column in zip(*ends, strict=True)]
    left = reasons.why_left(number + 1, _with_free(reasons, piece, family), [*place, *middle])
    if left is None:
        raise Unresolved("a better answer was overlooked")
    conditions += [_at_corner(condition, t, family.width) for condition in left for t in corners]
    if any(sign(quadratic_at(c.function, place)) < (1 if c.strict else 0) for c in conditions):
        raise Unresolved("answers that are not best replies fail for several reasons")
    return conditions


def _with_free(reasons: Reasons, piece: Piece, family: Family) -> Family:
    """Return a family with what a piece answers, its free parameters as further numbers."""
    width = family.width + piece.free
    path = tuple([*entry, *[_ZERO] * piece.free] for entry in family.path)
    free = [[_ONE if j == family.width + 1 + i else _ZERO for j in range(width + 1)] for i in range(piece.free)]
    return reasons.answer(piece, Family(path=path), free)


def _at_corner(condition: QuadraticCondition, t: Sequence[Affine], width: int) -> QuadraticCondition:
    """Return a condition on a family and free parameters where these are at a corner."""
    function = condition.function
    bends = [row[width + 1 :] for row in function[width + 1 :]]
    is_rational = all(isinstance(x, flint.fmpq) for row in bends for x in row)
    if condition.branch is not None or not is_rational or not is_negative(bends, strictly=False):
        raise Unresolved("answers that are not best replies are left for a reason that may change between them")
    unit = [[_ONE if i == j else _ZERO for j in range(width + 1)] for i in range(1, width + 1)]
    constant_last = [[*row[1:], row[0]] for row in (*function[1:], function[0])]
    return replace(condition, function=composed(constant_last, [*unit, *t], width))
