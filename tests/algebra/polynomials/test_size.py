from __future__ import annotations

import pytest
import sympy as sp
from hypothesis import given

from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.algebra.polynomials.size import Size, size_of
from strategies import examples, rational_expressions

X, Y, Z = sp.symbols("x y z")
LONG = sp.Integer(10) ** 100


@pytest.mark.parametrize(
    ("expression", "size"),
    [
        # A polynomial has the denominator 1, which is one term.
        (sp.S.Zero, Size(length=1, terms=2, degree=0)),
        (X, Size(length=1, terms=2, degree=1)),
        (2 * X, Size(length=3, terms=2, degree=1)),
        (X + Y + 1, Size(length=4, terms=4, degree=1)),
        ((X + Y) * (X + Z) * Y, Size(length=8, terms=5, degree=3)),
        ((X + Y + 1) ** 4, Size(length=6, terms=16, degree=4)),
        ((X + Y) ** -2, Size(length=5, terms=4, degree=2)),
        (X / Y + Y / X, Size(length=11, terms=3, degree=2)),
        ((X / Y + Y / X) ** 3, Size(length=13, terms=5, degree=6)),
        (1 / (1 + 1 / (1 + X)), Size(length=9, terms=5, degree=1)),
        # 333 bits are five words of 64.
        (LONG * X, Size(length=3, terms=2, degree=6)),
        ((LONG * X + 1) ** 2, Size(length=7, terms=4, degree=12)),
        (sp.sqrt(2) * X, Size(length=5, terms=2, degree=2)),
        ((X + Y) ** 1000, Size(length=5, terms=1002, degree=1000)),
    ],
)
def test_size(expression: sp.Expr, size: Size) -> None:
    assert size_of(expression) == size


def test_fractions_over_one_denominator_do_not_multiply_it() -> None:
    demand = sum(symbol / (1 - Z**2) for symbol in sp.symbols("a0:20"))
    assert size_of(demand).terms == 20 + 2


def test_fractions_over_different_denominators_do() -> None:
    a, b = sp.symbols("a0:40"), sp.symbols("b0:40")
    size = size_of(sum(1 / (p + q) for p, q in zip(a, b, strict=True)))
    assert size.terms == 40 * 2**39 + 2**40
    assert size.degree == 40


def test_a_tower_is_measured_without_being_built() -> None:
    tower = X + Y
    for _ in range(12):
        tower = tower**2 + 1
    size = size_of(tower)
    assert size.degree == 2**12
    assert size.terms > 2 ** (2**11)


@pytest.mark.slow
@examples(200)
@given(rational_expressions((X, Y, Z), depth=4))
def test_no_expression_is_larger_than_its_size(expression: sp.Expr) -> None:
    exact, size = ratio(ring_of([X, Y, Z]), expression), size_of(expression)
    parts = [exact.numerator, exact.denominator]
    assert sum(map(len, parts)) <= size.terms
    assert max((int(part.total_degree()) for part in parts), default=0) <= size.degree
    assert sum(1 for _ in sp.preorder_traversal(expression)) == size.length
