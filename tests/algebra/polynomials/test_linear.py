from __future__ import annotations

import contextlib
from typing import Any

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from lsec_models.algebra.polynomials.linear import SingularSystem, cleared, determinant, solve_linear
from lsec_models.algebra.polynomials.ratio import Ratio, ratio
from lsec_models.algebra.polynomials.ring import Polynomial, ring_of
from strategies import examples, polynomials, rational_expressions

SYMBOLS = sp.symbols("x y z")
RING = ring_of(SYMBOLS)

Matrix = list[list[Polynomial]]


def as_ratio(polynomial: Polynomial) -> Ratio:
    return Ratio(RING, polynomial)


def sympy_determinant(matrix: list[list[Ratio]]) -> sp.Expr:
    return sp.cancel(sp.Matrix([[entry.expression() for entry in row] for row in matrix]).det(method="berkowitz"))


@st.composite
def systems(draw: Any) -> tuple[Matrix, list[Polynomial]]:
    """Square systems of one to four equations, with zeros in awkward places."""
    size = draw(st.integers(1, 4))
    entry = st.one_of(st.just(RING.zero), polynomials(RING, max_terms=2, degree=1))
    matrix = [[draw(entry) for _ in range(size)] for _ in range(size)]
    return matrix, [draw(entry) for _ in range(size)]


@pytest.mark.slow
@examples(100)
@given(systems())
def test_solutions_satisfy_the_system_and_singular_ones_are_refused(system: tuple[Matrix, list[Polynomial]]) -> None:
    matrix, right = system
    singular = sympy_determinant([[as_ratio(e) for e in row] for row in matrix]) == 0
    if singular:
        with pytest.raises(SingularSystem):
            solve_linear(RING, matrix, right)
        return
    solution = solve_linear(RING, matrix, right)
    for row, entry in zip(matrix, right, strict=True):
        total = Ratio(RING, RING.zero)
        for coefficient, value in zip(row, solution, strict=True):
            total = total + as_ratio(coefficient) * value
        assert total == as_ratio(entry)


@examples(40)
@given(systems())
def test_solving_leaves_its_arguments_alone(system: tuple[Matrix, list[Polynomial]]) -> None:
    matrix, right = system
    before = [list(row) for row in matrix], list(right)
    with contextlib.suppress(SingularSystem):
        solve_linear(RING, matrix, right)
    assert (matrix, right) == before


@st.composite
def square_matrices(draw: Any) -> list[list[Ratio]]:
    size = draw(st.integers(1, 3))
    entry = st.one_of(st.just(sp.S.Zero), rational_expressions(SYMBOLS, depth=1))
    return [[ratio(RING, draw(entry)) for _ in range(size)] for _ in range(size)]


@pytest.mark.slow
@examples(80)
@given(square_matrices())
def test_determinants_agree_with_sympy(matrix: list[list[Ratio]]) -> None:
    assert determinant(RING, matrix) == ratio(RING, sympy_determinant(matrix))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([[0, 1], [1, 0]], -1),
        ([[0, 1, 0], [0, 0, 1], [1, 0, 0]], 1),
        ([[0, 0, 1], [0, 1, 0], [1, 0, 0]], -1),
        ([[0, 0], [1, 5]], 0),
        ([[1, 2], [2, 4]], 0),
        ([[7]], 7),
    ],
)
def test_row_exchanges_keep_the_sign(rows: list[list[int]], expected: int) -> None:
    matrix = [[Ratio.constant(RING, entry) for entry in row] for row in rows]
    assert determinant(RING, matrix) == Ratio.constant(RING, expected)


def test_hilbert_matrices_are_solved_exactly() -> None:
    size = 8
    hilbert = [[Ratio(RING, RING.one, RING.context.constant(i + j + 1)) for j in range(size)] for i in range(size)]
    rows = [cleared(RING, [*row, Ratio.constant(RING, 1)])[1] for row in hilbert]
    solution = solve_linear(RING, [row[:-1] for row in rows], [row[-1] for row in rows])
    inverse = sp.Matrix(size, size, lambda i, j: sp.Rational(1, i + j + 1)).inv()
    assert [value.expression() for value in solution] == list(inverse * sp.ones(size, 1))


def test_a_common_denominator_is_the_least_one() -> None:
    x, y, _ = SYMBOLS
    common, entries = cleared(RING, [ratio(RING, 1 / x), ratio(RING, y / (x * y + x)), ratio(RING, sp.Integer(2))])
    assert RING.expression(common) == sp.expand(x * (y + 1))
    assert [RING.expression(e) for e in entries] == [y + 1, y, sp.expand(2 * x * (y + 1))]
