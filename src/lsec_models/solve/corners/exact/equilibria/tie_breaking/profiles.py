"""All profiles of movers at once: somebody leaves each of them, whatever later movers choose, or one is in equilibrium.

A solver names a profile that is not yet excluded. If a mover of the stage gains by a deviation, every later answer that
is possible then being counted, all profiles at which it does for the same reasons are excluded, and the solver is asked
again. When nothing is left, two engines agree that there is no equilibrium. Where later movers have a continuum of
answers, its ends are tried at each profile that is named: a leader may be held by no other one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import flint

from lsec_models.solve.corners.exact.equilibria.tie_breaking.secured import decision_above, is_held, secured_parts
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import Order, sign
from lsec_models.solve.corners.exact.pieces.piece import Piece
from lsec_models.solve.corners.exact.polyhedra.linear_systems import is_negative, restricted
from lsec_models.solve.corners.exact.polyhedra.vertices import rays_of
from lsec_models.solve.corners.exact.replies.best_replies import Replies
from lsec_models.solve.corners.exact.replies.families import (
    Affine,
    Family,
    QuadraticCondition,
    affine_value,
    as_quadratic,
    at_least_zero,
    keeping,
    quadratic_at,
)
from lsec_models.solve.corners.exact.replies.placed_pieces import Path
from lsec_models.solve.corners.exact.replies.reasons import Reasons
from lsec_models.solve.corners.exact.replies.regions import PlaceSearch, is_granted
from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.quadratic import difference

_MAX_PROFILES = 60
_ZERO = flint.fmpq(0)


def held_profile(replies: Replies) -> Path | None:
    """Return a path that no leader leaves for some choice of later movers; None if there is none.

    It must be known that later movers have an answer after every history.

    Raises
    ------
    Unresolved
        If that is not found out.
    """
    reasons = Reasons(replies)
    for piece in (piece for piece in replies.pieces.of_stage(1) if not piece.is_far):
        path = _held_on(reasons, piece)
        if path is not None:
            return path
    return None


def _held_on(reasons: Reasons, piece: Piece) -> Path | None:
    """Return a path on a piece of later answers that no leader leaves; None if there is none."""
    replies = reasons.replies
    family, sides = reasons.family(range(replies.model.stages[0].stop), piece, {})
    if family.width == 0:
        path = family.at([])
        return path if _is_answered(replies, path, sides) and is_held(replies, 0, path) else None
    room = at_least_zero(sides)
    search = PlaceSearch(replies.pieces, family.width, [c for c in room if not is_granted(c)], None)
    for _ in range(_MAX_PROFILES):
        place = search.place()
        if place is None:
            return None
        corner = _held_at_a_corner(replies, piece, family.at(place))
        if corner is not None:
            return corner
        why = reasons.why_left(1, family, place) or _why_surely_left(reasons, family, place)
        if why is None and is_held(replies, 0, family.at(place)):
            return family.at(place)
        if why is None:
            raise Unresolved("a leader gains at a place, and not for the same reasons around it")
        search.exclude(why, place)
    raise Unresolved("the leaders leave their profiles for too many reasons")


def _held_at_a_corner(replies: Replies, piece: Piece, path: Path) -> Path | None:
    """Return a path that no leader leaves, with the same first decisions and a corner of what a piece leaves free."""
    history = dict(enumerate(path[: replies.model.stages[0].stop]))
    for other in replies.placed(piece, history).paths() if piece.free else ():
        with suppress(Unresolved):
            if replies.failure(1, other) is None and is_held(replies, 0, other):
                return other
    return None


def _is_answered(replies: Replies, path: Path, sides: Sequence[Affine]) -> bool:
    return all(sign(side[0]) >= 0 for side in sides) and replies.failure(1, path) is None


@dataclass(frozen=True, kw_only=True)
class _Gain:
    """What a leader gains at least by a deviation at a place, and why it gains around it."""

    least: Any
    why: list[QuadraticCondition]


def _why_surely_left(reasons: Reasons, family: Family, place: Sequence[Any]) -> list[QuadraticCondition] | None:
    """Return why a leader gains at a place, whatever is answered; None if nobody is seen to.

    Of several reasons it is the one with the largest gain, which is likely to hold in the largest region.
    """
    gains: list[_Gain] = []
    for player, _ in reasons.replies.model.stages[0].movers:
        with suppress(Unresolved):
            for history, sides in _deviations(reasons, player, family, place):
                gain = _sure_gain(reasons, player, family, history, place)
                if gain is not None:
                    feasible = (QuadraticCondition(function=as_quadratic(side), strict=False) for side in sides)
                    gains.append(replace(gain, why=[*feasible, *gain.why]))
    return max(gains, key=lambda gain: Order(gain.least)).why if gains else None


def _deviations(
    reasons: Reasons, player: str, family: Family, place: Sequence[Any]
) -> Iterator[tuple[Family, list[Affine]]]:
    """Yield what a leader may choose instead: its first-order points, and decisions between the jumps of answers."""
    replies = reasons.replies
    own = dict(replies.model.stages[0].movers)[player]
    for piece in replies.pieces.of_mover(0, player):
        for instead, sides in reasons.answers(piece, family, place):
            yield _moved(family, {v: instead.path[v] for v in own}), sides
    if len(own) > 1:
        return
    path = family.at(place)
    now = replies.payoff(player, path)
    for part in secured_parts(replies, 0, player, path):
        decision = decision_above(part, now)
        if decision is not None:
            constant = [decision, *[_ZERO] * family.width]
            limits = [limit for limit in replies.model.stages[0].limits if player in limit.players]
            moved = _moved(family, {own[0]: constant})
            yield moved, [reasons.limit_along(limit.row, moved) for limit in limits]


def _moved(family: Family, decided: Mapping[int, Affine]) -> Family:
    return replace(family, path=tuple(list(decided.get(v, entry)) for v, entry in enumerate(family.path)))


def _sure_gain(reasons: Reasons, player: str, family: Family, history: Family, place: Sequence[Any]) -> _Gain | None:
    """Return what a leader gains after a history of its choice, whatever is answered; None if it may not."""
    now = reasons.payoff(player, family)
    conditions: list[QuadraticCondition] = []
    least: Any = None
    gaining: list[Affine] = []
    for piece in (piece for piece in reasons.replies.pieces.of_stage(1) if not piece.is_far):
        invalid = reasons.why_invalid(piece, history, place)
        if invalid is not None:
            conditions.append(invalid)
            continue
        if piece.free and may_be_lower_inside(reasons.replies, player, piece):
            return None
        for answer, sides in reasons.all_corners(piece, history):
            violated = next((side for side in sides if sign(affine_value(side, place)) < 0), None)
            if violated is not None:
                conditions.append(keeping(as_quadratic(violated), place))
                continue
            gain = difference(reasons.payoff(player, answer), now)
            value = quadratic_at(gain, place)
            if sign(value) > 0:
                conditions.append(QuadraticCondition(function=gain, strict=True))
                if least is None or sign(least - value) > 0:
                    least, gaining = value, sides
                continue
            why = _why_not_answered(reasons, answer, place)
            if why is None:
                return None
            conditions += why
    if least is None:
        return None
    # Where an answer meets all sides, later movers have some choice, so that the history can be brought about.
    feasible = (QuadraticCondition(function=as_quadratic(side), strict=False) for side in gaining)
    return _Gain(least=least, why=[*conditions, *feasible])


def _why_not_answered(reasons: Reasons, answer: Family, place: Sequence[Any]) -> list[QuadraticCondition] | None:
    try:
        return reasons.why_left(1, answer, place)
    except Unresolved:
        return None


def may_be_lower_inside(replies: Replies, player: str, piece: Piece) -> bool:
    """Whether a payoff may be lower between, or beyond, the corners of a piece with free parameters."""
    count = len(piece.given)
    directions = []
    for i in range(piece.free):
        rows = (piece.rows.get(v) for v in range(len(replies.model.names)))
        directions.append([_ZERO if row is None else row[count + i] for row in rows])
    hessian = restricted([row[:-1] for row in replies.model.payoffs[player][:-1]], directions)
    sides = [(side.row[-1], side.row[count : count + piece.free]) for side in piece.sides if side.is_asked]
    return bool(rays_of(sides, piece.free)) or not is_negative(hessian, strictly=False)
