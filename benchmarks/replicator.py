"""Rest points and stability of random evolutionary games against long simulations: how often do they disagree?

1,000 games of three populations with two strategies each, 1,000 of two with three and two, 200 of one with four (or a
part of them: give their number in the hundred); payoffs have two decimals. Paths from 30 random starts are followed by
a Runge-Kutta method in logarithms that shares no code with the package. Where one comes to rest must be a rest point
that is called asymptotically stable, and paths that begin near each stable point must end there. Not judged are paths
that are not at rest at the end, or linger while a tiny share grows, and rest points at which a real part of an
eigenvalue is below 0.05. Paths of 20 games of each of three kinds are compared with Nashpy's. Returns 1 if anything
disagrees::

    python benchmarks/replicator.py [PERCENT=100] [SEED=0]
"""

from __future__ import annotations

import sys
import time
import warnings
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import nashpy
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

import lsec_models as lsec
from brute_force.replicator import Replicator, random_tables
from lsec_models.games.evolutionary.at_point import Stability
from lsec_models.solve.evolutionary.trajectories.paths import path

KINDS = {"2x2x2": ((2, 2, 2), 1000), "3x2": ((3, 2), 1000), "4": ((4,), 200)}
STARTS, MARGIN, NEAR = 30, 0.05, 1e-3
STEP, LOOK, UNTIL = 0.05, 10.0, 200.0
COLUMNS = 4096
NASHPY_GAMES, NASHPY_UNTIL, NASHPY_BOUND = 20, 5.0, 1e-5


def declared(tables: list[Any]) -> lsec.EvolutionaryGame:
    """Return a game with populations p0, p1, ... whose strategies are numbered."""
    single = len(tables) == 1
    sizes = tables[0].shape[:1] if single else tables[0].shape
    names = {f"p{p}": [f"p{p}s{i}" for i in range(size)] for p, size in enumerate(sizes)}
    return lsec.EvolutionaryGame(populations=names, payoffs=tables[0] if single else list(tables))


