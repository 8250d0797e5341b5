"""Parts of a line with exact ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import flint

from lsec_models.solve.corners.exact.numbers.infinite_numbers import Far
from lsec_models.solve.corners.exact.numbers.quadratic_irrational import between, sign


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A part of a line; an end may be missing, and may belong to it or not."""

    low: Any | None
    high: Any | None
    has_low: bool
    has_high: bool

    @property
    def is_empty(self) -> bool:
        """Whether it has no point."""
        if self.low is None or self.high is None:
            return False
        width = sign(self.high - self.low)
        return width < 0 or (width == 0 and not (self.has_low and self.has_high))

    def meet(self, other: Interval) -> Interval:
        """Return what two parts have in common."""
        low, has_low = _tighter((self.low, self.has_low), (other.low, other.has_low), upward=True)
        high, has_high = _tighter((self.high, self.has_high), (other.high, other.has_high), upward=False)
        return Interval(low=low, high=high, has_low=has_low, has_high=has_high)

    def without(self, other: Interval) -> Iterator[Interval]:
        """Yield what is left when another part is taken away."""
        if other.low is not None:
            yield self.meet(Interval(low=None, has_low=False, high=other.low, has_high=not other.has_low))
        if other.high is not None:
            yield self.meet(Interval(low=other.high, has_low=not other.has_high, high=None, has_high=False))

    def within_bounds(self) -> Interval:
        """Return the part without what is beyond all numbers."""
        low, high = self.low, self.high
        if (isinstance(low, Far) and low.sign() > 0) or (isinstance(high, Far) and high.sign() < 0):
            return NOTHING
        low, high = (None if isinstance(end, Far) else end for end in (low, high))
        return Interval(
            low=low, high=high, has_low=low is not None and self.has_low, has_high=high is not None and self.has_high
        )

    def inside(self) -> Any:
        """Return a place of the part, one of its ends if there is nothing between them."""
        if self.low is not None and self.high is not None:
            return between(self.low, self.high) if sign(self.high - self.low) > 0 else self.low
        if self.low is not None:
            return between(self.low, self.low + 1)
        return between(self.high - 1, self.high) if self.high is not None else flint.fmpq(0)

    def meets_end_of(self, other: Interval) -> bool:
        """Whether it ends where another part begins, and the place belongs to one of them."""
        if self.high is None or other.low is None or not (self.has_high or other.has_low):
            return False
        return sign(self.high - other.low) == 0

    def has(self, place: Any) -> bool:
        """Whether a place belongs to it."""
        ends = [(end, has) for end, has in ((self.low, self.has_low), (self.high, self.has_high)) if end is not None]
        return self.reaches(place) and all(has or sign(place - end) != 0 for end, has in ends)

    def reaches(self, place: Any) -> bool:
        """Whether it comes up to a place."""
        above = self.low is None or sign(place - self.low) >= 0
        return above and (self.high is None or sign(self.high - place) >= 0)


EVERYWHERE = Interval(low=None, high=None, has_low=False, has_high=False)
NOTHING = Interval(low=flint.fmpq(1), high=flint.fmpq(0), has_low=True, has_high=True)


def _tighter(first: tuple[Any, bool], second: tuple[Any, bool], *, upward: bool) -> tuple[Any, bool]:
    if first[0] is None or second[0] is None:
        return second if first[0] is None else first
    order = sign(first[0] - second[0]) * (1 if upward else -1)
    if order == 0:
        return first[0], first[1] and second[1]
    return first if order > 0 else second
