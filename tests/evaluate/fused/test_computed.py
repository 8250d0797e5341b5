from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from lsec_models.evaluate.fused.block_program import BlockProgram
from lsec_models.evaluate.fused.block_steps import BlockSteps
from lsec_models.evaluate.fused.blocks import Block
from lsec_models.evaluate.fused.buffers import Buffers
from lsec_models.evaluate.fused.expression_graph import ExpressionGraph, Level
from strategies import examples, rational_expressions

X, Y, Z = sp.symbols("x y z")
numbers = st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-3, 3).map(float))
axes = st.lists(numbers, min_size=3, max_size=3).map(np.array)


def program(expressions: list[sp.Expr], x: np.ndarray, y: np.ndarray, z: float) -> BlockProgram:
    graph = ExpressionGraph({"x": Level.OUTER, "y": Level.INNER, "z": Level.FIXED})
    places = tuple(graph.place_of(expression) for expression in expressions)
    return BlockProgram(steps=BlockSteps(graph, (places,)), outer={"x": x}, inner={"y": y}, fixed={"z": z})


@pytest.mark.slow
@given(expressions=st.lists(rational_expressions((X, Y, Z)), min_size=1, max_size=3), x=axes, y=axes, z=numbers)
@examples(50)
def test_what_is_said_to_be_finite_is_finite(
    expressions: list[sp.Expr], x: np.ndarray, y: np.ndarray, z: float
) -> None:
    run = program([*expressions, sp.sqrt(X + Y) * Y, abs(X - Y), (X * Y) ** sp.Rational(1, 3)], x, y, z)
    block = Block(slice(1, 3), slice(0, 3))
    found = run.run(block, Buffers(), {})
    for place in run.steps.results:
        values = np.broadcast_to(found[place], block.shape)
        if found.is_finite([place]):
            assert np.isfinite(values).all()
        np.testing.assert_equal(found.low(place), values.min())


def test_away_from_poles_values_are_known_to_be_finite() -> None:
    axis = np.array([1.0, 2.0, 3.0])
    whole = Block(slice(0, 3), slice(0, 3))
    for divisor, is_finite in ((X + Y, True), (-X - Y * Z, True), (X - Y, False)):
        run = program([(X + 2) ** 2 * Z / divisor + sp.sqrt(X * Y)], axis, axis, 5.0)
        assert run.run(whole, Buffers(), {}).is_finite(run.steps.results) is is_finite
    beyond = program([X**9 * Y**9 * Z**9], axis * 1e30, axis * 1e30, 1.0)
    assert not beyond.run(whole, Buffers(), {}).is_finite(beyond.steps.results)
