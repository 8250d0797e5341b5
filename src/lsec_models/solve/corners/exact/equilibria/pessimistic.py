"""Indifferent movers who turn against the mover before them: what the first mover then does, if it has a best decision.

The mover of the second stage is the one who may be indifferent; whoever moves later must have one answer to everything,
which moves continuously. Of its best replies it chooses the one that leaves the first mover least. Next to a place of
indifference that need not be so, so that what the first mover likes best may be approached and not reached: then it has
no best decision, and there is no equilibrium of this kind.

References
----------
Loridan and Morgan (1996), Weak via strong Stackelberg problem: new results, Journal of Global Optimization 8.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lsec_models.solve.corners.exact.equilibria.all_equilibria import equilibria_of, settled
from lsec_models.solve.corners.exact.equilibria.existence.found import Found
from lsec_models.solve.corners.exact.equilibria.existence.later_answers import last_are_bounded
from lsec_models.solve.corners.exact.equilibria.tie_breaking.profiles import may_be_lower_inside
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import sign
from lsec_models.solve.corners.exact.pieces.corner_ties import CornerPieces
from lsec_models.solve.corners.exact.pieces.piece import Piece
from lsec_models.solve.corners.exact.pieces.stage_pieces import Pieces
from lsec_models.solve.corners.exact.replies.best_replies import Failure, Replies
from lsec_models.solve.corners.exact.replies.curved_answers import CurvedReasons
from lsec_models.solve.corners.exact.replies.families import (
    Family,
    Quadratic,
    QuadraticCondition,
    at_least_zero,
    quadratic_at,
)
from lsec_models.solve.corners.exact.replies.jumps import Limit
from lsec_models.solve.corners.exact.replies.placed_pieces import Path
from lsec_models.solve.corners.exact.unresolved import NoReply, Unresolved
from lsec_models.solve.quadratic import LinearQuadratic, difference

_AGAINST = "later movers who are indifferent turn against who moves before them"
_ONE_ANSWER = "later movers have one answer to everything, so that nobody is indifferent"
_AT_CORNERS = "indifferent movers were looked at where they keep to corners of what they may choose"


def pessimistic_equilibria_of(model: LinearQuadratic) -> Found:
    """Return what is known of the equilibria of a game at a point, indifferent movers turning against who moves before.

    Parameters
    ----------
    model : LinearQuadratic
    """
    replies = Replies(model)
    if replies.answer_continuously_from(1):
        return replace(equilibria_of(model), ties=_ONE_ANSWER)
    reason = _why_not_followed(replies)
    if reason:
        return Found(unresolved=reason, ties=_AGAINST)
    is_free = any(piece.free for piece in replies.pieces.of_stage(1))
    pieces = CornerPieces(model) if is_free else replies.pieces
    found = settled(PessimisticReplies(model, pieces))
    incomplete = found.incomplete or (_AT_CORNERS if is_free else "")
    return replace(found, ties=_AGAINST, selections=(_AGAINST,) * len(found.paths), incomplete=incomplete)


def _why_not_followed(replies: Replies) -> str:
    """Return why ties are not followed in a game; empty if they are."""
    stages = replies.model.stages
    if any(len(stage.movers) > 1 for stage in stages[:2]):
        return "against whom an indifferent mover turns is not said where several move at once"
    if not replies.answer_continuously_from(2):
        return "several later movers may be indifferent; whom each of them turns against is not followed"
    if any(limit.foresees for stage in stages for limit in stage.limits):
        return "a constraint contains later decisions, which an indifferent mover may use against who respects it"
    ((leader, _),) = stages[0].movers
    if any(piece.free and may_be_lower_inside(replies, leader, piece) for piece in replies.pieces.of_stage(1)):
        return f"what is worst for {leader} may be between, or beyond, the corners of what an indifferent mover chooses"
    if any(piece.free for piece in replies.pieces.of_stage(1)) and not last_are_bounded(replies):
        return "the payoff of an indifferent mover is not shown to be bounded"
    return ""


class PessimisticReplies(Replies):
    """Best replies of a game in which the second mover, where it is indifferent, leaves the first one least."""

    def __init__(self, model: LinearQuadratic, pieces: Pieces) -> None:
        super().__init__(model, pieces)
        ((self.leader, self._chosen),) = model.stages[0].movers
        ((self.follower, _),) = model.stages[1].movers

    def failure(self, number: int, path: Path) -> Failure | None:
        """Return who, from a stage on, would leave a path, be it to turn against who moves first."""
        gaining = self.gaining(number, path)
        if gaining is not None or number > 1 or not self._is_worse_possible(path):
            return gaining
        return Failure(number=1, player=self.follower)

    def gaining(self, number: int, path: Path) -> Failure | None:
        """Return who, from a stage on, would leave a path because that pays."""
        return super().failure(number, path)

    def _is_worse_possible(self, path: Path) -> bool:
        now = self.payoff(self.leader, path)
        others = self.best(1, self.follower, path).paths
        return any(sign(now - self.payoff(self.leader, other)) > 0 for other in others)

    def reasons(self) -> PessimisticReasons:
        """Return what is best for later movers along families of decisions."""
        return PessimisticReasons(self)

    def _unreached(self, number: int, player: str, paths: Sequence[Path], limit: Limit | None) -> Path:
        # Of several decisions only some places of equal payoffs are looked at.
        if number == 0 and limit is not None and not paths and len(self._chosen) == 1:
            words = (
                f"the best of {player} is approached only: where it would be reached, {self.follower} is indifferent"
            )
            raise NoReply(0, limit.path, f"{words} and turns against {player},")
        return super()._unreached(number, player, paths, limit)


class PessimisticReasons(CurvedReasons):
    """Why the second mover keeps to an answer, or leaves it, be it to turn against the first one."""

    replies: PessimisticReplies

    def why_left(self, number: int, family: Family, place: Sequence[Any]) -> list[QuadraticCondition] | None:
        """Return why, from a stage on, somebody leaves a family at a place; None if nobody does."""
        replies = self.replies
        if replies.gaining(number, family.at(place)) is not None or replies.failure(number, family.at(place)) is None:
            return super().why_left(number, family, place)
        for piece in replies.pieces.of_stage(1):
            for instead, sides in self.answers(piece, family, place):
                gain = difference(self.payoff(replies.follower, instead), self.payoff(replies.follower, family))
                loss = difference(self.payoff(replies.leader, family), self.payoff(replies.leader, instead))
                is_tie = sign(quadratic_at(gain, place)) == 0 and sign(quadratic_at(loss, place)) > 0
                if is_tie and replies.failure(2, instead.at(place)) is None:
                    conditions = [
                        QuadraticCondition(function=gain, strict=False),
                        QuadraticCondition(function=loss, strict=True),
                    ]
                    conditions += at_least_zero(sides)
                    return conditions + self.while_kept(2, instead, place)
        raise Unresolved("a tie is known at one point, but not near it")

    def _while_no_better(
        self, number: int, player: str, piece: Piece, family: Family, now: Quadratic, place: Sequence[Any]
    ) -> list[QuadraticCondition]:
        if number != 1 or piece.free or self.why_invalid(piece, family, place) is not None:
            return super()._while_no_better(number, player, piece, family, now, place)
        instead = self.answer(piece, family)
        loss = difference(now, self.payoff(player, instead))
        if sign(quadratic_at(loss, place)) > 0:
            return [QuadraticCondition(function=loss, strict=True)]
        relief = difference(self.payoff(self.replies.leader, instead), self.payoff(self.replies.leader, family))
        if sign(quadratic_at(loss, place)) == 0 and sign(quadratic_at(relief, place)) >= 0:
            return [QuadraticCondition(function=loss, strict=False), QuadraticCondition(function=relief, strict=False)]
        left = self.why_left(2, instead, place)
        if left is None:
            raise Unresolved("a better answer was overlooked")
        return left
