"""All functions that move one point, and the numbers that they use, by name: to be compiled, or run on lists."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from lsec_models.solve.numerical.first_order.scalar import (
    ascents,
    cascade,
    conditions,
    eigenvalues,
    elimination,
    memory,
    newton,
)

_ALL = {
    name: value
    for module in (elimination, memory, eigenvalues, ascents, conditions, newton, cascade)
    for name, value in vars(module).items()
}
KERNELS: dict[str, Callable[..., Any]] = {name: value for name, value in _ALL.items() if inspect.isfunction(value)}
CONSTANTS: dict[str, int | float] = {name: value for name, value in _ALL.items() if isinstance(value, int | float)}
# Those that take new memory.
ALLOCATING = frozenset({"memory_of", "answered"})
