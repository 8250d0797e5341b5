"""Vertices of polytopes against all bases, in fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
import sympy as sp

from lsec_models.algebra.double_description import vertices


def by_bases(rows: list[list[int]]) -> dict[tuple[Fraction, ...], int]:
    """Return the vertices with what is tight at them: the feasible ones among all intersections of hyperplanes."""
    size = len(rows[0])
    planes = [[int(i == j) for j in range(size)] for i in range(size)] + rows
    right = [0] * size + [1] * len(rows)
    found = {}
    for chosen in combinations(range(len(planes)), size):
        matrix = sp.Matrix([planes[i] for i in chosen])
        if matrix.det() == 0:
            continue
        point = [Fraction(int(v.p), int(v.q)) for v in matrix.LUsolve(sp.Matrix([right[i] for i in chosen]))]
        values = [sum(a * x for a, x in zip(row, point, strict=True)) for row in planes]
        if min(point) >= 0 and max(values[size:]) <= 1:
            found[tuple(point)] = sum(1 << i for i, (v, r) in enumerate(zip(values, right, strict=True)) if v == r)
    return found


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (3, 1), (2, 2), (4, 2), (3, 3), (4, 3)], ids=str)
def test_vertices_are_those_of_all_bases(shape: tuple[int, int]) -> None:
    rng = Random(f"{shape}")
    for high in (2, 2, 9):
        rows = [[rng.randint(1, high) for _ in range(shape[1])] for _ in range(shape[0])]
        listed = {tuple(Fraction(n, v.denominator) for n in v.numerators): v.tight for v in vertices(rows)}
        assert listed == by_bases(rows)


def test_repeated_and_redundant_rows_add_no_vertices() -> None:
    once = vertices([[2, 3], [3, 2]])
    again = vertices([[2, 3], [1, 1], [3, 2], [2, 3]])
    assert {(v.numerators, v.denominator) for v in once} == {(v.numerators, v.denominator) for v in again}
    assert len(again) == 4


def test_work_is_charged_before_it_is_done() -> None:
    class Enough(Exception):
        pass

    def charge(units: int) -> None:
        raise Enough(units)

    with pytest.raises(Enough):
        vertices([[1, 1]], charge)
