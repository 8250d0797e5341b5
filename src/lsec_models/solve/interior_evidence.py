"""What is established of an interior equilibrium: findings about existence, optimality, later answers, completeness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from lsec_models.algebra.ratio import Ratio, ratio
from lsec_models.algebra.sampling import sample
from lsec_models.errors import ContradictoryAssumptions, SamplingFailed
from lsec_models.games.equilibrium import Equilibrium
from lsec_models.games.evidence import About, Finding, Row, Status, found
from lsec_models.games.order import Move
from lsec_models.games.static import Game
from lsec_models.games.subject import rows_of_moves
from lsec_models.solve.coercive import why_maybe_unbounded
from lsec_models.solve.driven_to_bounds import Excluded, gains_excluded
from lsec_models.solve.known_signs import KnownSigns
from lsec_models.solve.optimality import (
    way_out,
    why_maybe_several,
    why_maybe_several_inside,
    why_maybe_unanswered,
    why_not_optimal,
    why_unsound,
)
from lsec_models.solve.subgames import Subgame, inserted, stated_path, subgames_of

_CONCAVE = "strictly concave quadratic payoff: first-order conditions are enough"
_INSIDE = ", while later movers stay off their bounds"


def interior_findings(equilibrium: Equilibrium) -> tuple[Finding, ...]:
    """Return what is established of an interior equilibrium, examined anew from its game, stages and domain.

    1. It exists where its conditions hold: every quantity is finite there, every decision has its sign, every
       constraint is met, and there is a point of the domain.
    2. A move is optimal if the payoff, later answers inserted, is a strictly concave quadratic function of the mover's
       own decisions, its gradient vanishes, and nothing is gained by driving a later mover to a bound (see 4).
    3. Off the path, later answers exist and are optimal: the same for all histories, and an equilibrium of each later
       stage exists where bounds bind.
    4. Of two stages, nobody gains by driving a later mover to a bound, as far as signs in slack coordinates show it.
    5. There is no other equilibrium where the conditions of each stage are linear and have one solution, bounds
       included.

    What is not shown to be so is open, with the reason.
    """
    try:
        subgames = subgames_of(equilibrium)
    except ZeroDivisionError:
        subgames = None
    if subgames is None:
        return (_existence(equilibrium),)
    examined = _Examined(equilibrium, subgames)
    return (_existence(equilibrium), *examined.moves(), examined.off_path(), examined.bounds(), examined.complete())


@dataclass(frozen=True)
class _Examined:
    """An equilibrium with its subgames, leaders first."""

    equilibrium: Equilibrium
    subgames: list[Subgame]

    @cached_property
    def signs(self) -> KnownSigns:
        return KnownSigns(domain=self.equilibrium.domain, ring=self.equilibrium.game.ring)

    @cached_property
    def unsound(self) -> list[str]:
        """Of each stage, why its answers may not be best replies to each other after every history."""
        return [why_unsound(self.signs, subgame) for subgame in self.subgames]

    @cached_property
    def undefined(self) -> str:
        """Why payoffs may be undefined somewhere."""
        game = self.equilibrium.game
        undefined = [player.name for player in game.players if not self.signs.finite(game.ratios[player.name])]
        return f"the payoff of {undefined[0]} is not shown to be defined everywhere" if undefined else ""

    @cached_property
    def way_out(self) -> str:
        """What to ask of what is open."""
        return way_out(self.equilibrium.game)

    def moves(self) -> list[Finding]:
        moves = [(i, move) for i, subgame in enumerate(self.subgames) for move in subgame.stage.moves]
        rows = rows_of_moves(subgame.stage for subgame in self.subgames)
        return [self._optimal(row, i, move) for row, (i, move) in zip(rows, moves, strict=True)]

    def off_path(self) -> Finding:
        later = self.subgames[1:]
        if not later:
            return found(Row(about=About.OFF_PATH), Status.PROVED, "nobody moves later")
        reasons = [self.undefined, *self.unsound[1:]]
        if not any(reasons):
            reasons = [self._why_maybe_unanswered(subgame) for subgame in reversed(later)]
        means = "strictly concave quadratic payoffs: an answer after every history, at a bound where one binds"
        return _shown(Row(about=About.OFF_PATH), means, next(filter(None, reasons), ""))

    def _why_maybe_unanswered(self, subgame: Subgame) -> str:
        """Return why there may be a history after which a sound stage has no answer."""
        game, last = self.equilibrium.game, self.subgames[-1]
        stops = any(decision.is_nonnegative for decision in last.stage.decisions) and not game.bounds
        if stops and subgame.stage.number == last.stage.number - 1:
            return why_maybe_unbounded(self.signs, game, subgame, last)
        return why_maybe_unanswered(self.signs, game, subgame)

    def bounds(self) -> Finding:
        row = Row(about=About.BOUNDS)
        if len(self.subgames) == 1:
            return found(row, Status.PROVED, "nobody moves later")
        if not self._bounded_after(1):
            return found(row, Status.PROVED, "later movers have no bounds")
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

    def complete(self) -> Finding:
        row, game = Row(about=About.COMPLETE), self.equilibrium.game
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
        if self._bounded_after(1):
            alone = self.driven.strictly and len(first.stage.moves) == 1
            reasons += [self.driven.reason, "" if alone else self.way_out]
        else:
            reasons.append(why_maybe_several(self.signs, first))
        return next(filter(None, reasons), "")

    def _optimal(self, row: Row, i: int, move: Move) -> Finding:
        reason = self.undefined
        for later in range(i + 1, len(self.subgames)):
            if self.unsound[later] and not reason:
                reason = f"what stage {later + 1} answers is not known to be optimal"
        if not reason and self.unsound[i]:
            reason = self._why_not_optimal_on_path(self.subgames[i], move)
        if reason or not self._bounded_after(row.stage) or self.bounds().status is Status.PROVED:
            return _shown(row, _CONCAVE, reason)
        return found(row, Status.OPEN, _CONCAVE + _INSIDE, detail="more may be gained by driving them there; see below")

    def _why_not_optimal_on_path(self, subgame: Subgame, move: Move) -> str:
        path = stated_path(self.equilibrium)
        others = {decision: value for decision, value in path.items() if decision not in move.decisions}
        try:
            payoff = inserted(subgame.payoffs[move.player], others)
        except ZeroDivisionError:
            return f"the payoff of {move.player} is not shown to be defined along the path"
        return why_not_optimal(self.signs, move, payoff, path)


def _undefined(game: Game, signs: KnownSigns, values: dict[sp.Symbol, Ratio]) -> Iterator[str]:
    """Yield which quantity, as it is declared, may divide by zero along the path: what would cancel does not."""
    declared = {player.name: player.payoff for player in game.players} | dict(game.report)
    for name, expression in declared.items():
        for power in sorted(expression.atoms(sp.Pow), key=str):
            if power.exp.is_negative and not _is_nonzero(signs, ratio(game.ring, power.base), values):
                yield f"{name} divides by {power.base}, which is not shown to be different from zero"


def _is_nonzero(signs: KnownSigns, function: Ratio, values: dict[sp.Symbol, Ratio]) -> bool:
    try:
        return signs.nonzero(inserted(function, values))
    except ZeroDivisionError:
        return False


def _existence(equilibrium: Equilibrium) -> Finding:
    row = Row(about=About.EXISTS)
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
        required += [(inserted(bound.function, values), bound.strict, bound.words) for bound in game.bounds]
    except ZeroDivisionError:
        return "a constraint is not defined along the path"
    for value, strict, words in required:
        if not _holds(signs, value, strict=strict):
            return f"the sign of {words} is not shown"
    try:
        sample(domain, 1)
    except (SamplingFailed, ContradictoryAssumptions):
        return "no point of the domain was met: it may be empty"
    return ""


def _holds(signs: KnownSigns, value: Ratio, *, strict: bool) -> bool:
    return signs.finite(value) and (signs.positive(value) if strict else value.is_zero() or signs.nonnegative(value))


def _shown(row: Row, means: str, reason: str) -> Finding:
    """Return that a row is proved by these means, unless there is a reason why it is not."""
    return found(row, Status.OPEN, detail=reason) if reason else found(row, Status.PROVED, means)
