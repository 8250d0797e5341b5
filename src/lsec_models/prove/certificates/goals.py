"""What a step of a proof shows: a polynomial is positive, or at least zero, everywhere in a place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from lsec_models.prove.certificates.checker_arithmetic import require, sequence, text, whole

Condition = tuple[Any, bool]


@dataclass(frozen=True)
class ProofPlace:
    """The points at which variables are in their ranges and conditions hold; a condition that is used up is None."""

    names: tuple[str, ...]
    ranges: tuple[str, ...]
    conditions: tuple[Condition | None, ...]

    def variable(self, name: object) -> int:
        """Return the position of a variable."""
        require(text(name) in self.names, "a variable is not declared")
        return self.names.index(text(name))

    def position(self, value: object) -> int:
        """Return the position of a condition that is left."""
        position = whole(value, 0, len(self.conditions) - 1, "a position of a condition")
        require(self.conditions[position] is not None, "a condition is used that was used up")
        return position

    def condition(self, position: int) -> Condition:
        """Return the condition at the position of one that is left."""
        found = self.conditions[position]
        assert found is not None
        return found

    def equation(self, pair: object) -> tuple[int, int]:
        """Return the positions of two conditions that are left, which together say that a polynomial is zero."""
        require(len(sequence(pair)) == 2, "an equation is not a pair of conditions")
        first, second = map(self.position, sequence(pair))
        opposite = self.condition(first)[0] == -self.condition(second)[0]
        require(opposite, "the conditions of an equation are not each other's negative")
        return first, second

    def where(self, *conditions: Condition) -> ProofPlace:
        """Return the part of the place at which more conditions hold."""
        return replace(self, conditions=(*self.conditions, *conditions))

    def with_condition(self, position: int, condition: Condition | None) -> ProofPlace:
        """Return the place with another condition at a position."""
        return replace(self, conditions=(*self.conditions[:position], condition, *self.conditions[position + 1 :]))


@dataclass(frozen=True)
class PlacedGoal:
    """The statement that a polynomial is positive (strict), or at least zero, everywhere in a place."""

    place: ProofPlace
    target: Any
    strict: bool

    @property
    def polynomials(self) -> list[Any]:
        """All that it speaks of."""
        return [self.target, *(condition[0] for condition in self.place.conditions if condition is not None)]

    def moved(self, move: Callable[[Any], Any]) -> PlacedGoal:
        """Return the goal with another polynomial for each."""
        conditions = tuple(condition and (move(condition[0]), condition[1]) for condition in self.place.conditions)
        return replace(self, place=replace(self.place, conditions=conditions), target=move(self.target))
