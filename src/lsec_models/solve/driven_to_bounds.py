"""Does a first mover gain by driving later movers to their bounds? Excluded by signs in slack coordinates, or open.

Where the last of two stages has one equilibrium after every history, its answers are linear in the history as long as
the same decisions stop at zero. So each set of decisions that stop is one region of the first mover's decisions, with
one polynomial payoff, which is compared with what the first mover has along the path.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import sympy as sp

from lsec_models.algebra.condition import Condition
from lsec_models.algebra.domain import Domain
from lsec_models.algebra.linear import cleared, solve_linear
from lsec_models.algebra.ratio import Ratio
from lsec_models.algebra.ring import Ring, ring_of
from lsec_models.algebra.signs import Sign
from lsec_models.games.equilibrium import Equilibrium
from lsec_models.games.order import Move
from lsec_models.solve.subgames import Subgame, inserted, stated_path

_MAX_STOPPING = 4
_MAX_TERMS = 3_000

Answers = dict[sp.Symbol, Ratio]


@dataclass(frozen=True)
class Excluded:
    """Whether gains at later movers' bounds are excluded.

    Attributes
    ----------
    reason : str
        Why they are not; empty if they are.
    strictly : bool
        Whether every such deviation loses, so that none is a second equilibrium.
    """

    reason: str = ""
    strictly: bool = False


@dataclass(frozen=True)
class LastStage:
    """The last of two stages, which has one equilibrium after every history.

    Attributes
    ----------
    equilibrium : Equilibrium
    first, last : Subgame
    """

    equilibrium: Equilibrium
    first: Subgame
    last: Subgame

    def gains_excluded(self) -> Excluded:
        """Return whether no first mover gains by a deviation after which some last decision stops at zero."""
        bounded = [d for d in self.last.stage.decisions if d.is_nonnegative]
        if len(bounded) > _MAX_STOPPING:
            return Excluded(f"more than {_MAX_STOPPING} decisions of later movers have bounds")
        strictly = True
        for move in self.first.stage.moves:
            for size in range(1, len(bounded) + 1):
                for stopping in combinations(bounded, size):
                    sign = self._advantage(move, stopping)
                    if not sign.is_nonnegative:
                        names = ", ".join(d.name for d in stopping)
                        return Excluded(f"it is not shown that {move.player} loses by driving {names} to zero")
                    strictly = strictly and sign.is_positive
        return Excluded(strictly=strictly)

    def _advantage(self, move: Move, stopping: tuple[sp.Symbol, ...]) -> Sign:
        """Return the sign of what the path yields above any deviation that makes these decisions stop."""
        domain = self.equilibrium.domain.over(ring_of((*self.equilibrium.game.parameters, *move.decisions)))
        answers = self._answers(stopping)
        region = self._region(domain, move, answers, stopping)
        if region is None:
            return Sign.UNKNOWN
        stays = self.equilibrium.exact[move.player].convert(self._ring)
        deviates = self._for(move, inserted(self.equilibrium.game.ratios[move.player], answers))
        difference = (stays - deviates).convert(region.ring)
        if len(difference.numerator) > _MAX_TERMS:
            return Sign.UNKNOWN
        return Sign.POSITIVE if region.chart.clash is not None else region.sign(difference)

    def _region(self, domain: Domain, move: Move, answers: Answers, stopping: tuple[sp.Symbol, ...]) -> Domain | None:
        """Return where the answers are those: who stops would go below zero, and who does not stop is above it."""
        asked = []
        for value in self._required(answers, stopping):
            placed = self._for(move, value).convert(domain.ring)
            if not domain.sign(Ratio(domain.ring, placed.denominator)).is_positive:
                return None
            asked.append(Condition(ring=domain.ring, polynomial=placed.numerator, strict=False, origin="answers"))
        return domain.where(asked)

    def _required(self, answers: Answers, stopping: tuple[sp.Symbol, ...]) -> Iterator[Ratio]:
        for decision, slope in zip(self.last.stage.decisions, self._slopes, strict=True):
            if decision in stopping:
                yield -inserted(slope, answers)
            elif decision.is_nonnegative:
                yield answers[decision]

    def _answers(self, stopping: tuple[sp.Symbol, ...]) -> Answers:
        """Return the last stage's decisions as functions of the first's, some of them zero."""
        decided = self.last.stage.decisions
        at_zero = {decision: Ratio.constant(self._ring, 0) for decision in decided}
        free = [i for i, decision in enumerate(decided) if decision not in stopping]
        if not free:
            return at_zero
        rows = [[*(self._matrix[i][j] for j in free), inserted(self._slopes[i], at_zero)] for i in free]
        polynomials = [cleared(self._ring, row)[1] for row in rows]
        found = solve_linear(self._ring, [row[:-1] for row in polynomials], [row[-1] for row in polynomials])
        return at_zero | {decided[i]: value for i, value in zip(free, found, strict=True)}

    def _for(self, move: Move, function: Ratio) -> Ratio:
        """Return a function of one mover's decisions, the others of the first stage as on the path."""
        path = stated_path(self.equilibrium)
        others = {d: path[d] for d in self.first.stage.decisions if d not in move.decisions}
        return inserted(function, others)

    @property
    def _ring(self) -> Ring:
        return self.equilibrium.game.ring

    @cached_property
    def _slopes(self) -> list[Ratio]:
        return [slope for move in self.last.stage.moves for slope in self.last.slopes(move)]

    @cached_property
    def _matrix(self) -> list[list[Ratio]]:
        return self.last.curvature()
