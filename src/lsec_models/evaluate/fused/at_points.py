"""Values of a graph at points at which parameters vary together, and not as the axes of a grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.fused.expression_graph import LEVELS, ExpressionGraph, Place
from lsec_models.evaluate.fused.loops import LoopWriter


class ValuesOfGraph:
    """Some values of a graph, for arrays that broadcast to each other.

    Parameters
    ----------
    graph : ExpressionGraph
    places : sequence of int

    Examples
    --------
    >>> import sympy as sp
    >>> from lsec_models.evaluate.fused.expression_graph import Level
    >>> graph = ExpressionGraph({"x": Level.FIXED, "y": Level.INNER})
    >>> x, y = sp.symbols("x y")
    >>> ValuesOfGraph(graph, [graph.place_of(x / y)]).at({"x": np.array(6.0), "y": np.array([2.0, 3.0])})
    [array([3., 2.])]
    """

    def __init__(self, graph: ExpressionGraph, places: Sequence[Place]) -> None:
        self._names = list(graph.levels)
        writer = LoopWriter(graph, {name: f"given[{number}]" for number, name in enumerate(self._names)}, ())
        lines = [line for level in LEVELS for line in writer.lines(places, level, " ")]
        text = "\n".join(
            ["def values(given, sqrt):", *lines, f" return [{', '.join(f'v{place}' for place in places)}]"]
        )
        # The text has names that are made here only, and nothing of what a user wrote.
        scope: dict[str, Any] = {}
        exec(text, scope)
        self._values = scope["values"]

    def at(self, symbols: Mapping[str, Floats]) -> list[Floats]:
        """Return the values; divisions by zero and overflows give infinities and NaN, silently."""
        with np.errstate(all="ignore"):
            return list(map(np.asarray, self._values([symbols[name] for name in self._names], np.sqrt)))
