"""The replicator dynamics in floats, from declared payoffs alone: speeds, eigenvalues, and paths from near a state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from lsec_models.games.evolutionary.game import EvolutionaryGame

Array = NDArray[np.float64]

_STEP, _ON_THE_AXIS = 1e-5, 1e-6
# A path starts so near that what is not linear matters little, and is followed for so many times the slowest rate.
_NEAR, _RATES, _TIMES = 0.02, 12.0, 60
_ARRIVED, _GONE, _AS_FAR = 0.05, 3.0, 1 - 1e-3
_TURNS, _LONGEST, _INNER_STARTS = 6, 1e4, 4
_LETTERS = "abcdefghijklmnop"


class Seen(Enum):
    """What paths from near a state do."""

    ATTRACTS = "all paths from near it arrive"
    DOES_NOT_ATTRACT = "paths from near it do not arrive"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Populations:
    """The populations of a game at one point of the parameters, in floats.

    Attributes
    ----------
    tables : tuple of array
        What members of each population earn, in units of the largest difference that an own decision makes.
    """

    tables: tuple[Array, ...]

    @classmethod
    def of(cls, game: EvolutionaryGame, point: Mapping[sp.Symbol, Fraction]) -> Populations:
        """Return the populations of a game at an exact point of its domain."""
        entries, shape = game.entries_at(point), tuple(len(game.populations[name]) for name in game.dimensions)
        less = []
        for place, name in enumerate(game.names):
            exact = np.array([entries[name][one] for one in game.profiles], dtype=object).reshape(shape)
            less.append(exact - exact.min(axis=place, keepdims=True))
        unit = max(table.max() for table in less) or Fraction(1)
        return cls(tuple((table / unit).astype(np.float64) for table in less))

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many strategies each population has."""
        return self.tables[0].shape[:1] if len(self.tables) == 1 else self.tables[0].shape

    def speed(self, shares: Array) -> Array:
        """Return how fast shares change, at states in rows."""
        found = np.empty_like(shares)
        for place, (own, met, sums) in enumerate(self._sums):
            earned = np.einsum(sums, self.tables[place], *(shares[:, part] for part in met))
            played = shares[:, own]
            found[:, own] = played * (earned - np.einsum("si,si->s", played, earned)[:, None])
        return found

    @cached_property
    def _sums(self) -> list[tuple[slice, list[slice], str]]:
        """For each population its shares, those that it meets, and the sum over a table that is what it earns."""
        ends = np.cumsum([0, *self.sizes]).tolist()
        parts = [slice(first, last) for first, last in pairwise(ends)]
        if len(parts) == 1:
            return [(parts[0], parts, "ab,sb->sa")]
        places = _LETTERS[: len(parts)]
        found = []
        for own, letter in enumerate(places):
            met = [(part, other) for part, other in zip(parts, places, strict=True) if other != letter]
            sums = ",".join([places, *(f"s{other}" for _, other in met)])
            found.append((parts[own], [part for part, _ in met], f"{sums}->s{letter}"))
        return found

    def eigenvalues(self, state: Array) -> NDArray[np.complex128]:
        """Return the eigenvalues of the dynamics at a state, by differences along the shares that sum to one."""
        firsts = np.repeat(np.cumsum([0, *self.sizes[:-1]]), np.array(self.sizes) - 1)
        free = np.setdiff1d(np.arange(len(state)), firsts)
        moved = np.zeros((len(free), len(state)))
        moved[np.arange(len(free)), free], moved[np.arange(len(free)), firsts] = _STEP, -_STEP
        change = (self.speed(state + moved) - self.speed(state - moved)) / (2 * _STEP)
        return np.asarray(np.linalg.eigvals(change[:, free].T), dtype=np.complex128)

    def seen_near(self, state: Array, generator: np.random.Generator, *, stated_stable: bool) -> Seen:
        """Follow paths from near a state, on its face and off it, and return what they do."""
        values = self.eigenvalues(state)
        lead = float(values.real.max())
        on_the_axis = abs(lead) <= _ON_THE_AXIS
        if on_the_axis and stated_stable:
            return Seen.UNCLEAR
        room = float(state[state > 0].min())
        distance = _NEAR * (room if on_the_axis else min(room, abs(lead)))
        until = _turning_time(values) if on_the_axis else _RATES / abs(lead)
        away = self._distances(state, self._starts(state, distance, generator), until, distance)
        if away is None:
            return Seen.UNCLEAR
        if (away[:, -1] <= _ARRIVED * away[:, 0]).all():
            return Seen.ATTRACTS
        if on_the_axis:
            third = away.shape[1] // 3
            stays = away[:, -third:].max(axis=1) >= _AS_FAR * away[:, -2 * third : -third].max(axis=1)
            return Seen.DOES_NOT_ATTRACT if stays.any() else Seen.UNCLEAR
        leaves = (away.max(axis=1) >= _GONE * away[:, 0]).any()
        return Seen.DOES_NOT_ATTRACT if leaves else Seen.UNCLEAR

    def _starts(self, state: Array, distance: float, generator: np.random.Generator) -> Array:
        """Return states at a distance: towards each strategy of one population, and towards some mixtures of all."""
        targets, first = [], 0
        for size in self.sizes:
            for own in range(size):
                target = state.copy()
                target[first : first + size] = np.eye(size)[own]
                targets.append(target)
            first += size
        for _ in range(_INNER_STARTS):
            targets.append(np.concatenate([generator.dirichlet(np.ones(size)) for size in self.sizes]))
        directions = np.array([target - state for target in targets])
        lengths = np.abs(directions).max(axis=1)
        kept = lengths > 0
        return np.asarray(state + distance * directions[kept] / lengths[kept, None])

    def _distances(self, state: Array, starts: Array, until: float, distance: float) -> Array | None:
        """Return how far each path is from a state at some times; none where they could not be followed."""
        band = len(state) - 1
        path = solve_ivp(
            # Beyond the shares that there are, where a step that is tried may lie, speeds grow without bound.
            lambda _, shares: self.speed(np.clip(shares.reshape(starts.shape), 0.0, 1.0)).ravel(),
            (0.0, until),
            starts.ravel(),
            method="LSODA",
            t_eval=np.linspace(0.0, until, _TIMES),
            rtol=1e-8,
            atol=1e-6 * distance,
            lband=band,
            uband=band,
        )
        if not path.success or not np.isfinite(path.y).all():
            return None
        return np.asarray(np.abs(path.y.reshape(*starts.shape, -1) - state[:, None]).max(axis=1))


def _turning_time(values: Sequence[complex] | NDArray[np.complex128]) -> float:
    """Return the time of some turns of the slowest circle; of as many units where nothing turns."""
    turning = [abs(value.imag) for value in values if abs(value.imag) > _ON_THE_AXIS]
    return min(2 * np.pi * _TURNS / min(turning, default=1.0), _LONGEST)
