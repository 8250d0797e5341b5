"""Equilibria before a last mover who never cares what it decides, and whose favour has no end.

Where such a mover may go on without bound, no choice of the leader's is best if it is favoured. Turned against the
leader, it leaves what is at one end where going on would help the leader, and elsewhere less than any number, if it
goes far enough. So the leader secures the best that it has at that end among the choices after which going on does not
hurt it, and keeps to them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lsec_models.solve.corners.exact.equilibria.existence.found import AGAINST, Found
from lsec_models.solve.corners.exact.equilibria.existence.one_last_answer import kept_to, wanting, with_last_apart
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.linear_algebra import ZERO
from lsec_models.solve.quadratic import LinearQuadratic, Row


def with_endless_favour_turned(model: LinearQuadratic, solved: Callable[[Replies], Found]) -> Found | None:
    """Return equilibria in which a last mover who never cares is turned against the leader; None if none is settled.

    Parameters
    ----------
    model : LinearQuadratic
        Nothing is returned unless one leader is followed by another player's one decision, which has at most one end
        that is a number, is of no consequence to who takes it, and moves the leader's payoff in proportion.
    solved : function
        From replies to what is known of the equilibria.
    """
    ways = _ways_without_end(model)
    if ways is None:
        return None
    end, directions = ways
    start, size = model.stages[-1].start, len(model.names) + 1
    ((leader, _),) = model.stages[0].movers
    slope = model.payoffs[leader][start]
    kept = with_last_apart(model, wanting([*[ZERO] * start, end], start, size))
    for direction in directions:
        kept = kept_to(kept, 0, [direction * x for x in (*slope[:start], slope[-1])])
    found = solved(Replies(kept))
    if not (found.paths or found.continua) or found.unanswered:
        return None
    return replace(
        found,
        selections=(AGAINST,) * len(found.paths),
        continua=tuple(replace(one, selection=AGAINST) for one in found.continua),
    )


def _ways_without_end(model: LinearQuadratic) -> tuple[object, list[int]] | None:
    """Return from where, and in which directions, the last decision may go on without bound; None if it is not such."""
    first, *_, last = model.stages
    limits = [limit for stage in model.stages for limit in stage.limits]
    if len(model.stages) != 2 or len(first.movers) > 1 or any(limit.strict or limit.foresees for limit in limits):
        return None
    ((leader, _),) = first.movers
    (player, own), *others = last.movers
    if others or len(own) > 1 or player == leader:
        return None
    start = last.start
    rows = [limit.row for limit in last.limits]
    if any(model.payoffs[player][start]) or model.payoffs[leader][start][start] != 0 or any(_moves(rows, start)):
        return None
    low = [-row[-1] / row[start] for row in rows if row[start] > 0]
    high = [-row[-1] / row[start] for row in rows if row[start] < 0]
    if low and high:
        return None
    return max(low, default=min(high, default=ZERO)), [*[1] * (not high), *[-1] * (not low)]


def _moves(rows: list[Row], start: int) -> list[object]:
    """Return the coefficients of earlier decisions in the constraints of the last one."""
    return [x for row in rows for x in row[:start]]
