"""Random admissible parameters, exact, drawn in slack coordinates."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

import sympy as sp

from lsec_models.algebra.chart import Chart
from lsec_models.algebra.domain import Domain
from lsec_models.algebra.signs import Kind
from lsec_models.errors import SamplingFailed

_DECADES = 2
_TRIES_PER_DRAW = 2000


def sample(domain: Domain, draws: int, seed: int = 0) -> list[dict[sp.Symbol, Fraction]]:
    """Draw admissible parameters.

    Each slack is log-uniform over four decades around 1, rounded to three digits; conditions that slack coordinates
    do not use up are met by rejection.

    Parameters
    ----------
    domain : Domain
    draws : int
        How many points.
    seed : int
        Equal seeds give equal points.

    Returns
    -------
    list of dict
        One exact value for each parameter.

    Raises
    ------
    SamplingFailed
        If 2000 tries in a row meet no admissible point.
    """
    return list(islice(stream(domain, seed), draws))


def stream(domain: Domain, seed: int = 0) -> Iterator[dict[sp.Symbol, Fraction]]:
    """Yield admissible parameters without end; see :func:`sample`."""
    domain.require_nonempty()
    return chart_stream(domain.chart, seed)


def chart_stream(chart: Chart, seed: int = 0) -> Iterator[dict[sp.Symbol, Fraction]]:
    """Yield points of the set that a chart describes, without end; see :func:`sample`."""
    ring, generator, failed = chart.ring, random.Random(seed), 0
    while True:
        slacks = {s: _draw(generator, k) for s, k in zip(ring.symbols, chart.kinds, strict=True)}
        point = ring.exact_point(slacks)
        if all(condition.holds_at(point) for condition in chart.residual):
            failed = 0
            yield {s: chart.images[s].evaluate(point) if s in chart.images else slacks[s] for s in slacks}
            continue
        failed += 1
        if failed >= _TRIES_PER_DRAW:
            raise SamplingFailed(
                f"{failed} random points in a row violated: {'; '.join(str(c) for c in chart.residual)} (in slack "
                "coordinates); the domain may be empty or very thin: check the assumptions"
            )


def _draw(generator: random.Random, kind: Kind) -> Fraction:
    size = Fraction(f"{10 ** generator.uniform(-_DECADES, _DECADES):.2e}")
    return -size if kind is Kind.FREE and generator.random() < 0.5 else size
