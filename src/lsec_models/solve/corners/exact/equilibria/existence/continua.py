"""Which part of a family of first-order points is in equilibrium: points, and continua between corners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import flint

from lsec_models.solve.corners.exact.numbers.infinite_numbers import Far
from lsec_models.solve.corners.exact.numbers.intervals import Interval
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import sign
from lsec_models.solve.corners.exact.pieces.piece import Piece
from lsec_models.solve.corners.exact.polyhedra.vertices import bases, combined, corners_of, rays_of
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.corners.exact.replies.families import (
    Affine,
    Family,
    QuadraticCondition,
    affine_value,
    at_least_zero,
    quadratic_at,
)
from lsec_models.solve.corners.exact.replies.jumps import around, where_at_least_zero
from lsec_models.solve.corners.exact.replies.placed_pieces import Path
from lsec_models.solve.corners.exact.replies.regions import PlaceSearch, plainer
from lsec_models.solve.corners.exact.unresolved import Unresolved

_MAX_PARTS = 60
_ZERO = flint.fmpq(0)


@dataclass(frozen=True, kw_only=True)
class EquilibriumPolyhedron:
    """Equilibria that fill a polyhedron of decisions.

    Attributes
    ----------
    corners : tuple of path
        Every mean of them, with nonnegative weights, is an equilibrium.
    rays : tuple of path
        So is what is met in these directions from there.
    family : Family
        The same as a function of a few numbers.
    sides : tuple of affine functions
        At least zero for the numbers that belong to it.
    selection : str
        What later movers do who are indifferent, where that is another choice than the usual one.
    """

    corners: tuple[Path, ...]
    rays: tuple[Path, ...]
    family: Family
    sides: tuple[Affine, ...]
    selection: str = ""

    def has(self, path: Path) -> bool:
        """Whether a path belongs to it."""
        rows = [entry[1:] for entry in self.family.path]
        ids, solving = next(bases(rows, self.family.width))
        gaps = [path[i] - self.family.path[i][0] for i in ids]
        place = [combined(row, gaps) for row in solving]
        if any(sign(x - y) != 0 for x, y in zip(self.family.at(place), path, strict=True)):
            return False
        return all(sign(affine_value(side, place)) >= 0 for side in self.sides)

    def is_part_of(self, other: EquilibriumPolyhedron) -> bool:
        """Whether all of it belongs to another one."""
        ends = [tuple(x + y for x, y in zip(self.corners[0], ray, strict=True)) for ray in self.rays]
        return all(other.has(path) for path in (*self.corners, *ends))


def equilibria_in(
    replies: Replies, piece: Piece, number: int = 0, history: Mapping[int, Any] | None = None
) -> list[EquilibriumPolyhedron]:
    """Return the equilibria among the first-order points of a piece; one corner is a single one.

    Parameters
    ----------
    replies : Replies
    piece : Piece
    number : int
        The stage from which on it says what is done: 0 for the whole game.
    history : Mapping from int to number, optional
        What was decided before.

    Raises
    ------
    Unresolved
        If they do not fill polyhedra.
    """
    placed = replies.placed(piece, history or {})
    if not placed.path or any(isinstance(a, Far) for a, _ in placed.path):
        return []
    family = Family(path=tuple([a, *row] for a, row in placed.path))
    sides: list[Affine] = [[a, *row] for a, row in placed.sides]
    if piece.free == 1:
        return _on_line(replies, number, family, sides)
    return _in_region(replies, number, family, sides)


def _on_line(replies: Replies, number: int, family: Family, sides: list[Affine]) -> list[EquilibriumPolyhedron]:
    reasons = replies.reasons()
    parts = [where_at_least_zero(sides)]
    kept: list[Interval] = []
    for _ in range(_MAX_PARTS):
        parts = [part.within_bounds() for part in parts]
        parts = [part for part in parts if not part.is_empty]
        if not parts:
            return [_between(family, part) for part in _merged(kept)]
        part = parts.pop()
        place = part.inside()
        why = reasons.why_left(number, family, [place])
        if why is None:
            here = part.meet(around(reasons.while_kept(number, family, [place]), place))
            kept.append(here)
        else:
            here = around(why, place)
        parts += part.without(here)
    raise Unresolved("a continuum that is in equilibrium in too many parts")


def _merged(parts: list[Interval]) -> list[Interval]:
    """Return intervals, those that touch joined."""
    joined: list[Interval] = []
    for part in parts:
        touching = [other for other in joined if _touch(part, other)]
        for other in touching:
            joined.remove(other)
            part = _hull(part, other)
        joined.append(part)
    return joined


def _touch(one: Interval, other: Interval) -> bool:
    return one.meets_end_of(other) or other.meets_end_of(one)


def _hull(one: Interval, other: Interval) -> Interval:
    first, second = (one, other) if one.meets_end_of(other) else (other, one)
    return Interval(low=first.low, has_low=first.has_low, high=second.high, has_high=second.has_high)


def _between(family: Family, part: Interval) -> EquilibriumPolyhedron:
    if (part.low is not None and not part.has_low) or (part.high is not None and not part.has_high):
        raise Unresolved("a continuum that lacks one of its ends")
    ends = [end for end in (part.low, part.high) if end is not None]
    corners = dict.fromkeys(family.at([end]) for end in ends or [_ZERO])
    slopes = [entry[1] for entry in family.path]
    rays = [tuple(-x for x in slopes)] if part.low is None else []
    rays += [tuple(slopes)] if part.high is None else []
    one = flint.fmpq(1)
    sides = [[-part.low, one]] if part.low is not None else []
    sides += [[part.high, -one]] if part.high is not None else []
    return EquilibriumPolyhedron(corners=tuple(corners), rays=tuple(rays), family=family, sides=tuple(sides))


def _in_region(replies: Replies, number: int, family: Family, sides: list[Affine]) -> list[EquilibriumPolyhedron]:
    """Cut a polyhedron into parts in which nobody, or somebody, leaves; what is left must be polyhedra again."""
    reasons = replies.reasons()
    room = at_least_zero(sides)
    search = PlaceSearch(replies.pieces, family.width, room, None)
    found: list[EquilibriumPolyhedron] = []
    left: list[list[QuadraticCondition]] = []
    for _ in range(_MAX_PARTS):
        place = search.place()
        if place is None:
            if any(_meet(replies, continuum, conditions) for continuum in found for conditions in left):
                raise Unresolved("a continuum that is bounded by curves")
            return found if left else [_polyhedron(family, sides)]
        why = reasons.why_left(number, family, place)
        if why is not None:
            left.append(list(plainer(why, place)))
            search.exclude(why, place)
            continue
        kept = reasons.while_kept(number, family, place)
        search.exclude(kept, place)
        plain = list(plainer(kept, place))
        part = [*sides, *_affine_parts(plain, place)]
        continuum = _polyhedron(family, part)
        if not all(replies.failure(number, corner) is None for corner in continuum.corners):
            raise Unresolved("a continuum that is bounded by curves")
        found = _joined(found, continuum)
    raise Unresolved("a continuum that is in equilibrium in too many parts")


def _meet(replies: Replies, continuum: EquilibriumPolyhedron, conditions: list[QuadraticCondition]) -> bool:
    """Whether some place of a continuum meets conditions; if not, two engines agree that none does."""
    sides = [side for side in continuum.sides if not isinstance(side[0], Far)]
    inside = at_least_zero(sides)
    return PlaceSearch(replies.pieces, continuum.family.width, [*inside, *conditions], None).place() is not None


def _joined(found: list[EquilibriumPolyhedron], new: EquilibriumPolyhedron) -> list[EquilibriumPolyhedron]:
    """Return continua with one more, none of them part of another."""
    if any(new.is_part_of(old) for old in found):
        return found
    return [old for old in found if not old.is_part_of(new)] + [new]


def _polyhedron(family: Family, sides: Sequence[Affine]) -> EquilibriumPolyhedron:
    if not all(isinstance(x, flint.fmpq) for side in sides for x in side[1:]):
        raise Unresolved("a continuum whose sides have irrational slopes")
    pairs = [(side[0], side[1:]) for side in sides]
    corners = [t for t in corners_of(pairs, family.width) if not any(isinstance(x, Far) for x in t)]
    rays = [family.at(t) for t in rays_of(pairs, family.width)]
    origin = family.at([_ZERO] * family.width)
    directions = [tuple(x - y for x, y in zip(ray, origin, strict=True)) for ray in rays]
    return EquilibriumPolyhedron(
        corners=tuple(dict.fromkeys(map(family.at, corners))), rays=tuple(directions), family=family, sides=tuple(sides)
    )


def _affine_parts(conditions: Sequence[QuadraticCondition], place: Sequence[Any]) -> list[Affine]:
    """Return affine conditions, and of others that vanish at a place their tangents there: a factor, of a product."""
    found: list[Affine] = []
    for condition in conditions:
        function = condition.function
        if _is_affine(condition):
            found.append([function[0][0], *(x * 2 for x in function[0][1:])])
            continue
        if sign(quadratic_at(function, place)) == 0:
            found.append(_gradient(function, place))
    return found


def _is_affine(condition: QuadraticCondition) -> bool:
    """Whether the function of a condition has no quadratic part."""
    return all(sign(x) == 0 for row in condition.function[1:] for x in row[1:])


def _gradient(function: list[list[Any]], place: Sequence[Any]) -> Affine:
    """Return the tangent of a function at a place where it vanishes, which is one of its factors if it has some."""
    vector = [flint.fmpq(1), *place]
    slopes = [2 * sum((x * y for x, y in zip(row, vector, strict=True)), _ZERO) for row in function[1:]]
    constant = -sum((x * y for x, y in zip(slopes, place, strict=True)), _ZERO)
    return [constant, *slopes]
