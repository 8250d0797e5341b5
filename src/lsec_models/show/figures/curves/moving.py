"""What moves along a solution over time: its values at instants, or in periods, and how far they reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil, inf, log
from typing import TYPE_CHECKING, Any, TypeAlias

import sympy as sp

from lsec_models.errors import DeclarationError, require_known
from lsec_models.games.difference.periods import PeriodsPoint
from lsec_models.games.difference.stationary import StationaryPoint
from lsec_models.games.differential.feedback_at_point import FeedbackPoint
from lsec_models.games.differential.feedback_table import FeedbackTable
from lsec_models.games.differential.finite_horizon import FinitePoint
from lsec_models.games.differential.open_loop import OpenLoopPoint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]

OverTime: TypeAlias = FeedbackPoint | FeedbackTable | FinitePoint | OpenLoopPoint | PeriodsPoint | StationaryPoint
_INSTANTS = 201
_HALF_LIVES = 5.0
_SETTLED = 0.01
_FEWEST, _MOST = 6, 60


@dataclass(frozen=True, kw_only=True)
class Moving:
    """A solution, followed from its initial stocks on.

    Attributes
    ----------
    along : callable
        Its values, given a name and increasing instants, or numbers of periods.
    settled : float
        When it has nearly settled, or ends.
    latest : float
        How far it is known.
    in_periods : bool
        Whether it moves from period to period.
    """

    along: Callable[[str, Array], Array]
    settled: float
    latest: float = inf
    in_periods: bool = False


def moving(found: OverTime) -> Moving:
    """Return how a solution over time is followed."""
    return _HOW[type(found).__name__](found)


def instants(followed: Mapping[str, Moving], until: float | None) -> Array:
    """Return the instants, or the periods, at which several solutions are followed.

    Parameters
    ----------
    followed : mapping from str to Moving
    until : float or None
        The last of them; without it, the first end, or when all have settled.

    Raises
    ------
    DeclarationError
        If some move in periods and others do not, or there is nothing to follow until then.
    """
    import numpy as np

    apart = {one.in_periods: name for name, one in followed.items()}
    if len(apart) > 1:
        raise DeclarationError(
            f"{apart[True]!r} moves in periods and {apart[False]!r} in continuous time; draw each by itself"
        )
    if until is not None and not until > 0:
        raise DeclarationError(f"until={until!r}: paths begin at time 0; give a later end")
    latest = min(one.latest for one in followed.values())
    if until is not None and until > latest:
        raise DeclarationError(f"until={until!r}: what was solved ends at {latest:g}; give an earlier end")
    end = until or (latest if latest < inf else max(one.settled for one in followed.values()))
    return np.arange(int(end) + 1.0) if True in apart else np.linspace(0.0, float(end), _INSTANTS)


def _feedback(found: FeedbackPoint) -> Moving:
    import numpy as np

    def along(name: str, times: Array) -> Array:
        require_known(name, found.paths, f"no path of {name!r}")
        values = sp.lambdify(found.time, found.paths[name], "numpy")(times)
        return np.asarray(np.broadcast_to(np.real(values), times.shape))

    return Moving(along=along, settled=_HALF_LIVES / found.speed)


def _table(found: FeedbackTable) -> Moving:
    (stock,) = found.steady_state
    rest, begin, end = found.steady_state[stock], found.start[stock], 1.0
    while abs(float(found.path(stock, end)) - rest) > _SETTLED * abs(begin - rest):
        end *= 2
    return Moving(along=found.path, settled=end)


def _finite(found: FinitePoint) -> Moving:
    import numpy as np

    from lsec_models.audits.dynamic.simulation import simulate

    followed = cache(lambda end: simulate(found, until=end))

    def along(name: str, times: Array) -> Array:
        data = followed(float(times[-1]))
        require_known(name, [*map(str, data.data_vars)], f"no path of {name!r}")
        return np.asarray(np.interp(times, data["time"].values, data[name].values))

    return Moving(along=along, settled=found.horizon, latest=found.horizon)


def _open_loop(found: OpenLoopPoint) -> Moving:
    return Moving(along=found.path, settled=found.until, latest=found.until)


def _periods(found: PeriodsPoint) -> Moving:
    import numpy as np

    def along(name: str, periods: Array) -> Array:
        require_known(name, found.paths, f"no path of {name!r}")
        known = [float(value) for value in found.paths[name][: len(periods)]]
        return np.array(known + [np.nan] * (len(periods) - len(known)))

    last = float(found.game.horizon or 0)
    return Moving(along=along, settled=last, latest=last, in_periods=True)


def _stationary(found: StationaryPoint) -> Moving:
    import numpy as np

    def along(name: str, periods: Array) -> Array:
        return np.array(found.path(name, len(periods)))

    slowest = abs(found.eigenvalues[0])
    settled = ceil(_HALF_LIVES / -log(slowest)) if 0 < slowest < 1 else _FEWEST
    return Moving(along=along, settled=min(max(settled, _FEWEST), _MOST), in_periods=True)


_HOW: Mapping[str, Callable[[Any], Moving]] = {
    "FeedbackPoint": _feedback,
    "FeedbackTable": _table,
    "FinitePoint": _finite,
    "OpenLoopPoint": _open_loop,
    "PeriodsPoint": _periods,
    "StationaryPoint": _stationary,
}
