"""Evaluating an equilibrium over a grid: the package against C, as ratios of CPU time in one run, on one processor.

C is what SymPy writes for the same outputs (`ccode` of `cse`) in one loop over the points, compiled by
``gcc -O3 -march=native -ffast-math``. It checks no condition and finds no boundary; ours does both. All write into the
same memory, by turns, which was written before; times are medians. Beside C stand

- *stores*: a loop of C that computes nothing, and writes as many numbers;
- *streamed*: the same past the caches. Nothing that writes as many is much faster than the faster one of the two;
- *taken out*: C in which what one axis alone moves is taken out of the loop as it is in ours, from our graph;
- *asked*: C that asks all conditions as well, writes which one fails first, and NaN where one does;
- *products*: as many products of arrays by NumPy as ours has operations. Nothing that NumPy does is much faster.

*Fresh* is the first sweep of its size in a process, after a small one that loads what is compiled: all memory of its
dataset is new. So is that of C's arrays, each in a process of its own; what the system takes to hand it out counts. The
best of several processes is told, as a virtual machine may have to be given its memory first.

    python benchmarks/sweeps.py              # needs gcc, and Numba for its rows
    python benchmarks/sweeps.py fresh        # that alone
"""

from __future__ import annotations

import importlib.util
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product
from math import prod
from statistics import median
from typing import Any

os.environ.setdefault("NUMBA_NUM_THREADS", "1")

import numpy as np
from loops_of_c import KINDS, c_loop

from lsec_models import solve, sweep
from lsec_models.evaluate.closed_forms.on_grid import BACKENDS, Backend, FormOnGrid
from lsec_models.evaluate.field import Field
from lsec_models.evaluate.fused.blocks import BLOCK, blocks_of
from lsec_models.evaluate.grid import Grid, grid_of, paired_points_of
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.models import load

AT = {"a": 20, "b": 2, "c": 1, "eta": 5, "upsilon": 7, "mu": 2, "tau": 1}
RANGES = {"k": (0.5, 5), "gamma": (0.1, 1.5)}
SIDES = (317, 1000, 2000)
SMALL = 50
REPEATS = 9
PROCESSES = 5
_FACTORS = np.ones(4 * BLOCK)


def main() -> None:
    """Print both tables, or one, or what one process takes."""
    match sys.argv[1:]:
        case []:
            _print_by_turns()
            _print_fresh()
        case ["fresh"]:
            _print_fresh()
        case ["fresh", kind, outputs, side]:
            print(*_fresh(kind, int(outputs), int(side)))


def _print_by_turns() -> None:
    equilibrium, backends = _equilibrium(), _backends()
    columns = [*KINDS, "products", *backends, *(f"C by {backend}" for backend in backends)]
    for is_scattered in (False, True):
        print("\nscattered points, k and gamma drawn together" if is_scattered else "a grid")
        print(f"{'outputs':>8}{'points':>10}" + "".join(f"{column:>12}" for column in columns))
        for names, side in product((list(equilibrium.exact)[:6], list(equilibrium.exact)), SIDES):
            grid = (_scattered if is_scattered else _grid)(equilibrium, side)
            found = _row(equilibrium, names, grid, backends)
            numbers = [f"{found[column]:12.2f}" if column in found else " " * 12 for column in columns]
            print(f"{len(names):8}{side**2:10,}" + "".join(numbers), flush=True)
    print("nanoseconds of CPU time a point; C's time by ours is above 1 where ours is faster")


def _print_fresh() -> None:
    print("\nfresh: nanoseconds of CPU time a point, best of several new processes, and how many are the system's")
    kinds = ["C", *_backends()]
    columns = [column for kind in kinds for column in (kind, "system")] + [f"C by {kind}" for kind in kinds[1:]]
    print(f"{'outputs':>8}{'points':>10}" + "".join(f"{column:>12}" for column in columns))
    for outputs, side in ((6, SIDES[1]), (len(_equilibrium().exact), SIDES[2])):
        taken: dict[str, list[list[float]]] = {kind: [] for kind in kinds}
        for _, kind in product(range(PROCESSES), kinds):
            command = [sys.executable, __file__, "fresh", kind, str(outputs), str(side)]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            taken[kind].append([float(number) / side**2 * 1e9 for number in told.split()])
        cost = {kind: min(of) for kind, of in taken.items()}
        ratios = [cost["C"][0] / cost[kind][0] for kind in kinds[1:]]
        numbers = [*(number for kind in kinds for number in cost[kind]), *ratios]
        print(f"{outputs:8}{side**2:10,}" + "".join(f"{number:12.2f}" for number in numbers), flush=True)


