"""The lowest value of a quadratic function on a part of a line."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsec_models.solve.corners.exact.numbers.intervals import Interval
from lsec_models.solve.corners.exact.replies.jumps import lowest_on

numbers = st.fractions(min_value=-5, max_value=5, max_denominator=4)
ends = st.none() | numbers


def _exact(x: Fraction | None) -> flint.fmpq | None:
    return None if x is None else flint.fmpq(x.numerator, x.denominator)


@pytest.mark.slow
@given(numbers, numbers, numbers, ends, ends)
def test_nothing_on_the_part_is_lower(
    constant: Fraction, slope: Fraction, square: Fraction, low: Fraction | None, high: Fraction | None
) -> None:
    if low is not None and high is not None and low > high:
        low, high = high, low
    function = [[_exact(constant), _exact(slope / 2)], [_exact(slope / 2), _exact(square)]]
    part = Interval(low=_exact(low), high=_exact(high), has_low=low is not None, has_high=high is not None)
    found = lowest_on(function, part)
    start = Fraction(-1000) if low is None else low
    stop = Fraction(1000) if high is None else high
    tried = [
        constant + slope * x + square * x * x for x in (start + (stop - start) * Fraction(k, 64) for k in range(65))
    ]
    if found is None:
        assert min(tried) < -100 or min(tried[0], tried[-1]) < constant
    else:
        lowest = Fraction(int(found.p), int(found.q))
        assert all(value >= lowest for value in tried)
        turn = [] if square == 0 else [-slope / (2 * square)]
        inside = [x for x in (low, high, *turn, Fraction(0)) if x is not None and start <= x <= stop]
        assert any(constant + slope * x + square * x * x == lowest for x in inside)
