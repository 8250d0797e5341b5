"""Equilibria of a game in which a player decides twice in a row, found as if it took both decisions at once.

It gets the same: who moves twice in a row takes the best of both decisions together. So every equilibrium of the game
is one of the other. What is asked of the other way round is a best second decision after every first one, also one that
is not taken. Who moves last has one where its payoff is bounded, being quadratic on a polyhedron. For a first mover it
may follow from a limit: let the last mover decide after one more, both within bounds. What the first mover approaches
by its second decision is an answer for some choice of a last mover who is indifferent (:mod:`.approached`), and brings
no more than the best of both decisions together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from lsec_models.solve.corners.exact.equilibria.existence.found import FORCED, Found
from lsec_models.solve.corners.exact.equilibria.existence.later_answers import are_answered, last_are_bounded
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.linear_algebra import ZERO
from lsec_models.solve.quadratic import LinearQuadratic, StageShape


def with_decisions_at_once(replies: Replies, solved: Callable[[Replies], Found]) -> Found | None:
    """Return what is known of a game in which the first or the last mover decides twice in a row, if that settles it.

    Parameters
    ----------
    replies : Replies
        Of the game.
    solved : function
        From replies to what is known of the equilibria.
    """
    if any(limit.strict or limit.foresees for stage in replies.model.stages for limit in stage.limits):
        return None
    return _at_the_end(replies, solved) or _at_the_start(replies, solved)


def _at_the_end(replies: Replies, solved: Callable[[Replies], Found]) -> Found | None:
    merged = _merged(replies.model, len(replies.model.stages) - 2)
    if merged is None:
        return None
    found = solved(Replies(merged))
    if found.none:
        return found
    is_settled = bool(found.paths or found.continua) and not found.unanswered
    return found if is_settled and last_are_bounded(replies) else None


def _at_the_start(replies: Replies, solved: Callable[[Replies], Found]) -> Found | None:
    merged = _merged(replies.model, 0)
    if merged is None:
        return None
    found = solved(Replies(merged))
    # Were later movers to keep to one of several equilibria, a best second decision would be asked about anew.
    if found.unanswered or any(found.selections) or not (found.paths or found.continua):
        return None
    if are_answered(replies):
        return found
    return _forced(found) if reaches_its_second_best(replies.model) else None


def _merged(model: LinearQuadratic, number: int) -> LinearQuadratic | None:
    """Return a game of two stages or more in which the decisions of a stage and the next one are taken at once.

    None if they are not one player's alone.
    """
    if len(model.stages) < 3:
        return None
    first, second = model.stages[number : number + 2]
    if [player for player, _ in first.movers] != [player for player, _ in second.movers] or first.movers[1:]:
        return None
    ((player, own),), ((_, more),) = first.movers, second.movers
    more_columns = [ZERO] * (second.stop - first.stop)
    earlier = (replace(limit, row=[*limit.row[:-1], *more_columns, limit.row[-1]]) for limit in first.limits)
    limits = (*earlier, *second.limits)
    stage = StageShape(start=first.start, stop=second.stop, movers=((player, own + more),), limits=limits)
    return replace(model, stages=(*model.stages[:number], stage, *model.stages[number + 2 :]))


def _forced(found: Found) -> Found:
    words = "a second decision of the first mover may be the best for some choices of later movers only"
    return replace(
        found,
        selections=(FORCED,) * len(found.paths),
        continua=tuple(replace(one, selection=FORCED) for one in found.continua),
        incomplete=found.incomplete or words,
    )


def reaches_its_second_best(model: LinearQuadratic) -> bool:
    """Whether the first mover reaches what it approaches by its second decision, for some choice of who moves last.

    Three players move one after the other from there on, later ones within bounds, and the second decision is within
    bounds as well, or the payoff is concave in it.
    """
    first, second, *later = model.stages
    limits = [limit for stage in model.stages for limit in stage.limits]
    if len(later) != 2 or any(len(stage.movers) > 1 for stage in later) or second.stop - second.start > 1:
        return False
    if any(limit.strict or limit.foresees for limit in limits):
        return False
    ((player, (v,)),) = second.movers
    before = range(first.stop)
    if _are_within_bounds([second], before):
        return _are_within_bounds(later, (*before, v))
    return model.payoffs[player][v][v] < 0 and _are_within_bounds(later, before)


def _are_within_bounds(stages: Sequence[StageShape], given: Sequence[int]) -> bool:
    """Whether decisions of stages are bounded on both sides by constraints on what is given and decided before."""
    known = set(given)
    for stage in stages:
        for v in range(stage.start, stage.stop):
            sides = {
                limit.row[v] > 0
                for limit in stage.limits
                if limit.row[v] != 0 and all(x == 0 or i in known or i == v for i, x in enumerate(limit.row[:-1]))
            }
            if len(sides) < 2:
                return False
            known.add(v)
    return True
