from __future__ import annotations

from fractions import Fraction

import flint
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models.algebra.enclosures.balls import ball
from lsec_models.errors import NotSmooth
from lsec_models.solve.numerical.graph.derivative_graph import DerivativeGraph

x, y, beta = sp.symbols("x y beta", positive=True)
EXPRESSIONS = (
    x**-beta * (y - 2),
    sp.exp(x - y) / (1 + sp.exp(x - y)),
    sp.sqrt(1 + x) * sp.log(y) - x**3 / y**2,
    (x * y) ** sp.Rational(5, 2) + sp.E**x + sp.Float("0.25"),
    2**x + x**y,
    sp.erf(x - y**2) * y + sp.pi * x,
)
NAMES, AT = ["x", "y", "beta"], [1.3, 0.7, 1.9]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=str)
def test_derivatives_are_those_of_sympy(expression: sp.Expr) -> None:
    graph = DerivativeGraph()
    place = graph.place_of(expression)
    orders = [(), ("x",), ("y",), ("x", "y"), ("y", "y"), ("x", "x", "y")]
    places = []
    for names in orders:
        slope = place
        for name in names:
            slope = graph.derivative(slope, name)
        places.append(slope)
    expected = [sp.diff(expression, *map({"x": x, "y": y}.get, names)) if names else expression for names in orders]
    numbers = [float(one.subs(dict(zip((x, y, beta), AT, strict=True)))) for one in expected]
    assert graph.compiled(NAMES, places)(AT) == pytest.approx(numbers, rel=1e-12)
    found = graph.in_balls(dict(zip(NAMES, (ball(Fraction(value)) for value in AT), strict=True)), places)
    assert [float(one.mid()) for one in found] == pytest.approx(numbers, rel=1e-12)


@settings(max_examples=30)
@given(
    st.fractions(-4, 4, max_denominator=4),
    st.one_of(st.just(0.0), st.floats(1e-3, 1e3)),
    st.integers(2, 6),
)
def test_derivatives_of_a_power_are_its_powers(exponent: Fraction, at: float, order: int) -> None:
    graph = DerivativeGraph()
    base, place = (
        1.5 * np.full(20, at),
        graph.place_of((1.5 * x) ** sp.Rational(exponent.numerator, exponent.denominator)),
    )
    places, factor = [], Fraction(1)
    for number in range(order):
        places.append(place)
        place = graph.derivative(place, "x")
        with np.errstate(divide="ignore"):
            expected = float(factor) * base ** float(exponent - number) if factor else 0 * base
        found = np.broadcast_to(graph.compiled(["x"], places)([np.full(20, at)])[-1], (20,))
        np.testing.assert_allclose(found, expected, rtol=1e-12)
        few = graph.compiled(["x"], places).at_few(np.full((1, 2), at))[-1]
        np.testing.assert_allclose(few, expected[:2], rtol=1e-12)
        factor *= (exponent - number) * Fraction(3, 2)


def test_balls_hold_all_values_of_a_box() -> None:
    graph = DerivativeGraph()
    place = graph.place_of(EXPRESSIONS[1])
    box = {"x": flint.arb(1, "0.1"), "y": flint.arb("0.5", "0.2")}
    [found] = graph.in_balls(box, [place])
    values = graph.compiled(["x", "y"], [place])
    for one in np.linspace(0.9, 1.1, 7):
        for other in np.linspace(0.3, 0.7, 7):
            assert found.contains(flint.arb(float(values([one, other])[0])))


def test_what_is_equal_is_one_node() -> None:
    graph = DerivativeGraph()
    assert graph.place_of(sp.exp(x) * y) == graph.place_of(y * sp.exp(x))
    before = len(graph.nodes)
    assert graph.derivative(graph.place_of(sp.exp(x)), "x") == graph.place_of(sp.exp(x))
    assert len(graph.nodes) == before
    assert graph.derivative(graph.place_of(y), "x") == graph.zero


@pytest.mark.parametrize("part", [sp.sin(x), sp.Max(x, 1), sp.Abs(x - 1), sp.gamma(x)], ids=str)
def test_what_has_no_derivatives_here_is_named(part: sp.Expr) -> None:
    with pytest.raises(NotSmooth, match="write it with these"):
        DerivativeGraph().place_of(y + part)


@pytest.mark.slow
def test_a_sum_may_be_as_long_as_one_likes() -> None:
    graph = DerivativeGraph()
    place = graph.place_of(sp.Add(*(sp.exp(-x / k) for k in range(1, 1500))))
    values = graph.compiled(["x"], [graph.derivative(place, "x")])
    assert float(values([0.0])[0]) == pytest.approx(-sum(1 / k for k in range(1, 1500)))
