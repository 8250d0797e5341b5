"""Where a step of a certificate stands in Coq, and the words of the library for terms and sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lsec_models.prove.coq.polynomials import constant

ONE = constant(1)
PLAIN = f"({ONE}, {ONE}, [])"


@dataclass(frozen=True, kw_only=True)
class StepPlace:
    """Where a step stands in Coq.

    Attributes
    ----------
    variables : tuple of int
        The number in Coq of each variable of the certificate.
    next_variable : int
    positions : tuple of int
        The position in Coq of each condition of the certificate; of one that is used up, a past one.
    conditions : int
        How many conditions there are in Coq.
    """

    variables: tuple[int, ...]
    next_variable: int
    positions: tuple[int, ...]
    conditions: int

    def more(self, count: int = 1) -> StepPlace:
        """Return the place with conditions more that the certificate does not list."""
        return replace(self, conditions=self.conditions + count)

    def listed(self, count: int = 1) -> StepPlace:
        """Return the place with conditions more, which the certificate lists."""
        new = range(self.conditions, self.conditions + count)
        return replace(self, positions=(*self.positions, *new), conditions=self.conditions + count)

    def listed_at(self, found: int) -> StepPlace:
        """Return the place with a condition more in the certificate, which Coq has already."""
        return replace(self, positions=(*self.positions, found))

    def at(self, position: int, found: int) -> StepPlace:
        """Return the place where a condition of the certificate is found elsewhere."""
        return replace(self, positions=(*self.positions[:position], found, *self.positions[position + 1 :]))


def positions_of(place: StepPlace, pairs: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Return the conditions that a summand of a certificate names, with their powers, by their positions in Coq."""
    return [(place.positions[position], power) for position, power in pairs]


def term_of(whole: str, root: str, conditions: Sequence[tuple[int, int]]) -> str:
    """Return a term: something of visible sign, times a square, times powers of conditions."""
    listed = "; ".join(f"({position}%nat, {power}%N)" for position, power in conditions)
    return f"({whole}, {root}, [{listed}])"


def sum_of(multiplier: str, terms: Sequence[str], zeros: Sequence[tuple[str, int, int]] = ()) -> str:
    """Return the step that a multiplier times the target is a sum of terms and of multiples of equations."""
    listed = "; ".join(f"({text}, {pair_of((first, second))})" for text, first, second in zeros)
    return f"(Sum {multiplier} [{'; '.join(terms)}] [{listed}])"


def pair_of(pair: tuple[int, int]) -> str:
    """Return the positions of an equation's two conditions."""
    return f"({pair[0]}%nat, {pair[1]}%nat)"


def truth_value(value: bool) -> str:
    """Return a truth value as Coq writes it."""
    return "true" if value else "false"
