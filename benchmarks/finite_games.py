"""Extreme equilibria of random integer games: exact vertex enumeration against brute force in fractions, and Nashpy.

Half of the games have payoffs from 0 to 2 only, and many have repeated strategies, so that most kinds of degenerate
games occur. Returns 1 if the package and the brute force, which share no code, differ anywhere; Nashpy's support
enumeration, in floats, is only counted::

    python benchmarks/finite_games.py [GAMES=200] [SEED=0]
"""

from __future__ import annotations

import sys
import time
import warnings
from itertools import product
from pathlib import Path
from random import Random

import nashpy
import numpy as np
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from brute_force.bimatrix import extreme_equilibria as by_brute_force
from brute_force.bimatrix import maximal_nash_subsets, random_tables
from lsec_models.games.matrix.vertex_enumeration import components, extreme_equilibria

SIZES = [(1, 4), *product(range(2, 6), repeat=2)]


def main() -> int:
    games, seed = (*map(int, sys.argv[1:]), *(200, 0)[len(sys.argv) - 1 :])
    columns = ("size", "games", "with continua", "equilibria", "differ", "Nashpy misses some of", "times as long")
    table = Table(*columns)
    differing = 0
    for height, width in SIZES:
        rng = Random(f"{seed} {height} {width}")
        found = [_compared(*random_tables(rng, height, width)) for _ in range(games)]
        continua, number, differ, missed, ours, theirs = map(sum, zip(*found, strict=True))
        differing += differ
        size = f"{height} x {width}"
        table.add_row(size, str(games), str(continua), str(number), str(differ), str(missed), f"{theirs / ours:.0f}")
    console = Console(soft_wrap=True)
    console.print(table)
    console.print("times as long: brute force against the package. Large games, in seconds:")
    for size in (6, 8, 10):
        rng = Random(f"{seed} {size}")
        tables = [[[rng.randint(-99, 99) for _ in range(size)] for _ in range(size)] for _ in "AB"]
        same = [[int(i == j) for j in range(size)] for i in range(size)]
        nothing = [[0] * size for _ in range(size)]
        for name, game in (("random", tables), ("coordination", (same, same)), ("zero", (nothing, nothing))):
            start = time.process_time()
            pairs = extreme_equilibria(*game)
            parts = components(pairs)
            took = time.process_time() - start
            console.print(f"{size} x {size} {name}: {len(pairs)} extreme, {len(parts)} components, {took:.3f}")
    return 1 if differing else 0


def _compared(first: list[list[int]], second: list[list[int]]) -> tuple[int, int, int, int, float, float]:
    """Return whether there are continua, the number of equilibria, whether they differ, misses, and CPU times."""
    start = time.process_time()
    pairs = extreme_equilibria(first, second)
    parts = components(pairs)
    middle = time.process_time()
    expected = by_brute_force(first, second)
    end = time.process_time()
    subsets = {(frozenset(p.rows), frozenset(p.columns)) for products, _ in parts for p in products}
    differ = set(pairs) != expected or len(pairs) != len(expected)
    differ = differ or (len({x for x, _ in expected}) <= 10 and subsets != maximal_nash_subsets(expected))
    if differ:
        print("differ:", first, second)
    return (
        int(len(parts) < len(pairs)),
        len(pairs),
        int(differ),
        _missed(first, second, expected),
        middle - start,
        end - middle,
    )


def _missed(first: list[list[int]], second: list[list[int]], expected: set) -> int:
    """Return whether support enumeration in floats does not list all extreme equilibria."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        listed = [np.concatenate(pair) for pair in nashpy.Game(first, second).support_enumeration()]
    wanted = [np.array([float(p) for side in pair for p in side]) for pair in expected]
    return int(any(not any(np.allclose(one, other) for other in listed) for one in wanted))


if __name__ == "__main__":
    raise SystemExit(main())
