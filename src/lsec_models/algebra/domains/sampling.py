"""Random admissible parameters, exact and short to write."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

import sympy as sp

from lsec_models.algebra.domains.chart_samples import Drawn, slack_stream, to_digits
from lsec_models.algebra.domains.domain import Domain, counts
from lsec_models.errors import SamplingFailed

_TRIES = 2000


def sample(domain: Domain, draws: int, seed: int = 0) -> list[dict[sp.Symbol, Fraction]]:
    """Draw admissible parameters.

    Slacks are spread evenly (a low-discrepancy sequence) and log-uniformly over four decades around 1; conditions that
    slack coordinates do not use up are met by rejection. Values are rounded to four digits where the rounded point is
    admissible too, and always to whole numbers where the parameter is declared integer.

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
    return (dict(point) for point, _ in exact_stream(domain, seed))


def exact_stream(domain: Domain, seed: int = 0) -> Iterator[Drawn]:
    """Yield admissible parameters without end, each also as polynomials are evaluated there; see :func:`sample`."""
    domain.require_nonempty()
    drawn, source = domain.streams.setdefault(seed, ([], _short_points(domain, seed)))
    position = 0
    while True:
        if position == len(drawn):
            point = next(source, None)
            if point is None:
                raise SamplingFailed(
                    "no further admissible points are met at random: the domain may be empty or very thin"
                )
            drawn.append(point)
        yield drawn[position]
        position += 1


def _short_points(domain: Domain, seed: int) -> Iterator[Drawn]:
    """Yield admissible points, rounded where that is admissible too; slacks are short as they are drawn."""
    ring, images, failed = domain.ring, domain.chart.images, 0
    for slacks, where in slack_stream(domain.chart, seed):
        if not (images or ring.counting):
            yield slacks, where
            continue
        moved = {symbol: image.evaluate_over(where) for symbol, image in images.items()}
        short = slacks | {symbol: _shortened(*ratio) for symbol, ratio in moved.items()}
        if ring.counting:
            short |= {s: Fraction(round(Fraction(*moved.get(s, (slacks[s], 1))))) for s in ring.counting}
        exact = ring.exact_point(short)
        if domain.contains_exact(exact):
            yield short, exact
        elif counts(point := slacks | {symbol: Fraction(*ratio) for symbol, ratio in moved.items()}):
            yield point, ring.exact_point(point)
        else:
            failed += 1
            if failed > _TRIES:
                return
            continue
        failed = 0


def _shortened(top: int, bottom: int) -> Fraction:
    """Keep four significant digits, so that points are short to write and quick to compute with."""
    try:
        return to_digits(top / bottom, 4)
    except OverflowError:
        return Fraction(top, bottom)
