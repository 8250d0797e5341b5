"""Equilibria with later movers who choose what is approached where they are indifferent and nothing better is reached.

Let a mover approach the most it can get, while at the limit the last mover is indifferent and would favour the mover
between them, who then decides otherwise. The limit is an answer for another choice of the last mover: where it is
reached, the last mover's decision is among its best ones, as these form a closed set; and whatever else the mover
between them decides, one of the last mover's best decisions leaves it no more, being a limit of decisions that left it
no more before. So the limit counts as what is played after that one decision, and nothing else changes (as in the
proof that games of perfect information have an equilibrium, [1]_).

References
----------
.. [1] Harris (1985), Existence and characterization of perfect equilibrium in games of perfect information,
   Econometrica 53.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import flint

from lsec_models.solve.corners.exact.numbers.infinite_numbers import is_finite
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import sign
from lsec_models.solve.corners.exact.pieces.piece import FAR, Piece, Side
from lsec_models.solve.corners.exact.pieces.stage_pieces import Pieces
from lsec_models.solve.corners.exact.replies.best_replies import Failure, Replies
from lsec_models.solve.corners.exact.replies.curved_answers import CurvedReasons
from lsec_models.solve.corners.exact.replies.families import (
    Family,
    QuadraticCondition,
    affine_value,
    as_quadratic,
    keeping,
)
from lsec_models.solve.corners.exact.replies.jumps import Limit
from lsec_models.solve.corners.exact.replies.limits import at_the_limit
from lsec_models.solve.corners.exact.replies.placed_pieces import Path
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.quadratic import LinearQuadratic, Row

_ZERO, _ONE = flint.fmpq(0), flint.fmpq(1)


class ApproachedReplies(Replies):
    """Best replies of a game in which the third last mover reaches what it approaches.

    Parameters
    ----------
    model : LinearQuadratic
    wide : bool
        Whether it is supposed to approach ties from both sides, also those of a last mover with a linear payoff.

    Attributes
    ----------
    approached : dict from path to Limit
        After each history of that mover whose best is approached only, by the path with its limit up to its decision.
    """

    def __init__(self, model: LinearQuadratic, *, wide: bool = False) -> None:
        super().__init__(model, _TiedPieces(model, wide=wide))
        self.number = len(model.stages) - 3
        self.approached: dict[Path, Limit] = {}

    @staticmethod
    def fits(replies: Replies) -> bool:
        """Whether the last three movers of a game decide one after the other, the last one within bounds."""
        stages = replies.model.stages
        if len(stages) < 4 or any(len(stage.movers) > 1 for stage in stages[-3:]):
            return False
        if any(limit.strict or limit.foresees for stage in stages for limit in stage.limits):
            return False
        mover = stages[-3]
        return mover.stop - mover.start == 1 and not any(p.is_far for p in replies.pieces.of_stage(len(stages) - 1))

    def limit_of(self, path: Path) -> Limit | None:
        """Return what is played after the decision of the third last mover on a path, if that is a limit."""
        return self.approached.get(path[: self.model.stages[self.number].stop])

    def failure(self, number: int, path: Path) -> Failure | None:
        """Return who, from a stage on, would leave a path; what is approached is left by nobody after its mover."""
        ((mover, _),), ((after, _),) = (self.model.stages[n].movers for n in (self.number, self.number + 1))
        if number <= self.number:
            # What is approached after a history is known only once the mover's best there is.
            self.best(self.number, mover, path)
        limit = self.limit_of(path)
        if limit is None or number > self.number + 1:
            return super().failure(number, path)
        last = super().failure(self.number + 2, path)
        if last is not None:
            return last
        if any(sign(x - y) != 0 for x, y in zip(path, limit.path, strict=True)):
            return Failure(number=self.number + 1, player=after)
        for stage in reversed(range(number, self.number + 1)):
            for player, _ in self.model.stages[stage].movers:
                best = self.best(stage, player, path).value
                if self.is_without_bound(stage, best) or sign(best - self.payoff(player, path)) > 0:
                    return Failure(number=stage, player=player)
        return None

    def is_left_anyway(self, path: Path) -> bool:
        """Whether movers after the third last one leave a path even if nothing is chosen that is approached."""
        return super().failure(self.number + 1, path) is not None

    def reasons(self) -> ApproachedReasons:
        """Return what is best for later movers along families of decisions."""
        return ApproachedReasons(self)

    def _unreached(self, number: int, player: str, paths: Sequence[Path], limit: Limit | None) -> Path:
        if number != self.number or limit is None or paths or not is_finite(limit.path):
            return super()._unreached(number, player, paths, limit)
        self.approached[limit.path[: self.model.stages[number].stop]] = limit
        return limit.path


class _TiedPieces(Pieces):
    """The pieces of a game of which those of the second last mover may be left at the ties of each other.

    Where the last mover becomes indifferent on one of them, the second last mover may jump to it.
    """

    def __init__(self, model: LinearQuadratic, *, wide: bool) -> None:
        super().__init__(model)
        self.wide = wide

    def _distinct(self, number: int, players: list[str]) -> list[Piece]:
        pieces = super()._distinct(number, players)
        if number != len(self.model.stages) - 2:
            return pieces
        last = {limit.words for limit in self.model.stages[-1].limits} if self.wide else set()
        ties = [
            replace(side, is_asked=False)
            for piece in pieces
            for side in piece.without_free
            if side.words != FAR and (not side.is_asked or side.words in last)
        ]
        return [replace(piece, sides=(*piece.sides, *self._further(piece, ties))) for piece in pieces]

    def _further(self, piece: Piece, ties: Sequence[Side]) -> Iterator[Side]:
        """Yield ties at which a piece does not end so far; on which side of one it is answered is not known."""
        known = {_scaled(side.row) for side in piece.without_free}
        for side in ties:
            if _scaled(side.row) not in known:
                known.add(_scaled(side.row))
                row = piece.with_free(side.row)
                yield from (replace(side, row=one) for one in ((row, [-x for x in row]) if self.wide else (row,)))


def _scaled(row: Row) -> tuple[Any, ...]:
    """Return the same for affine functions that vanish at the same places."""
    first = next((entry for entry in row if entry != 0), _ONE)
    return tuple(entry / first for entry in row)


class ApproachedReasons(CurvedReasons):
    """What is best for later movers along families of decisions, some of which are approached only."""

    replies: ApproachedReplies

    def why_left(self, number: int, family: Family, place: Sequence[Any]) -> list[QuadraticCondition] | None:
        """Return why, from a stage on, somebody leaves a family at a place, be it for what is approached there."""
        path = family.at(place)
        failing, limit = self.replies.failure(number, path), self.replies.limit_of(path)
        if failing is None or limit is None or failing.number != self.replies.number + 1:
            return super().why_left(number, family, place)
        instead = self._limits(family, place, limit)[0]
        gaps = (
            [x - y for x, y in zip(*entries, strict=True)] for entries in zip(instead.path, family.path, strict=True)
        )
        apart = keeping(as_quadratic(next(gap for gap in gaps if sign(affine_value(gap, place)) != 0)), place)
        if self.replies.is_left_anyway(path):
            return [apart, *(super().why_left(number, family, place) or ())]
        return [apart, *self.while_kept(self.replies.number, instead, place)]

    def while_stage_kept(self, stage: int, family: Family, place: Sequence[Any]) -> list[QuadraticCondition]:
        """Return why nobody of one stage leaves a family that nobody leaves at a place."""
        limit = self.replies.limit_of(family.at(place))
        if limit is None or stage != self.replies.number + 1:
            return super().while_stage_kept(stage, family, place)
        along, plane, next_to = self._limits(family, place, limit)
        if along.path != family.path:
            raise Unresolved("what is approached at a history is not approached around it")
        kept = [*super().while_stage_kept(stage, plane, next_to), *super().while_stage_kept(stage + 1, plane, next_to)]
        return [c for condition in kept for c in at_the_limit(condition, place)]

    def _limits(self, family: Family, place: Sequence[Any], limit: Limit) -> tuple[Family, Family, list[Any]]:
        """Return the limits along the decisions of a family, what approaches them, and a place of that.

        The distance from the limit is one number more.
        """
        v = self.replies.model.stages[self.replies.number].start
        step = limit.near[v] - limit.path[v]
        path = [[*entry, _ZERO] for entry in family.path]
        path[v][-1] = _ONE * sign(step)
        next_to = [*place, step * sign(step)]
        for piece in self.replies.pieces.of_stage(self.replies.number + 1):
            if not (piece.free or piece.is_far or piece.equations):
                plane = self.answer(piece, Family(path=tuple(path)))
                if plane.at(next_to) == limit.near:
                    return self.answer(piece, family), plane, next_to
        raise Unresolved("what is approached at a history is not approached around it")
