"""Rest points and stability of random evolutionary games against long simulations: how often do they disagree?

N games of each kind: three populations with two strategies each, two with three and two, one with three, one with
four; payoffs have two decimals. Paths from 30 random starts are followed by a Runge-Kutta method in logarithms that
shares no code with the package. Where one comes to rest must be a rest point that is called asymptotically stable, and
paths that begin near each stable point must end there. Not judged are paths that are not at rest at the end, and rest
points at which a real part of an eigenvalue is below 0.05. Returns 1 if anything disagrees::

    python benchmarks/replicator.py [N=1000] [SEED=0]
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

import lsec_models as lsec
from brute_force_replicator import Replicator, random_tables
from lsec_models.games.evolutionary.at_point import RestPointsAt, Stability

KINDS = {"2x2x2": (2, 2, 2), "3x2": (3, 2), "3": (3,), "4": (4,)}
STARTS, MARGIN, NEAR = 30, 0.05, 1e-3
STEP, STEPS = 0.05, 4000


def declared(tables: list[Any]) -> lsec.EvolutionaryGame:
    """Return a game with populations p0, p1, ... whose strategies are numbered."""
    single = len(tables) == 1
    sizes = tables[0].shape[:1] if single else tables[0].shape
    names = {f"p{p}": [f"p{p}s{i}" for i in range(size)] for p, size in enumerate(sizes)}
    return lsec.EvolutionaryGame(populations=names, payoffs=tables[0] if single else list(tables))


class Simulation:
    """Many paths of one game at once, in logarithms of shares (a column for each path)."""

    def __init__(self, tables: list[Any]) -> None:
        self.tables = [np.asarray(table, dtype=float) for table in tables]
        single = len(tables) == 1
        self.sizes = [self.tables[0].shape[0]] if single else list(self.tables[0].shape)

    def speed(self, logs: np.ndarray) -> np.ndarray:
        """Return how fast logarithms change."""
        parts = [self._shares(part) for part in np.split(logs, np.cumsum(self.sizes)[:-1])]
        if len(self.tables) == 1:
            earned = [self.tables[0] @ parts[0]]
        elif len(self.tables) == 2:
            earned = [self.tables[0] @ parts[1], self.tables[1].T @ parts[0]]
        else:
            x, y, z = parts
            a, b, c = self.tables
            earned = [
                np.einsum("ijk,jn,kn->in", a, y, z),
                np.einsum("ijk,in,kn->jn", b, x, z),
                np.einsum("ijk,in,jn->kn", c, x, y),
            ]
        return np.concatenate([f - (x * f).sum(axis=0) for x, f in zip(parts, earned, strict=True)])

    def ends(self, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return shares at the end, a row for each path, and how far they are from those at half time."""
        logs, half = np.log(starts.T), np.zeros(0)
        for number in range(STEPS):
            if number == STEPS // 2:
                half = self.shares(logs)
            one = self.speed(logs)
            two = self.speed(logs + STEP / 2 * one)
            three = self.speed(logs + STEP / 2 * two)
            four = self.speed(logs + STEP * three)
            logs = logs + STEP / 6 * (one + 2 * two + 2 * three + four)
            # Beyond this a strategy is gone for the time that is left.
            logs = np.maximum(logs, -600.0)
        end = self.shares(logs)
        return end.T, np.abs(end - half).max(axis=0)

    def shares(self, logs: np.ndarray) -> np.ndarray:
        """Return shares from logarithms."""
        return np.concatenate([self._shares(part) for part in np.split(logs, np.cumsum(self.sizes)[:-1])])

    @staticmethod
    def _shares(logs: np.ndarray) -> np.ndarray:
        weights = np.exp(logs - logs.max(axis=0))
        return weights / weights.sum(axis=0)


def judged(found: RestPointsAt, tables: list[Any], rng: Random) -> Counter[str]:
    """Return how many paths agree, disagree, and are not judged."""
    simulation, replicator = Simulation(tables), Replicator(tables)
    points = [np.array([float(share) for share in one.shares.values()]) for one in found]
    margins = [np.abs(replicator.eigenvalues(point).real).min() for point in points]
    starts = np.array(list(replicator.starts(rng, STARTS)))
    stable = [i for i, one in enumerate(found) if one.stability is Stability.ASYMPTOTICALLY_STABLE]
    near = [(points[i] + NEAR) / _sums(points[i] + NEAR, simulation.sizes) for i in stable]
    ends, moved = simulation.ends(np.vstack([starts, *near]) if near else starts)
    counts: Counter[str] = Counter()
    for place, (end, change) in enumerate(zip(ends, moved, strict=True)):
        distances = [np.abs(end - point).max() for point in points]
        nearest = int(np.argmin(distances)) if distances else -1
        if place >= STARTS:
            target = stable[place - STARTS]
            word = "near: " + ("agrees" if distances[target] < 10 * NEAR else "disagrees")
            counts[word if margins[target] > MARGIN else "not judged"] += 1
        elif change > 1e-6 or found.continua or found.unresolved:
            counts["not judged"] += 1
        elif nearest < 0 or distances[nearest] > 1e-3:
            counts["disagrees: rests where no rest point is"] += 1
        elif margins[nearest] <= MARGIN:
            counts["not judged"] += 1
        else:
            right = found[nearest].stability is Stability.ASYMPTOTICALLY_STABLE
            counts["agrees" if right else "disagrees: rests at a point that is not called stable"] += 1
    return counts


def _sums(shares: np.ndarray, sizes: list[int]) -> np.ndarray:
    parts = np.split(shares, np.cumsum(sizes)[:-1])
    return np.concatenate([np.full(len(part), part.sum()) for part in parts])


def main(games: int = 1000, seed: int = 0) -> int:
    """Compare, print, and return the exit code."""
    wrong = 0
    for kind, sizes in KINDS.items():
        begun, counts = time.process_time(), Counter[str]()
        for number in range(games):
            rng = Random(f"{kind} {seed + number}")
            tables = [table / 100 for table in random_tables(rng, sizes, largest=600)]
            counts += judged(lsec.solve(declared(tables), at={}), tables, rng)
        wrong += sum(count for word, count in counts.items() if "disagrees" in word)
        said = ", ".join(f"{word}: {count}" for word, count in sorted(counts.items()))
        print(f"{kind}: {games} games, {time.process_time() - begun:.0f} s of CPU; {said}", flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
