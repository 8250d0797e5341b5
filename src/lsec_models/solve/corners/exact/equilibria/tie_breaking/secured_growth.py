"""Whether the payoff of a first mover grows without bound whatever all others choose.

Let all others want what the first mover does not. What it gets by a decision in that game it has in the true one at
least, whatever is played there: its own later decisions are as good against what others do as against the worst that
they may do. So if that grows without bound with its decision, it has no best one, and there is no equilibrium. As
everybody later is either for it or against it, nothing depends on how ties are broken.

A last mover that has one answer to each history gives it whatever others want, so that its own payoff may stay. So it
may where the first mover keeps to decisions after which it has one answer (:mod:`.one_last_answer`); and if only
decisions at the start are given up for that, all payoffs may stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from lsec_models.solve.corners.exact.equilibria.existence.one_last_answer import one_sided, with_last_apart
from lsec_models.solve.corners.exact.numbers.infinite_numbers import Far
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.corners.exact.unresolved import NoReply, Unresolved
from lsec_models.solve.quadratic import LinearQuadratic


def grows_against_all(model: LinearQuadratic) -> bool:
    """Whether it is shown that the payoff of a single first mover grows without bound whatever others choose.

    Only games are looked at in which one player moves at a time, under constraints on its own and earlier decisions.
    """
    return _is_plain(model) and any(_grows(game) for game in _against_the_first(model))


def unanswered_in_part(model: LinearQuadratic) -> NoReply | None:
    """Return that somebody has no best reply where the last mover breaks no tie, if that is shown.

    Only games are looked at as in :func:`grows_against_all`.
    """
    if _is_plain(model):
        ((player, _),) = model.stages[0].movers
        for game in (game.model for game in one_sided(model) if game.is_part):
            with suppress(Unresolved):
                try:
                    Replies(game).best(0, player, ())
                except NoReply as reason:
                    return reason
    return None


def _is_plain(model: LinearQuadratic) -> bool:
    """Whether one player moves at a time, under constraints on its own and earlier decisions."""
    if any(len(stage.movers) > 1 for stage in model.stages) or len(model.stages) < 2:
        return False
    return not any(limit.strict or limit.foresees for stage in model.stages for limit in stage.limits)


def _against_the_first(model: LinearQuadratic) -> Iterator[LinearQuadratic]:
    """Yield games in which all others want what the first mover does not, but for a last one with one answer."""
    yield _with_opposites(model)
    last = len(model.stages) - 1
    if model.stages[0].movers[0][0] != model.stages[last].movers[0][0]:
        if Replies(model).answer_continuously_from(last):
            yield _with_opposites(with_last_apart(model), keeping_last=True)
        for game in one_sided(model):
            yield _with_opposites(game.model, keeping_last=True)


def _with_opposites(model: LinearQuadratic, *, keeping_last: bool = False) -> LinearQuadratic:
    """Return a game in which all others want what the first mover does not; who moves last may keep its payoff."""
    ((first, _),) = model.stages[0].movers
    kept = {first, *(player for player, _ in model.stages[-1].movers if keeping_last)}
    opposite = [[-entry for entry in row] for row in model.payoffs[first]]
    payoffs = {player: own if player in kept else opposite for player, own in model.payoffs.items()}
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