class Simulation:
    """Paths of many games at once, in logarithms of shares: a column for each path, with the payoffs of its game."""

    def __init__(self, tables: list[np.ndarray], sizes: tuple[int, ...]) -> None:
        self.tables, self.sizes = tables, sizes

    def growth(self, logs: np.ndarray) -> np.ndarray:
        """Return how fast logarithms change."""
        parts = self._parts(self.shares(logs))
        if len(parts) == 1:
            earned = [(self.tables[0] * parts[0]).sum(axis=1)]
        elif len(parts) == 2:
            a, b = self.tables
            earned = [(a * parts[1]).sum(axis=1), (b * parts[0][:, None]).sum(axis=0)]
        else:
            x, y, z = parts
            a, b, c = self.tables
            earned = [
                ((a * z).sum(axis=2) * y).sum(axis=1),
                ((b * z).sum(axis=2) * x[:, None]).sum(axis=0),
                ((c * x[:, None, None]).sum(axis=0) * y[:, None]).sum(axis=0),
            ]
        return np.concatenate([f - (x * f).sum(axis=0) for x, f in zip(parts, earned, strict=True)])

    def ends(self, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return shares at the end, a column for each path, and how far they moved in the last ten units of time.

        A path is left as soon as it has not moved for ten units and no strategy that is not played grows. One that is
        never left is not at rest: it circles, is slow, or lingers at a saddle.
        """
        logs, left = np.log(starts), np.arange(starts.shape[1])
        ends, moved = starts.copy(), np.full(starts.shape[1], np.inf)
        walk, before = self, starts
        for _ in range(round(UNTIL / LOOK)):
            for _ in range(round(LOOK / STEP)):
                one = walk.growth(logs)
                two = walk.growth(logs + STEP / 2 * one)
                three = walk.growth(logs + STEP / 2 * two)
                four = walk.growth(logs + STEP * three)
                # Beyond this a strategy is gone for the time that is left.
                logs = np.maximum(logs + STEP / 6 * (one + 2 * two + 2 * three + four), -600.0)
            now = self.shares(logs)
            change = np.abs(now - before).max(axis=0)
            going = (change > 1e-9) | (walk.growth(logs).max(axis=0) > 1e-6)
            ends[:, left], moved[left] = now, np.where(going, np.inf, change)
            if not going.any():
                break
            logs, before, left = logs[:, going], now[:, going], left[going]
            walk = Simulation([table[..., going] for table in walk.tables], self.sizes)
        return ends, moved

    def shares(self, logs: np.ndarray) -> np.ndarray:
        """Return shares from logarithms."""
        weights = [np.exp(part - part.max(axis=0)) for part in self._parts(logs)]
        return np.concatenate([weight / weight.sum(axis=0) for weight in weights])

    def _parts(self, logs: np.ndarray) -> list[np.ndarray]:
        return np.split(logs, np.cumsum(self.sizes)[:-1])


class Case:
    """A game with its rest points and the starts of its paths: random ones, then one near each stable point."""

    def __init__(self, tables: list[Any], rng: Random) -> None:
        self.tables, self.found = tables, lsec.solve(declared(tables), at={})
        replicator = Replicator(tables)
        self.points = [np.array([float(share) for share in one.shares.values()]) for one in self.found]
        self.margins = [np.abs(replicator.eigenvalues(point).real).min() for point in self.points]
        self.stable = [i for i, one in enumerate(self.found) if one.stability is Stability.ASYMPTOTICALLY_STABLE]
        near = [(self.points[i] + NEAR) / _sums(self.points[i] + NEAR, replicator.sizes) for i in self.stable]
        self.starts = np.array([*replicator.starts(rng, STARTS), *near]).T

    def judged(self, ends: np.ndarray, moved: np.ndarray) -> Counter[str]:
        """Return how many paths agree, disagree, and are not judged."""
        counts: Counter[str] = Counter()
        for place, (end, change) in enumerate(zip(ends.T, moved, strict=True)):
            counts[self._word(place, end, change)] += 1
        return counts

    def _word(self, place: int, end: np.ndarray, change: float) -> str:
        distances = [np.abs(end - point).max() for point in self.points]
        nearest = int(np.argmin(distances))
        if place >= STARTS:
            target = self.stable[place - STARTS]
            if self.margins[target] <= MARGIN:
                return "not judged"
            return f"near: {'agrees' if distances[target] < 10 * NEAR else 'disagrees'}"
        if change > 1e-6 or self.found.continua or self.found.unresolved:
            return "not judged"
        if distances[nearest] > 1e-3:
            return "disagrees: rests where no rest point is"
        if self.margins[nearest] <= MARGIN:
            return "not judged"
        right = self.found[nearest].stability is Stability.ASYMPTOTICALLY_STABLE
        return "agrees" if right else "disagrees: rests at a point that is not called stable"


def simulated(cases: list[Case], sizes: tuple[int, ...]) -> Counter[str]:
    """Return how many paths agree, disagree, and are not judged, of games of one kind."""
    counts: Counter[str] = Counter()
    batch: list[Case] = []
    for number, case in enumerate(cases):
        batch.append(case)
        if sum(one.starts.shape[1] for one in batch) < COLUMNS and number < len(cases) - 1:
            continue
        lengths = [one.starts.shape[1] for one in batch]
        tables = [
            np.concatenate(
                [np.repeat(one.tables[p][..., None], n, axis=-1) for one, n in zip(batch, lengths, strict=True)], -1
            )
            for p in range(len(sizes))
        ]
        ends, moved = Simulation(tables, sizes).ends(np.concatenate([one.starts for one in batch], axis=1))
        places = np.cumsum(lengths)[:-1]
        for one, end, change in zip(batch, np.split(ends, places, axis=1), np.split(moved, places), strict=True):
            counts += one.judged(end, change)
        batch = []
    return counts


def against_nashpy(sizes: tuple[int, ...], seed: int) -> float:
    """Return the largest difference between our paths and Nashpy's in random games."""
    largest, times = 0.0, np.linspace(0.0, NASHPY_UNTIL, 26)
    for number in range(NASHPY_GAMES):
        rng = Random(f"nashpy {sizes} {seed + number}")
        tables = [table / 100 for table in random_tables(rng, sizes, largest=300)]
        (start,) = Replicator(tables).starts(rng, 1)
        ours = path(lsec.solve(declared(tables), at={}), list(start), times)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if len(sizes) == 1:
                theirs = nashpy.Game(tables[0]).replicator_dynamics(y0=start, timepoints=times)
            else:
                parts = np.split(start, [sizes[0]])
                theirs = np.hstack(
                    nashpy.Game(*tables).asymmetric_replicator_dynamics(x0=parts[0], y0=parts[1], timepoints=times)
                )
        largest = max(largest, float(np.abs(ours.T - theirs).max()))
    return largest


def _sums(shares: np.ndarray, sizes: list[int]) -> np.ndarray:
    parts = np.split(shares, np.cumsum(sizes)[:-1])
    return np.concatenate([np.full(len(part), part.sum()) for part in parts])


def main(percent: int = 100, seed: int = 0) -> int:
    """Compare, print, and return the exit code."""
    wrong = 0
    for kind, (sizes, most) in KINDS.items():
        begun, games = time.process_time(), max(1, most * percent // 100)
        cases = []
        for number in range(games):
            rng = Random(f"{kind} {seed + number}")
            cases.append(Case([table / 100 for table in random_tables(rng, sizes, largest=600)], rng))
        solved = time.process_time() - begun
        counts = simulated(cases, sizes)
        wrong += sum(count for word, count in counts.items() if "disagrees" in word)
        said = ", ".join(f"{word}: {count}" for word, count in sorted(counts.items()))
        seconds = f"{solved:.0f} + {time.process_time() - begun - solved:.0f} s of CPU to solve and to simulate"
        print(f"{kind}: {games} games, {seconds}; {said}", flush=True)
    for sizes in ((3,), (2, 2), (3, 2)):
        largest = against_nashpy(sizes, seed)
        wrong += largest > NASHPY_BOUND
        print(
            f"Nashpy, {'x'.join(map(str, sizes))}: {NASHPY_GAMES} paths, largest difference {largest:.1e}", flush=True
        )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
