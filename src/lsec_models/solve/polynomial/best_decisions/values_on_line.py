"""Values of payoffs over the field of what is given: enclosed, and compared exactly where enclosures do not tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lsec_models.solve.corners.exact.unresolved import Unresolved
from lsec_models.solve.polynomial.numbers.extension import FIRST_BITS, Extension
from lsec_models.solve.polynomial.numbers.extension_roots import RootsOverExtension

_LAST_BITS = 256


@dataclass(frozen=True, eq=False)
class ValueOnLine:
    """A number over an extension: an enclosure, and a polynomial of which it is a root."""

    ball: Any
    polynomial: Any


def largest(values: Sequence[ValueOnLine], extension: Extension) -> set[int]:
    """Return the numbers of the largest of some values; of several if they are equal."""
    left = list(range(len(values)))
    bits = FIRST_BITS
    while len(left) > 1 and bits <= _LAST_BITS:
        balls = {i: values[i].ball(bits) for i in left}
        left = [i for i in left if not any(balls[i] < other for other in balls.values())]
        bits *= 2
    if len(left) < 2:
        return set(left)
    roots = RootsOverExtension(extension, extension.joined([values[i].polynomial() for i in left]))
    places = {i: _identified(values[i], roots) for i in left}
    return {i for i in left if places[i] == max(places.values())}


def _identified(value: ValueOnLine, roots: RootsOverExtension) -> int:
    bits = FIRST_BITS
    while bits <= 1 << 14:
        ball = value.ball(bits)
        met = [number for number, other in enumerate(roots.balls(bits)) if other.overlaps(ball)]
        if len(met) == 1:
            return met[0]
        bits *= 2
    raise Unresolved("two payoffs that are not told apart")
