"""Answers of a mover who stops where the next one jumps, at a place that is a root of a quadratic of the history.

Along a line of earlier decisions such an answer moves on a branch of a conic section: line and answer are the two
coordinates of a plane. What makes it best, or none, are signs of quadratic functions of the plane along that branch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import flint

from lsec_models.solve.corners.exact.numbers.infinite_numbers import Far
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import between, sign
from lsec_models.solve.corners.exact.replies.conics import Conic
from lsec_models.solve.corners.exact.replies.families import (
    Affine,
    ConicBranch,
    Family,
    Quadratic,
    QuadraticCondition,
    as_quadratic,
    keeping,
    quadratic_at,
)
from lsec_models.solve.corners.exact.replies.reasons import Reasons
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.quadratic import difference

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
    branch : ConicBranch
    place : list of number
        In the plane.
    """

    family: Family
    sides: list[Quadratic]
    branch: ConicBranch
    place: list[Any]

    @property
    def is_allowed(self) -> bool:
        """Whether it is allowed, and answered by one of the pieces between which the next mover jumps."""
        return all(sign(quadratic_at(side, self.place)) >= 0 for side in self.sides)

    def along(self, conditions: Sequence[QuadraticCondition]) -> list[QuadraticCondition]:
        """Return conditions in the plane as conditions along the branch.

        Raises
        ------
        Unresolved
            If they are about another curve.
        """
        if any(condition.branch is not None for condition in conditions):
            raise Unresolved("an answer moves on two curves")
        return [replace(condition, branch=self.branch) for condition in conditions]

    def while_allowed(self) -> list[QuadraticCondition]:
        """Return that it stays allowed."""
        return self.along([QuadraticCondition(function=side, strict=False) for side in self.sides])


