"""All zeros of one or two equations in a box."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy as sp

from lsec_models.solve.one_state.root_isolation import Unknown, zeros
from one_state_problems import u, x


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        (x**3 - 2 * x, [0, math.sqrt(2)]),
        ((x - 1) ** 2 * (x - 3), [1, 3]),
        (x**2 + 1, []),
        ((x**2 - 4) / (x - 2), []),
        (sp.sin(x), [0, math.pi]),
        (sp.exp(-x) - x, [0.567143290409784]),
        (sp.sqrt(x) - x, [0, 1]),
        (sp.log(x) / x, [1]),
    ],
)
def test_zeros_of_one_equation(equation: sp.Expr, expected: list[float]) -> None:
    found = zeros([equation], [Unknown(symbol=x, low=sp.Integer(0), high=sp.Rational(9, 2))])
    assert [root for (root,) in found] == pytest.approx(expected, abs=1e-12)


def test_zeros_of_two_equations_rational_or_not() -> None:
    ends = {"low": sp.Integer(-2), "high": sp.Integer(2)}
    unknowns = [Unknown(symbol=x, **ends), Unknown(symbol=u, **ends)]
    exact = zeros([x**2 + u**2 - 2, x * u - 1], unknowns)
    assert np.array(exact) == pytest.approx(np.array([(-1, -1), (1, 1)]), abs=1e-12)
    found = zeros([sp.exp(x) - u, u**2 - 2], unknowns)
    assert np.array(found) == pytest.approx(np.array([(math.log(2) / 2, math.sqrt(2))]), abs=1e-12)
