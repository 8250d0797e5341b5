"""Random admissible parameters, exact, drawn in slack coordinates."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

import sympy as sp

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
    generator = random.Random(seed)
    chart, failed = domain.chart, 0
    while True:
        slacks = {s: _draw(generator, k) for s, k in zip(domain.ring.symbols, chart.kinds, strict=True)}
        point = domain.exact_point(slacks)
        if _meets_residual(domain, point):
            failed = 0
            yield {s: chart.images[s].evaluate(point) if s in chart.images else slacks[s] for s in slacks}
            continue
        failed += 1
        if failed >= _TRIES_PER_DRAW:
            raise SamplingFailed(
                f"{failed} random points in a row violated: {'; '.join(str(c) for c in chart.residual)} (in slack "
                "coordinates); the domain may be empty or very thin: check the assumptions"
            )


def _meets_residual(domain: Domain, point: tuple[object, ...]) -> bool:
    for condition in domain.chart.residual:
        value = domain.ring.evaluate(condition.polynomial, point)
        if value < 0 or (condition.strict and value == 0):
            return False
    return True


def _draw(generator: random.Random, kind: Kind) -> Fraction:
    size = Fraction(f"{10 ** generator.uniform(-_DECADES, _DECADES):.2e}")
    return -size if kind is Kind.FREE and generator.random() < 0.5 else size
