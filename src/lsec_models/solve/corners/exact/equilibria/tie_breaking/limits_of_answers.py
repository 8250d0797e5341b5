"""An equilibrium in which a single first mover gets the supremum over almost all of its decisions.

In a game of perfect information with continuous payoffs, whose decisions are bounded and may follow earlier ones
continuously, there is an equilibrium after each history, and what is approached by equilibria after histories that
approach one is an equilibrium after it (Harris 1985; Hellwig and Leininger 1987). So it is enough to know one after
almost all first decisions. After those that are left out there is one that is approached by others, which gives the
first mover no more than their supremum; and where that supremum is approached, one that gives it.

Nobody goes further than in proportion to what was decided before if that is so in the leading game
(:mod:`.leading_game`): then decisions may as well be bounded.

References
----------
Harris (1985), Existence and characterization of perfect equilibrium in games of perfect information, Econometrica 53.
Hellwig and Leininger (1987), On the existence of subgame-perfect equilibrium in infinite-action games of perfect
information, Journal of Economic Theory 43.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lsec_models.solve.corners.exact.equilibria.existence.leading_game import stays_in_proportion
from lsec_models.solve.corners.exact.equilibria.tie_breaking.secured import (
    answers_at,
    barred_around,
    line_of_decisions,
    supremum,
)
from lsec_models.solve.corners.exact.numbers.infinite_numbers import is_finite
from lsec_models.solve.corners.exact.numbers.intervals import Interval
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import Order, between, sign
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.corners.exact.replies.conics import Conic
from lsec_models.solve.corners.exact.replies.curved_answers import CurvedAnswer, curved_answers
from lsec_models.solve.corners.exact.replies.curves import stationary_along
from lsec_models.solve.corners.exact.replies.families import Family, quadratic_at
from lsec_models.solve.corners.exact.replies.jumps import around, where_at_least_zero
from lsec_models.solve.corners.exact.replies.placed_pieces import Path
from lsec_models.solve.corners.exact.unresolved import Infeasible, NoReply, Unresolved

_MAX_PARTS = 100
_MAX_PLACES = 3
# Who moves last and who moves just before it reach their best after every history; the second mover need not.
_MOST_STAGES = 4


@dataclass(frozen=True, kw_only=True)
class _Part:
    """First decisions with the same answer: the supremum of the payoff, and the path that is approached there.

    The path is None if that is beyond all numbers.
    """

    interval: Interval
    value: Any
    path: Path | None


def approached_equilibrium(replies: Replies) -> Path | None:
    """Return a path that is in equilibrium for some choice of indifferent later movers; None if none is seen.

    Parameters
    ----------
    replies : Replies
        Of a game; nothing is returned of one in which several move at once, or the first mover decides several things
        at once, or constraints are strict or foresee.

    Raises
    ------
    Unresolved
        If what is answered is not known after almost all decisions.
    """
    stages = replies.model.stages
    if any(len(stage.movers) > 1 for stage in stages) or stages[0].stop > 1 or not 1 < len(stages) <= _MOST_STAGES:
        return None
    if any(limit.strict or limit.foresees for stage in stages for limit in stage.limits):
        return None
    if not stays_in_proportion(replies):
        return None
    parts = [part for part in _parts(replies) if part is not None]
    best = max(parts, key=lambda part: Order(part.value), default=None)
    return best.path if best is not None and best.path is not None and is_finite(best.path) else None


def _parts(replies: Replies) -> Iterator[_Part | None]:
    """Yield parts of the first mover's decisions that are almost all of them; None for one after which none is."""
    ((player, _),) = replies.model.stages[0].movers
    line, parts = line_of_decisions(replies, 0, player, ())
    for _ in range(_MAX_PARTS):
        parts = [part for part in (part.within_bounds() for part in parts) if _has_length(part)]
        if not parts:
            return
        part = parts.pop()
        found = _around_some_place(replies, player, line, part)
        here = found if isinstance(found, Interval) else found.interval
        yield None if isinstance(found, Interval) else found
        parts += part.without(here)
    raise Unresolved("the answers of later movers change too often")


def _has_length(part: Interval) -> bool:
    return part.low is None or part.high is None or sign(part.high - part.low) > 0


def _around_some_place(replies: Replies, player: str, line: Family, part: Interval) -> _Part | Interval:
    """Return what is answered around some place of a part; an interval where nothing may be."""
    place = part.inside()
    for number in range(_MAX_PLACES):
        try:
            found = _around(replies, player, line, part, place)
        except (Unresolved, NoReply):
            if number == _MAX_PLACES - 1:
                raise
        else:
            here = found if isinstance(found, Interval) else found.interval
            if _has_length(here):
                return found
        place = between(place, part.high if part.high is not None else place + 1)
    raise Unresolved("an answer of later movers that is one after single decisions only")


def _around(replies: Replies, player: str, line: Family, part: Interval, place: Any) -> _Part | Interval:
    reasons = replies.reasons()
    found: list[_Part] = []
    try:
        for family, sides in answers_at(reasons, 1, line, place):
            kept = around(reasons.while_kept(1, family, [place]), place, part)
            here = kept.meet(where_at_least_zero(sides))
            value, where = supremum(reasons.payoff(player, family), here)
            found.append(_Part(interval=here, value=value, path=None if where is None else family.at([where])))
        for answer in curved_answers(reasons, 1, line, place) if not found else ():
            if answer.is_allowed and replies.failure(1, answer.family.at(answer.place)) is None:
                here = around(reasons.while_curved_answer_kept(1, answer), place, part)
                found.append(_along_curve(replies, player, answer, here))
    except Infeasible:
        found.clear()
    if not found:
        return part.meet(barred_around(reasons, 1, line, place))
    return max((one for one in found if _has_length(one.interval)), key=lambda one: Order(one.value), default=found[0])


def _along_curve(replies: Replies, player: str, answer: CurvedAnswer, here: Interval) -> _Part:
    """Return the supremum of a payoff along an answer that moves on a branch of a curve."""
    if here.low is None or here.high is None:
        raise Unresolved("an answer that moves on a curve without end")
    payoff, curve = replies.reasons().payoff(player, answer.family), Conic(answer.branch.equation)
    places = [here.low, here.high, *(s for s in stationary_along(payoff, curve) if here.reaches(s))]
    reached = [place for s in places if (place := curve.at(s, upper=answer.branch.upper)) is not None]
    top = max(reached, key=lambda place: Order(quadratic_at(payoff, place)))
    return _Part(interval=here, value=quadratic_at(payoff, top), path=answer.family.at(top))
