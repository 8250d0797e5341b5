"""The answers of a last stage, by which of its decisions stop at zero.

Where the stage has one equilibrium after every history, its first-order conditions with bounds have one solution. Each
set of decisions that stop at zero is one regime: a region of histories, with answers that are linear in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.polynomials.linear import cleared, solve_linear
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.solve.interior.optimality.subgames import Subgame


@dataclass(frozen=True)
class AnswerRegime:
    """One regime of a last stage.

    Attributes
    ----------
    stopping : tuple of Decision
        Those that are zero.
    answers : dict from Decision to Ratio
        All decisions of the stage, as functions of what was decided before.
    required : tuple of Ratio
        What must be at least zero: how much those that stop would rather be below, and those that do not.
    """

    stopping: tuple[sp.Symbol, ...]
    answers: dict[sp.Symbol, Ratio]
    required: tuple[Ratio, ...]

    @property
    def words(self) -> str:
        """Which decisions stop."""
        return ", ".join(decision.name for decision in self.stopping)


@dataclass(frozen=True)
class RegimesOfAnswers:
    """All regimes of a last stage that has one equilibrium after every history.

    Attributes
    ----------
    last : Subgame
    """

    last: Subgame

    @property
    def bounded(self) -> tuple[sp.Symbol, ...]:
        """The decisions that may stop."""
        return tuple(decision for decision in self.last.stage.decisions if decision.is_nonnegative)

    def all(self) -> Iterator[AnswerRegime]:
        """Yield the regimes, the one in which nothing stops first."""
        for size in range(len(self.bounded) + 1):
            for stopping in combinations(self.bounded, size):
                answers = self._answers(stopping)
                yield AnswerRegime(stopping, answers, tuple(self._required(answers, stopping)))

    def _required(self, answers: dict[sp.Symbol, Ratio], stopping: tuple[sp.Symbol, ...]) -> Iterator[Ratio]:
        for decision, slope in zip(self.last.stage.decisions, self._slopes, strict=True):
            if decision in stopping:
                yield -slope.substitute(answers)
            elif decision.is_nonnegative:
                yield answers[decision]

    def _answers(self, stopping: tuple[sp.Symbol, ...]) -> dict[sp.Symbol, Ratio]:
        decided, ring = self.last.stage.decisions, self._slopes[0].ring
        at_zero = {decision: Ratio.constant(ring, 0) for decision in decided}
        free = [i for i, decision in enumerate(decided) if decision not in stopping]
        if not free:
            return at_zero
        rows = [[*(self._matrix[i][j] for j in free), self._slopes[i].substitute(at_zero)] for i in free]
        polynomials = [cleared(ring, row)[1] for row in rows]
        found = solve_linear(ring, [row[:-1] for row in polynomials], [row[-1] for row in polynomials])
        return at_zero | {decided[i]: value for i, value in zip(free, found, strict=True)}

    @cached_property
    def _slopes(self) -> list[Ratio]:
        return [slope for move in self.last.stage.moves for slope in self.last.slopes(move)]

    @cached_property
    def _matrix(self) -> list[list[Ratio]]:
        return self.last.curvature()


def where_nonnegative(values: tuple[Ratio, ...], domain: Domain) -> Domain | None:
    """Return the part of a domain in which values are at least zero; None where a denominator has no known sign."""
    asked = []
    for value in values:
        placed = value.convert(domain.ring)
        if not domain.sign(Ratio(domain.ring, placed.denominator)).is_positive:
            return None
        asked.append(Condition(ring=domain.ring, polynomial=placed.numerator, strict=False, origin="answers"))
    return domain.where(asked)
