"""Whether the payoff of a first mover grows without bound whatever all others choose.

Let all others want what the first mover does not. What it gets by a decision in that game it has in the true one at
least, whatever is played there: its own later decisions are as good against what others do as against the worst that
they may do. So if that grows without bound with its decision, it has no best one, and there is no equilibrium. As
everybody later is either for it or against it, nothing depends on how ties are broken.

A last mover that has one answer to each history gives it whatever it wants, so that its own payoff may stay.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from lsec_models.solve.corners.exact.numbers.far import Far
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.corners.exact.unresolved import NoReply, Unresolved
from lsec_models.solve.quadratic import LinearQuadratic


def grows_against_all(model: LinearQuadratic) -> bool:
    """Whether it is shown that the payoff of a single first mover grows without bound whatever others choose.

    Only games are looked at in which one player moves at a time, under constraints on its own and earlier decisions.
    """
    if any(len(stage.movers) > 1 for stage in model.stages) or len(model.stages) < 2:
        return False
    if any(limit.strict or limit.foresees for stage in model.stages for limit in stage.limits):
        return False
    if _grows(_against_the_first(model)):
        return True
    *before, last = (player for stage in model.stages for player, _ in stage.movers)
    # Who moves before as well would be for itself there, which need not be the worst that it may do.
    may_stay = last not in before and Replies(model).answer_continuously_from(len(model.stages) - 1)
    return may_stay and _grows(_against_the_first(model, kept=last))


def _against_the_first(model: LinearQuadratic, kept: str = "") -> LinearQuadratic:
    """Return a game in which all others want what the first mover does not, but for one who keeps its payoff."""
    ((first, _),) = model.stages[0].movers
    opposite = [[-entry for entry in row] for row in model.payoffs[first]]
    payoffs = {player: own if player in (first, kept) else opposite for player, own in model.payoffs.items()}
    return replace(model, payoffs=payoffs)


def _grows(model: LinearQuadratic) -> bool:
    """Whether the first mover's payoff grows without bound with its decision, later movers truly answering."""
    replies = Replies(model)
    first = model.stages[0]
    ((player, _),) = first.movers
    with suppress(Unresolved, NoReply):
        for piece in replies.pieces.of_stage(0):
            for path in replies.placed(piece, {}).paths():
                is_own = any(isinstance(x, Far) for x in path[: first.stop])
                if is_own and replies.is_without_bound(0, replies.payoff(player, path)):
                    with suppress(Unresolved, NoReply):
                        if replies.failure(1, path) is None:
                            return True
    return False
