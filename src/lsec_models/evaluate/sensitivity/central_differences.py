"""Elasticities of a game that is solved point by point: central differences, and how far two steps differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
import sympy as sp

from lsec_models.errors import DeclarationError, OutsideDomain
from lsec_models.evaluate.compiled import Floats
from lsec_models.evaluate.grid import Key, paired_points_of
from lsec_models.evaluate.sensitivity.values_at_points import Several, ValuesAtPoints, values_at_points
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.static.game import Game

# By which shares of itself a parameter moves, in this order.
STEP = Fraction(1, 500)
_SHARES = (-STEP, -STEP / 2, STEP / 2, STEP)


def central_differences(
    game: Game | DifferenceGame, quantities: Several, symbols: Sequence[sp.Symbol], at: Mapping[Key, object]
) -> tuple[Floats, Floats, ValuesAtPoints]:
    """Return elasticities, (quantities, parameters), by how much two steps differ, and what was found, first at `at`.

    The game is solved at the point, and where one parameter is a little less or more. Of central differences with a
    step and with half of it their extrapolation is taken; how far they differ from each other is the error: that of the
    coarser one, and so more than that of the extrapolation where values are smooth.

    Raises
    ------
    OutsideDomain
        If the game has no single solution at one of the points, or another regime there.
    """
    base = paired_points_of([symbol.name for symbol in game.parameters], {}, at).fixed
    for symbol in symbols:
        if base[symbol.name] == 0:
            raise DeclarationError(f"{symbol} = 0 does not move by a share of itself; leave it out of parameters=")
    points = [base] + [
        {**base, symbol.name: base[symbol.name] * (1 + share)} for symbol in symbols for share in _SHARES
    ]
    arrays = {name: np.array([float(point[name]) for point in points]) for name in base}
    found = values_at_points("elasticities", game, arrays, {}, quantities)
    _require_one_branch(found, points)
    step = float(STEP)
    values = np.array(list(found.values.values()))
    center, moved = values[:, 0], values[:, 1:].reshape(len(values), len(symbols), len(_SHARES))
    with np.errstate(all="ignore"):
        coarse = (moved[..., 3] - moved[..., 0]) / (2 * step * center[:, None])
        fine = (moved[..., 2] - moved[..., 1]) / (step * center[:, None])
    undefined = ~np.isfinite(coarse) | ~np.isfinite(fine) | (center == 0)[:, None]
    return np.where(undefined, np.nan, (4 * fine - coarse) / 3), np.abs(fine - coarse), found


def _require_one_branch(found: ValuesAtPoints, points: Sequence[Mapping[str, Fraction]]) -> None:
    for place, point in enumerate(points):
        said = ", ".join(f"{name} = {float(value):.10g}" for name, value in point.items())
        if found.why(place):
            raise OutsideDomain(
                f"the game has to be solved around the point as well: {found.why(place)} at {said}; move the point"
            )
        if found.regime_at(place) != found.regime_at(0):
            raise OutsideDomain(
                f"the regime changes next to the point: {found.regime_at(0) or 'interior'} there, and "
                f"{found.regime_at(place) or 'interior'} at {said}; move the point"
            )
