"""Paths of populations in floats, for figures and basins of attraction: one with small errors, or many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING

from lsec_models.algebra.domains.parameter_point import point_of
from lsec_models.errors import DeclarationError
from lsec_models.games.evolutionary.at_point import RestPointsAt
from lsec_models.games.evolutionary.dynamics import BEST_RESPONSE, IMITATION, LOGIT, REPLICATOR
from lsec_models.games.evolutionary.game import Indices

if TYPE_CHECKING:
    import numpy as np
    import sympy as sp
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_LETTERS = "abcdefghij"
_STEP, _TURN = 0.05, 0.4
_RELAXED, _RELAXED_FINELY = 0.01, 0.0005
# Of the largest difference of payoffs.
_TIE = 1e-12
_LARGEST = Fraction(10) ** 100
_MOST_STEPS = 1_000_000


@dataclass(frozen=True)
class CompiledDynamics:
    """How the populations of a game move, in floats.

    Attributes
    ----------
    found : RestPointsAt
        Says the game, its dynamics and the parameters.
    """

    found: RestPointsAt

    @cached_property
    def tables(self) -> list[Array]:
        """What own strategies earn more than the worst of them, others given, in units that floats hold.

        Best responses do not depend on the unit: it is the largest difference there is. That of logit is the noise.
        """
        import numpy as np

        game = self.found.game
        entries = game.entries_at(self._point)
        shape = tuple(len(game.populations[name]) for name in game.dimensions)
        tables = []
        for p, name in enumerate(game.names):
            # What all own strategies earn changes nothing. It is taken off before rounding: a large amount would hide
            # small differences, and with negative payoffs rounding errors in the sum of the shares would grow.
            least: dict[Indices, Fraction] = {}
            for place, value in entries[name].items():
                others = place[:p] + place[p + 1 :]
                least[others] = min(value, least.get(others, value))
            more = {place: value - least[place[:p] + place[p + 1 :]] for place, value in entries[name].items()}
            unit = self._unit(max(more.values()))
            table = np.empty(shape)
            for place, value in more.items():
                table[place] = self._float(value / unit)
            tables.append(table)
        return tables

    @cached_property
    def number(self) -> float:
        """The rate of mutation, or the noise, in units of which payoffs are; zero where the dynamics have neither."""
        number = self.found.game.dynamics_number_at(self._point)
        return 1.0 if self.found.game.dynamics == LOGIT else self._float(number)

    def _unit(self, largest: Fraction) -> Fraction:
        """Return the unit of payoffs, whose largest difference is given."""
        game = self.found.game
        if game.dynamics == LOGIT:
            return game.dynamics_number_at(self._point)
        return largest if game.dynamics == BEST_RESPONSE and largest else Fraction(1)

    def _float(self, value: Fraction) -> float:
        if abs(value) > _LARGEST:
            what = {LOGIT: "differences of payoffs, against the noise,", IMITATION: "payoffs or the rate of mutation"}
            raise DeclarationError(
                f"paths of {self.found.label} are followed in floats, and "
                f"{what.get(self.found.game.dynamics, 'differences of payoffs')} are above {float(_LARGEST):.0e}; take "
                "other units"
            )
        return float(value)

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

    def require_few_steps(self, until: float) -> None:
        """Require that paths until a time are followed within a million steps.

        Raises
        ------
        DeclarationError
        """
        step = _RELAXED if self.found.game.dynamics == BEST_RESPONSE else self.step
        if not until / step <= _MOST_STEPS:
            slower = {
                LOGIT: "or more noise against differences of payoffs",
                IMITATION: "or smaller payoffs and a lower rate of mutation",
            }
            raise DeclarationError(
                f"paths until t = {until:g} take {until / step:.0e} steps of {step:.0e}, more than the {_MOST_STEPS:,} "
                f"that are made; take a shorter until=, {slower.get(self.found.game.dynamics, 'or smaller payoffs')}"
            )

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
    return CompiledDynamics(found).speed


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

    motion = CompiledDynamics(found)
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

    Raises
    ------
    DeclarationError
        If they would take more than a million steps, or payoffs are too large for floats.
    """
    import numpy as np

    motion = CompiledDynamics(found)
    motion.require_few_steps(float(times[-1] - times[0]))
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


def _relaxed(motion: CompiledDynamics, shares: Array, times: Array, step: float) -> Array:
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
