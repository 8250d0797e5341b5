"""What a bargain's terms are worth to the two who agree on them, and what they have without agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import sympy as sp

from lsec_models.algebra.domains.symbols import Decision
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.games.frozen import Frozen
from lsec_models.games.static.game import Game
from lsec_models.solve.interior.backward_induction import answered_backwards
from lsec_models.solve.interior.optimality.subgames import composed

# A reported quantity that keeps all parameters in a game.
ALL_PARAMETERS = "sum of all parameters"


@dataclass(frozen=True, eq=False, kw_only=True)
class PairValues:
    """The payoffs of two who bargain, in parameters and terms, and in what others are believed to decide.

    Attributes
    ----------
    bargain : Bargain
    payoffs : tuple of two Ratio
        Over the ring of the game, with later answers inserted; of a secret bargain, those of the two only.
    disagreement : tuple of two Ratio
    fee : Decision or None
        A term that moves payoff from one to the other and changes nothing else.
    believed : mapping from decision to Ratio
        What others decide in the equilibrium, in all terms, where they do not see these.
    asked : tuple of (Ratio, bool, str)
        What must be positive (strict) or at least zero, and why, for the disagreement points to be what follows from a
        breakdown: who answers to it keeps within bounds.
    """

    bargain: Bargain
    payoffs: tuple[Ratio, Ratio]
    disagreement: tuple[Ratio, Ratio]
    fee: Decision | None
    believed: Mapping[sp.Symbol, Ratio]
    asked: tuple[tuple[Ratio, bool, str], ...] = ()

    @property
    def gains(self) -> tuple[Ratio, Ratio]:
        """What each has above its disagreement point."""
        one, other = (payoff - without for payoff, without in zip(self.payoffs, self.disagreement, strict=True))
        return one, other

    @property
    def others(self) -> tuple[Decision, ...]:
        """The terms beside the fee."""
        return tuple(term for term in self.bargain.over if term != self.fee)


def after_agreement(game: Game, fixed: Mapping[Decision, sp.Expr], unseen: Sequence[Decision] = ()) -> Game:
    """Return the game that follows agreements, in which terms, and what is believed of others, are given.

    Parameters
    ----------
    game : Game
    fixed : mapping from decision to sympy.Expr
        Decisions and terms that are fixed.
    unseen : sequence of Decision
        What others decide, whatever these terms are.
    """
    gone = {*fixed, *unseen}
    slots = [tuple(d for d in stage.decisions if d not in gone) for stage in game.stages]
    return replace(
        game,
        players=tuple(
            replace(p, decides=tuple(d for d in p.decides if d not in gone), payoff=p.payoff.subs(fixed))
            for p in game.players
        ),
        order=tuple(slot for slot in slots if slot),
        given=tuple(d for d in (*(t for one in game.bargains for t in one.over), *unseen) if d not in fixed),
        report=Frozen({ALL_PARAMETERS: sp.Add(*game.parameters)}),
    )


def pair_values(game: Game) -> list[PairValues]:
    """Return what the terms of each bargain of a game are worth.

    Raises
    ------
    NoInteriorOptimum, NoClosedForm
        If later stages have no closed form.
    """
    whole = after_agreement(game, {})
    stages, payoffs = answered_backwards(whole, whole.stages)
    answers = {d: answer.convert(game.ring) for d, answer in composed(stages).items()}
    return [_values(game, bargain, answers, payoffs) for bargain in game.bargains]


def _values(
    game: Game, bargain: Bargain, answers: Mapping[sp.Symbol, Ratio], public: Mapping[str, Ratio]
) -> PairValues:
    mine = {d for player in game.players if player.name in bargain.players for d in player.decides}
    unseen = tuple(d for stage in game.stages for d in stage.decisions if d not in mine) if bargain.secret else ()
    payoffs = _payoffs(game, {}, unseen) if bargain.secret else public
    one, other = (payoffs[name].convert(game.ring) for name in bargain.players)
    fees = (term for term in bargain.over if _moves_payoff(one, other, term))
    disagreement, asked = _disagreement(game, bargain, answers, unseen)
    return PairValues(
        bargain=bargain,
        payoffs=(one, other),
        disagreement=disagreement,
        fee=next(fees, None),
        believed={decision: answers[decision] for decision in unseen},
        asked=asked,
    )


def _payoffs(game: Game, fixed: Mapping[Decision, sp.Expr], unseen: Sequence[Decision]) -> Mapping[str, Ratio]:
    later = after_agreement(game, fixed, unseen)
    return answered_backwards(later, later.stages)[1]


def _moves_payoff(one: Ratio, other: Ratio, term: Decision) -> bool:
    slope = one.derivative(term)
    is_constant = bool(slope.numerator.is_constant() and slope.denominator.is_constant())
    return is_constant and not slope.is_zero() and not (one + other).depends_on(term)


def _disagreement(
    game: Game, bargain: Bargain, answers: Mapping[sp.Symbol, Ratio], unseen: Sequence[Decision]
) -> tuple[tuple[Ratio, Ratio], tuple[tuple[Ratio, bool, str], ...]]:
    """Return what the two have without agreement, and what must hold for that to be so."""
    if bargain.disagreement is not None:
        one, other = (ratio(game.ring, value) for value in bargain.disagreement)
        return (one, other), ()
    if not bargain.breakdown:
        return (Ratio.constant(game.ring, 0), Ratio.constant(game.ring, 0)), ()
    fixed = {**bargain.breakdown, **dict.fromkeys(bargain.over, sp.S.Zero)}
    images = {decision: ratio(game.ring, value) for decision, value in fixed.items()}
    if bargain.readjust:
        later = after_agreement(game, fixed, tuple(d for d in unseen if d not in fixed))
        stages, payoffs = answered_backwards(later, later.stages)
        readjusted = {d: answer.convert(game.ring) for d, answer in composed(stages).items()}
        one, other = (payoffs[name].convert(game.ring) for name in bargain.players)
        return (one, other), tuple(_asked_of_answers(game, bargain, readjusted, images))
    # What others decide stays where it is with agreement, which these terms do not move.
    kept = {d: answer for d, answer in answers.items() if d not in fixed}
    one, other = (game.ratios[name].substitute(images).substitute(kept) for name in bargain.players)
    return (one, other), ()


def _asked_of_answers(
    game: Game, bargain: Bargain, readjusted: Mapping[sp.Symbol, Ratio], fixed: Mapping[sp.Symbol, Ratio]
) -> Iterator[tuple[Ratio, bool, str]]:
    """Yield what keeps answers to a breakdown within their bounds."""
    when = f"without the {bargain}"
    for decision, answer in readjusted.items():
        if decision.is_nonnegative:
            yield answer, bool(decision.is_positive), f"{decision} has its sign {when}"
    for bound in game.bounds:
        if bound.stage and any(bound.function.depends_on(decision) for decision in readjusted):
            function = bound.function.substitute(fixed).substitute(readjusted)
            yield function, bound.strict, f"constraint {bound.words} {when}"
