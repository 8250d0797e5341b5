"""Where a later mover stops at a curved jump: the best of the mover before it, along a curve in the plane, exactly.

Where the places of a jump are not a line but a conic section, a mover and the later one who stops there choose a point
of it together. Each of its two branches is a function of one number. On a branch everything that is asked is the sign
of a quadratic function of the plane, which changes only at roots of a polynomial of degree four (a resultant); the
highest payoff is met at such a place, or at one where the payoff is stationary along the curve, which is a root of one
as well. From the best place on, the parts of a branch are taken away on which somebody later would rather do something
else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import flint

from lsec_models.solve.corners.exact.numbers.enclosures import is_positive
from lsec_models.solve.corners.exact.numbers.infinite_numbers import Far
from lsec_models.solve.corners.exact.numbers.intervals import EVERYWHERE, Interval
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import Order, between, sign
from lsec_models.solve.corners.exact.replies.conics import Conic
from lsec_models.solve.corners.exact.replies.families import (
    Affine,
    Family,
    Quadratic,
    QuadraticCondition,
    as_quadratic,
    quadratic_at,
)
from lsec_models.solve.corners.exact.replies.jumps import Reached, best_on_line, where_at_least_zero
from lsec_models.solve.corners.exact.replies.reasons import Reasons
from lsec_models.solve.corners.exact.unresolved import Unresolved

_MAX_CUTS = 200
_ZERO, _ONE = flint.fmpq(0), flint.fmpq(1)


@dataclass(frozen=True, kw_only=True)
class _Arc:
    """A part of a branch of a curve."""

    upper: bool
    part: Interval

    def without(self, other: Interval) -> Iterator[_Arc]:
        """Yield what is left without a part."""
        yield from (replace(self, part=part) for part in self.part.without(other) if not part.is_empty)


def best_on_curve(
    reasons: Reasons,
    number: int,
    player: str,
    family: Family,
    sides: Iterable[Affine],
    target: Any | None,
    equation: Quadratic,
) -> Reached | None:
    """Return the best that a mover of a stage can reach on a curve in a plane; None if that is less than a target.

    Parameters
    ----------
    reasons : Reasons
    number, player
        The stage and who moves in it.
    family : Family
        Of two numbers.
    sides : iterable of affine functions
        What must be at least zero.
    target : number, optional
    equation : quadratic function
        Vanishes on the curve; no coefficient is beyond all numbers.

    Raises
    ------
    Unresolved
    """
    asked = [side for side in sides if not (isinstance(side[0], Far) and side[0].sign() > 0)]
    if all(sign(x) == 0 for row in equation[1:] for x in row[1:]):
        return _best_on_its_line(reasons, number, player, family, asked, target, equation)
    turn = next(k for k in (0, 1, -1, 2) if sign(quadratic_at(_form(equation), [_ZERO + k, _ONE])) != 0)
    family = Family(path=tuple(_turned(entry, turn) for entry in family.path))
    asked = [_turned(side, turn) for side in asked]
    search = _Search(reasons, number, player, family, asked, Conic(_turned_function(equation, turn)))
    return search.best(target)


class _Search:
    """The best place of a curve."""

    def __init__(
        self, reasons: Reasons, number: int, player: str, family: Family, sides: list[Affine], curve: Conic
    ) -> None:
        self.reasons, self.number, self.family, self.curve = reasons, number, family, curve
        self.player, self.asked = player, sides
        self.sides = [as_quadratic(side) for side in sides]
        self.payoff = reasons.payoff(player, family)
        self.stationary = stationary_along(self.payoff, curve)

    def best(self, target: Any | None) -> Reached | None:
        """Return the best that is reached, or approached; None if it is less than a target."""
        arcs = [arc for start in self._arcs() for arc in self._bounded(start, target)]
        arcs = [arc for arc in arcs if not self._is_surely_none(arc, target)]
        for _ in range(_MAX_CUTS):
            tops = [(top, arc) for arc in arcs for top in self._tops(arc)]
            if not tops:
                return None
            (value, place, belongs), arc = max(tops, key=lambda entry: (Order(entry[0][0]), entry[0][2]))
            if target is not None and sign(target - value) > 0:
                return None
            tried = place if belongs else self.curve.at(_inside_near(arc.part, place[0]), upper=arc.upper)
            assert tried is not None
            why = self._why_none(tried)
            if why is None and (belongs or sign(quadratic_at(self.payoff, tried) - value) >= 0):
                return Reached(value=value, path=self.family.at(tried))
            arcs.remove(arc)
            if why is not None:
                arcs += arc.without(self.curve.around(why, tried, upper=arc.upper, within=arc.part))
                continue
            keeping = self.reasons.while_kept(self.number + 1, self.family, tried)
            keeping += [QuadraticCondition(function=side, strict=False) for side in self.sides]
            kept = self.curve.around(keeping, tried, upper=arc.upper, within=arc.part)
            if kept.reaches(place[0]):
                return Reached(value=value, path=None)
            arcs += [*arc.without(kept), replace(arc, part=arc.part.meet(kept))]
        raise Unresolved("too many jumps in the answers of later movers along a curve")

    def _arcs(self) -> Iterator[_Arc]:
        """Yield the branches, within what is allowed whatever t is."""
        allowed = where_at_least_zero([side[0], side[1]] for side in self.asked if sign(side[2]) == 0)
        for upper, part in self.curve.branches():
            if not (kept := part.meet(allowed)).is_empty:
                yield _Arc(upper=upper, part=kept)

    def _is_surely_none(self, arc: _Arc, target: Any | None) -> bool:
        """Whether it is seen without any root that nowhere on an arc something is allowed and pays a target."""
        balls = self.curve.enclosed(arc.part, upper=arc.upper)
        if balls is None:
            return False
        against = [[[-x for x in row] for row in side] for side in self.sides]
        if target is not None:
            loss = [[-x for x in row] for row in self.payoff]
            loss[0][0] = loss[0][0] + target
            against.append(loss)
        return any(is_positive(function, balls) for function in against)

    def _why_none(self, place: list[Any]) -> list[QuadraticCondition] | None:
        """Return why a place is not allowed, or left by somebody later; None if it is neither."""
        for side in self.sides:
            if sign(quadratic_at(side, place)) < 0:
                return [QuadraticCondition(function=[[-x for x in row] for row in side], strict=True)]
        return self.reasons.why_left(self.number + 1, self.family, place)

    def _bounded(self, arc: _Arc, target: Any | None) -> Iterator[_Arc]:
        """Yield the bounded parts of an arc: far out it is not allowed, or left, or pays less than a target."""
        arcs = [arc]
        for _ in range(_MAX_CUTS):
            if not arcs:
                return
            arc = arcs.pop()
            if arc.part.low is not None and arc.part.high is not None:
                yield arc
                continue
            end, place = self._far_out(arc, target)
            value = quadratic_at(self.payoff, place)
            why = None
            if target is None or sign(target - value) <= 0:
                why = self._why_none(place)
                if why is None:
                    raise Unresolved(f"the payoff of {self.player} is not seen to be bounded along a curve")
            tail = replace(EVERYWHERE, **{"low" if arc.part.high is None else "high": end})
            cut = tail if why is None else self.curve.around(why, place, upper=arc.upper, within=arc.part)
            arcs += arc.without(cut)
        raise Unresolved("too many jumps in the answers of later movers along a curve")

    def _far_out(self, arc: _Arc, target: Any | None) -> tuple[Any, list[Any]]:
        """Return an end beyond which what is allowed and what pays more than a target is the same, and a place."""
        special = [*self.stationary, *self.curve.turns]
        special += [zero for side in self.sides for zero in self.curve.zeros(side)]
        if target is not None:
            gain = [list(row) for row in self.payoff]
            gain[0][0] = gain[0][0] - target
            special += self.curve.zeros(gain)
        special += [end for end in (arc.part.low, arc.part.high) if end is not None]
        if arc.part.high is None:
            end = between(max(special, key=Order), max(special, key=Order) + 1) if special else _ZERO
            place = self.curve.at(end + 1, upper=arc.upper)
        else:
            end = between(min(special, key=Order) - 1, min(special, key=Order)) if special else _ZERO
            place = self.curve.at(end - 1, upper=arc.upper)
        assert place is not None
        return end, place

    def _tops(self, arc: _Arc) -> Iterator[tuple[Any, list[Any], bool]]:
        """Yield payoffs among which is the highest on a bounded arc, their places, and whether these belong to it."""
        ends = [arc.part.low, arc.part.high]
        inner = [s for s in self.stationary if arc.part.has(s) and all(sign(s - end) != 0 for end in ends)]
        for s in (*ends, *inner):
            place = self.curve.at(s, upper=arc.upper)
            if place is not None:
                yield quadratic_at(self.payoff, place), place, arc.part.has(s)


def _best_on_its_line(
    reasons: Reasons,
    number: int,
    player: str,
    family: Family,
    sides: list[Affine],
    target: Any | None,
    equation: Quadratic,
) -> Reached | None:
    """Return the best where the curve is a line; where it is nowhere, or everywhere, there is no jump to stop at."""
    constant, first, second = equation[0][0], equation[0][1] * 2, equation[0][2] * 2
    if sign(second) == 0 and sign(first) == 0:
        return None
    if sign(second) != 0:
        s, t = [_ZERO, _ONE], [-constant / second, -first / second]
    else:
        s, t = [-constant / first, _ZERO], [_ZERO, _ONE]

    def along(entry: Affine) -> Affine:
        line = [entry[1] * x + entry[2] * y for x, y in zip(s, t, strict=True)]
        return [entry[0] + line[0], line[1]]

    line = Family(path=tuple(map(along, family.path)))
    return best_on_line(reasons, number, player, line, list(map(along, sides)), target)


def stationary_along(payoff: Quadratic, curve: Conic) -> list[Any]:
    """Return values of s among which are all at which a payoff is stationary along a curve."""
    return curve.zeros(_across(payoff, curve))


def _across(payoff: Quadratic, curve: Conic) -> Quadratic:
    """Return a function that vanishes where a payoff is stationary along a curve: its gradient is that of the curve."""
    equation = curve.equation
    total = [[_ZERO] * 3 for _ in range(3)]
    for i, x in enumerate(payoff[1]):
        for j, y in enumerate(equation[2]):
            total[i][j] = total[i][j] + x * y
    for i, x in enumerate(payoff[2]):
        for j, y in enumerate(equation[1]):
            total[i][j] = total[i][j] - x * y
    return [[(total[i][j] + total[j][i]) / 2 for j in range(3)] for i in range(3)]


def _turned(entry: Affine, turn: int) -> Affine:
    """Return an affine function of s and t as one of s - turn t and t."""
    return [entry[0], entry[1], entry[2] + entry[1] * turn]


def _turned_function(function: Quadratic, turn: int) -> Quadratic:
    rows = [_turned(row, turn) for row in function]
    return [list(row) for row in zip(*(_turned(list(column), turn) for column in zip(*rows, strict=True)), strict=True)]


def _form(function: Quadratic) -> Quadratic:
    """Return the quadratic part of a function."""
    return [[_ZERO, _ZERO, _ZERO], *([_ZERO, *row[1:]] for row in function[1:])]


def _inside_near(part: Interval, s: Any) -> Any:
    """Return a rational number inside a part, near one of its ends."""
    middle = between(part.low, part.high)
    return between(s, middle) if sign(middle - s) > 0 else between(middle, s)
