"""What a graph of operations computes, as a function: at many points at once, or at a few one after the other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import special

Numbers: TypeAlias = NDArray[np.float64]


class CompiledValues:
    """A function from the values of symbols to those of outputs.

    Parameters
    ----------
    lines : sequence of str
        Of Python: each computes a name from ``x[0]``, ``x[1]`` and so on, numbers and names before it. They are written
        by the graph, and have nothing of what a user wrote.
    outputs : sequence of str
        What is returned.

    Examples
    --------
    >>> values = CompiledValues(["y = x[0] ** 2"], ["y", "exp(y)"])
    >>> [float(value) for value in values([0.0])]
    [0.0, 1.0]
    >>> values.at_few(np.array([[0.0, 1.0]])).round(2).tolist()
    [[0.0, 1.0], [1.0, 2.72]]
    """

    def __init__(self, lines: Sequence[str], outputs: Sequence[str]) -> None:
        text = "\n ".join(["def values(x, exp, log, erf):", *lines, f"return [{', '.join(outputs)}]"])
        scope: dict[str, Any] = {}
        exec(text, scope)
        self._function = scope["values"]

    def __call__(self, given: Sequence[Any]) -> list[Any]:
        """Return outputs by NumPy, of numbers or arrays."""
        with np.errstate(all="ignore"):
            found: list[Any] = self._function(given, np.exp, np.log, special.erf)
            return found

    def at_one(self, given: Sequence[float]) -> list[Any]:
        """Return outputs of Python's numbers.

        What has no value in these is an ArithmeticError or a ValueError, or complex where a number that is negative has
        no root.
        """
        found: list[Any] = self._function(given, math.exp, math.log, math.erf)
        return found

    def at_few(self, given: Numbers) -> Numbers:
        """Return outputs at a few points, of shape (outputs, points): Python's numbers cost less than short arrays.

        What has no value in Python's numbers, such as a logarithm of zero, is left to NumPy, at all of these points.

        Parameters
        ----------
        given : array of shape (symbols, points)
        """
        try:
            found = [self.at_one(x) for x in given.T.tolist()]
            # A root of a negative number is complex: a TypeError here, or before.
            return np.array(found, dtype=float).T
        except (ArithmeticError, TypeError, ValueError):
            return np.array([np.broadcast_to(value, given.shape[1:]) for value in self([*given])])
