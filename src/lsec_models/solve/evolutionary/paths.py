"""Paths of populations in floats, for figures and basins of attraction: one with small errors, or many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING

from lsec_models.algebra.parameter_point import point_of
from lsec_models.games.evolutionary.at_point import RestPointsAt
from lsec_models.games.evolutionary.dynamics import BEST_RESPONSE, IMITATION, LOGIT, REPLICATOR

if TYPE_CHECKING:
    import numpy as np
    import sympy as sp
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_LETTERS = "abcdefghij"
_STEP, _TURN = 0.05, 0.4
_RELAXED, _RELAXED_FINELY = 0.01, 0.0005
_TIE = 1e-12


@dataclass(frozen=True)
class Motion:
    """How the populations of a game move, in floats.

    Attributes
    ----------
    found : RestPointsAt
        Says the game, its dynamics and the parameters.
    """

    found: RestPointsAt

    @cached_property
    def tables(self) -> list[Array]:
        """What is earned at each place, by population, less the smallest payoff of each."""
        import numpy as np

        game = self.found.game
        entries = game.entries_at(self._point)
        shape = tuple(len(game.populations[name]) for name in game.dimensions)
        tables = []
        for name in game.names:
            table = np.empty(shape)
            for place, value in entries[name].items():
                table[place] = float(value)
            # A constant changes nothing; with negative payoffs rounding errors in the sum of the shares would grow.
            tables.append(table - table.min())
        return tables

    @cached_property
    def number(self) -> float:
        """The noise, or the rate of mutation; zero where the dynamics have neither."""
        return float(self.found.game.dynamics_number_at(self._point))

    @property
    def _point(self) -> dict[sp.Symbol, Fraction]:
        game = self.found.game
        return point_of(game.ring, {name: Fraction(value) for name, value in self.found.point.items()})

    def parts(self, shares: Array) -> list[Array]:
        """Return shares, or what goes with each, by population."""
        import numpy as np

        return np.split(shares, np.cumsum(self.found.game.shape)[:-1])

    def earned(self, shares: Array) -> list[Array]:
        """Return what each strategy earns, by population; states may be columns."""
        import numpy as np

        parts = self.parts(shares)
        if self.found.game.is_symmetric:
            return [self.tables[0] @ parts[0]]
        places = _LETTERS[: len(parts)]
        found = []
        for p, table in enumerate(self.tables):
            others = [q for q in range(len(parts)) if q != p]
            asked = ",".join([places, *(f"{places[q]}..." for q in others)])
            found.append(np.einsum(f"{asked}->{places[p]}...", table, *(parts[q] for q in others)))
        return found

    def chosen(self, shares: Array) -> Array:
        """Return the shares among those who switch now, by logit or to a best response; of ties, evenly."""
        import numpy as np

        chosen = []
        for earned in self.earned(shares):
            best = earned.max(axis=0)
            if self.found.game.dynamics == LOGIT:
                weights = np.exp((earned - best) / self.number)
            else:
                weights = (earned >= best - _TIE).astype(float)
            chosen.append(weights / weights.sum(axis=0))
        return np.concatenate(chosen)

    def growth(self, shares: Array) -> Array:
        """Return what strategies earn more than their population does on average."""
        import numpy as np

        pairs = zip(self.parts(shares), self.earned(shares), strict=True)
        return np.concatenate([earned - (own * earned).sum(axis=0) for own, earned in pairs])

    def speed(self, shares: Array) -> Array:
        """Return how fast each share changes."""
        import numpy as np

        dynamics = self.found.game.dynamics
        if dynamics in (LOGIT, BEST_RESPONSE):
            return self.chosen(shares) - shares
        speed = shares * self.growth(shares)
        if dynamics == IMITATION:
            even = np.concatenate([np.full(size, 1 / size) for size in self.found.game.shape])
            speed = speed + self.number * (even.reshape(-1, *([1] * (shares.ndim - 1))) - shares)
        return speed

    @cached_property
    def step(self) -> float:
        """How far one step goes in time, small against how fast anything turns."""
        import numpy as np

        largest = max(float(np.ptp(table)) for table in self.tables)
        turns = {LOGIT: 1 + largest / (self.number or 1.0), IMITATION: largest + self.number}
        return min(_STEP, _TURN / max(turns.get(self.found.game.dynamics, largest), _TURN))


def speeds(found: RestPointsAt) -> Callable[[Array], Array]:
    """Return the function from all shares, in the order of their names, to how fast each changes.

    It takes many states at once, as columns.
    """
    return Motion(found).speed


def path(found: RestPointsAt, start: Sequence[float], times: Array) -> Array:
    """Return the shares along a path, a row for each strategy and a column for each time.

    Parameters
    ----------
    found : RestPointsAt
        Says the game, its dynamics and its parameters.
    start : sequence of float
        All shares at time 0, in the order of their names.
    times : array
        Increasing, from 0 on.
    """
    import numpy as np
    from scipy.integrate import solve_ivp

    motion = Motion(found)
    if found.game.dynamics == BEST_RESPONSE:
        return _relaxed(motion, np.array(start, dtype=float)[:, None], times, _RELAXED_FINELY)[:, 0]
    solved = solve_ivp(
        lambda _, shares: motion.speed(shares),
        (float(times[0]), float(times[-1])),
        list(start),
        t_eval=times,
        method="LSODA",
        rtol=1e-8,
        atol=1e-10,
    )
    shares: Array = solved.y
    return shares


def paths(found: RestPointsAt, starts: Array, times: Array) -> Array:
    """Return the shares along many paths: an array of strategies, starts and times.

    The replicator dynamics are followed in logarithms, logit and imitation in shares, by the method of Runge and Kutta
    in steps of one size; best responses by steps that go towards what is best now, so that a path that must stay where
    two are best zigzags about it within a hundredth.

    Parameters
    ----------
    found : RestPointsAt
    starts : array
        A column for each start, its rows all shares in the order of their names.
    times : array
        Increasing, from 0 on.
    """
    import numpy as np

    motion = Motion(found)
    if found.game.dynamics == BEST_RESPONSE:
        return _relaxed(motion, starts, times, _RELAXED)
    if found.game.dynamics != REPLICATOR:
        return _stepped(motion.speed, lambda shares: shares, starts, times, motion.step)

    def shares_of(logs: Array) -> Array:
        weights = [np.exp(part - part.max(axis=0)) for part in motion.parts(logs)]
        return np.concatenate([weight / weight.sum(axis=0) for weight in weights])

    with np.errstate(divide="ignore"):
        logs = np.log(starts)
    return _stepped(lambda logs: motion.growth(shares_of(logs)), shares_of, logs, times, motion.step)


def _stepped(
    speed: Callable[[Array], Array], shares_of: Callable[[Array], Array], state: Array, times: Array, step: float
) -> Array:
    import numpy as np

    seen = [shares_of(state)]
    for length in np.diff(times):
        count = max(1, ceil(float(length) / step))
        h = float(length) / count
        for _ in range(count):
            one = speed(state)
            two = speed(state + h / 2 * one)
            three = speed(state + h / 2 * two)
            four = speed(state + h * three)
            state = state + h / 6 * (one + 2 * two + 2 * three + four)
        seen.append(shares_of(state))
    return np.stack(seen, axis=-1)


def _relaxed(motion: Motion, shares: Array, times: Array, step: float) -> Array:
    import numpy as np

    seen = [shares]
    for length in np.diff(times):
        count = max(1, ceil(float(length) / step))
        kept = np.exp(-float(length) / count)
        for _ in range(count):
            chosen = motion.chosen(shares)
            shares = chosen + (shares - chosen) * kept
        seen.append(shares)
    return np.stack(seen, axis=-1)
