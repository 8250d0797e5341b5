"""Where an answer jumps: the best a mover can reach along a line of decisions, later movers truly answering.

On one piece of later answers, and with one decision left, a mover moves along a line on which everything is affine and
payoffs are quadratic. From its best point on, the parts of the line are taken away on which somebody later would rather
do something else; each is the interval around a point on which the reason that was found there holds, and its ends are
roots of quadratics. What is best on the rest is met at a first-order point or at such an end, where a later mover is
indifferent; if the end itself is among what was taken away, it is approached and never reached.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from lsec_models.solve.corners.exact.numbers.enclosures import enclosed_part, is_positive
from lsec_models.solve.corners.exact.numbers.infinite_numbers import Far
from lsec_models.solve.corners.exact.numbers.intervals import EVERYWHERE, NOTHING, Interval
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import Order, between, quadratic_roots, sign
from lsec_models.solve.corners.exact.replies.conics import Conic
from lsec_models.solve.corners.exact.replies.families import (
    Affine,
    Family,
    Quadratic,
    QuadraticCondition,
    leading,
    quadratic_at,
)
from lsec_models.solve.corners.exact.replies.reasons import Reasons
from lsec_models.solve.corners.exact.unresolved import Unresolved

_MAX_CUTS = 200


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A path that is approached along a line, and a path of the line between which and it all are answered."""

    path: tuple[Any, ...]
    near: tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class Reached:
    """The best along a family: its payoff, and the path that brings it; without one a limit is approached only.

    Attributes
    ----------
    value : number
    path : path or None
    limit : Limit or None
    """

    value: Any
    path: tuple[Any, ...] | None
    limit: Limit | None = None


def best_on_line(
    reasons: Reasons, number: int, player: str, family: Family, sides: Iterable[Affine], target: Any | None
) -> Reached | None:
    """Return the best that a mover of a stage can reach along a line; None if that is less than a target.

    Raises
    ------
    Unresolved
        If something that is met is not a root of a rational quadratic.
    """
    payoff = reasons.payoff(player, family)
    parts = [where_at_least_zero(sides)]
    for _ in range(_MAX_CUTS):
        tops = [(top, part) for part in parts if not part.is_empty and (top := _top(payoff, part)) is not None]
        if not tops:
            return None
        (value, place, belongs), part = max(tops, key=lambda entry: (Order(entry[0][0]), entry[0][2]))
        if target is not None and sign(target - value) > 0:
            return None
        tried = place if belongs else _near(part, place)
        why = reasons.why_left(number + 1, family, [tried])
        if why is None and belongs:
            return Reached(value=value, path=family.at([place]))
        parts = [other for other in parts if other is not part]
        if why is not None:
            parts += part.without(around(why, tried, part))
            continue
        kept = around(reasons.while_kept(number + 1, family, [tried]), tried, part)
        if kept.reaches(place):
            return Reached(value=value, path=None, limit=Limit(path=family.at([place]), near=family.at([tried])))
        parts += [*part.without(kept), part.meet(kept)]
    raise Unresolved("too many jumps in the answers of later movers")


def where_at_least_zero(sides: Iterable[Affine]) -> Interval:
    """Return where affine functions of one number are all at least zero."""
    part = EVERYWHERE
    for constant, slope in sides:
        if sign(slope) == 0:
            if sign(constant) < 0:
                return NOTHING
            continue
        end = -constant / slope
        if sign(slope) > 0:
            part = part.meet(replace(EVERYWHERE, low=end, has_low=True))
        else:
            part = part.meet(replace(EVERYWHERE, high=end, has_high=True))
    return part


def around(conditions: Iterable[QuadraticCondition], place: Any, within: Interval = EVERYWHERE) -> Interval:
    """Return the interval around a place, in a part of the line, on which conditions hold that hold there."""
    part = within
    for condition in conditions:
        part = _around(condition, place, part)
    return part


