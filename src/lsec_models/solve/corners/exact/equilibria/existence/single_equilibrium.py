"""Whether several movers of a stage have no two equilibria after any history.

Concavity together says so where nobody moves later. Else, where all that is decided before is one number, the line of
histories is looked at, one interval after the other: on each, all first-order points of the stage but one are not
equilibrium, for reasons that hold throughout it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from lsec_models.solve.corners.exact.equilibria.existence.later_answers import all_histories, line_of_histories
from lsec_models.solve.corners.exact.numbers.intervals import Interval
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.corners.exact.replies.families import Family, QuadraticCondition
from lsec_models.solve.corners.exact.replies.jumps import around
from lsec_models.solve.corners.exact.unresolved import NoReply, Unresolved

_MAX_PARTS = 100


def may_have_several(replies: Replies, number: int) -> bool:
    """Whether movers of a stage are not known to have at most one equilibrium after every history.

    Parameters
    ----------
    replies : Replies
    number : int
        The stage, 0 for the first.
    """
    if not replies.has_several_answers(number):
        return False
    if number not in replies.single:
        replies.single[number] = _is_single_on_line(replies, number)
    return not replies.single[number]


def _is_single_on_line(replies: Replies, number: int) -> bool:
    if replies.model.stages[number].start != 1 or not replies.answer_continuously_from(number + 1):
        return False
    parts = [all_histories(replies, number)]
    with suppress(Unresolved, NoReply):
        for _ in range(_MAX_PARTS):
            parts = [part for part in (part.within_bounds() for part in parts) if not part.is_empty]
            if not parts:
                return True
            part = parts.pop()
            single = _single_around(replies, number, part.inside(), part)
            if single is None:
                return False
            parts += list(part.without(single))
    return False


def _single_around(replies: Replies, number: int, s: Any, part: Interval) -> Interval | None:
    """Return where, around a history, a stage has no two equilibria; None if that is not seen at the history itself."""
    reasons, history = replies.reasons(), line_of_histories(replies)
    conditions: list[QuadraticCondition] = []
    answers: list[Family] = []
    for piece in replies.pieces.of_stage(number):
        if not replies.placed(piece, {0: s}).paths():
            invalid = reasons.why_invalid(piece, history, [s])
            if invalid is None:
                return None
            conditions.append(invalid)
            continue
        families = [] if piece.free else [family for family, _ in reasons.answers(piece, history, [s])]
        if not families:  # A continuum, or what is valid at the history alone.
            return None
        for family in families:
            left = reasons.why_left(number, family, [s])
            if left is None:
                answers.append(family)
            else:
                conditions += left
    if len({family.at([s]) for family in answers}) > 1:
        return None
    if any(family.path != answers[0].path for family in answers):
        return Interval(low=s, high=s, has_low=True, has_high=True)
    return around(conditions, s, part)
