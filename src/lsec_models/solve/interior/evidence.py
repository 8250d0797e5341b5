"""What is established of an interior equilibrium: findings about existence, optimality, later answers, completeness."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.errors import ContradictoryAssumptions
from lsec_models.games.evidence.evidence import About, Finding, Row, Status, found
from lsec_models.games.static.game import Game
from lsec_models.games.static.order import Move
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.evidence_subject import rows_of_moves
from lsec_models.solve.interior.existence.coercive import why_maybe_unbounded
from lsec_models.solve.interior.existence.contradictory_assumptions import clash, is_inhabited
from lsec_models.solve.interior.existence.driven_to_bounds import Excluded, gains_excluded
from lsec_models.solve.interior.optimality.best_reply import CONCAVE, PEAK
from lsec_models.solve.interior.optimality.concavity import (
    way_out,
    why_maybe_several,
    why_maybe_several_inside,
    why_maybe_unanswered,
    why_not_concave,
)
from lsec_models.solve.interior.optimality.known_signs import KnownSigns
from lsec_models.solve.interior.optimality.own_problem import in_range, on_the_path
from lsec_models.solve.interior.optimality.replies_by_stage import RepliesByStage
from lsec_models.solve.interior.optimality.single_peaked import is_single_peaked
from lsec_models.solve.interior.optimality.subgames import Subgame, subgames_of
from lsec_models.solve.interior.optimality.symmetric_profiles import why_maybe_asymmetric, without_asymmetric

_INSIDE = ", while later movers stay off their bounds"


def interior_findings(equilibrium: Equilibrium) -> tuple[Finding, ...]:
    """Return what is established of an interior equilibrium, examined anew from its game, stages and domain.

    1. It exists where its conditions hold: every quantity is finite there, every decision has its sign, every
       constraint is met, and there is a point of the domain.
    2. A move is optimal if no decision of the mover yields more, later answers inserted
       (:mod:`lsec_models.solve.interior.optimality.best_reply`), and nothing is gained by driving a later mover to a
       bound (see 4).
    3. Off the path, later answers exist and are optimal: the same for all histories, and an equilibrium of each later
       stage exists where bounds bind.
    4. Of two stages, nobody gains by driving a later mover to a bound, as far as signs in slack coordinates show it.
    5. There is no other equilibrium where the conditions of each stage are linear and have one solution, bounds
       included.

    What is not shown to be so is open, with the reason.
    """
    examined = _examined(equilibrium)
    if examined is None:
        return (_existence(equilibrium),)
    return (_existence(equilibrium), *examined.moves(), examined.off_path(), examined.bounds(), examined.complete())


def later_findings(equilibrium: Equilibrium) -> tuple[Finding, ...]:
    """Return what is established of an equilibrium whose first stage is examined elsewhere.

    That it exists, that later moves are optimal, and that later answers exist off the path.
    """
    examined = _examined(equilibrium)
    if examined is None:
        return (_existence(equilibrium),)
    return (_existence(equilibrium), *examined.moves(after=1), examined.off_path())


def _examined(equilibrium: Equilibrium) -> _Examined | None:
    """Return an equilibrium with its subgames, where each has an answer that divides by nothing that vanishes."""
    with suppress(ZeroDivisionError):
        subgames = subgames_of(equilibrium)
        return None if subgames is None else _Examined(equilibrium, subgames)
    return None


@dataclass(frozen=True)
class _Examined:
    """An equilibrium with its subgames, leaders first."""

    equilibrium: Equilibrium
    subgames: list[Subgame]

    @cached_property
    def replies(self) -> RepliesByStage:
        return RepliesByStage(self.equilibrium, self.subgames)

    @property
    def signs(self) -> KnownSigns:
        return self.replies.signs

    @property
    def undefined(self) -> str:
        return self.replies.undefined

    @property
    def unsound(self) -> list[str]:
        return [self.replies.unsound(i) for i in range(len(self.subgames))]

    @cached_property
    def way_out(self) -> str:
        """What to ask of what is open."""
        return way_out(self.equilibrium.game)

    def moves(self, after: int = 0) -> list[Finding]:
        game, asked = self.equilibrium.game, [(i, s.stage) for i, s in enumerate(self.subgames) if i >= after]
        moves = [(i, move) for i, stage in asked for move in stage.moves if move.player not in game.hidden]
        rows = rows_of_moves(game, [stage for _, stage in asked])
        return [self._optimal(row, i, move) for row, (i, move) in zip(rows, moves, strict=True)]

    def off_path(self) -> Finding:
        row, later = Row(about=About.OFF_PATH), self.subgames[1:]
        if not later:
            return found(row, Status.PROVED, "nobody moves later")
        reason = next(filter(None, self.unsound[1:]), "")
        reason = reason or next(filter(None, map(self._why_maybe_unanswered, reversed(later))), "")
        means = dict.fromkeys(reply.means for i in range(1, len(self.subgames)) for reply in self.replies.of_stage(i))
        if set(means) == {CONCAVE}:
            return _shown(
                row,
                "strictly concave quadratic payoffs: an answer after every history, at a bound where one binds",
                reason,
            )
        return _shown(row, f"after every history: {'; '.join(means)}", reason)

    def _why_maybe_unanswered(self, subgame: Subgame) -> str:
        """Return why there may be a history after which a sound stage has no answer."""
        game, last, number = self.equilibrium.game, self.subgames[-1], subgame.stage.number
        if self._stays_inside_from(number) or (subgame is last and self._peaks_above_zero(subgame)):
            return ""
        stops = any(decision.is_nonnegative for decision in last.stage.decisions) and not game.bounds
        concave = not any(
            why_not_concave(self.signs, move, subgame.payoffs[move.player]) for move in subgame.stage.moves
        )
        if stops and concave and number == last.stage.number - 1 and not why_maybe_several(self.signs, last):
            return why_maybe_unbounded(self.signs, game, subgame, last)
        return why_maybe_unanswered(self.signs, game, subgame)

    def _stays_inside_from(self, number: int) -> bool:
        """Whether the answers of a stage and all later ones are known to be in their range, after every history."""
        if any(bound.stage >= number for bound in self.equilibrium.game.bounds):
            return False
        return all(
            _holds(self.replies.signs_before(subgame.stage.number), value, strict=strict)
            for subgame in self.subgames[number - 1 :]
            for value, strict in in_range(dict(subgame.answers))
        )

    def _peaks_above_zero(self, last: Subgame) -> bool:
        """Whether the last stage is one decision with a peak, and free to be zero where the peak lies below."""
        game, (reply, *others) = self.equilibrium.game, self.replies.of_stage(len(self.subgames) - 1)
        bounded = any(bound.stage == last.stage.number for bound in game.bounds)
        positive = any(decision.is_positive for decision in last.stage.decisions)
        return reply.means == PEAK and not (others or bounded or positive)

    def bounds(self) -> Finding:
        row = Row(about=About.BOUNDS)
        if len(self.subgames) == 1:
            return found(row, Status.PROVED, "nobody moves later")
        if not self._bounded_after(1):
            return found(row, Status.PROVED, "later movers have no bounds")
        if not self._may_bind_after(1):
            return found(row, Status.PROVED, "later movers stay off their bounds, whatever is decided before")
        reason = self.driven.reason
        means = "the payoff of each regime of later answers is lower: signs in slack coordinates"
        return _shown(row, means, f"{reason}; {self.way_out}" if reason else "")

    @cached_property
    def driven(self) -> Excluded:
        """Whether gains by driving later movers to bounds are excluded, where they have some."""
        game = self.equilibrium.game
        if len(self.subgames) > 2 or any(bound.stage > 1 for bound in game.bounds):
            return Excluded("asked of two stages without constraints of later movers only")
        first, last = self.subgames
        reason = self.undefined or next(filter(None, self.unsound), "") or why_maybe_unanswered(self.signs, game, last)
        return Excluded(reason) if reason else gains_excluded(self.equilibrium, first, last)

    def _bounded_after(self, number: int) -> bool:
        """Whether somebody who moves after a stage has a bound or a constraint."""
        game = self.equilibrium.game
        later = (d for stage in game.stages if stage.number > number for d in stage.decisions)
        return any(d.is_nonnegative for d in later) or any(bound.stage > number for bound in game.bounds)

    def _may_bind_after(self, number: int) -> bool:
        """Whether somebody who moves after a stage may come to a bound or a constraint."""
        if not self._bounded_after(number):
            return False
        return bool(self.replies.later_than(number - 1)) or not self._stays_inside_from(number + 1)

    def complete(self) -> Finding:
        game, last = self.equilibrium.game, self.subgames[-1].stage.number
        answered = (s for s in self.subgames if s.stage.number == last or self._stays_inside_from(s.stage.number + 1))
        payoffs = {subgame.stage.number: subgame.payoffs for subgame in answered}
        return without_asymmetric(self._complete(), why_maybe_asymmetric(game, payoffs), game)

    def _complete(self) -> Finding:
        row, game = Row(about=About.COMPLETE), self.equilibrium.game
        if self._has_one_peak():
            return found(row, Status.PROVED, PEAK)
        if self.undefined or game.bounds:
            return found(row, Status.OPEN, detail=self.undefined or self.way_out)
        if not any(decision.is_nonnegative for decision in game.decisions):
            reasons = [why_maybe_several_inside(self.signs, subgame) for subgame in self.subgames]
            means = "linear first-order conditions have one solution after every history"
            return _shown(row, means, next(filter(None, reasons), ""))
        return _shown(row, "concave quadratic payoffs: one solution of the conditions with bounds", self._why_several())

    def _why_several(self) -> str:
        """Return why there may be a second equilibrium where decisions have bounds and nothing else limits them."""
        first, *later = self.subgames
        if len(later) > 1:
            return self.way_out
        reasons = [*self.unsound, *(why_maybe_several(self.signs, subgame) for subgame in later)]
        if self._may_bind_after(1):
            alone = self.driven.strictly and len(first.stage.moves) == 1
            reasons += [self.driven.reason, "" if alone else self.way_out]
            reasons += [why_maybe_several(self.signs, first)] if alone else []
        else:
            reasons.append(why_maybe_several(self.signs, first))
        return next(filter(None, reasons), "")

    def _has_one_peak(self) -> bool:
        """Whether the game is one decision with a payoff that is lower everywhere but at its peak."""
        if len(self.subgames) > 1 or len(self.subgames[0].stage.moves) > 1 or self.replies.of_stage(0)[0].means != PEAK:
            return False
        (move,) = self.subgames[0].stage.moves
        problem = on_the_path(self.equilibrium, self.equilibrium.domain, self.subgames, move)
        return is_single_peaked(problem, strictly=True)

    def _optimal(self, row: Row, i: int, move: Move) -> Finding:
        for later in range(i + 1, len(self.subgames)):
            if self.replies.unsound(later):
                return found(row, Status.OPEN, detail=f"what stage {later + 1} answers is not known to be optimal")
        reply = self.replies.of_stage(i)[self.subgames[i].stage.moves.index(move)]
        if i and reply.reason:
            reply = self.replies.on_the_path(i, move)
        if reply.reason:
            return found(row, reply.status, reply.means, detail=reply.reason)
        if not self._may_bind_after(row.stage) or self.bounds().status is Status.PROVED:
            return found(row, reply.status, reply.means)
        return found(
            row, Status.OPEN, reply.means + _INSIDE, detail="more may be gained by driving them there; see below"
        )


def _undefined(game: Game, signs: KnownSigns, values: dict[sp.Symbol, Ratio]) -> Iterator[str]:
    """Yield which quantity, as it is declared, may divide by zero along the path: what would cancel does not."""
    declared = game.declared_quantities
    for name, expression in declared.items():
        for power in sorted(expression.atoms(sp.Pow), key=str):
            if power.exp.is_negative and not _is_nonzero(signs, ratio(game.ring, power.base), values):
                yield f"{name} divides by {power.base}, which is not shown to be different from zero"


def _is_nonzero(signs: KnownSigns, function: Ratio, values: dict[sp.Symbol, Ratio]) -> bool:
    try:
        return signs.nonzero(function.substitute(values))
    except ZeroDivisionError:
        return False


def _existence(equilibrium: Equilibrium) -> Finding:
    row = Row(about=About.EXISTS)
    if not _is_inhabited(equilibrium.domain):
        words = clash(equilibrium.domain)
        if words:
            return found(row, Status.REFUTED, "proof that the conditions exclude each other", detail=words)
    return _shown(row, "its conditions are those of the domain", _why_maybe_none(equilibrium))


def _why_maybe_none(equilibrium: Equilibrium) -> str:
    game, domain = equilibrium.game, equilibrium.domain
    signs = KnownSigns(domain=domain, ring=game.ring)
    for name, value in equilibrium.exact.items():
        if not signs.finite(value):
            return f"{name} is not shown to be finite"
    values = {decision: equilibrium.exact[decision.name].convert(game.ring) for decision in game.decisions}
    undefined = next(_undefined(game, signs, values), "")
    if undefined:
        return undefined
    required = [(value, bool(d.is_positive), d.name) for d, value in values.items() if d.is_nonnegative]
    try:
        required += [(bound.function.substitute(values), bound.strict, bound.words) for bound in game.bounds]
    except ZeroDivisionError:
        return "a constraint is not defined along the path"
    for value, strict, words in required:
        if not _holds(signs, value, strict=strict):
            return f"the sign of {words} is not shown"
    return "" if _is_inhabited(domain) else "no point of the domain was met: it may be empty"


def _is_inhabited(domain: Domain) -> bool:
    with suppress(ContradictoryAssumptions):
        return is_inhabited(domain)
    return False


def _holds(signs: KnownSigns, value: Ratio, *, strict: bool) -> bool:
    return signs.finite(value) and (signs.positive(value) if strict else value.is_zero() or signs.nonnegative(value))


def _shown(row: Row, means: str, reason: str) -> Finding:
    """Return that a row is proved by these means, unless there is a reason why it is not."""
    return found(row, Status.OPEN, detail=reason) if reason else found(row, Status.PROVED, means)