def _around(condition: QuadraticCondition, place: Any, part: Interval) -> Interval:
    if condition.branch is not None:
        curve, upper = Conic(condition.branch.equation), condition.branch.upper
        there = curve.at(place, upper=upper)
        assert there is not None, "a condition on a branch that is not there"
        return curve.around([condition], there, upper=upper, within=part)
    ball = enclosed_part(part)
    if ball is not None and is_positive(condition.function, [ball]):
        return part
    return part.meet(_between_roots(condition, place))


def _between_roots(condition: QuadraticCondition, place: Any) -> Interval:
    function = leading(condition.function)
    constant, slope, square = function[0][0], function[0][1] + function[1][0], function[1][1]
    roots = quadratic_roots(square, slope, constant)
    below = [root for root in roots if sign(place - root) > 0]
    above = [root for root in roots if sign(root - place) > 0]
    low, high = (below[-1] if below else None), (above[0] if above else None)
    if sign(quadratic_at(function, [place])) == 0 and (sign(slope) or sign(square)):
        tilt = sign(slope + square * place * 2)
        if tilt > 0 or (tilt == 0 and sign(square) < 0):
            low = place
        if tilt < 0 or (tilt == 0 and sign(square) < 0):
            high = place
    if function is not condition.function and sign(quadratic_at(function, [place])) == 0:
        # At the place itself lower powers decide; next to it the leading one does.
        return Interval(low=low, high=high, has_low=_is_at(low, place), has_high=_is_at(high, place))
    closed = not condition.strict
    return Interval(low=low, high=high, has_low=low is not None and closed, has_high=high is not None and closed)


def _is_at(end: Any | None, place: Any) -> bool:
    return end is not None and sign(end - place) == 0


def _near(part: Interval, place: Any) -> Any:
    """Return a rational place inside a part, near one of its ends."""
    low: Any = part.low if part.low is not None else place - 1
    high: Any = part.high if part.high is not None else place + 1
    if isinstance(low, Far) or isinstance(high, Far):
        if isinstance(place, Far):
            raise Unresolved("an answer changes beyond all bounds")
        low, high = (place, place + 1) if sign(high - place) > 0 else (place - 1, place)
    middle = between(low, high)
    return between(place, middle) if sign(middle - place) > 0 else between(middle, place)


def _top(payoff: Quadratic, part: Interval) -> tuple[Any, Any, bool] | None:
    """Return the highest payoff on a part, where it is, and whether the place belongs to it."""
    slope, square = payoff[0][1] + payoff[1][0], payoff[1][1]
    places = [(end, has) for end, has in ((part.low, part.has_low), (part.high, part.has_high)) if end is not None]
    if sign(square) < 0:
        place = -slope / (square * 2)
        places.append((place, part.has(place)))
    elif sign(square) == 0 and sign(slope) == 0 and _has_inside(part):
        places.append((between(part.low, part.high), True))
    inside = [(place, has) for place, has in places if part.reaches(place)]
    found = [(quadratic_at(payoff, [place]), place, has) for place, has in inside]
    return max(found, key=lambda entry: (Order(entry[0]), entry[2])) if found else None


def lowest_on(payoff: Quadratic, part: Interval) -> Any | None:
    """Return the lowest payoff on a part of a line, which is not empty; None if it has no lowest one."""
    slope, square = payoff[0][1] + payoff[1][0], payoff[1][1]
    for end, direction in ((part.high, 1), (part.low, -1)):
        if end is None and (sign(square) < 0 or (sign(square) == 0 and sign(slope) * direction < 0)):
            return None
    places = [end for end in (part.low, part.high) if end is not None]
    turn = -slope / (square * 2) if sign(square) > 0 else None
    if turn is not None and part.reaches(turn):
        places.append(turn)
    if not places:
        places.append(part.inside())
    return min((quadratic_at(payoff, [place]) for place in places), key=Order)


def _has_inside(part: Interval) -> bool:
    """Whether a part has finite ends, and something between them."""
    ends = [end for end in (part.low, part.high) if end is not None and not isinstance(end, Far)]
    return len(ends) == 2 and sign(ends[1] - ends[0]) > 0
