"""Steps of one start in Python's numbers: of few starts arrays cost more than what is computed with them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any, TypeAlias

from lsec_models.solve.numerical.first_order.scalar.kernels import CONSTANTS, KERNELS
from lsec_models.solve.numerical.first_order.scalar.memory import Memory
from lsec_models.solve.numerical.graph.compiled_values import CompiledValues

# From a start, as a state and a pace, whether it climbs, and how many steps and how much patience it has, to where its
# unknowns end and whether they settle there; None where Python's numbers have no value, as a logarithm of zero.
Iterated: TypeAlias = Callable[[list[float], list[float], bool, int, int], tuple[list[float], bool] | None]


def iterated_in_python(
    values: CompiledValues,
    entries: tuple[Sequence[int], Sequence[int]],
    is_positive: Sequence[bool],
    counts: Sequence[int],
) -> Iterated:
    """Return a function that moves a start as the kernel `iterated` does, of lists instead of arrays.

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
    size, places = len(is_positive), list(zip(*entries, strict=True))

    def evaluate(_: int, state: list[float], conditions: list[float], jacobian: list[list[float]]) -> None:
        found = values.at_one(state)
        conditions[:] = found[:size]
        for (row, column), value in zip(places, found[size:], strict=True):
            jacobian[row][column] = value

    scope: dict[str, Any] = CONSTANTS | {"np": _Lists, "evaluate": evaluate, "Memory": Memory}
    scope |= {name: FunctionType(kernel.__code__, scope) for name, kernel in KERNELS.items()}
    own, moved = sum(counts), scope["iterated"]
    block, memory = (0, size, own, 0), scope["memory_of"](size, own)

    def iterated(
        state: list[float], pace: list[float], is_uphill: bool, steps: int, patience: int
    ) -> tuple[list[float], bool] | None:
        try:
            settles = moved(state, pace, memory, block, counts, is_positive, 0, is_uphill, steps, patience) != 0
        except (ArithmeticError, TypeError, ValueError):
            return None
        return state[:size], settles

    return iterated


class _Lists:
    """What is used of NumPy, of lists."""

    nan, inf, exp, sqrt, hypot = math.nan, math.inf, math.exp, math.sqrt, math.hypot

    @staticmethod
    def zeros(shape: int | tuple[int, int]) -> list[Any]:
        return [0.0] * shape if isinstance(shape, int) else [[0.0] * shape[1] for _ in range(shape[0])]

    @staticmethod
    def ones(size: int) -> list[float]:
        return [1.0] * size
