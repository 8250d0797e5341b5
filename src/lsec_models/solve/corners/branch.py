"""One branch of what later stages answer: which constraints bind, the answers, and where it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lsec_models.solve.quadratic import (
    Element,
    Row,
    is_zero,
)

# ("slack", stage, j) is constraint number j of a stage; ("multiplier", player, *id) the multiplier of what `id` names.
Id = tuple[Any, ...]


# What binds, player by player, in one stage; and stage by stage, the earliest first.
Binding = tuple[tuple[str, tuple[Id, ...]], ...]
Label = tuple[Binding, ...]


@dataclass(frozen=True, kw_only=True)
class BranchSide:
    """An affine function of earlier decisions that is at least zero where a branch is valid.

    Attributes
    ----------
    id : tuple
        What it is.
    row : list
        One coefficient for each earlier decision, and the constant.
    words : str
        The constraint, or the constraint whose multiplier it is.
    beyond : tuple
        The label of the branch on the other side.
    """

    id: Id
    row: Row
    words: str
    beyond: Label

    @property
    def is_constant(self) -> bool:
        """Whether no earlier decision moves it."""
        return all(is_zero(entry) for entry in self.row[:-1])

    def moves_with(self, places: Sequence[int]) -> bool:
        """Whether one of some decisions moves it."""
        return any(not is_zero(self.row[v]) for v in places)


@dataclass(frozen=True, kw_only=True)
class Curvature:
    """A number that must be positive for a player's payoff to be strictly concave along what does not bind."""

    player: str
    stage: int
    value: Element


@dataclass(frozen=True, kw_only=True)
class Branch:
    """One affine piece of what is chosen from a stage on.

    Attributes
    ----------
    label : tuple
        What binds in each stage from that one on.
    rows : tuple of list
        Each decision from that stage on: coefficients of the earlier decisions, and the constant.
    sides : tuple of BranchSide
        Where it is valid.
    curvatures : tuple of Curvature
    """

    label: Label
    rows: tuple[Row, ...]
    sides: tuple[BranchSide, ...]
    curvatures: tuple[Curvature, ...]

    @property
    def is_possible(self) -> bool:
        """Whether, at a point, nothing that is independent of earlier decisions excludes it."""
        return all(c.value > 0 for c in self.curvatures) and all(s.row[-1] >= 0 for s in self.sides if s.is_constant)


END = Branch(label=(), rows=(), sides=(), curvatures=())
