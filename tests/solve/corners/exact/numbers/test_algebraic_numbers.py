"""Algebraic numbers of any degree have the sign that many digits show, and are zero where they must be."""

from __future__ import annotations

from typing import Any

import flint
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lsec_models import Game, Player, decisions
from lsec_models.solve.corners.exact.equilibria.solutions import _quantities
from lsec_models.solve.corners.exact.numbers.algebraic import Algebraic, square_root
from lsec_models.solve.corners.exact.numbers.algebraic_roots import roots_among
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import Order, as_number, sign, surd
from strategies import examples

rationals = st.builds(flint.fmpq, st.integers(-20, 20), st.integers(1, 7))
surds = st.builds(surd, rationals, rationals, st.sampled_from([2, 3, 5]))
cubic_roots = st.lists(st.integers(-5, 5), min_size=3, max_size=3).map(
    lambda low: roots_among([flint.fmpq(c) for c in (*low, 1)])[-1]
)


def _rooted(value: Any) -> Any:
    return square_root(Algebraic.of(value * value + 1))


numbers = st.recursive(
    st.one_of(rationals, surds, cubic_roots),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: pair[0] + pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] * pair[1]),
        inner.map(_rooted),
    ),
    max_leaves=4,
)


@pytest.mark.slow
@examples(60)
@given(numbers, numbers)
def test_signs_are_those_of_many_digits(first: Any, second: Any) -> None:
    difference = first - second
    digits = as_number(difference).evalf(40)
    assert sign(difference) == (0 if abs(digits) < 1e-30 else (1 if digits > 0 else -1))


@examples(60)
@given(numbers, numbers)
def test_what_vanishes_identically_is_zero(x: Any, y: Any) -> None:
    assert sign((x + y) * (x + y) - x * x - x * y * 2 - y * y) == 0
    assert sign((x + y) * (x + y) - x * x - x * y * 2 - y * y + flint.fmpq(1, 10**40)) == 1
    if sign(x) != 0:
        assert sign(y / x * x - y) == 0


@examples(60)
@given(surds, surds)
def test_equal_numbers_have_one_hash(x: Any, y: Any) -> None:
    one, other = Algebraic.of(x) + y, Algebraic.of(y) + x
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.slow
@examples(60)
@given(st.lists(surds, min_size=4, max_size=4))
def test_all_roots_of_a_polynomial_are_among_those_found(coefficients: list[Any]) -> None:
    assume(len({c.d for c in coefficients if hasattr(c, "d")}) < 3)
    floats = [float(as_number(c)) for c in coefficients]
    assume(abs(floats[-1]) > 1e-3)
    found = roots_among(coefficients)
    assert found == sorted(found, key=Order)
    for root in np.roots(floats[::-1]):
        if abs(root.imag) < 1e-12:
            assert min(abs(float(as_number(x)) - root.real) for x in found) < 1e-4 * (1 + abs(root))


def test_a_root_of_degree_four_is_a_root() -> None:
    coefficients = [flint.fmpq(c) for c in (-1, -3, 0, 0, 1)]
    roots = roots_among(coefficients)
    assert len(roots) == 2
    for x in roots:
        assert sign(x * x * x * x - x * 3 - 1) == 0
    assert float(roots[1]) == pytest.approx(max(np.roots([1, 0, 0, -3, -1]).real))


def test_quantities_at_numbers_of_any_degree() -> None:
    x, y = decisions("x y")
    game = Game(players=[Player("A", decides=[x, y], payoff=x * y - x**2 - y**2)], order=["A"])
    nested = square_root(Algebraic.of(surd(flint.fmpq(1), flint.fmpq(1), 2)))
    cubic = roots_among([flint.fmpq(c) for c in (-2, 0, 0, 1)])[0]
    found = _quantities(game, ("x", "y"), (nested, cubic), {})
    a, b = float(nested), float(cubic)
    assert float(found["A"]) == pytest.approx(a * b - a**2 - b**2)
