"""What a mover secures by one decision: the supremum of the least that any later answer leaves it.

Where later movers are indifferent, or have several equilibria, what they play after a deviation may be chosen such that
it does not pay. Nobody leaves a path, for some such choice, if and only if no mover secures more than it has there
(later movers' answers form a closed set, so that the least is one of them).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import flint

from lsec_models.solve.corners.exact.numbers.infinite_numbers import far
from lsec_models.solve.corners.exact.numbers.intervals import Interval
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import Order, between, sign
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.corners.exact.replies.families import Affine, Family, Quadratic, QuadraticCondition, quadratic_at
from lsec_models.solve.corners.exact.replies.jumps import around, where_at_least_zero
from lsec_models.solve.corners.exact.replies.placed_pieces import Path
from lsec_models.solve.corners.exact.replies.reasons import Reasons
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.quadratic import difference

_MAX_PARTS = 100
_MAX_STEPS = 40
_ZERO, _ONE = flint.fmpq(0), flint.fmpq(1)
_ENDLESS = far([_ZERO, _ONE])


@dataclass(frozen=True, kw_only=True)
class LinePart:
    """A part of a mover's line on which the same answer is the least favourable one.

    Attributes
    ----------
    interval : Interval
    answer : Family
        It, as a function of the decision.
    payoff : quadratic function
        The mover's, with it.
    value : number
        The supremum of the payoff on the interval.
    place : number or None
        Where it is approached; None if that is beyond all numbers.
    """

    interval: Interval
    answer: Family
    payoff: Quadratic
    value: Any
    place: Any | None


def is_held(replies: Replies, number: int, path: Path) -> bool:
    """Whether nobody of a stage leaves a path for some choice of later movers among their answers.

    Raises
    ------
    Unresolved
        If somebody of the stage has several decisions, or answers change too often.
    """
    return all(
        sign(part.value - replies.payoff(player, path)) <= 0
        for player, _ in replies.model.stages[number].movers
        for part in secured_parts(replies, number, player, path)
    )


def decision_above(part: LinePart, target: Any) -> flint.fmpq | None:
    """Return a rational decision inside a part that brings more than a target; None if there is nothing inside."""
    low, high = part.interval.low, part.interval.high
    if low is not None and high is not None and sign(high - low) == 0:
        return None
    tried = part.interval.inside()
    for step in range(_MAX_STEPS):
        if sign(quadratic_at(part.payoff, [tried]) - target) > 0:
            return tried
        if part.place is None:
            tried = tried + 2**step if high is None else tried - 2**step
        elif sign(part.place - tried) == 0:
            return None
        else:
            tried = between(*sorted((tried, part.place), key=Order))
    return None


def secured_parts(replies: Replies, number: int, player: str, path: Path) -> Iterator[LinePart]:
    """Yield the parts of a mover's decisions by the answer that is the least favourable, all else as on a path."""
    reasons = replies.reasons()
    line, parts = line_of_decisions(replies, number, player, path)
    for _ in range(_MAX_PARTS):
        parts = [part for part in parts if not part.is_empty]
        if not parts:
            return
        part = parts.pop()
        place = part.inside()
        answers = list(answers_at(reasons, number + 1, line, place))
        if not answers:
            here = part.meet(barred_around(reasons, number + 1, line, place))
        else:
            payoffs = [reasons.payoff(player, family) for family, _ in answers]
            least = min(range(len(answers)), key=lambda i: Order(quadratic_at(payoffs[i], [place])))
            family, sides = answers[least]
            kept = reasons.while_kept(number + 1, family, [place])
            kept += [QuadraticCondition(function=difference(other, payoffs[least]), strict=False) for other in payoffs]
            here = part.meet(around(kept, place)).meet(where_at_least_zero(sides))
            value, where = supremum(payoffs[least], here)
            yield LinePart(interval=here, answer=family, payoff=payoffs[least], value=value, place=where)
        parts += part.without(here)
    raise Unresolved("the least favourable answers of later movers change too often")


def line_of_decisions(replies: Replies, number: int, player: str, path: Path) -> tuple[Family, list[Interval]]:
    """Return a mover's decisions as a line, all else as on a path, and where it may choose."""
    shape = replies.model.stages[number]
    own = dict(shape.movers)[player]
    if len(own) > 1:
        raise Unresolved(f"what {player} secures by several decisions at once")
    moving = [_ZERO, _ONE]
    known = [*path[: shape.stop], *[_ZERO] * (len(replies.model.names) - len(path[: shape.stop]))]
    entries = [moving if v in own else [x, _ZERO] for v, x in enumerate(known)]
    limits = [limit for limit in shape.limits if player in limit.players and limit.row[own[0]] != 0]
    line = Family(path=tuple(entries))
    return line, [where_at_least_zero([Reasons.limit_along(limit.row, line) for limit in limits])]


def answers_at(reasons: Reasons, number: int, line: Family, place: Any) -> Iterator[tuple[Family, list[Affine]]]:
    """Yield what may be answered at a place of a line, as functions along it."""
    for piece in (piece for piece in reasons.replies.pieces.of_stage(number) if not piece.is_far):
        for family, sides in reasons.answers(piece, line, [place]):
            if reasons.replies.failure(number, family.at([place])) is None:
                yield family, sides


def barred_around(reasons: Reasons, number: int, line: Family, place: Any) -> Interval:
    """Return where no answer is feasible for the same reasons as at a place."""
    found = [reasons.why_invalid(piece, line, [place]) for piece in reasons.replies.pieces.of_stage(number)]
    if any(condition is None for condition in found):
        raise Unresolved("a history without an answer of later movers that is known")
    return around([condition for condition in found if condition is not None], place)


def supremum(payoff: Quadratic, part: Interval) -> tuple[Any, Any | None]:
    """Return the supremum of a payoff on a part, and where it is approached."""
    slope, square = payoff[0][1] + payoff[1][0], payoff[1][1]
    for end, direction in ((part.high, 1), (part.low, -1)):
        if end is None and (sign(square) or sign(slope) * direction) > 0:
            return _ENDLESS, None
    places = [end for end in (part.low, part.high) if end is not None]
    if sign(square) < 0:
        top = -slope / (square * 2)
        places += [top] if part.reaches(top) else []
    if not places:
        places = [part.inside()]
    return max(((quadratic_at(payoff, [x]), x) for x in places), key=lambda entry: Order(entry[0]))
