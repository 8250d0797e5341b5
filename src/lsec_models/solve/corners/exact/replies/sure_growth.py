"""Payoffs that grow without bound with a decision, and whether they do whatever later movers choose who may.

They may not where somebody else is indifferent, where several movers have another equilibrium, and where somebody in
between is led elsewhere by ties that are broken otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from lsec_models.solve.corners.exact.numbers.infinite_numbers import Far
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import sign
from lsec_models.solve.corners.exact.polyhedra.linear_systems import is_negative, restricted
from lsec_models.solve.corners.exact.polyhedra.vertices import rays_of
from lsec_models.solve.corners.exact.replies.families import Family
from lsec_models.solve.corners.exact.replies.favours import depends_on_later, is_favoured_most
from lsec_models.solve.corners.exact.replies.jumps import lowest_on, where_at_least_zero
from lsec_models.solve.corners.exact.replies.placed_pieces import Path, Placed
from lsec_models.solve.corners.exact.unresolved import NoReply, Unresolved

if TYPE_CHECKING:
    from lsec_models.solve.corners.exact.replies.best_replies import Replies


def refuse_growth(replies: Replies, number: int, player: str, path: Path) -> NoReturn:
    """Raise that a payoff grows without bound on a path, and may do so only for some ties."""
    if any(isinstance(path[v], Far) for v in dict(replies.model.stages[number].movers)[player]):
        raise Unresolved(f"the payoff of {player} grows without bound if later movers choose what favours it")
    raise Unresolved(f"{player} would be favoured without bound by somebody later who is indifferent")


def refuse_sure_growth(replies: Replies, number: int, player: str, ways: Iterable[Path]) -> None:
    """Raise that there is no best reply if a payoff grows without bound in one of some ways, whatever follows."""
    shape = replies.model.stages[number]
    if len(shape.movers) > 1:
        return
    for way in ways:
        is_own = any(isinstance(x, Far) for x in way[shape.start : shape.stop])
        if is_own and _is_history(replies, number, way) and _surely_grows(replies, number, player, way):
            raise NoReply(number, way, f"the payoff of {player} grows without bound")


def _is_history(replies: Replies, number: int, path: Path) -> bool:
    """Whether what a path has before a stage is not beyond all that earlier movers may choose."""
    return not any(isinstance(x, Far) and x.degree >= 3**number for x in path[: replies.model.stages[number].start])


def _surely_grows(replies: Replies, number: int, player: str, path: Path) -> bool:
    """Whether a payoff grows without bound on a path, and later movers cannot choose otherwise."""
    with suppress(Unresolved):
        grows = (
            replies.is_without_bound(number, replies.payoff(player, path)) and replies.failure(number + 1, path) is None
        )
        return grows and not _may_be_kept_in_bounds(replies, number, player, path)
    return False


def _may_be_kept_in_bounds(replies: Replies, number: int, player: str, path: Path) -> bool:
    """Whether a payoff that grows without bound may not, were later movers to choose otherwise among their answers.

    They may where somebody else is indifferent, and where several of them have another equilibrium.
    """
    stages = enumerate(replies.model.stages)
    later = [i for i, stage in stages if i > number and any(other != player for other, _ in stage.movers)]
    answers = [answer for stage in later for answer in replies.answers_after(stage, path)]
    # What the player itself does later counts as well: somebody in between may reckon with it.
    counting = range(later[0], len(replies.model.stages)) if later else range(0)
    return (
        any(replies.has_several_answers(stage) for stage in later if stage > number + 1)
        or any(not replies.is_without_bound(number, replies.payoff(player, answer)) for answer in answers)
        or any(_is_bounded_on_a_continuum(replies, number, stage, player, path) for stage in later)
        or any(_may_be_led_elsewhere(replies, stage, one) for stage in counting for one in {path, *answers})
    )


def _may_be_led_elsewhere(replies: Replies, number: int, path: Path) -> bool:
    """Whether somebody of a stage may leave a path where ties of later movers are broken otherwise.

    Nobody does whose payoff is on the path the same whatever they choose, and whom they favour elsewhere.
    """
    last = len(replies.model.stages) - 1
    for mover, _ in replies.model.stages[number].movers:
        if not depends_on_later(replies, number, mover):
            continue
        if not is_favoured_most(replies, number, mover):
            return True
        now = replies.payoff(mover, path)
        for stage in range(number + 1, last + 1):
            others = replies.answers_after(stage, path)
            history = dict(enumerate(path[: replies.model.stages[stage].start]))
            wide = (piece for piece in replies.pieces.of_stage(stage) if piece.free > 1)
            is_wide = any(set(others).intersection(replies.placed(piece, history).paths()) for piece in wide)
            if is_wide or any(sign(replies.payoff(mover, other) - now) != 0 for other in others):
                return True
    return False


def _is_bounded_on_a_continuum(replies: Replies, number: int, later: int, player: str, path: Path) -> bool:
    """Whether a payoff that grows without bound may not on some continuum of a later stage's answers."""
    history = dict(enumerate(path[: replies.model.stages[later].start]))
    answers = set(replies.answers_after(later, path))
    is_alone = len(replies.model.stages[later].movers) == 1
    for piece in (piece for piece in replies.pieces.of_stage(later) if piece.free):
        placed = replies.placed(piece, history)
        points = placed.paths()
        if not points or (is_alone and not answers.intersection(points)):
            continue
        if not _is_lowest_without_bound(replies, number, player, placed):
            return True
    return False


def _is_lowest_without_bound(replies: Replies, number: int, player: str, placed: Placed) -> bool:
    """Whether the lowest payoff on a continuum grows without bound, where it is seen which that is.

    On a line it is at an end, or where the payoff turns; on a bounded set on which it is concave, at a corner.
    """
    free = placed.piece.free
    if free == 1:
        family = Family(path=tuple([a, *row] for a, row in placed.path))
        lowest = lowest_on(
            replies.reasons().payoff(player, family), where_at_least_zero([a, *r] for a, r in placed.sides)
        )
        return lowest is not None and replies.is_without_bound(number, lowest)
    directions = [[row[i] for _, row in placed.path] for i in range(free)]
    hessian = restricted([row[:-1] for row in replies.model.payoffs[player][:-1]], directions)
    is_concave = is_negative(hessian, strictly=False) and not rays_of(placed.sides, free)
    return is_concave and all(replies.is_without_bound(number, replies.payoff(player, p)) for p in placed.paths())
