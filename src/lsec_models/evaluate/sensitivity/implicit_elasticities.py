"""Elasticities of a game that is searched in numbers: exact derivatives of its conditions, by the implicit theorem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
import sympy as sp

from lsec_models.evaluate.compiled import Floats
from lsec_models.games.difference.game import DifferenceGame
from lsec_models.games.static.game import Game
from lsec_models.solve.numerical.quantities_inside import QuantitiesInside
from lsec_models.solve.searched import is_searched

# How far two searches at one point may differ.
_SAME = 1e-6


def implicit_elasticities(
    game: Game | DifferenceGame,
    values: Mapping[str, float],
    symbols: Sequence[sp.Symbol],
    point: Mapping[sp.Symbol, Fraction],
) -> Floats | None:
    """Return elasticities, (quantities, parameters), where all first-order conditions hold inside all bounds.

    Conditions hold at neighbouring parameters too, which says how decisions move with them.

    Parameters
    ----------
    game : Game or DifferenceGame
    values : mapping from str to float
        The quantities that were found at the point.
    symbols : sequence of sympy.Symbol
        The parameters that move.
    point : mapping from sympy.Symbol to Fraction

    Returns
    -------
    array, or None
        NaN where a quantity is zero. None of games that are not searched, or where something else is found inside.
    """
    if isinstance(game, DifferenceGame) or not is_searched(game) or game.representative is not game:
        return None
    inside = QuantitiesInside(game, list(values), [symbol.name for symbol in symbols])
    [row] = inside.at({symbol.name: np.array([float(value)]) for symbol, value in point.items()})
    here, slopes = row[: len(values)], row[len(values) :].reshape(len(values), len(symbols))
    if not np.allclose(here, list(values.values()), rtol=_SAME, atol=0):
        return None
    moved = np.array([float(point[symbol]) for symbol in symbols])
    with np.errstate(all="ignore"):
        return np.where(here[:, None] == 0, np.nan, slopes * moved / here[:, None])
