"""Answers of a mover who stops where the next one jumps, at a place that is a root of a quadratic of the history.

Along a line of earlier decisions such an answer moves on a branch of a conic section: line and answer are the two
coordinates of a plane. What makes it best, or none, are signs of quadratic functions of the plane along that branch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import flint

from lsec_models.solve.corners.exact.numbers.far import Far
from lsec_models.solve.corners.exact.numbers.surd import sign
from lsec_models.solve.corners.exact.replies.conics import Curve
from lsec_models.solve.corners.exact.replies.families import (
    Affine,
    Branch,
    Condition,
    Family,
    Quadratic,
    as_quadratic,
    keeping,
    minus,
    quadratic_at,
)
from lsec_models.solve.corners.exact.replies.reasons import Reasons
from lsec_models.solve.corners.exact.unresolved import Unresolved

if TYPE_CHECKING:
    from lsec_models.solve.corners.exact.replies.best_replies import Failure

_ZERO, _ONE = flint.fmpq(0), flint.fmpq(1)


@dataclass(frozen=True, kw_only=True)
class CurvedAnswer:
    """An answer that moves on a branch of a curve when earlier decisions move along a line.

    Attributes
    ----------
    family : Family
        All decisions as functions of the plane.
    sides : list of quadratic functions
        At least zero where it is allowed and answered as supposed.
    branch : Branch
    place : list of number
        In the plane.
    """

    family: Family
    sides: list[Quadratic]
    branch: Branch
    place: list[Any]

    @property
    def is_allowed(self) -> bool:
        """Whether it is allowed, and answered by one of the pieces between which the next mover jumps."""
        return all(sign(quadratic_at(side, self.place)) >= 0 for side in self.sides)

    def along(self, conditions: Sequence[Condition]) -> list[Condition]:
        """Return conditions in the plane as conditions along the branch.

        Raises
        ------
        Unresolved
            If they are about another curve.
        """
        if any(condition.branch is not None for condition in conditions):
            raise Unresolved("an answer moves on two curves")
        return [replace(condition, branch=self.branch) for condition in conditions]

    def while_allowed(self) -> list[Condition]:
        """Return that it stays allowed."""
        return self.along([Condition(function=side, strict=False) for side in self.sides])


class CurvedReasons(Reasons):
    """What is best for later movers along families of decisions; along lines, also where they stop at curved jumps."""

    def why_other_is_better(
        self, failing: Failure, family: Family, now: Quadratic, place: Sequence[Any]
    ) -> list[Condition]:
        """Return why somebody leaves a line at a place for an answer on a curve."""
        if family.width == 1:
            for answer in curved_answers(self, failing.number, family, place[0]):
                gain = minus(self.payoff(failing.player, answer.family), _lifted(now))
                if not answer.is_allowed or sign(quadratic_at(gain, answer.place)) <= 0:
                    continue
                if self.replies.failure(failing.number + 1, answer.family.at(answer.place)) is None:
                    kept = self.while_kept(failing.number + 1, answer.family, answer.place)
                    return answer.along([Condition(function=gain, strict=True), *kept]) + answer.while_allowed()
        return super().why_other_is_better(failing, family, now, place)

    def while_no_other_is_better(
        self, number: int, player: str, family: Family, now: Quadratic, place: Sequence[Any]
    ) -> Iterator[Condition]:
        """Yield why the mover of a stage has no better answer on a curve, along a line.

        Raises
        ------
        Unresolved
        """
        stage = self.replies.model.stages[number]
        if family.width != 1 or len(stage.movers) > 1 or stage.stop - stage.start > 1:
            yield from super().while_no_other_is_better(number, player, family, now, place)
            return
        for plane, sides, equation in _planes(self, number, family):
            yield from _while_as_many(equation, place[0])
            for answer in _on_branches(plane, sides, equation, place[0]):
                loss = minus(_lifted(now), self.payoff(player, plane))
                against = next((side for side in sides if sign(quadratic_at(side, answer.place)) < 0), None)
                if against is not None:
                    yield from answer.along([keeping(against, answer.place)])
                elif sign(quadratic_at(loss, answer.place)) >= 0:
                    yield from answer.along([Condition(function=loss, strict=False)])
                else:
                    why = self.why_left(number + 1, plane, answer.place)
                    if why is None:
                        raise Unresolved("a better answer was overlooked")
                    yield from answer.along(why)


def curved_answers(reasons: Reasons, number: int, family: Family, s: Any) -> Iterator[CurvedAnswer]:
    """Yield the answers of the mover of a stage on curves, at a place of a line of earlier decisions."""
    for plane, sides, equation in _planes(reasons, number, family):
        yield from _on_branches(plane, sides, equation, s)


def _planes(reasons: Reasons, number: int, family: Family) -> Iterator[tuple[Family, list[Quadratic], Quadratic]]:
    """Yield, for each curve at which the mover of a stage may stop, decisions over the plane, sides, and the curve.

    Raises
    ------
    Unresolved
        If one is beyond all numbers.
    """
    stage = reasons.replies.model.stages[number]
    if len(stage.movers) > 1 or stage.stop - stage.start > 1 or number + 1 == len(reasons.replies.model.stages):
        return
    (player, _), *_rest = stage.movers
    path: list[Affine] = [[*entry, _ZERO] for entry in family.path]
    path[stage.start] = [_ZERO, _ZERO, _ONE]
    limits = [limit for limit in stage.limits if player in limit.players]
    for piece, curve in reasons.replies.pieces.curves(number + 1):
        plane = reasons.answer(piece, Family(path=tuple(path)))
        equation = reasons.along(curve, piece, plane)
        if any(isinstance(x, Far) for row in (*plane.path, *equation) for x in row):
            raise Unresolved("a later mover may stop at a curve beyond all numbers")
        asked = [reasons.row_along(side.row, piece, plane) for side in piece.sides if side.is_asked]
        asked += [reasons.limit_along(limit.row, plane) for limit in limits]
        yield plane, [as_quadratic(side) for side in asked], equation


def _on_branches(plane: Family, sides: list[Quadratic], equation: Quadratic, s: Any) -> Iterator[CurvedAnswer]:
    if all(sign(equation[2][k]) == 0 for k in range(3)):
        return
    curve = Curve(equation)
    for upper in (False, True) if sign(equation[2][2]) != 0 else (True,):
        place = curve.at(s, upper=upper)
        if place is not None:
            yield CurvedAnswer(family=plane, sides=sides, branch=Branch(equation=equation, upper=upper), place=place)


def _while_as_many(equation: Quadratic, s: Any) -> Iterator[Condition]:
    """Yield why a curve has as many answers around a place of the line as there."""
    deciding = Curve(equation).deciding
    if all(sign(x) == 0 for row in deciding for x in row):
        return
    if sign(quadratic_at(deciding, [s])) != 0:
        yield keeping(deciding, [s])
        return
    yield Condition(function=deciding, strict=False)
    yield Condition(function=[[-x for x in row] for row in deciding], strict=False)


def _lifted(function: Quadratic) -> Quadratic:
    """Return a function of the line as one of the plane."""
    return [*([*row, _ZERO] for row in function), [_ZERO] * (len(function) + 1)]
