from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from lsec_models import solve
from lsec_models.evaluate.fused.at_points import ValuesOfGraph
from lsec_models.evaluate.fused.expression_graph import LEVELS, ExpressionGraph
from lsec_models.evaluate.fused.gradients import gradient
from lsec_models.models import load
from strategies import examples, rational_expressions

X, Y, Z = SYMBOLS = sp.symbols("x y z", real=True)
NAMES = [symbol.name for symbol in SYMBOLS]
levels = st.fixed_dictionaries({name: st.sampled_from(LEVELS) for name in NAMES})
OTHERS = (sp.sqrt(X * Y + 1), abs(X - 2 * Y) * Z, (X + Z) ** sp.Rational(4, 3), Z / sp.sqrt(Y), (X - Y) ** -3)


def exact(expression: sp.Expr, point: dict[sp.Symbol, sp.Rational]) -> sp.Expr:
    return sp.N(expression.xreplace(point), 50)


@pytest.mark.slow
@given(
    expression=rational_expressions(SYMBOLS),
    other=st.sampled_from(OTHERS),
    numbers=st.lists(st.integers(1, 80), min_size=3, max_size=3, unique=True),
    levels=levels,
)
@examples(25)
def test_derivatives_are_those_of_sympy(expression: sp.Expr, other: sp.Expr, numbers: list[int], levels: dict) -> None:
    point = {symbol: sp.Rational(n, 8) for symbol, n in zip(SYMBOLS, numbers, strict=True)}
    graph = ExpressionGraph(levels)
    for function in map(sp.sympify, (expression, other, other * X - Z)):
        if any(kink.args[0].xreplace(point) == 0 for kink in function.atoms(sp.Abs)):
            continue
        wanted = [exact(sp.diff(function, symbol), point) for symbol in SYMBOLS]
        terms = [[exact(part, point) for part in sp.preorder_traversal(function)], wanted]
        if not all(value.is_finite for row in terms for value in row):
            continue
        places = list(gradient(graph, graph.place_of(function), NAMES).values())
        found = ValuesOfGraph(graph, places).at({symbol.name: np.asarray(float(v)) for symbol, v in point.items()})
        # Where values nearly cancel, it is rounding that is compared: measured against the largest part.
        size = max([1.0, *(abs(float(value)) for row in terms for value in row)])
        steep = max([1.0, *(1 / abs(float(value)) for value in terms[0] if value != 0)])
        for value, right in zip(found, wanted, strict=True):
            np.testing.assert_allclose(float(value), float(right), rtol=1e-13, atol=1e-14 * (size * steep) ** 3)


@pytest.mark.slow
def test_derivatives_of_equilibria_are_right_to_the_last_digits() -> None:
    equilibrium = solve(load("power_structures", order=["manufacturer", "streamer", "platform"]))
    symbols = equilibrium.ring.symbols
    graph = ExpressionGraph(dict.fromkeys(equilibrium.ring.names, LEVELS[0]))
    numbers = {"a": 20, "b": 2, "c": 1, "eta": 5, "upsilon": 7, "mu": 2, "tau": 1, "k": 3, "gamma": 0.75}
    point = {symbol: sp.Rational(numbers[symbol.name]) for symbol in symbols}
    for name in equilibrium.exact:
        places = gradient(graph, graph.place_of(equilibrium[name]), equilibrium.ring.names)
        found = ValuesOfGraph(graph, list(places.values())).at({n: np.asarray(float(v)) for n, v in numbers.items()})
        for value, symbol in zip(found, symbols, strict=True):
            right = exact(sp.diff(equilibrium[name], symbol), point)
            assert abs(sp.Float(float(value), 50) - right) <= 2e-14 * max(1, abs(right))


def test_what_does_not_vary_has_no_slope() -> None:
    graph = ExpressionGraph(dict.fromkeys(NAMES, LEVELS[0]))
    slopes = gradient(graph, graph.place_of(X + 3), NAMES)
    assert [graph.nodes[slopes[name]].arguments for name in NAMES] == [(1.0,), (0.0,), (0.0,)]
    kink = gradient(graph, graph.place_of(abs(X)), ["x"])["x"]
    values = ValuesOfGraph(graph, [kink]).at({"x": np.array([-2.0, 0.0, 3.0]), "y": np.ones(1), "z": np.ones(1)})
    np.testing.assert_array_equal(values[0], [-1, np.nan, 1])
