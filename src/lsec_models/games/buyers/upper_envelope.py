"""Which of several straight lines are highest along an interval: every case, and when it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from itertools import combinations, pairwise

import sympy as sp

from lsec_models.algebra.domains.condition import Condition
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.relations import condition_of
from lsec_models.algebra.polynomials.ratio import Ratio
from lsec_models.algebra.polynomials.signs import Sign
from lsec_models.errors import DeclarationError

_ORIGIN = "case"


@dataclass(frozen=True)
class AffineFunction:
    """The function ``intercept + slope * x``."""

    intercept: Ratio
    slope: Ratio

    def at(self, x: Ratio) -> Ratio:
        """Return the value at `x`."""
        return self.intercept + self.slope * x

    def meets(self, other: AffineFunction) -> Ratio:
        """Return where it meets a line of another slope."""
        return (self.intercept - other.intercept) / (other.slope - self.slope)


@dataclass(frozen=True)
class Envelope:
    """Which lines are highest, from the lower end of the interval to the upper one.

    Attributes
    ----------
    names : tuple of str
        The lines, in ascending order of their slopes.
    cuts : tuple of Ratio
        The lower end, where each line gives way to the next, and the upper end.
    conditions : tuple of Condition
        When it is so. Where an inequality is an equation, a line is highest at one place only.
    """

    names: tuple[str, ...]
    cuts: tuple[Ratio, ...]
    conditions: tuple[Condition, ...]


def envelopes(lines: Mapping[str, AffineFunction], low: Ratio, high: Ratio, domain: Domain) -> tuple[Envelope, ...]:
    """Return every case of the upper envelope that is not seen to be impossible.

    1. The lines are sorted by slope: along a maximum of lines the slope rises.
    2. Each choice of lines of different slopes is a case. Each must give way to the next one within the interval, in
       this order.
    3. A line that is left out is nearest to the envelope where the slope passes its own: at one cut, or one end. It
       must not be above there; a line of a slope that is on the envelope must be below.

    Parameters
    ----------
    lines : mapping from str to AffineFunction
    low, high : Ratio
        The ends of the interval.
    domain : Domain
        What is known of the symbols.

    Raises
    ------
    DeclarationError
        If it is not known which of two lines is steeper, or two lines are the same.
    """
    rank = _ranked(lines, domain)
    found = []
    for count in range(1, len(lines) + 1):
        for names in combinations(rank, count):
            if all(rank[left] < rank[right] for left, right in pairwise(names)):
                envelope = _envelope(names, lines, rank, (low, high), domain)
                if envelope is not None:
                    found.append(envelope)
    return tuple(found)


def _ranked(lines: Mapping[str, AffineFunction], domain: Domain) -> dict[str, int]:
    """Return the position of each line's slope, sorted; equal slopes have equal positions."""

    def compared(left: str, right: str) -> int:
        difference = lines[left].slope - lines[right].slope
        sign = domain.sign(difference)
        if sign not in (Sign.POSITIVE, Sign.NEGATIVE, Sign.ZERO):
            raise DeclarationError(
                f"whether {left!r} or {right!r} gains more as the taste rises is not known: the sign of "
                f"{difference.expression()}; add an inequality about it to assuming="
            )
        if sign is Sign.ZERO and lines[left] == lines[right]:
            raise DeclarationError(f"{left!r} and {right!r} are the same to every buyer; declare one of them")
        return 1 if sign is Sign.POSITIVE else -1 if sign is Sign.NEGATIVE else 0

    names = sorted(lines, key=cmp_to_key(compared))
    rank = {names[0]: 0}
    for left, right in pairwise(names):
        rank[right] = rank[left] + (compared(left, right) != 0)
    return rank


def _envelope(
    names: tuple[str, ...],
    lines: Mapping[str, AffineFunction],
    rank: Mapping[str, int],
    ends: tuple[Ratio, Ratio],
    domain: Domain,
) -> Envelope | None:
    cuts = (ends[0], *(lines[left].meets(lines[right]) for left, right in pairwise(names)), ends[1])
    conditions = []
    for gap, strict in (*_in_order(names, lines, cuts), *_not_above(names, lines, rank, cuts)):
        sign = domain.sign(gap)
        if sign is Sign.POSITIVE or (sign.is_nonnegative and not strict):
            continue
        if sign is Sign.NEGATIVE or (sign.is_nonpositive and strict):
            return None
        relation = (sp.Gt if strict else sp.Ge)(gap.expression(), 0, evaluate=False)
        conditions.append(condition_of(domain, relation, _ORIGIN))
    within = domain.where(conditions)
    if within.chart.clash is not None:
        return None
    kept = [condition for condition in within.reduced().conditions if condition not in domain.conditions]
    return Envelope(names, cuts, tuple(kept))


def _in_order(
    names: Sequence[str], lines: Mapping[str, AffineFunction], cuts: Sequence[Ratio]
) -> Iterator[tuple[Ratio, bool]]:
    """Return what must not be negative for the cuts to be in order, and whether it must be positive."""
    if len(names) > 1:
        first, second, before, last = (lines[names[i]] for i in (0, 1, -2, -1))
        yield first.at(cuts[0]) - second.at(cuts[0]), False
        yield last.at(cuts[-1]) - before.at(cuts[-1]), False
        yield from ((right - left, False) for left, right in pairwise(cuts[1:-1]))


def _not_above(
    names: Sequence[str], lines: Mapping[str, AffineFunction], rank: Mapping[str, int], cuts: Sequence[Ratio]
) -> Iterator[tuple[Ratio, bool]]:
    """Return what must not be negative for the other lines not to be above, and whether it must be positive."""
    ranks = [rank[name] for name in names]
    for name in rank:
        if name in names:
            continue
        line, flatter = lines[name], sum(position < rank[name] for position in ranks)
        if rank[name] in ranks:
            yield lines[names[flatter]].intercept - line.intercept, True
        else:
            highest = lines[names[max(flatter - 1, 0)]]
            yield highest.at(cuts[flatter]) - line.at(cuts[flatter]), False
