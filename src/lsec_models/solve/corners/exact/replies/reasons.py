"""Why later movers keep to what they are supposed to answer, or leave it, as polynomial conditions around a place.

Decisions that are affine functions of a few numbers (a line, a plane) give payoffs that are quadratic functions of
them. What makes an answer a best reply at one place, or what makes it none, is finitely many signs of such functions;
wherever they have these signs, the same holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import flint

from lsec_models.solve.corners.exact.numbers.infinite_numbers import beyond
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import sign
from lsec_models.solve.corners.exact.pieces.piece import Piece, eliminated
from lsec_models.solve.corners.exact.polyhedra.vertices import bases, combined, shifted
from lsec_models.solve.corners.exact.replies.families import (
    Affine,
    Family,
    Quadratic,
    QuadraticCondition,
    affine_value,
    as_quadratic,
    at_least_zero,
    composed,
    keeping,
    quadratic_at,
)
from lsec_models.solve.corners.exact.replies.left_throughout import while_left_throughout
from lsec_models.solve.corners.exact.replies.limits import while_not_approached
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.quadratic import Row, difference

if TYPE_CHECKING:
    from lsec_models.solve.corners.exact.replies.best_replies import Failure, Replies

_ZERO, _ONE = flint.fmpq(0), flint.fmpq(1)


class Reasons:
    """What is best for later movers along families of decisions."""

    def __init__(self, replies: Replies) -> None:
        self.replies = replies

    def family(self, chosen: Sequence[int], parent: Piece, given: Mapping[int, Any]) -> tuple[Family, list[Affine]]:
        """Return what can be chosen on a piece of later answers, and what must be at least zero for it.

        Parameters
        ----------
        chosen : sequence of int
            The decisions to choose; all others that the piece takes are given.
        parent : Piece
        given : Mapping from int to number
        """
        model = self.replies.model
        rows, directions = eliminated(parent, chosen)
        width = len(directions[0])
        constants = [self.replies.constant_of(row, parent, given, chosen) for row in rows]
        moving: list[Affine] = [[c, *d] for c, d in zip(constants, directions, strict=True)]
        free = moving[len(chosen) :]
        place = dict(zip(chosen, moving, strict=False))
        place |= {v: [given[v], *[_ZERO] * width] for v in given}
        path = [
            place[v] if v in place else self._inserted(parent.rows[v], parent, place, free, width)
            for v in range(len(model.names))
        ]
        sides = [self._inserted(s.row, parent, place, free, width) for s in parent.sides if s.is_asked]
        for number, stage in enumerate(model.stages):
            for player, own in stage.movers:
                mine = [v for v in own if v in chosen]
                limits = [limit for limit in stage.limits if mine and player in limit.players]
                sides += [_inserted_at(limit.row, path, width) for limit in limits]
                for v in mine:
                    bound = [beyond(number), *[_ZERO] * width]
                    sides.append([x - y for x, y in zip(bound, path[v], strict=True)])
                    sides.append([x + y for x, y in zip(bound, path[v], strict=True)])
        return Family(path=tuple(path)), sides

    def along(self, function: Quadratic, piece: Piece, family: Family) -> Quadratic:
        """Return a quadratic function of what is given to a piece, the constant last, along a family."""
        return composed(function, [family.path[v] for v in piece.given], family.width)

    def payoff(self, player: str, family: Family) -> Quadratic:
        """Return a payoff along a family."""
        half = [[entry / 2 for entry in row] for row in self.replies.model.payoffs[player]]
        return composed(half, family.path, family.width)

    def why_left(self, number: int, family: Family, place: Sequence[Any]) -> list[QuadraticCondition] | None:
        """Return why, from a stage on, somebody leaves a family at a place; None if nobody does."""
        failing = self.replies.failure(number, family.at(place))
        if failing is None:
            return None
        if not failing.player:
            return self._why_another_is_kept(family, place)
        now = self.payoff(failing.player, family)
        for piece in self.replies.pieces.of_mover(failing.number, failing.player):
            for instead, sides in self.answers(piece, family, place):
                then = self.payoff(failing.player, instead)
                gain = difference(then, now)
                if self.replies.is_without_bound(failing.number, quadratic_at(then, place)):
                    gain = then
                if sign(quadratic_at(gain, place)) <= 0:
                    continue
                if self.replies.failure(failing.number + 1, instead.at(place)) is None:
                    conditions = [QuadraticCondition(function=gain, strict=True)]
                    conditions += at_least_zero(sides)
                    return conditions + self.while_kept(failing.number + 1, instead, place)
        return self.why_other_is_better(failing, family, now, place)

    def _why_another_is_kept(self, family: Family, place: Sequence[Any]) -> list[QuadraticCondition]:
        """Return why several movers, at a place, play the equilibrium that they keep to, and not what a family has."""
        assert self.replies.kept is not None
        number, piece = self.replies.kept
        for instead, sides in self.answers(piece, family, place):
            conditions = at_least_zero(sides)
            pairs = zip(instead.path, family.path, strict=True)
            gaps = ([x - y for x, y in zip(one, other, strict=True)] for one, other in pairs)
            apart = next((gap for gap in gaps if sign(affine_value(gap, place)) != 0), None)
            if apart is not None:
                conditions.append(keeping(as_quadratic(apart), place))
                return conditions + self.while_kept(number, instead, place)
        raise Unresolved("what several later movers keep to is valid at a place, and not around it")

    def answers(self, piece: Piece, family: Family, place: Sequence[Any]) -> Iterator[tuple[Family, list[Affine]]]:
        """Yield the answers of a piece along a family: its corners, valid at one place and moving with it."""
        if any(sign(x) != 0 for row in piece.equations for x in self._along(row, piece, family, 0, ())):
            return
        for t, sides in self.corners(piece, family):
            if all(sign(affine_value(side, place)) >= 0 for side in sides):
                yield self.answer(piece, family, t), sides

    def all_corners(self, piece: Piece, family: Family) -> Iterator[tuple[Family, list[Affine]]]:
        """Yield what a piece answers at each of its corners along a family, and what must be at least zero for it.

        The equations of the piece must hold.
        """
        for t, sides in self.corners(piece, family):
            yield self.answer(piece, family, t), sides

    def corners(self, piece: Piece, family: Family) -> Iterator[tuple[list[Affine], list[Affine]]]:
        """Yield the free parameters of a piece where as many sides as possible are zero, and all sides there."""
        nothing = [[_ZERO] * (family.width + 1)] * piece.free
        count = len(piece.given)
        asked = [side.row for side in piece.sides if side.is_asked]
        rows = [row[count : count + piece.free] for row in asked]
        constants = [self._along(row, piece, family, piece.free, nothing) for row in asked]
        for ids, solving in bases(rows, piece.free):
            t = [[combined(row, [-constants[i][k] for i in ids]) for k in range(family.width + 1)] for row in solving]
            yield t, [_shifted(constant, row, t) for constant, row in zip(constants, rows, strict=True)]

    def while_kept(self, number: int, family: Family, place: Sequence[Any]) -> list[QuadraticCondition]:
        """Return why nobody, from a stage on, leaves a family that nobody leaves at a place."""
        stages = range(number, len(self.replies.model.stages))
        return [condition for stage in stages for condition in self.while_stage_kept(stage, family, place)]

    def while_stage_kept(self, stage: int, family: Family, place: Sequence[Any]) -> list[QuadraticCondition]:
        """Return why nobody of one stage leaves a family that nobody leaves at a place."""
        conditions: list[QuadraticCondition] = []
        for player, _ in self.replies.model.stages[stage].movers:
            now = self.payoff(player, family)
            if stage == 0 and len(self.replies.model.stages[0].movers) == 1:
                conditions.append(self._while_best(player, now))
                continue
            for piece in self.replies.pieces.of_mover(stage, player):
                conditions += self._while_no_better(stage, player, piece, family, now, place)
            conditions += self.while_no_other_is_better(stage, player, family, now, place)
        return conditions

    def why_other_is_better(
        self, failing: Failure, family: Family, now: Quadratic, place: Sequence[Any]
    ) -> list[QuadraticCondition]:
        """Return why somebody leaves a family at a place for an answer that is on none of the pieces."""
        del failing, family, now, place
        raise Unresolved("a better answer is known at a place, and not around it")

    def while_no_other_is_better(
        self, number: int, player: str, family: Family, now: Quadratic, place: Sequence[Any]
    ) -> Iterable[QuadraticCondition]:
        """Yield why nobody has a better answer on none of the pieces.

        Where the next mover jumps along a curve, the mover may stop there. For who alone has moved so far, the best is
        a number, whatever the family. Any other payoff is on the curve that of a piece of later answers, so that it is
        at most the best on that piece, whether or not it is valid there; and of a payoff that is the next mover's own,
        who takes the better piece, a curve is nowhere the best.

        Raises
        ------
        Unresolved
            If that would be better.
        """
        stages = self.replies.model.stages
        if number + 1 == len(stages) or not self.replies.pieces.curves(number + 1):
            return
        alone = [[mover for mover, _ in stage.movers] == [player] for stage in stages[: number + 2]]
        if all(alone[: number + 1]):
            if self.replies.is_searching_first(player):
                # Where it had a better answer of its own, what is better is found from there.
                return
            yield self._while_best(player, now)
            return
        if alone[number + 1]:
            return
        for parent, _ in self.replies.pieces.curves(number + 1):
            free = (p for p in self.replies.pieces.of_mover(number, player) if p.parent is parent and not p.binding)
            best = next((p for p in free if not p.free and not p.is_far), None)
            if best is None:
                raise Unresolved("a later mover may stop at a curve")
            loss = difference(now, self.payoff(player, self.answer(best, family)))
            if sign(quadratic_at(loss, place)) < 0:
                raise Unresolved("a later mover may stop at a curve")
            yield QuadraticCondition(function=loss, strict=False)

    def _while_best(self, player: str, now: Quadratic) -> QuadraticCondition:
        """Return that a first mover has as much as it can reach, which is a number."""
        loss = [list(row) for row in now]
        loss[0][0] = loss[0][0] - self.replies.best(0, player, ()).value
        return QuadraticCondition(function=loss, strict=False)

    def _while_no_better(
        self, number: int, player: str, piece: Piece, family: Family, now: Quadratic, place: Sequence[Any]
    ) -> list[QuadraticCondition]:
        invalid = self.why_invalid(piece, family, place)
        if invalid is not None:
            return [invalid]
        zeros = [[_ZERO] * (family.width + 1)] * piece.free
        loss = difference(now, self.payoff(player, self.answer(piece, family, zeros)))
        if sign(quadratic_at(loss, place)) >= 0:
            return [QuadraticCondition(function=loss, strict=False)]
        asked = [self._along(row, piece, family, 0, ()) for row in piece.equations]
        moving = [row for row in asked if any(sign(x) != 0 for x in row[1:])]
        if moving and family.width > 1:
            raise Unresolved("an answer that is not a best reply is one along a line only")
        if moving:
            # On a line the equation holds at the place alone, and there nobody leaves the family.
            function = as_quadratic(moving[0])
            negative = [[-x for x in row] for row in function]
            return [QuadraticCondition(function=one, strict=False) for one in (function, negative)]
        if piece.free:
            return while_left_throughout(self, number, piece, family, place)
        left = self.why_left(number + 1, self.answer(piece, family), place)
        if left is None:
            raise Unresolved("a better answer was overlooked")
        return [*left, *while_not_approached(self, number, piece, family, place)] if self._jumps_up(number) else left

    def _jumps_up(self, number: int) -> bool:
        """Whether what somebody after a stage is left with may be more at a history than all around it.

        That is so where the last mover is indifferent, and favours who decides between it and the mover of the stage.
        """
        shape, last = self.replies.model.stages[number], len(self.replies.model.stages) - 1
        is_plain = len(shape.movers) == 1 and shape.stop - shape.start == 1
        return is_plain and 0 < number < last - 1 and not self.replies.answer_continuously_from(last)

    def why_invalid(self, piece: Piece, family: Family, place: Sequence[Any]) -> QuadraticCondition | None:
        """Return why a piece is not valid at a place, whatever its free parameters; None if no one reason is seen."""
        zeros = [[_ZERO] * (family.width + 1)] * piece.free
        rows = [(self._along(row, piece, family, 0, ()), True) for row in piece.equations]
        rows += [(self._along(row, piece, family, piece.free, zeros), False) for row in piece.consequences]
        for row, is_equation in rows:
            function = as_quadratic(row)
            value = sign(quadratic_at(function, place))
            if value < 0 or (is_equation and value):
                return keeping(function, place)
        return None

    def answer(self, piece: Piece, family: Family, t: Sequence[Affine] = ()) -> Family:
        """Return a family with what a piece answers to it."""
        return Family(
            path=tuple(
                self._along(piece.rows[v], piece, family, piece.free, t) if v in piece.rows else entry
                for v, entry in enumerate(family.path)
            )
        )

    def row_along(self, row: Row, piece: Piece, family: Family) -> Affine:
        """Return an affine function of what is given to a piece without free parameters, along a family."""
        return self._along(row, piece, family, 0, ())

    @staticmethod
    def limit_along(row: Sequence[Any], family: Family) -> Affine:
        """Return an affine function of the first decisions along a family."""
        return _inserted_at(row, family.path, family.width)

    def _along(self, row: Row, piece: Piece, family: Family, free: int, t: Sequence[Affine]) -> Affine:
        return self._inserted(row, piece, dict(enumerate(family.path)), t, family.width, free=free)

    def _inserted(
        self,
        row: Sequence[Any],
        piece: Piece,
        place: Mapping[int, Affine],
        free_at: Sequence[Affine],
        width: int,
        free: int | None = None,
    ) -> Affine:
        free = piece.free if free is None else free
        count = len(piece.given)
        total: Affine = [row[-1], *[_ZERO] * width]
        inner = [*(place[v] for v in piece.given), *free_at[:free]]
        for entry, function in zip(row[: count + free], inner, strict=True):
            if entry != 0:
                total = [x + y * entry for x, y in zip(total, function, strict=True)]
        for stage, entry in enumerate(row[count + free : -1]):
            if entry != 0:
                total[0] = total[0] + beyond(stage) * entry
        return total


def _shifted(constant: Affine, row: Row, functions: Sequence[Affine]) -> Affine:
    """Return ``constant + row @ functions``."""
    return [shifted(x, row, [f[k] for f in functions]) for k, x in enumerate(constant)]


def _inserted_at(row: Sequence[Any], path: Sequence[Affine], width: int) -> Affine:
    total: Affine = [row[-1], *[_ZERO] * width]
    for entry, function in zip(row[:-1], path, strict=False):
        if entry != 0:
            total = [x + y * entry for x, y in zip(total, function, strict=True)]
    return total
