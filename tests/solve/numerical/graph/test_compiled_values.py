from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models.solve.numerical.graph.derivative_graph import DerivativeGraph

x, y = sp.symbols("x y")
PARTS = [x * y, x**-2, sp.exp(x * y), sp.log(x), sp.sqrt(y - x), (x + y) ** sp.Rational(-1, 3), sp.erf(x), sp.exp(x**3)]
# Among them are those of which a logarithm, a root or a power is not a number, and those whose exponential is too
# large.
NUMBERS = st.sampled_from([0.0, -0.0, 1e-200, 1e200]) | st.floats(-50, 50)


@settings(max_examples=30)
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=4), st.sets(st.sampled_from(PARTS), min_size=1))
def test_a_few_points_have_the_values_that_many_have(points: list[tuple[float, float]], parts: set[sp.Expr]) -> None:
    graph = DerivativeGraph()
    outputs = [graph.place_of(part) for part in sorted(parts, key=str)]
    outputs += [graph.derivative(place, "x") for place in outputs]
    values = graph.compiled(["x", "y"], outputs)
    rows = np.array(points).T
    many = np.array([np.broadcast_to(value, len(points)) for value in values(list(rows))])
    assert values.at_few(rows) == pytest.approx(many, rel=1e-12, abs=0, nan_ok=True)
