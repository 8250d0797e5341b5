"""Points of a chart, drawn in its slacks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

import flint
import sympy as sp

from lsec_models.algebra.domains.chart import Chart
from lsec_models.algebra.polynomials.ring import ExactPoint, Ring
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.errors import SamplingFailed

_DECADES = 2
_TRIES_PER_DRAW = 2000
_TERMS_PER_DRAW = 500_000
_TOGETHER = 16
_SHOWN_TERMS = 30
# Of all slacks: three digits, the smallest of them 0.0100.
_DENOMINATOR = 10 ** (_DECADES + 2)
_COMMON = flint.fmpz(_DENOMINATOR)

Values = dict[sp.Symbol, Fraction]
# Numbers by symbol, and the same as a point at which polynomials are evaluated.
Drawn = tuple[Values, ExactPoint]


def chart_stream(chart: Chart, seed: int = 0) -> Iterator[Values]:
    """Yield points of the set that a chart describes, without end.

    Slacks are spread evenly (a low-discrepancy sequence) and log-uniformly over four decades around 1; conditions that
    the chart does not use up are met by rejection. Slacks that can only be zero are: so do two inequalities say that
    ``a = b``.

    Raises
    ------
    SamplingFailed
        If 2000 tries in a row (fewer where conditions are huge) meet no admissible point.
    """
    return (
        slacks | {symbol: image.evaluate(where) for symbol, image in chart.images.items()}
        for slacks, where in slack_stream(chart, seed)
    )


def slack_stream(chart: Chart, seed: int) -> Iterator[Drawn]:
    """Yield the slacks of the points of :func:`chart_stream`.

    Raises
    ------
    SamplingFailed
        As there.
    """
    ring, failed = chart.ring, 0
    terms = sum(len(condition.polynomial) for condition in chart.residual)
    tries = min(_TRIES_PER_DRAW, max(1, _TERMS_PER_DRAW // max(terms, 1)))
    zero = [ring.index[symbol] for symbol in _held_at_zero(chart)]
    for values, point in _slacks(ring, chart.kinds, seed):
        if zero:
            values = tuple(Fraction(0) if i in zero else value for i, value in enumerate(values))
            point = ring.exact_place(values)
        if all(condition.holds_at(point) for condition in chart.residual):
            failed = 0
            yield dict(zip(ring.symbols, values, strict=True)), point
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


def _slacks(ring: Ring, kinds: tuple[Kind, ...], seed: int) -> Iterator[tuple[tuple[Fraction, ...], ExactPoint]]:
    """Yield slacks without end: in the order of the ring's symbols, and as a point.

    They follow the Kronecker sequence of the generalised golden ratio in the unit cube, from a random start.

    References
    ----------
    Roberts, M. (2018). The unreasonable effectiveness of quasirandom sequences.
    """
    generator = random.Random(seed)
    place = tuple(generator.random() for _ in ring.symbols)
    while True:
        found, place = _slacks_from(kinds, place)
        yield from found


# Charts of the same kinds share slacks, and where little is admissible most of them are tried again and again.
@lru_cache(1024)
def _slacks_from(
    kinds: tuple[Kind, ...], place: tuple[float, ...]
) -> tuple[tuple[tuple[tuple[Fraction, ...], ExactPoint], ...], tuple[float, ...]]:
    """Return the next slacks from a place of the sequence, and the place after them."""
    strides, found = _strides(len(place)), []
    for _ in range(_TOGETHER):
        drawn = tuple(map(_slack, place, kinds))
        coordinates = (*(top for _, top in drawn), _COMMON)
        found.append((tuple(value for value, _ in drawn), ExactPoint(coordinates, _DENOMINATOR)))
        place = tuple((u + stride) % 1 for u, stride in zip(place, strides, strict=True))
    return tuple(found), place


@lru_cache
def _strides(dimension: int) -> tuple[float, ...]:
    golden = 2.0
    for _ in range(60):
        golden = (1 + golden) ** (1 / (dimension + 1))
    return tuple(golden ** -(j + 1) for j in range(dimension))


def _slack(u: float, kind: Kind) -> tuple[Fraction, flint.fmpz]:
    """Map the unit interval to the range of a slack, log-uniformly, with three digits; also over the denominator."""
    if kind is not Kind.FREE:
        return _slack_as_written(f"{10 ** (_DECADES * (2 * u - 1)):.2e}")
    sign, u = (1, 2 * u) if u < 0.5 else (-1, 2 * u - 1)
    return _slack_as_written(f"{sign * 10 ** (_DECADES * (2 * u - 1)):.2e}")


@lru_cache(maxsize=20_000)
def _slack_as_written(written: str) -> tuple[Fraction, flint.fmpz]:
    value = _decimal(written, 3)
    return value, flint.fmpz(value.numerator * (_DENOMINATOR // value.denominator))


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