class CurvedReasons(Reasons):
    """What is best for later movers along families of decisions; along lines, also where they stop at curved jumps."""

    def why_other_is_better(
        self, failing: Failure, family: Family, now: Quadratic, place: Sequence[Any]
    ) -> list[QuadraticCondition]:
        """Return why somebody leaves a line at a place for an answer on a curve."""
        if family.width == 1:
            for answer in curved_answers(self, failing.number, family, place[0]):
                gain = difference(self.payoff(failing.player, answer.family), _lifted(now))
                if not answer.is_allowed or sign(quadratic_at(gain, answer.place)) <= 0:
                    continue
                if self.replies.failure(failing.number + 1, answer.family.at(answer.place)) is None:
                    kept = self.while_kept(failing.number + 1, answer.family, answer.place)
                    return (
                        answer.along([QuadraticCondition(function=gain, strict=True), *kept]) + answer.while_allowed()
                    )
        return super().why_other_is_better(failing, family, now, place)

    def while_no_other_is_better(
        self, number: int, player: str, family: Family, now: Quadratic, place: Sequence[Any]
    ) -> Iterator[QuadraticCondition]:
        """Yield why the mover of a stage has no better answer on a curve, along a line.

        Raises
        ------
        Unresolved
        """
        stage = self.replies.model.stages[number]
        if family.width != 1 or len(stage.movers) > 1 or stage.stop - stage.start > 1:
            yield from super().while_no_other_is_better(number, player, family, now, place)
            return

        def while_worse(answer: CurvedAnswer) -> list[QuadraticCondition] | None:
            loss = difference(_lifted(now), self.payoff(player, answer.family))
            if sign(quadratic_at(loss, answer.place)) < 0:
                return None
            return answer.along([QuadraticCondition(function=loss, strict=False)])

        yield from self._while_on_curves(number, family, place[0], while_worse)

    def while_curved_answer_kept(self, number: int, answer: CurvedAnswer) -> list[QuadraticCondition]:
        """Return why nobody, from a stage on, leaves an answer of its mover on a curve around a place of the line.

        Of another answer on a curve it is shown that it pays less than a number between the two payoffs, and this one
        more: each is a condition along one curve.

        Raises
        ------
        Unresolved
        """
        ((player, _),) = self.replies.model.stages[number].movers
        now = self.payoff(player, answer.family)
        value = quadratic_at(now, answer.place)

        def while_worse(other: CurvedAnswer) -> list[QuadraticCondition] | None:
            then = self.payoff(player, other.family)
            gap = sign(value - quadratic_at(then, other.place))
            if gap < 0:
                return None
            if other.family == answer.family and other.branch == answer.branch:
                return []
            if gap == 0:
                raise Unresolved("two answers on curves are as good")
            level = between(quadratic_at(then, other.place), value)
            mine = [QuadraticCondition(function=_above(now, level), strict=True)]
            return answer.along(mine) + other.along([QuadraticCondition(function=_below(then, level), strict=True)])

        conditions: list[QuadraticCondition] = []
        for piece in self.replies.pieces.of_mover(number, player):
            conditions += self._while_no_better(number, player, piece, answer.family, now, answer.place)
        conditions += self.while_kept(number + 1, answer.family, answer.place)
        line = Family(path=tuple(entry[:2] for entry in answer.family.path))
        return [
            *answer.along(conditions),
            *self._while_on_curves(number, line, answer.place[0], while_worse),
            *answer.while_allowed(),
        ]

    def _while_on_curves(
        self,
        number: int,
        line: Family,
        s: Any,
        while_worse: Callable[[CurvedAnswer], list[QuadraticCondition] | None],
    ) -> Iterator[QuadraticCondition]:
        """Yield why no answer on a curve is better around a place of a line: not allowed, no better, or left."""
        for plane, sides, equation in _planes(self, number, line):
            yield from _while_as_many(equation, s)
            for answer in _on_branches(plane, sides, equation, s):
                against = next((side for side in sides if sign(quadratic_at(side, answer.place)) < 0), None)
                if against is not None:
                    yield from answer.along([keeping(against, answer.place)])
                    continue
                worse = while_worse(answer)
                if worse is not None:
                    yield from worse
                    continue
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
        equal = [reasons.row_along(row, piece, plane) for row in piece.equations]
        asked += [*equal, *([-x for x in row] for row in equal)]
        yield plane, [as_quadratic(side) for side in asked], equation


def _on_branches(plane: Family, sides: list[Quadratic], equation: Quadratic, s: Any) -> Iterator[CurvedAnswer]:
    if all(sign(equation[2][k]) == 0 for k in range(3)):
        return
    curve = Conic(equation)
    for upper in (False, True) if sign(equation[2][2]) != 0 else (True,):
        place = curve.at(s, upper=upper)
        if place is not None:
            yield CurvedAnswer(
                family=plane, sides=sides, branch=ConicBranch(equation=equation, upper=upper), place=place
            )


def _while_as_many(equation: Quadratic, s: Any) -> Iterator[QuadraticCondition]:
    """Yield why a curve has as many answers around a place of the line as there."""
    deciding = Conic(equation).deciding
    if all(sign(x) == 0 for row in deciding for x in row):
        return
    if sign(quadratic_at(deciding, [s])) != 0:
        yield keeping(deciding, [s])
        return
    yield QuadraticCondition(function=deciding, strict=False)
    yield QuadraticCondition(function=[[-x for x in row] for row in deciding], strict=False)


def _lifted(function: Quadratic) -> Quadratic:
    """Return a function of the line as one of the plane."""
    return [*([*row, _ZERO] for row in function), [_ZERO] * (len(function) + 1)]


def _above(function: Quadratic, level: Any) -> Quadratic:
    """Return what a function has more than a number."""
    return [[function[0][0] - level, *function[0][1:]], *map(list, function[1:])]


def _below(function: Quadratic, level: Any) -> Quadratic:
    """Return what a function lacks of a number."""
    return [[-x for x in row] for row in _above(function, level)]
