"""Equilibria that rest on what later movers choose where they may: not what favours the mover before them.

Where a mover is indifferent, or several movers have several equilibria, what is played after a history is a matter of
selection. A path is subgame perfect for some selection if what follows in each stage is an answer, and no mover secures
more by a deviation than it has (:mod:`.secured`): after a deviation the selection is turned against who deviated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from lsec_models.solve.corners.exact.equilibria.existence.found import AGAINST, ANSWERS, FORCED, Found
from lsec_models.solve.corners.exact.equilibria.existence.later_answers import are_answered
from lsec_models.solve.corners.exact.equilibria.existence.single_equilibrium import may_have_several
from lsec_models.solve.corners.exact.equilibria.tie_breaking.profiles import held_profile
from lsec_models.solve.corners.exact.equilibria.tie_breaking.secured import is_held, secured_parts
from lsec_models.solve.corners.exact.numbers.infinite_numbers import is_finite
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import Order, sign
from lsec_models.solve.corners.exact.pieces.overlaps import places_of_difference
from lsec_models.solve.corners.exact.pieces.piece import Piece
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.corners.exact.replies.placed_pieces import Path
from lsec_models.solve.corners.exact.unresolved import NoReply, Unresolved

_LEFT = "from all choices of the first movers one of them deviates, whatever later ones choose who may"


def settled_otherwise(replies: Replies, found: Found) -> Found | None:
    """Return equilibria for some selection, or that there is none for any; None if that is not settled.

    1. What the first mover approaches and does not reach, if those after it may choose it.
    2. First-order points that several first movers keep to; if there are none, all profiles (:mod:`.profiles`).
    3. The best that a single first mover secures.
    """
    if any(limit.strict or limit.foresees for stage in replies.model.stages for limit in stage.limits):
        return None
    ways: list[Callable[[], dict[Path, str] | None]] = [lambda: _best_secured(replies)]
    if len(replies.model.stages[0].movers) > 1:
        ways = [lambda: _held_points(replies), lambda: _held_profile(replies)]
    elif found.approached:
        ways.insert(0, lambda: _forced(replies, found.approached))
    if not are_answered(replies):
        return None
    for way in ways:
        with suppress(Unresolved, NoReply):
            paths = way()
            if paths is None:
                return Found(none=_LEFT, questions=replies.pieces.questions)
            if paths:
                return Found(
                    paths=tuple(paths),
                    answers=ANSWERS,
                    selections=tuple(paths.values()),
                    histories=replies.checks,
                    questions=replies.pieces.questions,
                )
    return None


def _forced(replies: Replies, path: Path) -> dict[Path, str]:
    """Return a path that the first mover approaches, if later movers may choose it once it is there."""
    last = len(replies.model.stages) - 1
    if not is_finite(path) or replies.failure(last, path) is not None:
        return {}
    is_chosen = all(is_held(replies, number, path) for number in range(1, last))
    return {path: FORCED} if is_chosen else {}


def _held_points(replies: Replies) -> dict[Path, str]:
    """Return first-order points of the whole game that no first mover leaves."""
    found: dict[Path, str] = {}
    for piece in sorted((p for p in replies.pieces.of_stage(0) if not p.is_far), key=lambda p: p.free):
        for path in replies.placed(piece, {}).paths():
            if (not piece.free or not found) and replies.failure(1, path) is None and is_held(replies, 0, path):
                found.setdefault(path, f"one of a continuum; {AGAINST}" if piece.free else AGAINST)
    return found


def _held_profile(replies: Replies) -> dict[Path, str] | None:
    """Return a path that no first mover leaves; None if it is proved that there is none."""
    if not replies.answer_continuously_from(2):
        return {}
    path = held_profile(replies)
    return None if path is None else {path: AGAINST}


def _best_secured(replies: Replies) -> dict[Path, str]:
    """Return the best that the first mover secures, which those after it choose if they turn against it."""
    ((player, _),) = replies.model.stages[0].movers
    parts = list(secured_parts(replies, 0, player, ()))
    best = max(parts, key=lambda part: Order(part.value))
    if best.place is None:
        return {}
    path = best.answer.at([best.place])
    is_kept = replies.failure(1, path) is None and sign(replies.payoff(player, path) - best.value) == 0
    return {path: AGAINST} if is_kept else {}


def with_one_equilibrium_kept(replies: Replies) -> Iterator[tuple[str, Path]]:
    """Yield equilibria in which later movers of one stage keep to one of their equilibria wherever it is one."""
    for number in range(1, len(replies.model.stages)):
        if not may_have_several(replies, number):
            continue
        movers = " and ".join(player for player, _ in replies.model.stages[number].movers)
        pieces = [piece for piece in replies.pieces.of_stage(number) if not (piece.free or piece.is_far)]
        for piece in (piece for piece in pieces if _is_one_of_several(replies, number, piece, pieces)):
            other = Replies(replies.model, replies.pieces, (number, piece))
            words = f"{movers} keep to {', '.join(piece.binding) or 'the interior'} wherever that is an equilibrium"
            with suppress(Unresolved, NoReply):
                for candidate in other.pieces.of_stage(0):
                    for path in other.placed(candidate, {}).paths():
                        if is_finite(path) and other.failure(0, path) is None:
                            yield words, path


def _is_one_of_several(replies: Replies, number: int, piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether what a piece answers is seen to be an equilibrium of a stage after a history that has another one.

    Looked at are some histories for each other piece. Where an equilibrium is alone, keeping to it is not a choice.
    """
    if not replies.answer_continuously_from(number + 1):
        return True
    seen = Replies(replies.model, replies.pieces)
    with suppress(Unresolved, NoReply):
        for other in pieces:
            places = [] if other is piece else places_of_difference(piece, other)
            if places is None:
                return True
            for place in places:
                history = dict(zip(piece.given, place, strict=True))
                both = [path for one in (piece, other) for path in seen.placed(one, history).paths()]
                if all(seen.failure(number, path) is None for path in both):
                    return True
        return False
    return True
