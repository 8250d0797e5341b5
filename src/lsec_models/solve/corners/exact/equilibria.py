"""All subgame-perfect equilibria of a linear-quadratic game at one exact point, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from lsec_models.solve.corners.exact.continua import Continuum, equilibria_in
from lsec_models.solve.corners.exact.existence import why_unanswered
from lsec_models.solve.corners.exact.far import Far
from lsec_models.solve.corners.exact.replies import Path, Replies
from lsec_models.solve.corners.exact.unresolved import Infeasible, NoReply, Unresolved
from lsec_models.solve.corners.quadratic import LinearQuadratic


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
    selections : tuple of str
        For each path, which of several equilibria later movers keep to; empty where that makes no difference.
    histories : int
        After how many histories the answers were found.
    questions : int
        How many were put to engines.
    """

    paths: tuple[Path, ...] = ()
    continua: tuple[Continuum, ...] = ()
    none: str = ""
    unresolved: str = ""
    unanswered: str = ""
    answers: str = ""
    incomplete: str = ""
    selections: tuple[str, ...] = ()
    histories: int = 0
    questions: int = 0


def equilibria_of(model: LinearQuadratic) -> Found:
    """Return what is known of the equilibria of a game at a point, later movers' ties favouring who moves before."""
    replies = Replies(model)
    try:
        return _found(replies)
    except NoReply as reason:
        history = ", after a history that earlier movers can choose" if reason.number else ""
        return Found(none=f"{reason} in stage {reason.number + 1}{history}")
    except Infeasible:
        return Found(none="no decisions meet all constraints")
    except Unresolved as reason:
        return Found(unresolved=str(reason))


def _found(replies: Replies) -> Found:
    stage = replies.model.stages[0]
    unanswered = why_unanswered(replies)
    paths: list[Path] = []
    continua: list[Continuum] = []
    for piece in replies.pieces.of_stage(0):
        if piece.free:
            continua += [one for one in equilibria_in(replies, piece) if one not in continua]
        else:
            paths += [path for path in replies.placed(piece, {}).paths() if replies.failure(0, path) is None]
    continua = [one for one in continua if one.corners]
    paths += [one.corners[0] for one in continua if len(one.corners) == 1 and not one.rays]
    continua = _largest([one for one in continua if len(one.corners) > 1 or one.rays])
    if len(stage.movers) == 1:
        best = replies.best(0, stage.movers[0][0], ())
        paths += [path for path in best.paths if replies.failure(0, path) is None]
    paths = [path for path in dict.fromkeys(paths) if not any(isinstance(x, Far) for x in path)]
    paths = [path for path in paths if not any(one.has(path) for one in continua)]
    selections = [""] * len(paths)
    for words, path in _with_other_selections(replies):
        if path not in paths and not any(one.has(path) for one in continua):
            paths.append(path)
            selections.append(words)
    if not paths and not continua:
        if len(stage.movers) == 1 or unanswered or not replies.answer_continuously_from(1):
            raise Unresolved("no equilibrium was met")
        return Found(none="no choice of the first movers is a best reply of each to the others")
    return Found(
        paths=tuple(paths),
        continua=tuple(continua),
        unanswered=unanswered,
        answers="payoffs bounded, and their best reached, after every history",
        incomplete=_why_incomplete(replies),
        selections=tuple(selections),
        histories=replies.checks,
        questions=replies.pieces.questions,
    )


def _with_other_selections(replies: Replies) -> Iterator[tuple[str, Path]]:
    """Yield equilibria in which later movers of one stage keep to one of their equilibria wherever it is one."""
    for number in range(1, len(replies.model.stages)):
        if not replies.has_several_answers(number):
            continue
        movers = " and ".join(player for player, _ in replies.model.stages[number].movers)
        for piece in (p for p in replies.pieces.of_stage(number) if not (p.free or p.is_far)):
            other = Replies(replies.model, replies.pieces, (number, piece))
            words = f"{movers} keep to {', '.join(piece.binding) or 'the interior'} wherever that is an equilibrium"
            with suppress(Unresolved, NoReply):
                for candidate in other.pieces.of_stage(0):
                    for path in other.placed(candidate, {}).paths():
                        if other.failure(0, path) is None and not any(isinstance(x, Far) for x in path):
                            yield words, path


def _why_incomplete(replies: Replies) -> str:
    """Return why there may be equilibria beside those that were met."""
    stages = replies.model.stages
    for number, stage in enumerate(stages):
        if number and replies.has_several_answers(number):
            movers = " and ".join(player for player, _ in stage.movers)
            return f"{movers} may have several equilibria; what they play may depend on the history in other ways"
    if len(stages[0].movers) > 1 and not replies.answer_continuously_from(1):
        return "equilibria of the first movers at which answers of later ones jump are not looked for"
    return ""


def _largest(continua: list[Continuum]) -> list[Continuum]:
    """Return continua without those that lie in another one."""
    kept: list[Continuum] = []
    for one in sorted(continua, key=lambda c: len(c.corners) + len(c.rays), reverse=True):
        if not any(one.is_part_of(other) for other in kept):
            kept.append(one)
    return kept