def _equilibrium() -> Equilibrium:
    equilibrium = solve(load("power_structures", order=["manufacturer", "streamer", "platform"]))
    assert isinstance(equilibrium, Equilibrium)
    return equilibrium


def _backends() -> list[Backend]:
    return [backend for backend in BACKENDS if backend == "numpy" or importlib.util.find_spec("numba") is not None]


def _grid(equilibrium: Equilibrium, side: int) -> Grid:
    return grid_of(equilibrium.ring.names, {name: (*between, side) for name, between in RANGES.items()}, AT)


def _scattered(equilibrium: Equilibrium, side: int) -> Grid:
    random = np.random.default_rng(side)
    drawn = {name: random.uniform(*between, side**2) for name, between in RANGES.items()}
    return paired_points_of(equilibrium.ring.names, drawn, AT)


def _row(equilibrium: Equilibrium, names: list[str], grid: Grid, backends: Sequence[Backend]) -> dict[str, float]:
    """Return what a point costs each, and ratios."""
    memory = Field.empty(grid.shape, names)
    arrays, rows = list(memory.values.values()), memory.block(next(blocks_of(grid.shape, prod(grid.shape)))).values
    kinds = [kind for kind in KINDS if not grid.together or kind != "taken out"]
    runs = {kind: c_loop(equilibrium, names, grid, [*arrays, memory.violated], kind) for kind in kinds}
    for backend in backends:
        form = FormOnGrid(equilibrium, grid, names, exactly=False, backend=backend)
        runs[backend] = partial(_evaluated, form, grid, rows)
        if backend == "numpy":
            runs["products"] = partial(_multiplied, form, grid)
    _require_alike({kind: run for kind, run in runs.items() if kind not in ("stores", "streamed", "products")}, arrays)
    taken = {kind: median(times) / prod(grid.shape) * 1e9 for kind, times in _by_turns(runs).items()}
    return taken | {f"C by {backend}": taken["C"] / taken[backend] for backend in backends}


def _evaluated(form: FormOnGrid, grid: Grid, rows: Mapping[str, Any]) -> None:
    for block in blocks_of(grid.shape, form.block_size):
        form.evaluate(block, {name: array[block.rows, block.columns] for name, array in rows.items()})


def _multiplied(form: FormOnGrid, grid: Grid) -> None:
    """Do as many products, each of two arrays into another, as there are operations at each point."""
    count = sum(map(len, form.placed.steps.stages))
    for block in blocks_of(grid.shape, form.block_size):
        arrays = np.split(_FACTORS[: 4 * block.size], 4)
        for number in range(count):
            np.multiply(arrays[number % 4], arrays[(number + 1) % 4], out=arrays[(number + 2) % 4])


def _by_turns(runs: Mapping[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Return the CPU times of each, run twice a turn, so that the second finds the caches as the first left them."""
    taken: dict[str, list[float]] = {kind: [] for kind in runs}
    for _, (kind, run) in product(range(REPEATS), runs.items()):
        run()
        start = time.process_time()
        run()
        taken[kind].append(time.process_time() - start)
    return taken


def _require_alike(runs: Mapping[str, Callable[[], object]], arrays: Sequence[Any]) -> None:
    """Run each, and compare what it leaves with what C leaves, where conditions hold and nothing is next to a pole."""
    runs["C"]()
    wanted = [array.copy() for array in arrays]
    for kind, run in runs.items():
        run()
        for array, expected in zip(arrays, wanted, strict=True):
            inside = ~np.isnan(array) & (abs(expected) < 1e6)
            assert inside.any(), kind
            np.testing.assert_allclose(array[inside], expected[inside], rtol=1e-6)


def _fresh(kind: str, outputs: int, side: int) -> tuple[float, float]:
    """Return the seconds of CPU time that the first evaluation of its size takes, and how many are the system's."""
    equilibrium = _equilibrium()
    names = list(equilibrium.exact)[:outputs]

    def run(side: int) -> object:
        if kind == "C":
            arrays = [np.empty((side, side)) for _ in names]
            c_loop(equilibrium, names, _grid(equilibrium, side), arrays)()
            return arrays
        over = {name: (*between, side) for name, between in RANGES.items()}
        return sweep(equilibrium, over=over, at=AT, backend=kind, quantities=names)

    run(SMALL)
    start, system = time.process_time(), _system()
    run(side)
    return time.process_time() - start, _system() - system


def _system() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_stime


if __name__ == "__main__":
    main()
