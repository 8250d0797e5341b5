"""Paths of the replicator dynamics in floats, for figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from lsec_models.algebra.parameter_point import point_of
from lsec_models.games.evolutionary.at_point import RestPointsAt

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def speeds(found: RestPointsAt) -> Callable[[Array], Array]:
    """Return the function from all shares, in the order of their names, to how fast each changes.

    Of one or two populations it takes many states at once, as columns.
    """
    import numpy as np

    game = found.game
    entries = game.entries_at(point_of(game.ring, {name: Fraction(value) for name, value in found.point.items()}))
    shape = tuple(len(game.populations[name]) for name in game.dimensions)
    tables = []
    for name in game.names:
        table = np.empty(shape)
        for place, value in entries[name].items():
            table[place] = float(value)
        # A constant changes nothing; with negative payoffs rounding errors in the sum of the shares would grow.
        tables.append(table - table.min())
    ends = np.cumsum(game.shape)[:-1]

    def speed(shares: Array) -> Array:
        parts = np.split(shares, ends)
        found = []
        for p, own in enumerate(parts):
            met = [parts[0]] if game.is_symmetric else [other for q, other in enumerate(parts) if q != p]
            earned = tables[p] if game.is_symmetric else np.moveaxis(tables[p], p, 0)
            for other in reversed(met):
                earned = earned @ other
            found.append(own * (earned - (own * earned).sum(axis=0)))
        return np.concatenate(found)

    return speed


def path(found: RestPointsAt, start: Sequence[float], times: Array) -> Array:
    """Return the shares along a path, a row for each strategy and a column for each time.

    Parameters
    ----------
    found : RestPointsAt
        Says the game and its parameters.
    start : sequence of float
        All shares at time 0, in the order of their names.
    times : array
        Increasing, from 0 on.
    """
    from scipy.integrate import solve_ivp

    speed = speeds(found)
    solved = solve_ivp(
        lambda _, shares: speed(shares),
        (float(times[0]), float(times[-1])),
        list(start),
        t_eval=times,
        method="LSODA",
        rtol=1e-8,
        atol=1e-10,
    )
    shares: Array = solved.y
    return shares
