"""Corners and directions of polyhedra against linear programs in floats, which share no code with them."""

from __future__ import annotations

import random

import flint
import numpy as np
import pytest
from scipy.optimize import linprog

from lsec_models.solve.corners.exact.polyhedra.vertices import corners_of, rays_of

UNBOUNDED, INFEASIBLE = 3, 2


def test_a_polyhedron_with_a_line_has_other_directions_too() -> None:
    half_plane = [(flint.fmpq(-5), [flint.fmpq(0), flint.fmpq(1)])]
    assert {tuple(map(int, ray)) for ray in rays_of(half_plane, 2)} == {(1, 0), (-1, 0), (0, 1)}


@pytest.mark.parametrize("seed", range(40))
def test_an_affine_function_is_bounded_as_corners_and_directions_say(seed: int) -> None:
    dice = random.Random(seed)
    width, count = dice.choice([1, 2, 2, 3]), dice.randint(0, 5)
    normals = np.array([[dice.randint(-2, 2) for _ in range(width)] for _ in range(count)]).reshape(count, width)
    constants = np.array([dice.randint(-2, 4) for _ in range(count)])
    sides = [(flint.fmpq(int(c)), [flint.fmpq(int(x)) for x in row]) for c, row in zip(constants, normals, strict=True)]
    corners = np.array([[float(x) for x in one] for one in corners_of(sides, width)])
    rays = rays_of(sides, width)
    for _ in range(6):
        slope = np.array([dice.randint(-2, 2) for _ in range(width)])
        program = linprog(-slope, A_ub=-normals, b_ub=constants, bounds=[(None, None)] * width)
        if program.status == INFEASIBLE:
            assert not len(corners)
        else:
            # Exactly: what is level along a ray may rise in floats.
            rises = [sum(int(s) * x for s, x in zip(slope, ray, strict=True)) > 0 for ray in rays]
            assert (program.status == UNBOUNDED) == any(rises)
            assert program.status == UNBOUNDED or -program.fun == pytest.approx((corners @ slope).max(), abs=1e-7)
