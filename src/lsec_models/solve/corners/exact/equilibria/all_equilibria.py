"""All subgame-perfect equilibria of a linear-quadratic game at one exact point, or why there is none."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import flint

from lsec_models.solve.corners.exact.equilibria.existence.continua import EquilibriumPolyhedron, equilibria_in
from lsec_models.solve.corners.exact.equilibria.existence.found import ANSWERS, FORCED, LIMITS, WHERE_NEEDED, Found
from lsec_models.solve.corners.exact.equilibria.existence.later_answers import last_are_bounded, why_unanswered
from lsec_models.solve.corners.exact.equilibria.existence.leading_game import unanswered_far_away
from lsec_models.solve.corners.exact.equilibria.existence.missing_answers import look_for_missing_answers
from lsec_models.solve.corners.exact.equilibria.existence.single_equilibrium import may_have_several
from lsec_models.solve.corners.exact.equilibria.taken_at_once import with_decisions_at_once
from lsec_models.solve.corners.exact.equilibria.tie_breaking.approached import ApproachedReplies
from lsec_models.solve.corners.exact.equilibria.tie_breaking.endless_favour import with_endless_favour_turned
from lsec_models.solve.corners.exact.equilibria.tie_breaking.limits_of_answers import approached_equilibrium
from lsec_models.solve.corners.exact.equilibria.tie_breaking.one_answer_kept import with_one_answer_kept
from lsec_models.solve.corners.exact.equilibria.tie_breaking.secured_growth import grows_against_all, unanswered_in_part
from lsec_models.solve.corners.exact.equilibria.tie_breaking.selections import (
    settled_otherwise,
    with_one_equilibrium_kept,
)
from lsec_models.solve.corners.exact.numbers.infinite_numbers import is_finite
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import sign
from lsec_models.solve.corners.exact.pieces.corner_ties import CornerPieces
from lsec_models.solve.corners.exact.pieces.piece import Piece
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.corners.exact.replies.families import at_least_zero
from lsec_models.solve.corners.exact.replies.placed_pieces import Path
from lsec_models.solve.corners.exact.replies.regions import PlaceSearch
from lsec_models.solve.corners.exact.unresolved import Infeasible, NoReply, NotReached, Unresolved
from lsec_models.solve.quadratic import LinearQuadratic

_AT_CORNERS = "later movers who are indifferent keep to corners of what they may choose"


def equilibria_of(model: LinearQuadratic) -> Found:
    """Return what is known of the equilibria of a game at a point.

    1. Later movers who are indifferent favour who moves before them. Who decides twice in a row may be taken to
       decide once (:mod:`.taken_at_once`).
    2. If that settles nothing, there is none if the first mover gains without bound whatever they choose, or somebody
       has no best reply where none of them is indifferent (:mod:`.secured_growth`), or far away (:mod:`.leading_game`).
    3. Else they keep to corners of what they may choose.
    4. If that does not settle anything, they choose what is approached and would not be reached
       (:mod:`.limits_of_answers`, :mod:`.approached`).
    5. Failing that, they choose what an equilibrium needs (:mod:`.selections`), the last one keeps to one answer
       (:mod:`.one_answer_kept`), or it is turned against a leader whom it could favour without bound
       (:mod:`.endless_favour`).
    """
    replies = Replies(model)
    found = settled(replies)
    if not found.unresolved:
        return found
    at_once = with_decisions_at_once(replies, settled)
    if at_once is not None:
        return at_once
    if grows_against_all(model):
        ((player, _),) = model.stages[0].movers
        return Found(none=f"the payoff of {player} grows without bound in stage 1, whatever others choose")
    reason = unanswered_in_part(model) or unanswered_far_away(replies)
    if reason is not None:
        return Found(none=_words(reason))
    other = _at_corners(replies) if last_are_bounded(replies) else None
    other = (
        other
        or _at_a_supremum(replies, found)
        or _with_what_is_approached(replies)
        or settled_otherwise(replies, found)
        or with_one_answer_kept(replies, settled)
        or with_endless_favour_turned(model, settled)
    )
    if other is None:
        return found
    return other if other.none else replace(other, incomplete=f"{found.unresolved}; other choices may add more")


def _at_corners(replies: Replies) -> Found | None:
    """Return equilibria with later movers who keep to corners where they are indifferent; None if that settles none."""
    found = settled(Replies(replies.model, CornerPieces(replies.model)))
    if found.unanswered or not (found.paths or found.continua):
        return None
    return _selected(found, _AT_CORNERS)


def _at_a_supremum(replies: Replies, found: Found) -> Found | None:
    """Return an equilibrium that gives a first mover what it approaches after almost all of its decisions."""
    with suppress(Unresolved, NoReply):
        path = approached_equilibrium(replies)
        if path is not None:
            return Found(
                paths=(path,),
                answers=LIMITS,
                selections=(FORCED if path == found.approached else WHERE_NEEDED,),
                histories=replies.checks,
                questions=replies.pieces.questions,
            )
    return None


def _with_what_is_approached(replies: Replies) -> Found | None:
    """Return equilibria with later movers who choose what is approached; None if that settles none."""
    if not ApproachedReplies.fits(replies):
        return None
    for wide in (False, True):
        other = ApproachedReplies(replies.model, wide=wide)
        found = settled(other)
        if found.paths and other.approached and not found.unanswered:
            return _selected(found, FORCED)
    return None


def _selected(found: Found, words: str) -> Found:
    """Return equilibria each of which rests on a choice of later movers who are indifferent, in words."""
    return replace(
        found,
        selections=tuple(one or words for one in found.selections),
        continua=tuple(replace(one, selection=words) for one in found.continua),
    )


def settled(replies: Replies) -> Found:
    """Return what is known of the equilibria of a game in which answers are those of some replies."""
    try:
        return _found(replies)
    except NoReply as reason:
        return Found(none=_words(reason))
    except Infeasible:
        return _without_decisions(replies)
    except NotReached as reason:
        return Found(unresolved=str(reason), approached=reason.limit)
    except Unresolved as reason:
        return Found(unresolved=str(reason))


def _words(reason: NoReply) -> str:
    history = ", after a history that earlier movers can choose" if reason.number else ""
    return f"{reason} in stage {reason.number + 1}{history}"


def _without_decisions(replies: Replies) -> Found:
    """Return that no decisions meet all constraints, if two engines say so: that no choice was met is not a proof."""
    model = replies.model
    width = len(model.names)
    rows = [limit.row for stage in model.stages for limit in stage.limits]
    sides = [[row[-1], *row[:-1], *[flint.fmpq(0)] * (width + 1 - len(row))] for row in rows]
    room = at_least_zero(sides)
    try:
        place = PlaceSearch(replies.pieces, width, room, None).place()
    except Unresolved as reason:
        return Found(unresolved=str(reason))
    return Found(unresolved="no choice was met") if place else Found(none="no decisions meet all constraints")


def _found(replies: Replies) -> Found:
    stage = replies.model.stages[0]
    leader = stage.movers[0][0] if len(stage.movers) == 1 else ""
    try:
        unanswered = why_unanswered(replies)
    except Unresolved:
        if leader:
            # Where it has no best decision whatever is answered, there is none, wherever answers are not known.
            replies.best(0, leader, ())
        raise
    best = replies.best(0, leader, ()) if leader else None
    paths: list[Path] = []
    continua: list[EquilibriumPolyhedron] = []
    for piece in replies.pieces.of_stage(0):
        if piece.free and best is not None and not _pays(replies, piece, best.value):
            continue
        if piece.free:
            continua += [one for one in equilibria_in(replies, piece) if one not in continua]
        else:
            finite = (path for path in replies.placed(piece, {}).paths() if is_finite(path))
            paths += [path for path in finite if replies.failure(0, path) is None]
    continua = [one for one in continua if one.corners]
    paths += [one.corners[0] for one in continua if len(one.corners) == 1 and not one.rays]
    continua = _largest([one for one in continua if len(one.corners) > 1 or one.rays])
    if best is not None:
        paths += [path for path in best.paths if replies.failure(0, path) is None]
    paths = [path for path in dict.fromkeys(paths) if is_finite(path)]
    paths = [path for path in paths if not any(one.has(path) for one in continua)]
    selections = [""] * len(paths)
    for words, path in with_one_equilibrium_kept(replies):
        if path not in paths and not any(one.has(path) for one in continua):
            paths.append(path)
            selections.append(words)
    if not paths and not continua:
        if len(stage.movers) == 1 or unanswered or not replies.answer_continuously_from(1):
            raise Unresolved("no equilibrium was met")
        return Found(none="no choice of the first movers is a best reply of each to the others")
    if unanswered:
        look_for_missing_answers(replies, [*paths, *(corner for one in continua for corner in one.corners)])
    return Found(
        paths=tuple(paths),
        continua=tuple(continua),
        unanswered=unanswered,
        answers=ANSWERS,
        incomplete=_why_incomplete(replies),
        selections=tuple(selections),
        histories=replies.checks,
        questions=replies.pieces.questions,
    )


def _pays(replies: Replies, piece: Piece, value: Any) -> bool:
    """Whether a first mover's payoff, which is flat along a piece's free parameters, is a given one."""
    path = tuple(a for a, _ in replies.placed(piece, {}).path)
    ((player, _),) = replies.model.stages[0].movers
    return bool(path) and sign(replies.payoff(player, path) - value) == 0


def _why_incomplete(replies: Replies) -> str:
    """Return why there may be equilibria beside those that were met."""
    stages = replies.model.stages
    for number, stage in enumerate(stages):
        if number and may_have_several(replies, number):
            movers = " and ".join(player for player, _ in stage.movers)
            return f"{movers} may have several equilibria; what they play may depend on the history in other ways"
    if len(stages[0].movers) > 1 and not replies.answer_continuously_from(1):
        return "equilibria of the first movers at which answers of later ones jump are not looked for"
    return ""


def _largest(continua: list[EquilibriumPolyhedron]) -> list[EquilibriumPolyhedron]:
    """Return continua without those that lie in another one."""
    kept: list[EquilibriumPolyhedron] = []
    for one in sorted(continua, key=lambda c: len(c.corners) + len(c.rays), reverse=True):
        if not any(one.is_part_of(other) for other in kept):
            kept.append(one)
    return kept
