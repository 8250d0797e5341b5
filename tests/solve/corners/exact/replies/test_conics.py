"""Along a conic section in the plane: functions change sign only at the places that are found."""

from __future__ import annotations

from itertools import pairwise

import flint
from hypothesis import assume, given
from hypothesis import strategies as st

from lsec_models.solve.corners.exact.numbers.quadratic_irrational import between, sign
from lsec_models.solve.corners.exact.replies.conics import Conic
from lsec_models.solve.corners.exact.replies.families import Quadratic, QuadraticCondition, quadratic_at
from strategies import examples

entries = st.builds(flint.fmpq, st.integers(-4, 4), st.integers(1, 2))


@st.composite
def quadratics(draw: st.DrawFn) -> Quadratic:
    a, b, c, d, e, f = (draw(entries) for _ in range(6))
    return [[a, b, c], [b, d, e], [c, e, f]]


@examples(60)
@given(quadratics(), quadratics(), st.booleans())
def test_signs_are_constant_between_zeros(equation: Quadratic, function: Quadratic, upper: bool) -> None:
    assume(equation[2][2] != 0 or equation[0][2] != 0 or equation[1][2] != 0)
    curve = Conic(equation)
    zeros = curve.zeros(function)
    assume(zeros)
    ends = sorted({float(x) for x in (*zeros, *curve.turns)})
    ends = [ends[0] - 3, *ends, ends[-1] + 3]
    for low, high in pairwise(ends):
        if high - low < 1e-9:
            continue
        tried = [flint.fmpq(int((low + (high - low) * k / 8) * 2**40), 2**40) for k in range(1, 8)]
        signs = {sign(quadratic_at(function, place)) for s in tried if (place := curve.at(s, upper=upper)) is not None}
        assert len(signs) <= 1


@examples(60)
@given(quadratics(), st.lists(quadratics(), min_size=1, max_size=3), entries, st.booleans())
def test_conditions_hold_around_a_place(
    equation: Quadratic,
    functions: list[Quadratic],
    s: flint.fmpq,
    upper: bool,
) -> None:
    assume(equation[2][2] != 0 or equation[0][2] + equation[1][2] * s != 0)
    curve = Conic(equation)
    place = curve.at(s, upper=upper)
    assume(place is not None)
    assert place is not None
    signed = [f if sign(quadratic_at(f, place)) >= 0 else [[-x for x in row] for row in f] for f in functions]
    part = curve.around([QuadraticCondition(function=f, strict=False) for f in signed], place, upper=upper)
    assert part.has(s)
    low, high = part.low if part.low is not None else s - 5, part.high if part.high is not None else s + 5
    if sign(high - low) > 0:
        for other in (between(low, high), between(low, between(low, high)), between(between(low, high), high)):
            there = curve.at(other, upper=upper)
            assert there is not None
            assert all(sign(quadratic_at(f, there)) >= 0 for f in signed)


def test_the_branches_of_a_circle_and_of_a_hyperbola() -> None:
    one, half, zero = flint.fmpq(1), flint.fmpq(1, 2), flint.fmpq(0)
    circle = Conic([[-one, zero, zero], [zero, one, zero], [zero, zero, one]])
    assert {(p.low, p.high) for _, p in circle.branches()} == {(-one, -one), (-one, one), (one, one)}
    hyperbola = Conic([[-one, zero, zero], [zero, zero, half], [zero, half, zero]])
    assert [(p.low, p.high) for _, p in hyperbola.branches()] == [(None, zero), (zero, None)]
