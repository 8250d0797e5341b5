"""All subgame-perfect equilibria of a linear-quadratic game at one exact point, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import flint

from lsec_models.solve.corners.exact.existence import has_one_answer, why_unanswered
from lsec_models.solve.corners.exact.far import Far
from lsec_models.solve.corners.exact.pieces import Piece
from lsec_models.solve.corners.exact.replies import Path, Replies, corners_of, rays_of
from lsec_models.solve.corners.exact.unresolved import NoReply, Unresolved
from lsec_models.solve.corners.quadratic import LinearQuadratic


@dataclass(frozen=True, kw_only=True)
class Continuum:
    """Equilibria that fill a polyhedron of decisions.

    Attributes
    ----------
    corners : tuple of path
        Every mean of them, with nonnegative weights, is an equilibrium.
    rays : tuple of path
        So is what is met in these directions from there.
    """

    corners: tuple[Path, ...]
    rays: tuple[Path, ...]


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is known of the equilibria at a point.

    Attributes
    ----------
    paths : tuple of path
    continua : tuple of Continuum
    none : str
        Why there is no equilibrium; empty where there is one, or it is not known.
    unresolved : str
        What is not settled.
    unanswered : str
        Why there may be a history after which later movers have no answer; empty where each has one.
    answers : str
        How it is known that each has one.
    incomplete : str
        Why there may be other equilibria.
    histories : int
        After how many histories the answers were found.
    """

    paths: tuple[Path, ...] = ()
    continua: tuple[Continuum, ...] = ()
    none: str = ""
    unresolved: str = ""
    unanswered: str = ""
    answers: str = ""
    incomplete: str = ""
    histories: int = 0


def equilibria_of(model: LinearQuadratic) -> Found:
    """Return what is known of the equilibria of a game at a point, later movers' ties favouring who moves before."""
    replies = Replies(model)
    try:
        return _found(replies)
    except NoReply as reason:
        return Found(none=f"{reason} in stage {reason.number + 1}, after a history that earlier movers can choose")
    except Unresolved as reason:
        return Found(unresolved=str(reason))


def _found(replies: Replies) -> Found:
    stage = replies.model.stages[0]
    paths: list[Path] = []
    pieces: list[Piece] = []
    for piece in replies.pieces.of_stage(0):
        placed = replies.placed(piece, {})
        members = [path for path in placed.paths() if replies.failure(0, path) is None]
        if piece.free and members:
            pieces.append(piece)
        elif members:
            paths += members
    continua = [_continuum(replies, piece) for piece in pieces]
    if len(stage.movers) == 1:
        best = replies.best(0, stage.movers[0][0], ())
        paths += [path for path in best.paths if replies.failure(0, path) is None]
    paths = [path for path in dict.fromkeys(paths) if not any(isinstance(x, Far) for x in path)]
    paths = [path for path in paths if not any(_lies_on(replies, path, piece) for piece in pieces)]
    unanswered = why_unanswered(replies)
    if not paths and not continua:
        if len(stage.movers) == 1 or unanswered or not replies.pieces.are_strictly_concave_after(0):
            raise Unresolved("no equilibrium was met")
        return Found(none="no choice of the first movers is a best reply of each to the others")
    return Found(
        paths=tuple(paths),
        continua=tuple(continua),
        unanswered=unanswered,
        answers="payoffs bounded, and their best reached, after every history",
        incomplete=_why_incomplete(replies),
        histories=replies.checks,
    )


def _why_incomplete(replies: Replies) -> str:
    """Return why there may be equilibria beside those that were met."""
    stages = replies.model.stages
    for number, stage in enumerate(stages):
        if number and len(stage.movers) > 1 and not has_one_answer(replies, number):
            return f"several movers of stage {number + 1} may have several equilibria; the best for who leads is taken"
    if len(stages[0].movers) > 1 and not replies.pieces.are_strictly_concave_after(0):
        return "equilibria of the first movers at which answers of later ones jump are not looked for"
    return ""


def _continuum(replies: Replies, piece: Piece) -> Continuum:
    placed = replies.placed(piece, {})
    corners = [t for t in corners_of(placed.sides, piece.free) if not any(isinstance(x, Far) for x in t)]
    paths = [tuple(_affine(a, row, t) for a, row in placed.path) for t in corners]
    for path in placed.paths():
        if replies.failure(0, path) is not None:
            raise Unresolved("a continuum of which only a part is in equilibrium")
    zero = flint.fmpq(0)
    directions = rays_of(placed.sides, piece.free)
    rays = [tuple(_affine(zero, row, t) for _, row in placed.path) for t in directions]
    return Continuum(corners=tuple(dict.fromkeys(paths)), rays=tuple(rays))


def _affine(constant: Any, row: Any, t: Any) -> Any:
    for x, y in zip(row, t, strict=True):
        constant = constant + y * x
    return constant


def _lies_on(replies: Replies, path: Path, piece: Piece) -> bool:
    """Whether a path is one of those of a piece with free parameters."""
    placed = replies.placed(piece, {})
    meeting = [(a - x, row) for (a, row), x in zip(placed.path, path, strict=True)]
    against = [(-a, [-x for x in row]) for a, row in meeting]
    return bool(corners_of([*meeting, *against, *placed.sides], piece.free))
