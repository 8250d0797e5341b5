"""Are the answers of a solved game best replies to each other? Stage by stage, the last one first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from lsec_models.games.evidence.evidence import Status
from lsec_models.games.static.order import Move
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.solve.interior.optimality.best_reply import CONCAVE, BestReply, best_reply
from lsec_models.solve.interior.optimality.concavity import why_unsound
from lsec_models.solve.interior.optimality.known_signs import KnownSigns
from lsec_models.solve.interior.optimality.own_problem import (
    OwnProblem,
    after_every_history,
    divided_by,
    on_the_path,
    where_possible,
)
from lsec_models.solve.interior.optimality.subgames import Subgame


@dataclass(frozen=True)
class RepliesByStage:
    """What is known of the answers of an equilibrium, or candidate.

    Attributes
    ----------
    equilibrium : Equilibrium
    subgames : sequence of Subgame
        Its stages, leaders first.
    """

    equilibrium: Equilibrium
    subgames: Sequence[Subgame]

    @cached_property
    def signs(self) -> KnownSigns:
        """What is known of signs where it holds, whatever is decided."""
        return KnownSigns(domain=self.equilibrium.domain, ring=self.equilibrium.game.ring)

    def signs_before(self, number: int) -> KnownSigns:
        """Return what is known of signs after every history up to a stage: earlier constraints hold."""
        game, domain = self.equilibrium.game, self.equilibrium.domain
        if not any(0 < bound.stage < number for bound in game.bounds):
            return self.signs
        return KnownSigns(domain=where_possible(game, domain.over(game.ring), number), ring=game.ring)

    @cached_property
    def undefined(self) -> str:
        """Why payoffs may be undefined somewhere."""
        game = self.equilibrium.game
        for player in game.players:
            defined = all(map(self.signs.nonzero, divided_by(game, player.name)))
            if not defined or not self.signs.finite(game.ratios[player.name]):
                return f"the payoff of {player.name} is not shown to be defined everywhere"
        return ""

    def later_than(self, i: int) -> str:
        """Return why the answers of the stages after one may not be best replies, whatever was decided before."""
        return next((reason for j in reversed(range(i + 1, len(self.subgames))) if (reason := self.unsound(j))), "")

    def unsound(self, i: int) -> str:
        """Return why the answers of a stage may not be best replies to each other."""
        return next((reply.reason for reply in self.of_stage(i) if reply.reason), "")

    def of_stage(self, i: int) -> list[BestReply]:
        """Return, mover by mover, whether a stage's answers are best replies: in the first on the path, else always.

        Where that is open of a later stage, nothing but concavity is looked at.
        """
        if i not in self._known:
            self._known[i] = self._examined(i)
        return self._known[i]

    def on_the_path(self, i: int, move: Move) -> BestReply:
        """Return whether a mover's answer is a best reply where all others decide as stated."""
        return self._reply(i, move, on_the_path)

    @cached_property
    def _known(self) -> dict[int, list[BestReply]]:
        return {}

    def _examined(self, i: int) -> list[BestReply]:
        subgame = self.subgames[i]
        reason = self.undefined or why_unsound(self.signs, subgame)
        if not reason:
            return [BestReply(Status.PROVED, CONCAVE) for _ in subgame.stage.moves]
        finite = i == 0 or all(map(self.signs_before(subgame.stage.number).finite, subgame.answers.values()))
        if not finite or self.later_than(i):
            return [BestReply(Status.OPEN, reason=reason) for _ in subgame.stage.moves]
        return [self._reply(i, move, after_every_history if i else on_the_path) for move in subgame.stage.moves]

    def _reply(self, i: int, move: Move, faced: Callable[..., OwnProblem]) -> BestReply:
        try:
            problem = faced(self.equilibrium, self.equilibrium.domain, self.subgames[i:], move)
        except ZeroDivisionError:
            return BestReply(Status.OPEN, reason=f"the payoff of {move.player} is not shown to be defined")
        return best_reply(problem)
