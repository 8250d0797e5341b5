"""Whether later movers have an answer after every history that earlier movers can bring about.

A mover has a best reply where its payoff is bounded and the best that it approaches is reached. Bounded: no piece that
stops at a bound beyond all numbers is valid at a finite history and pays without bound, which is a linear program over
histories. Reached: what the last mover answers is the set of maxima of a continuous function, which is closed, so that
the mover before it reaches its best; further up, and where several movers answer at once, the histories along a line
are looked at one interval after the other.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import flint

from lsec_models.solve.corners.exact.equilibria.existence.continua import equilibria_in
from lsec_models.solve.corners.exact.equilibria.existence.missing_answers import is_shared
from lsec_models.solve.corners.exact.numbers.intervals import Interval
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import sign
from lsec_models.solve.corners.exact.pieces.growth import finite_region, history_of_growth, leading_in_bounds
from lsec_models.solve.corners.exact.pieces.piece import Piece
from lsec_models.solve.corners.exact.polyhedra.linear_systems import without_columns
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.corners.exact.replies.curved_answers import CurvedReasons, curved_answers
from lsec_models.solve.corners.exact.replies.families import Family, QuadraticCondition, as_quadratic, keeping
from lsec_models.solve.corners.exact.replies.jumps import around, where_at_least_zero
from lsec_models.solve.corners.exact.replies.reasons import Reasons
from lsec_models.solve.corners.exact.replies.regions import PlaceSearch
from lsec_models.solve.corners.exact.unresolved import Infeasible, NoReply, Unresolved

_MAX_PARTS = 200
_MAX_REGIONS = 30
_ZERO, _ONE = flint.fmpq(0), flint.fmpq(1)


def last_are_bounded(replies: Replies) -> bool:
    """Whether the payoff of who moves last is shown to be bounded after every history, if only one does."""
    last = len(replies.model.stages) - 1
    with suppress(NoReply, Unresolved):
        return last > 0 and not _why_unbounded(replies, last, foreseen=_foresees(replies))
    return False


def why_unanswered(replies: Replies) -> str:
    """Return why there may be a history without an answer; empty if there is none.

    Raises
    ------
    NoReply
        If there is such a history.
    """
    reasons: list[str] = []
    unresolved: list[Unresolved] = []
    for number in reversed(range(1, len(replies.model.stages))):
        try:
            reasons.append(
                _why_unbounded(replies, number, foreseen=_foresees(replies)) or _why_unreached(replies, number)
            )
        except Unresolved as reason:
            # An earlier mover may have no answer to something, whatever is answered there.
            unresolved.append(reason)
    if unresolved:
        raise unresolved[0]
    return next(filter(None, reasons), "")


def are_answered(replies: Replies) -> bool:
    """Whether it is established that later movers have an answer after every history."""
    with suppress(Unresolved, NoReply):
        return not why_unanswered(replies)
    return False


def _foresees(replies: Replies) -> bool:
    return any(limit.foresees for stage in replies.model.stages for limit in stage.limits)


def _why_unbounded(replies: Replies, number: int, *, foreseen: bool) -> str:
    if len(replies.model.stages[number].movers) > 1:
        return ""
    ((player, _),) = replies.model.stages[number].movers
    unresolved: list[Unresolved] = []
    for piece in (piece for piece in replies.pieces.of_stage(number) if piece.is_far):
        history = history_of_growth(replies.pieces, number, player, piece)
        if history is None:
            continue
        if history and not foreseen:
            try:
                with suppress(Infeasible):
                    replies.best(number, player, tuple(history))
            except Unresolved as reason:
                # After another history it may grow without bound whatever is answered.
                unresolved.append(reason)
                continue
            if _is_left_everywhere(replies, number, player, piece):
                continue
        return f"the payoff of {player} in stage {number + 1} is not shown to be bounded after every history"
    if unresolved:
        raise unresolved[0]
    return ""


def _is_left_everywhere(replies: Replies, number: int, player: str, piece: Piece) -> bool:
    """Whether somebody later leaves a far piece at all histories at which it is valid and pays without bound."""
    width, reasons = len(piece.given), replies.reasons()
    region = finite_region(replies.pieces, number, player, piece)
    if piece.free or region is None:
        return False
    value = leading_in_bounds(replies.pieces.value(player, piece), width)
    room = [QuadraticCondition(function=as_quadratic([side, *row]), strict=False) for side, row in region]
    room.append(QuadraticCondition(function=as_quadratic([value[-1], *value[:-1]]), strict=True))
    place = dict(zip(piece.given, range(width), strict=True))
    path = [
        [_ZERO, *(_ONE if place.get(v) == i else _ZERO for i in range(width))] for v in range(len(replies.model.names))
    ]
    far = reasons.answer(piece, Family(path=tuple(path)))
    search = PlaceSearch(replies.pieces, width, room, None)
    with suppress(Unresolved):
        for _ in range(_MAX_REGIONS):
            history = search.place()
            if history is None:
                return True
            why = reasons.why_left(number + 1, far, history)
            if why is None:
                return False
            search.exclude(why, history)
    return False


def _why_unreached(replies: Replies, number: int) -> str:
    stages = replies.model.stages
    is_alone = all(len(stage.movers) == 1 for stage in stages[number:])
    if is_alone and replies.answer_continuously_from(number + 2):
        return ""
    if len(stages[number].movers) > 1 and not replies.has_several_answers(number):
        return ""
    movers = " and ".join(player for player, _ in stages[number].movers)
    if stages[number].start != 1:
        return f"whether {movers} in stage {number + 1} have an answer after every history is seen at some only"
    return _why_uncovered(replies, number)


def _why_uncovered(replies: Replies, number: int) -> str:
    """Return why an answer may be missing somewhere, looking along the line of all histories of one number."""
    reasons = replies.reasons()
    parts = [all_histories(replies, number)]
    movers = " and ".join(player for player, _ in replies.model.stages[number].movers)
    for _ in range(_MAX_PARTS):
        parts = [p for p in (p.within_bounds() for p in parts) if not p.is_empty]
        if not parts:
            return ""
        part = parts.pop()
        s = part.inside()
        barred = _barred_around(replies, number, s)
        if barred is not None:
            parts += list(part.without(barred))
            continue
        for piece in replies.pieces.of_stage(number):
            kept = _kept_around(replies, reasons, number, piece, s, part)
            if kept is not None:
                parts += list(part.without(kept))
                break
        else:
            kept = _kept_on_curve(replies, reasons, number, s, part)
            if kept is None:
                return _missing(replies, number, s, movers)
            parts += list(part.without(kept))
    return f"the answers of {movers} change too often to be followed"


def all_histories(replies: Replies, number: int) -> Interval:
    """Return what the first decision may be, if it is all that is decided before a stage."""
    limits = [limit for stage in replies.model.stages[:number] for limit in stage.limits]
    return where_at_least_zero([limit.row[-1], limit.row[0]] for limit in limits)


def _barred_around(replies: Replies, number: int, s: Any) -> Interval | None:
    """Return around a history where constraints leave a stage no choice; None if they leave one there.

    One mover with a choice has a first-order point; several movers may have none that fit together.
    """
    history = line_of_histories(replies)
    shape = replies.model.stages[number]
    if len(shape.movers) > 1:
        rows = without_columns([limit.row for limit in shape.limits], range(shape.start, shape.stop))
        against = ([row[-1], row[0]] for row in rows if sign(row[-1] + s * row[0]) < 0)
        violated = next(against, None)
        return None if violated is None else around([keeping(as_quadratic(violated), [s])], s)
    conditions: list[QuadraticCondition] = []
    for piece in replies.pieces.of_stage(number):
        if replies.placed(piece, {0: s}).paths():
            return None
        reason = Reasons(replies).why_invalid(piece, history, [s])
        if reason is None:
            return None
        conditions.append(reason)
    return around(conditions, s)


def line_of_histories(replies: Replies) -> Family:
    """Return the line of the first decision, which is all that is decided before a stage; later ones do not matter."""
    return Family(path=([_ZERO, _ONE], *([_ZERO, _ZERO] for _ in replies.model.names[1:])))


def _missing(replies: Replies, number: int, s: Any, movers: str) -> str:
    """Raise that there is no answer at a history, if that is certain."""
    path = (s, *[_ZERO] * (len(replies.model.names) - 1))
    stage = replies.model.stages[number]
    if len(stage.movers) == 1:
        replies.best(number, stage.movers[0][0], path)
        return f"the answers of {movers} are not affine after every history"
    settled = replies.answer_continuously_from(number + 1) and not is_shared(replies, number)
    if settled and not _may_be_among_many(replies, number, s):
        raise NoReply(number, path, f"{movers} have no equilibrium")
    return f"no answer of {movers} was met after {replies.model.names[0]} = {s}"


def _may_be_among_many(replies: Replies, number: int, s: Any) -> bool:
    """Whether there may be an equilibrium on a piece of answers with free parameters, not at its corners."""
    pieces = [piece for piece in replies.pieces.of_stage(number) if piece.free]
    try:
        return any(one.corners for piece in pieces for one in equilibria_in(replies, piece, number, {0: s}))
    except Unresolved:
        return True


def _kept_around(
    replies: Replies, reasons: Reasons, number: int, piece: Piece, s: Any, part: Interval
) -> Interval | None:
    """Return where a piece is what is answered around a history, in a part; None if it is not at the history itself."""
    members = [path for path in replies.placed(piece, {0: s}).paths() if replies.failure(number, path) is None]
    if not members:
        return None
    history = line_of_histories(replies)
    for family, sides in reasons.answers(piece, history, [s]):
        if family.at([s]) in members:
            return around(reasons.while_kept(number, family, [s]), s, part.meet(where_at_least_zero(sides)))
    return Interval(low=s, high=s, has_low=True, has_high=True)


def _kept_on_curve(replies: Replies, reasons: CurvedReasons, number: int, s: Any, part: Interval) -> Interval | None:
    """Return where an answer on a curve is what is answered around a history, in a part; None if none is there."""
    for answer in curved_answers(reasons, number, line_of_histories(replies), s):
        if answer.is_allowed and replies.failure(number, answer.family.at(answer.place)) is None:
            return around(reasons.while_curved_answer_kept(number, answer), s, part)
    return None
