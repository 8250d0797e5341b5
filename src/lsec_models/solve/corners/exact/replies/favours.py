"""Whether a mover can get no more were ties of later movers broken otherwise."""

from __future__ import annotations

from itertools import dropwhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lsec_models.solve.corners.exact.replies.best_replies import Replies


def is_favoured_most(replies: Replies, number: int, player: str) -> bool:
    """Whether a mover of a stage can get no more were ties of later movers broken otherwise.

    A tie favours who moves just before it, and others only next. So whoever has the last word after the mover's own
    next decisions must be one player, be it in several stages; nothing is to break for who moves last with one
    answer to each history.
    """
    stop = len(replies.model.stages)
    stop -= replies.answer_continuously_from(stop - 1)
    after = [[other for other, _ in stage.movers] for stage in replies.model.stages[number + 1 : stop]]
    others = list(dropwhile(lambda movers: movers == [player], after))
    return all(len(movers) == 1 and movers == others[0] for movers in others)


def depends_on_later(replies: Replies, number: int, player: str) -> bool:
    """Whether a payoff depends on decisions after a stage."""
    start = replies.model.stages[number].stop
    return any(entry != 0 for row in replies.model.payoffs[player] for entry in row[start:-1])
