"""Whether closed forms cover the parameters with their regions, and agree where several hold: at random points."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import sympy as sp

from lsec_models.algebra.domains.sampling import sample
from lsec_models.errors import SamplingFailed
from lsec_models.games.frozen import values_by_name
from lsec_models.games.static.game import Game
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.tiling import Gap, Overlap

_POINTS, _MOST = 60, 20


def tried_at_random(
    game: Game,
    regimes: Sequence[tuple[str, Equilibrium]],
    why: Callable[[Mapping[sp.Symbol, Fraction], int], str],
) -> tuple[tuple[Gap, ...], tuple[Overlap, ...], int]:
    """Return random points in no region, those in several with different decisions, and how many points were tried.

    Parameters
    ----------
    game : Game
    regimes : sequence of (str, Equilibrium)
        Each with its name; its domain is its region.
    why : callable
        Says why a point is in no region, given how many such points were met before.
    """
    try:
        points = sample(game.domain, _POINTS)
    except SamplingFailed:
        return (), (), 0
    gaps: list[Gap] = []
    overlaps: list[Overlap] = []
    for point in points:
        holding = [(name, one) for name, one in regimes if one.domain.contains(point)]
        shown = values_by_name(point)
        if not holding:
            gaps.append(Gap(point=shown, reason=why(point, len(gaps))))
        values = [one.values_at(point) for _, one in holding]
        if len({tuple(one[d.name] for d in game.decisions) for one in values}) > 1:
            overlaps.append(Overlap(point=shown, regimes=tuple(name for name, _ in holding)))
    return tuple(gaps[:_MOST]), tuple(overlaps[:_MOST]), len(points)
