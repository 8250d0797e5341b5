"""Where labels change along a line, exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp

from lsec_models.algebra.decomposition.line_map import line
from lsec_models.algebra.polynomials.ring import Polynomial, ring_of
from lsec_models.errors import DeclarationError

x, y = sp.symbols("x y")
RING = ring_of([x, y])
LINE = ring_of([x])
(T,) = LINE.generators


@pytest.mark.parametrize(
    ("polynomials", "over", "expected"),
    [
        ([T**2 - 2], (Fraction(0), None), ["sqrt(2)"]),
        ([T**2 - 2], (None, None), ["-sqrt(2)", "sqrt(2)"]),
        ([(T - 1) ** 2], (None, None), []),
        ([(T - 1) ** 3 * (2 * T - 5)], (Fraction(0), Fraction(2)), ["1"]),
        ([T**3 - T - 1], (None, None), ["1.324717957"]),
        ([LINE.one], (Fraction(0), Fraction(1)), []),
    ],
)
def test_thresholds_on_a_line(
    polynomials: list[Polynomial], over: tuple[Fraction | None, Fraction | None], expected: list[str]
) -> None:
    def label(value: Fraction) -> tuple[bool, ...]:
        return tuple(LINE.evaluate(p, LINE.exact_point({x: value})) > 0 for p in polynomials)

    found = line(LINE, polynomials, over, label)
    assert [str(threshold) for threshold in found.thresholds] == expected
    assert all(label(piece.sample) == piece.label for piece in found.pieces)


def test_thresholds_that_do_not_matter_vanish() -> None:
    found = line(LINE, [T - 1, T - 2], (Fraction(0), Fraction(3)), lambda value: value > 2)
    assert [str(threshold) for threshold in found.thresholds] == ["2"]


@pytest.mark.parametrize("over", [(Fraction(1), Fraction(1)), (Fraction(2), Fraction(1))])
def test_bad_lines(over: tuple[Fraction, Fraction]) -> None:
    with pytest.raises(DeclarationError, match="is empty"):
        line(LINE, [T], over, lambda _: 0)
    with pytest.raises(DeclarationError, match="one coordinate, not 2"):
        line(RING, [RING.generators[0]], (Fraction(0), Fraction(1)), lambda _: 0)
