"""What equilibria are over a grid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.fused.blocks import Block
from lsec_models.evaluate.fused.memory_apart import apart

Array = TypeVar("Array", bound=NDArray[Any])


@dataclass(frozen=True)
class Field:
    """What an equilibrium, or several along a leading dimension, are over a grid.

    Attributes
    ----------
    values : dict from str to array
        Every quantity; NaN where the equilibrium does not hold.
    violated : array of int16
        Which condition fails; -1 where none does.
    regime : array of int16
        Which regime holds; -1 where none does.
    """

    values: dict[str, Floats]
    violated: NDArray[np.int16]
    regime: NDArray[np.int16]

    @classmethod
    def empty(cls, shape: tuple[int, ...], quantities: Iterable[str]) -> Field:
        """Return a field whose numbers mean nothing yet."""
        values = {name: apart(shape, number) for number, name in enumerate(quantities)}
        return cls(values, np.empty(shape, dtype=np.int16), np.empty(shape, dtype=np.int16))

    def first(self, count: int, block: Block) -> Field:
        """Return a view of its memory, one long row, in the shape of so many equilibria over a block."""
        shape, size = (count, *block.shape), count * block.size
        values = {name: value[:size].reshape(shape) for name, value in self.values.items()}
        return Field(values, self.violated[:size].reshape(shape), self.regime[:size].reshape(shape))

    def at(self, place: int) -> Field:
        """Return a view of one equilibrium of several."""
        return Field({n: v[place] for n, v in self.values.items()}, self.violated[place], self.regime[place])

    def block(self, block: Block) -> Field:
        """Return a view of a block of the grid, its rows and columns."""
        values = {name: _part(value, block) for name, value in self.values.items()}
        return Field(values, _part(self.violated, block), _part(self.regime, block))

    def take(self, other: Field) -> None:
        """Take over the numbers of another field of the same shape."""
        for name, value in self.values.items():
            value[...] = other.values[name]
        self.violated[...], self.regime[...] = other.violated, other.regime


def _part(array: Array, block: Block) -> Array:
    return array.reshape(-1, array.shape[-1])[block.rows, block.columns]  # type: ignore[return-value]
