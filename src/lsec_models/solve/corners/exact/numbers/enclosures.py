"""Balls around exact numbers and parts of a line, by which most signs are seen without any root of a polynomial."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flint

from lsec_models.solve.corners.exact.numbers.algebraic import Algebraic
from lsec_models.solve.corners.exact.numbers.infinite_numbers import Far
from lsec_models.solve.corners.exact.numbers.intervals import Interval

_BITS = 64


def enclosed(value: Any) -> flint.arb:
    """Return a ball around an exact number."""
    return flint.arb(value) if isinstance(value, flint.fmpq) else Algebraic.of(value).enclosure(_BITS)


def enclosed_part(part: Interval) -> flint.arb | None:
    """Return a ball around a part of a line; None if it has an end missing, or beyond all numbers."""
    ends = (part.low, part.high)
    if any(end is None or isinstance(end, Far) for end in ends):
        return None
    low, high = map(enclosed, ends)
    return low.union(high)


def is_positive(function: Sequence[Sequence[Any]], place: Sequence[flint.arb]) -> bool:
    """Whether a quadratic function is surely positive at all places in some balls."""
    if any(isinstance(x, Far) for row in function for x in row):
        return False
    vector = [flint.arb(1), *place]
    total = flint.arb(0)
    for i, x in enumerate(vector):
        inner = enclosed(function[i][i]) * x
        for j in range(i + 1, len(vector)):
            inner = inner + 2 * enclosed(function[i][j]) * vector[j]
        total = total + inner * x
    return bool(total > 0)
