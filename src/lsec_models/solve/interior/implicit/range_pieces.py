"""The parts of a first decision's range, and what later movers answer in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.errors import LsecError, NoClosedForm
from lsec_models.games.static.order import Stage
from lsec_models.solve.interior.critical_points.first_order_conditions import solve_stage
from lsec_models.solve.interior.implicit.feasible_range import FeasibleRange, RangeEnd
from lsec_models.solve.interior.implicit.first_mover import FirstMover, Required


@dataclass(frozen=True, kw_only=True)
class RangePiece:
    """A part of the first decision's range, ends included, in which later movers answer in one way.

    Attributes
    ----------
    ends : tuple of two RangeEnd or None
    stopped : tuple of Required
        Which later decisions stop at which ends there; none where all answers are inside their bounds.
    side : int
        1 above the range in which answers are inside, -1 below it, 0 in it.
    """

    ends: tuple[RangeEnd | None, RangeEnd | None]
    stopped: tuple[Required, ...] = ()
    side: int = 0

    @property
    def words(self) -> str:
        """What happens there."""
        if not self.stopped:
            return "later answers are inside their bounds"
        return " and ".join(f"{one.stops or 'a later mover'} stops ({one.origin})" for one in self.stopped)

    def stop_in(self, stage: Stage) -> Required | None:
        """Return what stops in a stage, if anything does."""
        return next((one for one in self.stopped if one.stops in stage.decisions), None)


@dataclass(frozen=True, kw_only=True)
class AnsweredStage:
    """A later stage in one piece.

    Attributes
    ----------
    stage : Stage
    responses : mapping from Decision to Ratio
        In the parameters and earlier decisions.
    payoffs : mapping from str to Ratio
        What its movers face, later answers inserted.
    """

    stage: Stage
    responses: Mapping[sp.Symbol, Ratio]
    payoffs: Mapping[str, Ratio]


@dataclass(frozen=True, kw_only=True)
class AnsweredPiece:
    """A piece with all later answers.

    Attributes
    ----------
    piece : RangePiece
    stages : tuple of AnsweredStage
        The second stage first.
    payoffs : mapping from str to Ratio
        Of all players, in the parameters and the first decision.
    """

    piece: RangePiece
    stages: tuple[AnsweredStage, ...]
    payoffs: Mapping[str, Ratio]

    def inserted(self, function: Ratio) -> Ratio:
        """Return a function of the game with all later decisions as they follow in this piece."""
        return self.answered_after(1, function)

    def answered_after(self, number: int, function: Ratio) -> Ratio:
        """Return a function of the game with the answers of the stages after one inserted."""
        for answered in reversed(self.stages):
            if answered.stage.number > number:
                images = {d: v for d, v in answered.responses.items() if function.depends_on(d)}
                function = function.substitute(images)
        return function


def range_pieces(feasible: FeasibleRange) -> tuple[RangePiece, ...]:
    """Return all pieces, the one in which answers are inside their bounds first."""
    low, high = feasible.inside
    own_low, own_high = feasible.own
    found = [RangePiece(ends=(low, high))]
    if low is not None and _goes_on(low):
        found.append(RangePiece(ends=(own_low, low), stopped=low.required, side=-1))
    if high is not None and _goes_on(high):
        found.append(RangePiece(ends=(high, own_high), stopped=high.required, side=1))
    return tuple(found)


def _goes_on(end: RangeEnd) -> bool:
    """Whether the first mover may go beyond an end."""
    return bool(end.required) and not any(one.own for one in end.required)


def answered_piece(first: FirstMover, piece: RangePiece) -> AnsweredPiece:
    """Return what later movers answer in a piece, from the last stage to the second.

    Raises
    ------
    NoClosedForm
        If it is not known at what some decision stops, or it stops together with others.
    """
    game = first.game
    if any(one.end is None for one in piece.stopped):
        raise NoClosedForm(f"what follows where {piece.words} is not known")
    payoffs: Mapping[str, Ratio] = {player.name: game.ratios[player.name] for player in game.players}
    stages: list[AnsweredStage] = []
    anew = False
    for solved in reversed(first.later):
        responses = {d: solved.responses[d.name] for d in solved.stage.decisions}
        stop = piece.stop_in(solved.stage)
        if stop is not None and stop.end is not None:
            if len(responses) > 1:
                raise NoClosedForm(f"what the others of stage {solved.stage.number} answer where {piece.words}")
            responses, anew = dict.fromkeys(responses, stop.end), True
        elif anew:
            responses = _solved_anew(first, solved.stage, payoffs)
        stages.insert(0, AnsweredStage(stage=solved.stage, responses=responses, payoffs=payoffs))
        payoffs = {name: payoff.substitute(_used(payoff, responses)) for name, payoff in payoffs.items()}
    return AnsweredPiece(
        piece=piece,
        stages=tuple(stages),
        payoffs={name: payoff.convert(first.ring) for name, payoff in payoffs.items()},
    )


def _solved_anew(first: FirstMover, stage: Stage, payoffs: Mapping[str, Ratio]) -> dict[sp.Symbol, Ratio]:
    try:
        return solve_stage(first.game, stage, payoffs).responses
    except LsecError as reason:
        raise NoClosedForm(f"stage {stage.number} has no rational answer ({reason})") from None


def _used(function: Ratio, values: Mapping[sp.Symbol, Ratio]) -> dict[sp.Symbol, Ratio]:
    return {d: value for d, value in values.items() if function.depends_on(d)}
