"""Points of a chart, drawn in its slacks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import chain, islice

import sympy as sp

from lsec_models.algebra.domains.chart import Chart
from lsec_models.algebra.polynomials.ring import ExactPoint, Ring
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.errors import SamplingFailed

_DECADES = 2
_TRIES_PER_DRAW = 2000
_TERMS_PER_DRAW = 500_000
_SHARED = 64
_SHOWN_TERMS = 30

# Slacks by symbol, and the same as a point at which polynomials are evaluated.
_Slacks = tuple[dict[sp.Symbol, Fraction], ExactPoint]


def chart_stream(chart: Chart, seed: int = 0) -> Iterator[dict[sp.Symbol, Fraction]]:
    """Yield points of the set that a chart describes, without end.

    Slacks are spread evenly (a low-discrepancy sequence) and log-uniformly over four decades around 1; conditions that
    the chart does not use up are met by rejection. Slacks that can only be zero are: so do two inequalities say that
    ``a = b``.

    Raises
    ------
    SamplingFailed
        If 2000 tries in a row (fewer where conditions are huge) meet no admissible point.
    """
    ring, failed = chart.ring, 0
    terms = sum(len(condition.polynomial) for condition in chart.residual)
    tries = min(_TRIES_PER_DRAW, max(1, _TERMS_PER_DRAW // max(terms, 1)))
    zero = _held_at_zero(chart)
    for slacks, point in _slacks(ring, chart.kinds, seed):
        if zero:
            slacks = slacks | dict.fromkeys(zero, Fraction(0))
            point = ring.exact_point(slacks)
        if all(condition.holds_at(point) for condition in chart.residual):
            failed = 0
            yield {s: chart.images[s].evaluate(point) if s in chart.images else slacks[s] for s in slacks}
            continue
        failed += 1
        if failed >= tries:
            raise SamplingFailed(
                f"{failed} random points in a row violated: {_in_words(chart)} (in slack coordinates); the domain may "
                "be empty or very thin: check the assumptions"
            )


def _in_words(chart: Chart) -> str:
    """Return the conditions that a chart does not use up, long ones by their number alone: writing them takes long."""
    short = [str(c) for c in chart.residual if len(c.polynomial) <= _SHOWN_TERMS]
    long = len(chart.residual) - len(short)
    return "; ".join([*short, f"{long} longer {'condition' if long == 1 else 'conditions'}"] if long else short)


def _held_at_zero(chart: Chart) -> frozenset[sp.Symbol]:
    """Return slacks that may as well be zero where a condition asks that a sum of what is negative be at least zero."""
    kinds = dict(zip(chart.ring.symbols, chart.kinds, strict=True))
    zero: set[sp.Symbol] = set()
    for condition in chart.residual:
        if condition.strict or any(kinds[s] is Kind.FREE for s in chart.ring.used(condition.polynomial)):
            continue
        terms = [
            (coefficient, [s for s, power in zip(kinds, powers, strict=True) if power])
            for powers, coefficient in condition.polynomial.terms()
        ]
        terms = [(coefficient, used) for coefficient, used in terms if not zero.intersection(used)]
        bounded = [[s for s in used if kinds[s] is Kind.NONNEGATIVE] for _, used in terms]
        if all(coefficient < 0 for coefficient, _ in terms) and all(bounded):
            zero.update(used[0] for used in bounded)
    return frozenset(zero)


def _slacks(ring: Ring, kinds: tuple[Kind, ...], seed: int) -> Iterator[_Slacks]:
    """Yield slacks without end; the first, which most who ask are content with, are found once for all charts."""
    first = _first_slacks(ring, kinds, seed)
    return chain(first, islice(_all_slacks(ring, kinds, seed), len(first), None))


@lru_cache(256)
def _first_slacks(ring: Ring, kinds: tuple[Kind, ...], seed: int) -> tuple[_Slacks, ...]:
    return tuple(islice(_all_slacks(ring, kinds, seed), _SHARED))


def _all_slacks(ring: Ring, kinds: tuple[Kind, ...], seed: int) -> Iterator[_Slacks]:
    for place in _low_discrepancy(len(ring.symbols), seed):
        slacks = {s: _slack(u, k) for s, u, k in zip(ring.symbols, place, kinds, strict=True)}
        yield slacks, ring.exact_point(slacks)


def _low_discrepancy(dimension: int, seed: int) -> Iterator[list[float]]:
    """Yield points of the unit cube: the Kronecker sequence of the generalised golden ratio, from a random start.

    References
    ----------
    Roberts, M. (2018). The unreasonable effectiveness of quasirandom sequences.
    """
    golden = 2.0
    for _ in range(60):
        golden = (1 + golden) ** (1 / (dimension + 1))
    generator = random.Random(seed)
    place = [generator.random() for _ in range(dimension)]
    strides = [golden ** -(j + 1) for j in range(dimension)]
    while True:
        yield place
        place = [(u + stride) % 1 for u, stride in zip(place, strides, strict=True)]


def _slack(u: float, kind: Kind) -> Fraction:
    """Map the unit interval to the range of a slack, log-uniformly, with three digits."""
    sign = 1
    if kind is Kind.FREE:
        sign, u = (1, 2 * u) if u < 0.5 else (-1, 2 * u - 1)
    return to_digits(sign * 10 ** (_DECADES * (2 * u - 1)), 3)


def to_digits(value: float, digits: int) -> Fraction:
    """Return the decimal number of so many significant digits that a float is nearest to.

    Examples
    --------
    >>> to_digits(0.31416, 3)
    Fraction(157, 500)
    """
    return _decimal(f"{value:.{digits - 1}e}", digits)


@lru_cache(maxsize=20_000)
def _decimal(written: str, digits: int) -> Fraction:
    """Return a number as it is written; slacks take the same few thousand values again and again."""
    mantissa, exponent = written.split("e")
    whole, power = int(mantissa.replace(".", "")), int(exponent) - digits + 1
    return Fraction(whole * 10**power) if power >= 0 else Fraction(whole, 10**-power)
