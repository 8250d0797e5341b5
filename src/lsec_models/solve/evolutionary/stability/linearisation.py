"""The replicator dynamics linearised at a state, in exact numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product

from lsec_models.games.evolutionary.faces import Table
from lsec_models.games.evolutionary.game import Indices

Shares = Sequence[Sequence[Fraction]]


@dataclass(frozen=True)
class PopulationState:
    """Exact shares, and what is earned there.

    Attributes
    ----------
    tables : sequence of tables
        What members of each population earn at each place of a table.
    shares : sequence of sequences of Fraction
        By population and strategy.
    """

    tables: Sequence[Table[Fraction]]
    shares: Shares

    @cached_property
    def earned(self) -> list[list[Fraction]]:
        """What each strategy of each population earns."""
        return [[self._earned(p, i, {}) for i in range(len(own))] for p, own in enumerate(self.shares)]

    @cached_property
    def average(self) -> list[Fraction]:
        """What members of each population earn on average."""
        return [
            sum((x * f for x, f in zip(own, earned, strict=True)), Fraction(0))
            for own, earned in zip(self.shares, self.earned, strict=True)
        ]

    def is_at_rest(self) -> bool:
        """Whether no share changes."""
        return all(
            share == 0 or earned == self.average[p]
            for p, own in enumerate(self.shares)
            for share, earned in zip(own, self.earned[p], strict=True)
        )

    @cached_property
    def jacobian(self) -> list[list[Fraction]]:
        """The derivative of the speeds of all shares but one of each population, with respect to these shares."""
        places = [(p, i) for p, own in enumerate(self.shares) for i in range(1, len(own))]
        return [[self._derivative(p, i, q, j) for q, j in places] for p, i in places]

    def _derivative(self, p: int, i: int, q: int, j: int) -> Fraction:
        """Return how the speed of one share moves with another, at the cost of the first strategy there."""
        moved = [self._slope(p, k, q, j) for k in range(len(self.shares[p]))]
        direction = [Fraction((p, k) == (q, j)) - Fraction((p, k) == (q, 0)) for k in range(len(self.shares[p]))]
        of_average = sum(
            (d * f + x * m for d, f, x, m in zip(direction, self.earned[p], self.shares[p], moved, strict=True)),
            Fraction(0),
        )
        return direction[i] * (self.earned[p][i] - self.average[p]) + self.shares[p][i] * (moved[i] - of_average)

    def _slope(self, p: int, i: int, q: int, j: int) -> Fraction:
        if q not in self._met(p):
            return Fraction(0)
        return self._earned(p, i, {q: j}) - self._earned(p, i, {q: 0})

    def _met(self, p: int) -> list[int]:
        """Return the populations that a member of one is matched with."""
        return [0] if len(self.tables) == 1 else [q for q in range(len(self.tables)) if q != p]

    def _earned(self, p: int, i: int, fixed: dict[int, int]) -> Fraction:
        """Return what a strategy earns where some of the others play one strategy for certain."""
        met = self._met(p)
        ranges = [[fixed[q]] if q in fixed else [j for j, x in enumerate(self.shares[q]) if x] for q in met]
        total = Fraction(0)
        for played in product(*ranges):
            weight = Fraction(1)
            for q, j in zip(met, played, strict=True):
                weight *= 1 if q in fixed else self.shares[q][j]
            total += weight * self.tables[p][self._place(p, i, played)]
        return total

    def _place(self, p: int, i: int, played: Indices) -> Indices:
        return (i, *played) if len(self.tables) == 1 else (*played[:p], i, *played[p:])
