from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, given
from hypothesis import strategies as st

from lsec_models.errors import DeclarationError
from lsec_models.evaluate.fused.at_points import ValuesOfGraph
from lsec_models.evaluate.fused.block_program import BlockProgram
from lsec_models.evaluate.fused.block_steps import BlockSteps
from lsec_models.evaluate.fused.blocks import blocks_of
from lsec_models.evaluate.fused.buffers import Buffers
from lsec_models.evaluate.fused.expression_graph import LEVELS, ExpressionGraph, Level
from strategies import examples, rational_expressions

SYMBOLS = sp.symbols("x y z u")
X, Y, Z, U = SYMBOLS


def evaluated(
    expressions: list[sp.Expr],
    outer: dict[str, Any],
    inner: dict[str, Any],
    fixed: dict[str, float],
    size: int = 8,
) -> list[np.ndarray]:
    levels = dict.fromkeys(outer, Level.OUTER) | dict.fromkeys(inner, Level.INNER) | dict.fromkeys(fixed, Level.FIXED)
    graph = ExpressionGraph(levels)
    places = [graph.place_of(expression) for expression in expressions]
    program = BlockProgram(steps=BlockSteps(graph, (tuple(places),)), outer=outer, inner=inner, fixed=fixed)
    [columns] = {len(axis) for axis in inner.values()}
    shape = (*(len(axis) for axis in outer.values()), columns)
    found = [np.empty(shape) for _ in places]
    buffers = Buffers()
    for block in blocks_of(shape, size):
        views = [array.reshape(-1, columns)[block.rows, block.columns] for array in found]
        results = program.run(block, buffers, dict(zip(places, views, strict=True)))
        for place, view in zip(places, views, strict=True):
            view[...] = results[place]
    return found


@pytest.mark.slow
@given(data=st.data(), expressions=st.lists(rational_expressions(SYMBOLS), min_size=1, max_size=4))
@examples(60)
def test_a_graph_says_what_the_expressions_say(data: Any, expressions: list[sp.Expr]) -> None:
    levels = {s.name: data.draw(st.sampled_from(LEVELS[:3])) for s in SYMBOLS}
    numbers = {s.name: [data.draw(st.integers(1, 40)) / 8 for _ in range(3)] for s in SYMBOLS}
    outer = {n: np.array(numbers[n]) for n, level in levels.items() if level is Level.OUTER}
    inner = {n: np.array(numbers[n]) for n, level in levels.items() if level is Level.INNER} or {"v": np.ones(1)}
    fixed = {n: numbers[n][0] for n, level in levels.items() if level is Level.FIXED}
    for expression, found in zip(expressions, evaluated(expressions, outer, inner, fixed), strict=True):
        for place in np.ndindex(found.shape):
            rows = dict(zip(outer, place, strict=False))
            point = {
                s: sp.Rational(outer[s.name][rows[s.name]] if s.name in outer else _inner(inner, fixed, s, place[-1]))
                for s in SYMBOLS
            }
            gross = _gross(expression, point)
            assume(gross is not None)
            assert float(found[place]) == pytest.approx(float(expression.xreplace(point)), rel=1e-12, abs=1e-12 * gross)


def _inner(inner: dict[str, Any], fixed: dict[str, float], symbol: sp.Symbol, place: int) -> float:
    return float(inner[symbol.name][place]) if symbol.name in inner else fixed[symbol.name]


def _gross(expression: sp.Expr, point: dict[sp.Symbol, sp.Rational]) -> float | None:
    """Return how large the value would be if nothing cancelled; none where it divides by something tiny."""
    total = 0.0
    for term in sp.preorder_traversal(expression):
        value = term.xreplace(point) if isinstance(term, sp.Expr) else sp.S.Zero
        if not value.is_finite:
            return None
        if term.is_Pow and term.exp.is_negative and abs(term.base.xreplace(point)) < sp.Rational(1, 100):
            return None
        total += abs(float(value))
    return max(1.0, total)


def test_what_one_axis_knows_leaves_the_loop() -> None:
    graph = ExpressionGraph({"x": Level.FIXED, "y": Level.OUTER, "z": Level.INNER, "u": Level.FIXED})
    divisor = 8 * X * Y * U - Z**2 * U - 4 * X**2 * Y
    quantities = [X * Y * Z / divisor, Y**2 * (X + U) / divisor**2, (Y - U) * Z**3 / divisor]
    places = [graph.place_of(quantity) for quantity in quantities]
    loop = [graph.nodes[p].operation for p in graph.reached(places) if graph.level(p) is Level.BOTH]
    assert loop.count("add") + loop.count("subtract") == loop.count("reciprocal") == 1
    assert len(loop) <= 9


def test_mixed_terms_are_collected_by_what_they_share() -> None:
    graph = ExpressionGraph({"x": Level.OUTER, "y": Level.OUTER, "z": Level.INNER, "u": Level.FIXED})
    place = graph.place_of(X * Z + Y * Z + 3 * U * Z * X**2 - 2 * Y * Z)
    assert [graph.nodes[p].operation for p in graph.reached([place]) if graph.level(p) is Level.BOTH] == ["multiply"]


def test_blocks_cover_a_grid_once() -> None:
    for shape in ((3, 5, 3), (1, 1), (20,), (2, 19), (7, 8)):
        for widest in (None, 1, 3, 99):
            seen = np.zeros((int(np.prod(shape[:-1])), shape[-1]), dtype=int)
            for block in blocks_of(shape, 8, widest):
                seen[block.rows, block.columns] += 1
                assert np.prod(block.shape) <= 8
                assert block.shape[1] <= (widest or 8)
            assert (seen == 1).all()
    axes = {n: np.arange(1.0, 6.0) for n in "xy"}
    (found,) = evaluated([X * Z / (Y + Z) - sp.sqrt(X + Z)], axes, {"z": np.arange(1.0, 12.0)}, {"u": 1.0})
    x, y, z = np.meshgrid(*axes.values(), np.arange(1.0, 12.0), indexing="ij")
    np.testing.assert_allclose(found, x * z / (y + z) - np.sqrt(x + z), rtol=1e-14, atol=1e-14)


def test_what_no_graph_has_is_named() -> None:
    with pytest.raises(DeclarationError, match=r"sin\(x\).*with \.at"):
        ExpressionGraph({"x": Level.INNER}).place_of(sp.sin(X))


@given(st.lists(st.integers(-9, 9).filter(bool), min_size=2, max_size=6), st.sampled_from(list(Level)))
def test_terms_that_differ_in_what_is_fixed_are_one(numbers: list[int], level: Level) -> None:
    names = [f"c{n}" for n in range(len(numbers))]
    graph = ExpressionGraph({"x": level} | dict.fromkeys(names, Level.FIXED))
    x, known = sp.Symbol("x"), dict(zip(names, numbers, strict=True))
    place = graph.place_of(sp.Add(*(sp.Symbol(name) * x for name in names)))
    moving = [graph.nodes[one].operation for one in graph.reached([place]) if graph.level(one) is level]
    assert level is Level.FIXED or moving == ["symbol", "multiply"]
    symbols = {name: np.array(float(value)) for name, value in known.items()} | {"x": np.array(3.0)}
    assert ValuesOfGraph(graph, [place]).at(symbols)[0] == 3 * sum(numbers)
