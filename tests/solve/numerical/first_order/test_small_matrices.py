from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models.solve.numerical.first_order.small_matrices import diagonalised, linear_solutions, products

POINTS, MANY = 7, 100


@pytest.mark.parametrize("rows", [1, 2, 3])
@settings(max_examples=20)
@given(seed=st.integers(0, 10**6), power=st.integers(-100, 100), is_round=st.booleans())
def test_eigenvalues_and_eigenvectors_make_the_symmetric_part(rows: int, seed: int, power: int, is_round: bool) -> None:
    draws = np.random.default_rng(seed).normal(size=(rows, rows, POINTS))
    matrices = (draws.round() if is_round else draws) * 10.0**power
    values, vectors = diagonalised(matrices)
    symmetric = (matrices + matrices.transpose(1, 0, 2)) / 2
    again = products(vectors * values, vectors.transpose(1, 0, 2))
    size = np.abs(symmetric).max()
    np.testing.assert_allclose(again, symmetric, rtol=0, atol=1e-13 * size)
    np.testing.assert_allclose(
        products(vectors.transpose(1, 0, 2), vectors), np.eye(rows)[..., None] * np.ones(POINTS), atol=1e-13
    )
    np.testing.assert_allclose(
        np.sort(values, axis=0), np.linalg.eigvalsh(symmetric.transpose(2, 0, 1)).T, rtol=0, atol=1e-13 * size
    )


@pytest.mark.parametrize("rows", [1, 2, 3])
@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_at_one_point_leaves_all_others(rows: int, wrong: float) -> None:
    matrices = np.random.default_rng(1).normal(size=(rows, rows, POINTS))
    values, sides = diagonalised(matrices)[0], np.ones((rows, 1, POINTS))
    solutions = linear_solutions(matrices, sides)
    matrices[0, 0, 2] = wrong
    others = [0, 1, 3, 4, 5, 6]
    for found, before in ((diagonalised(matrices)[0], values), (linear_solutions(matrices, sides), solutions)):
        assert np.isnan(found[..., 2]).all()
        np.testing.assert_allclose(found[..., others], before[..., others], rtol=1e-12)


@settings(max_examples=30)
@given(st.integers(1, 3), st.integers(0, 10**6), st.sampled_from([POINTS, MANY]))
def test_linear_systems_with_one_solution_are_solved_and_others_have_none(rows: int, seed: int, points: int) -> None:
    matrices = np.random.default_rng(seed).integers(-2, 3, (rows, rows, points)).astype(float)
    sides = np.arange(2.0 * rows * points).reshape(rows, 2, points)
    matrices[..., 0] = 0
    found = linear_solutions(matrices, sides)
    able = np.isfinite(found).all(axis=(0, 1))
    assert not able[0]
    regular = np.abs(np.linalg.det(matrices.transpose(2, 0, 1))) > 0.5
    assert able[regular].all()
    # With three rows a pivot of a singular matrix may be rounded to a number beside zero.
    assert rows == 3 or not able[~regular].any()
    np.testing.assert_allclose(products(matrices, found)[..., regular], sides[..., regular], atol=1e-9)


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_solutions_larger_than_numbers_are_not_finite_and_warn_of_nothing(rows: int) -> None:
    matrices, sides = np.eye(rows)[..., None] * 1e-200, np.full((rows, 1, 1), 1e200)
    assert not np.isfinite(linear_solutions(matrices, sides)).any()
