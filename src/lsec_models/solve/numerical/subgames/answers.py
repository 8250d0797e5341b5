"""What is decided from a stage on, at many points, and at parts of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lsec_models.solve.numerical.graph.compiled_values import Numbers


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What is decided from a stage on, at many points.

    Attributes
    ----------
    values : dict from str to array of shape (points,)
        All parameters, decisions and multipliers.
    found : array of bool
        Where first- and second-order conditions of all these movers hold.
    """

    values: Mapping[str, Numbers]
    found: NDArray[np.bool_]

    def between(self, start: int, end: int) -> Answers:
        """Return answers at some points in a row.

        Examples
        --------
        >>> some = Answers(values={"p": np.array([1.0, 2.0])}, found=np.array([True, False]))
        >>> some.between(1, 2).values["p"].tolist()
        [2.0]
        """
        return Answers(values={n: value[start:end] for n, value in self.values.items()}, found=self.found[start:end])

    def parts(self, count: int) -> list[Answers]:
        """Return answers at so many equal parts of the points, one after another.

        Examples
        --------
        >>> some = Answers(values={"p": np.array([1.0, 2.0])}, found=np.array([True, False]))
        >>> [part.values["p"].tolist() for part in some.parts(2)]
        [[1.0], [2.0]]
        """
        points = len(self.found) // count
        return [self.between(place * points, (place + 1) * points) for place in range(count)]

    def completed(self, places: NDArray[np.intp], part: Answers) -> Answers:
        """Return these answers and, at some of the points, those that were found there in another way.

        Examples
        --------
        >>> some = Answers(values={"p": np.array([1.0, 2.0])}, found=np.array([True, False]))
        >>> other = Answers(values={"p": np.array([5.0])}, found=np.array([True]))
        >>> some.completed(np.array([1]), other).values["p"].tolist()
        [1.0, 5.0]
        """
        values = {name: value.copy() for name, value in self.values.items()}
        found = self.found.copy()
        for name in values.keys() & part.values.keys():
            values[name][places[part.found]] = part.values[name][part.found]
        found[places] |= part.found
        return Answers(values=values, found=found)


def one_after_another(starts: Sequence[Mapping[str, Numbers]]) -> dict[str, Numbers]:
    """Return several starts at the same points as one: what is done again and again costs the less at once."""
    return {name: np.concatenate([start[name] for start in starts]) for name in starts[0]}
