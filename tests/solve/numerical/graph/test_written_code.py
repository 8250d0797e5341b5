from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import flint
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models.solve.numerical.graph.derivative_graph import DerivativeGraph

NAMES, AT = ("x", "y"), (0.75, 1.5)
# An operation, and which of the places before it are taken.
STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "multiply", "power", "exp"]), *[st.integers(0, 99)] * 2), max_size=30
)
EXPONENTS = [Fraction(-3), Fraction(-2), Fraction(-1), Fraction(2), Fraction(1, 2)]


def graph_of(steps: Sequence[tuple[str, int, int]]) -> tuple[DerivativeGraph, list[int]]:
    """Return a graph of positive numbers between one half and two, and all its places."""
    graph = DerivativeGraph()
    places = [graph.symbol(name) for name in NAMES]
    for operation, first, second in steps:
        left, right = places[first % len(places)], places[second % len(places)]
        if operation == "add":
            places.append(graph.total([left, right]))
        elif operation == "multiply":
            places.append(graph.product(left, right))
        elif operation == "power":
            places.append(graph.power(left, EXPONENTS[second % len(EXPONENTS)]))
        else:
            shrunk = graph.product(
                graph.number(Fraction(-1)), graph.power(graph.total([left, graph.one]), Fraction(-1))
            )
            places.append(graph.exp(shrunk))
    return graph, places


@settings(max_examples=60)
@given(STEPS, st.lists(st.integers(0, 99), min_size=1, max_size=6))
def test_names_that_are_taken_again_hold_what_is_still_needed(
    steps: list[tuple[str, int, int]], chosen: list[int]
) -> None:
    graph, places = graph_of(steps)
    outputs = [places[number % len(places)] for number in chosen]
    found = graph.compiled(NAMES, outputs)(AT)
    balls = graph.in_balls({name: flint.arb(value) for name, value in zip(NAMES, AT, strict=True)}, outputs)
    expected = [float(one.mid()) for one in balls]
    finite = np.isfinite(expected) & (np.abs(expected) < 1e200) & (np.abs(expected) > 1e-200)
    assert np.array(found, dtype=float)[finite] == pytest.approx(np.array(expected)[finite], rel=1e-9)


def test_few_names_do() -> None:
    graph = DerivativeGraph()
    place = graph.symbol("x")
    for number in range(50):
        place = graph.product(graph.exp(place), graph.total([place, graph.number(Fraction(number))]))
    lines, [output] = graph.written({"x": "x[0]"}, [place])
    assert len(lines) > 100
    assert len({line.split(" = ")[0] for line in lines}) <= 3
    assert output == lines[-1].split(" = ")[0]
