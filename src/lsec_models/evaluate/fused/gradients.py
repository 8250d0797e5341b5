"""Derivatives on the graph itself, in reverse mode: one sweep back from a value gives those in all symbols."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sympy as sp

from lsec_models.evaluate.fused.expression_graph import (
    ABSOLUTE,
    ADD,
    MULTIPLY,
    POWER,
    RECIPROCAL,
    ROOT,
    SUBTRACT,
    SYMBOL,
    ExpressionGraph,
    Place,
)


def gradient(graph: ExpressionGraph, place: Place, names: Iterable[str]) -> dict[str, Place]:
    """Return the places of the derivatives of a value in some symbols; the graph gets what it lacks.

    The derivative of an absolute value is the sign, as a quotient: NaN at zero, where there is none.

    Parameters
    ----------
    graph : ExpressionGraph
    place : int
    names : iterable of str

    Examples
    --------
    >>> from lsec_models.evaluate.fused.expression_graph import Level
    >>> x, y = sp.symbols("x y")
    >>> graph = ExpressionGraph({"x": Level.OUTER, "y": Level.INNER})
    >>> slopes = gradient(graph, graph.place_of(x**2 * y), ["x", "y"])
    >>> slopes["y"] == graph.place_of(x**2)
    True
    """
    adjoints: dict[Place, Place] = {place: graph.place_of(sp.S.One)}
    found: dict[str, Place] = {}
    for node in reversed(graph.reached([place])):
        if node not in adjoints:
            continue
        if graph.nodes[node].operation == SYMBOL:
            found[str(graph.nodes[node].arguments[0])] = adjoints[node]
        for operand, share in _shares(graph, node, adjoints[node]):
            adjoints[operand] = graph.total(adjoints[operand], share) if operand in adjoints else share
    zero = graph.place_of(sp.S.Zero)
    return {name: found.get(name, zero) for name in names}


def _shares(graph: ExpressionGraph, node: Place, adjoint: Place) -> Iterator[tuple[Place, Place]]:
    """Yield what each operand of a node gets of its adjoint."""
    operands, times = graph.operands(node), graph.times
    match graph.nodes[node].operation:
        case operation if operation == ADD:
            yield from ((operand, adjoint) for operand in operands)
        case operation if operation == SUBTRACT:
            yield operands[0], adjoint
            yield operands[1], times(adjoint, graph.number(-1.0))
        case operation if operation == MULTIPLY:
            yield operands[0], times(adjoint, operands[1])
            yield operands[1], times(adjoint, operands[0])
        case operation if operation == RECIPROCAL:
            yield operands[0], times(times(adjoint, times(node, node)), graph.number(-1.0))
        case operation if operation == ROOT:
            yield operands[0], times(times(adjoint, graph.reciprocal(node)), graph.number(0.5))
        case operation if operation == ABSOLUTE:
            yield operands[0], times(adjoint, times(operands[0], graph.reciprocal(node)))
        case operation if operation == POWER:
            base, exponent = operands
            less = sp.Float(graph.nodes[exponent].arguments[0]) - 1
            yield base, times(adjoint, times(exponent, graph.power(base, less)))
