"""Do later movers answer as stated, whatever the first one decides? Piece by piece of the first decision's range."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.ring import Ring, ring_of
from lsec_models.games.static.order import Stage
from lsec_models.solve.interior.implicit.feasible_range import FeasibleRange
from lsec_models.solve.interior.implicit.first_mover import FirstMover, Required
from lsec_models.solve.interior.implicit.range_pieces import AnsweredPiece, AnsweredStage
from lsec_models.solve.interior.implicit.signs_on_range import DecisionRange, KnownOnRange, is_shown
from lsec_models.solve.interior.optimality.concavity import why_maybe_several, why_not_optimal
from lsec_models.solve.interior.optimality.own_problem import divided_by
from lsec_models.solve.interior.optimality.subgames import Subgame


@dataclass(frozen=True, kw_only=True)
class LaterMovers:
    """The later movers of a game, in one piece of the first decision's range.

    Attributes
    ----------
    first : FirstMover
    feasible : FeasibleRange
    domain : Domain
        The parameters at which the equilibrium is stated.
    answered : AnsweredPiece
    """

    first: FirstMover
    feasible: FeasibleRange
    domain: Domain
    answered: AnsweredPiece

    @property
    def range(self) -> DecisionRange:
        """The first decisions of the piece, for signs."""
        return self.feasible.range_of(self.first, self.answered.piece.ends, closed=True, domain=self.domain)

    @property
    def where(self) -> Domain:
        """The parameters and first decisions of the piece."""
        return self.feasible.between(self.first, self.answered.piece.ends, strict=False, domain=self.domain)

    def first_loses_by_going_on(self) -> bool:
        """Whether the first mover's payoff is shown not to rise away from where answers are inside their bounds."""
        payoff, side = self.answered.payoffs[self.first.move.player], self.answered.piece.side
        falls = payoff.derivative(self.first.decision)
        falls = -falls if side > 0 else falls
        return self.range.sign(falls).is_nonnegative or is_shown(self.where, falls, strict=False)

    def why_undefined(self) -> str:
        """Return why it is not shown that all payoffs are defined in the piece, as they are declared."""
        game, where = self.first.game, self.range
        for player in game.players:
            for base in divided_by(game, player.name):
                value = self.answered.inserted(base).convert(self.first.ring)
                if not where.sign(value).is_nonzero:
                    return f"the payoff of {player.name} divides by {base.expression()}, which may be zero"
        payoff = self.answered.payoffs[self.first.move.player]
        if not where.sign(Ratio(payoff.ring, payoff.denominator)).is_nonzero:
            return f"the payoff of {self.first.move.player} is not shown to be defined for all {self.first.decision}"
        return ""

    def why_not_best(self) -> str:
        """Return why it is not shown that all later stages have the stated answers only, after every history."""
        reasons = (self.why_not_best_in(answered.stage.number) for answered in reversed(self.answered.stages))
        return next(filter(None, reasons), "")

    def why_not_best_in(self, number: int) -> str:
        """Return why it is not shown of one stage."""
        answered = self.answered.stages[number - 2]
        stop = self.answered.piece.stop_in(answered.stage)
        if stop is not None:
            return self._why_not_stopped(answered, stop)
        ring, region = self._histories(answered.stage)
        signs = KnownOnRange(domain=region, ring=ring, range=self.range)
        subgame = Subgame(
            stage=answered.stage,
            answers={d: value.convert(ring) for d, value in answered.responses.items()},
            payoffs={move.player: answered.payoffs[move.player].convert(ring) for move in answered.stage.moves},
        )
        for move in answered.stage.moves:
            reason = why_not_optimal(signs, move, subgame.payoffs[move.player], dict(subgame.answers))
            if reason:
                return reason
        for value, strict, words in self._bounds_of(answered.stage, ring):
            held = value.substitute({d: v for d, v in subgame.answers.items() if value.depends_on(d)})
            if not (
                signs.positive(held) if strict else signs.nonnegative(held) or is_shown(region, held, strict=False)
            ):
                return f"{words} is not shown to hold after every history where {self.answered.piece.words}"
        return "" if len(answered.stage.moves) == 1 else self._why_several(signs, subgame)

    def _why_several(self, signs: KnownOnRange, subgame: Subgame) -> str:
        number = subgame.stage.number
        if any(bound.stage == number for bound in self.first.game.bounds):
            return f"constraints of several movers at once in stage {number}"
        return why_maybe_several(signs, subgame)

    def _why_not_stopped(self, answered: AnsweredStage, stopped: Required) -> str:
        """Every other feasible decision yields less than the end at which the only mover stops."""
        where = self.answered.piece.words
        assert stopped.end is not None
        (decision,), (move,) = answered.stage.decisions, answered.stage.moves
        ring, region = self._histories(answered.stage)
        end, tried = stopped.end.convert(ring), Ratio.variable(ring, decision)
        payoff = answered.payoffs[move.player].convert(ring)
        beyond = region
        for value, strict, _ in self._bounds_of(answered.stage, ring):
            if not is_shown(region, value.substitute({decision: end}), strict=strict):
                return f"{decision} is not shown to be feasible where {where}"
            beyond = _where(beyond, value, strict=strict)
        others = _where(beyond, tried - end if stopped.lowest else end - tried, strict=True)
        if is_shown(others, payoff.substitute({decision: end}) - payoff, strict=True):
            return ""
        return f"{move.player} is not shown to be best off where {where}"

    def _histories(self, stage: Stage) -> tuple[Ring, Domain]:
        """Return parameters and decisions, as far as movers up to a stage can go before it."""
        game = self.first.game
        until = [d for other in game.stages if other.number <= stage.number for d in other.decisions]
        ring = ring_of((*game.parameters, *until))
        region = self.where.over(ring)
        for earlier in game.stages[1 : stage.number - 1]:
            for value, strict, _ in self._bounds_of(earlier, ring):
                region = _where(region, value, strict=strict)
        return ring, region

    def _bounds_of(self, stage: Stage, ring: Ring) -> Iterator[tuple[Ratio, bool, str]]:
        for decision in stage.decisions:
            if decision.is_nonnegative:
                strict = bool(decision.is_positive)
                yield Ratio.variable(ring, decision), strict, f"{decision} >= 0"
        for bound in self.first.game.bounds:
            if bound.stage == stage.number:
                yield self.answered.answered_after(bound.stage, bound.function).convert(ring), bound.strict, bound.words


def _where(domain: Domain, value: Ratio, *, strict: bool) -> Domain:
    below = domain.sign(Ratio(value.ring, value.denominator))
    top = value.numerator if below.is_positive else value.numerator * value.denominator
    return domain.where([Condition(ring=domain.ring, polynomial=top, strict=strict, origin="feasible")])
