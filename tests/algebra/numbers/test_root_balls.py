"""Balls around the real roots of a polynomial: those of degree two, which have a formula, against FLINT's isolation."""

from __future__ import annotations

from itertools import pairwise

import flint
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lsec_models.algebra.numbers.root_balls import root_balls
from strategies import examples

numbers = st.one_of(st.integers(-4, 4), st.integers(-(10**20), 10**20))


@examples(150)
@given(numbers, numbers, numbers, st.sampled_from([53, 400]))
def test_a_formula_gives_the_roots_that_are_isolated(c: int, b: int, a: int, bits: int) -> None:
    assume(a != 0)
    polynomial = flint.fmpz_poly([c, b, a])
    with flint.ctx.workprec(bits):
        found = root_balls(polynomial)
        isolated = [root.real for root, _ in polynomial.complex_roots() if root.imag == 0]
        assert len(found) == len(isolated)
        assert all(ball.overlaps(root) for ball, root in zip(found, isolated, strict=True))
        assert all(ball == 0 or ball.rel_accuracy_bits() > bits - 8 for ball in found)
        assert all(left < right for left, right in pairwise(found))


@pytest.mark.parametrize("bits", [53, 400])
@pytest.mark.parametrize(("middle", "width"), [(10**30, 1), (-(10**30), 1), (0, 3), (7, 0)])
def test_roots_that_are_near_each_other_or_far_out_are_told_apart(middle: int, width: int, bits: int) -> None:
    x = flint.fmpz_poly([0, 1])
    with flint.ctx.workprec(bits):
        found = root_balls((x - middle - width) * (x - middle + width))
    assert [ball.unique_fmpz() for ball in found] == sorted({flint.fmpz(middle - width), flint.fmpz(middle + width)})
