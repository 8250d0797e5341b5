"""Steps of one start in Python's numbers: of few starts arrays cost more than what is computed with them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from types import FunctionType
from typing import Any

from lsec_models.solve.numerical.first_order.scalar.kernels import CONSTANTS, KERNELS
from lsec_models.solve.numerical.first_order.scalar.memory import Memory
from lsec_models.solve.numerical.graph.compiled_values import CompiledValues


class PointInPython:
    """A system at one point, in Python's numbers: None where these have no value, as a logarithm of zero.

    Parameters
    ----------
    values : CompiledValues
        From unknowns and known symbols to conditions and entries of their Jacobian.
    entries : pair of sequences of int
        The rows and columns of these.
    is_positive : sequence of bool
        Of each unknown.
    counts : sequence of int
        How many decisions each mover of the first stage has.
    """

    def __init__(
        self,
        values: CompiledValues,
        entries: tuple[Sequence[int], Sequence[int]],
        is_positive: Sequence[bool],
        counts: Sequence[int],
    ) -> None:
        size, places = len(is_positive), list(zip(*entries, strict=True))

        def evaluate(_: int, state: list[float], conditions: list[float], jacobian: list[list[float]]) -> None:
            found = values.at_one(state)
            conditions[:] = found[:size]
            for (row, column), value in zip(places, found[size:], strict=True):
                jacobian[row][column] = value

        scope: dict[str, Any] = CONSTANTS | {"np": _Lists, "evaluate": evaluate, "Memory": Memory}
        self._kernels = scope | {name: FunctionType(kernel.__code__, scope) for name, kernel in KERNELS.items()}
        scope |= self._kernels
        self._block, self._memory = (0, size, sum(counts), 0), self._kernels["memory_of"](size, sum(counts))
        self._counts, self._is_positive = counts, is_positive

    def iterated(
        self, state: list[float], pace: list[float], is_uphill: bool, steps: int, patience: int
    ) -> tuple[list[float], bool] | None:
        """Return where the unknowns of a start end, and whether they settle there, as the kernel `iterated` does.

        Parameters
        ----------
        state : list of float
            Unknowns, which are moved, and what is known.
        pace : list of float
            How they have moved so far.
        is_uphill : bool
        steps, patience : int
        """
        given = self._memory, self._block, self._counts, self._is_positive, 0
        try:
            settles = self._kernels["iterated"](state, pace, *given, is_uphill, steps, patience) != 0
        except (ArithmeticError, TypeError, ValueError):
            return None
        return state[: self._block[1]], settles

    def curvatures(self, state: list[float]) -> list[float] | None:
        """Return the greatest curvature of each mover's payoff, later unknowns answering.

        Parameters
        ----------
        state : list of float
        """
        found = [math.nan] * len(self._counts)
        given = self._memory, self._block, self._counts, self._is_positive, 0
        try:
            self._kernels["write_curvatures"](state, found, 0, *given)
        except (ArithmeticError, TypeError, ValueError):
            return None
        return found


class _Lists:
    """What is used of NumPy, of lists."""

    nan, inf, isnan = math.nan, math.inf, math.isnan
    exp, sqrt, hypot = math.exp, math.sqrt, math.hypot

    @staticmethod
    def zeros(shape: int | tuple[int, int]) -> list[Any]:
        return [0.0] * shape if isinstance(shape, int) else [[0.0] * shape[1] for _ in range(shape[0])]

    @staticmethod
    def ones(size: int) -> list[float]:
        return [1.0] * size
