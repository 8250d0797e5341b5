"""Points of a chart, drawn in its slacks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

import sympy as sp

from lsec_models.algebra.chart import Chart
from lsec_models.algebra.signs import Kind
from lsec_models.errors import SamplingFailed

_DECADES = 2
_TRIES_PER_DRAW = 2000
_TERMS_PER_DRAW = 500_000


def chart_stream(chart: Chart, seed: int = 0) -> Iterator[dict[sp.Symbol, Fraction]]:
    """Yield points of the set that a chart describes, without end.

    Slacks are spread evenly (a low-discrepancy sequence) and log-uniformly over four decades around 1; conditions that
    the chart does not use up are met by rejection.

    Raises
    ------
    SamplingFailed
        If 2000 tries in a row (fewer where conditions are huge) meet no admissible point.
    """
    ring, failed = chart.ring, 0
    terms = sum(len(condition.polynomial) for condition in chart.residual)
    tries = min(_TRIES_PER_DRAW, max(1, _TERMS_PER_DRAW // max(terms, 1)))
    for place in _low_discrepancy(len(ring.symbols), seed):
        slacks = {s: _slack(u, k) for s, u, k in zip(ring.symbols, place, chart.kinds, strict=True)}
        point = ring.exact_point(slacks)
        if all(condition.holds_at(point) for condition in chart.residual):
            failed = 0
            yield {s: chart.images[s].evaluate(point) if s in chart.images else slacks[s] for s in slacks}
            continue
        failed += 1
        if failed >= tries:
            raise SamplingFailed(
                f"{failed} random points in a row violated: {'; '.join(str(c) for c in chart.residual)} (in slack "
                "coordinates); the domain may be empty or very thin: check the assumptions"
            )


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


@lru_cache(4096)
def _slack(u: float, kind: Kind) -> Fraction:
    """Map the unit interval to the range of a slack, log-uniformly, with three digits."""
    sign = 1
    if kind is Kind.FREE:
        sign, u = (1, 2 * u) if u < 0.5 else (-1, 2 * u - 1)
    return sign * Fraction(f"{10 ** (_DECADES * (2 * u - 1)):.2e}")
