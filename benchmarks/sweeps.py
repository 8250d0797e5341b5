"""Evaluating an equilibrium over a grid: the package against C, as ratios of CPU time in one run, on one processor.

C is what SymPy writes for the same outputs (`ccode` of `cse`) in one loop over the points, compiled by
``gcc -O3 -march=native -ffast-math``. It checks no condition and finds no boundary; ours does both. *C, taken out* is
C in which what one axis alone moves is taken out of the loop as it is in ours, from our graph. *Warm* is into
memory that was written before, *fresh* a whole sweep into a new dataset, against C into new memory. Both sides must
agree.

    python benchmarks/sweeps.py              # needs gcc, and Numba for its rows
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from math import prod
from pathlib import Path
from typing import Any

os.environ.setdefault("NUMBA_NUM_THREADS", "1")

import numpy as np
import sympy as sp

from lsec_models import solve, sweep
from lsec_models.evaluate.fused.blocks import blocks_of
from lsec_models.evaluate.fused.expression_graph import ExpressionGraph, Level
from lsec_models.evaluate.fused.loops import LoopWriter
from lsec_models.evaluate.grid import Grid, grid_of, paired_points_of
from lsec_models.evaluate.on_grid import BACKENDS, Backend, FormOnGrid
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.models import load

AT = {"a": 20, "b": 2, "c": 1, "eta": 5, "upsilon": 7, "mu": 2, "tau": 1}
RANGES = {"k": (0.5, 5), "gamma": (0.1, 1.5)}
SIDES = (317, 1000, 2000)
REPEATS = 5


def main() -> None:
    """Print a table."""
    equilibrium = solve(load("power_structures", order=["manufacturer", "streamer", "platform"]))
    assert isinstance(equilibrium, Equilibrium)
    backends = [b for b in BACKENDS if b == "numpy" or importlib.util.find_spec("numba") is not None]
    print(
        f"{'outputs':>8}{'points':>10}{'C, warm':>12}{'C, taken out':>14}"
        + "".join(f"{b + ', warm':>16}{'ratio':>7}" for b in backends)
    )
    for names in (list(equilibrium.exact)[:6], list(equilibrium.exact)):
        for side in SIDES:
            over = {name: (*between, side) for name, between in RANGES.items()}
            _row(equilibrium, names, grid_of(equilibrium.ring.names, over, AT), backends)
    print("scattered points, k and gamma drawn together")
    for names in (list(equilibrium.exact)[:6], list(equilibrium.exact)):
        for side in SIDES:
            random = np.random.default_rng(side)
            drawn = {name: random.uniform(*between, side**2) for name, between in RANGES.items()}
            _row(equilibrium, names, paired_points_of(equilibrium.ring.names, drawn, AT), backends)
    print("nanoseconds of CPU time a point; ratio: C's time by ours, above 1 where ours is faster")
    _fresh(equilibrium, backends)


def _row(equilibrium: Equilibrium, names: list[str], grid: Grid, backends: Sequence[Backend]) -> None:
    size = prod(grid.shape)
    wanted = [np.empty(grid.shape) for _ in names]
    run_c = _c_loop(equilibrium, names, grid, wanted)
    c = _best(run_c) / size
    outside, taken_out = [np.empty(grid.shape) for _ in names], ""
    if not grid.together:
        taken_out = f"{_best(_c_loop(equilibrium, names, grid, outside, 'taken_out')) / size * 1e9:.1f}"
    for array, other in zip(wanted, outside, strict=True):
        finite = abs(array) < 1e6
        assert grid.together or np.allclose(array[finite], other[finite], rtol=1e-6, atol=0)
    line = f"{len(names):8}{size:10,}{c * 1e9:12.1f}{taken_out:>14}"
    for backend in backends:
        form = FormOnGrid(equilibrium, grid, names, exactly=False, backend=backend)
        found = {name: np.empty(grid.shape) for name in names}
        rows = {name: array.reshape(-1, grid.shape[-1]) for name, array in found.items()}

        def run(form: FormOnGrid = form, rows: dict[str, Any] = rows) -> None:
            for block in blocks_of(grid.shape, form.block_size):
                form.evaluate(block, {name: array[block.rows, block.columns] for name, array in rows.items()})

        ours = _best(run) / size
        line += f"{ours * 1e9:16.1f}{c / ours:7.2f}"
        for name, array in zip(names, wanted, strict=True):
            inside = ~np.isnan(found[name]) & (abs(array) < 1e6)
            np.testing.assert_allclose(found[name][inside], array[inside], rtol=1e-6)
    print(line, flush=True)


def _fresh(equilibrium: Equilibrium, backends: Sequence[Backend]) -> None:
    side = SIDES[-1]
    over = {name: (*between, side) for name, between in RANGES.items()}
    grid = grid_of(equilibrium.ring.names, over, AT)
    names = list(equilibrium.exact)

    def run_c() -> None:
        _c_loop(equilibrium, names, grid, [np.empty((side, side)) for _ in names])()

    _c_loop(equilibrium, names, grid, [])  # compiled before it is timed
    c = _best(run_c)
    for backend in backends:
        sweep(equilibrium, over={"k": [1.0], "gamma": [1.0]}, at=AT, backend=backend)
        ours = _best(lambda backend=backend: sweep(equilibrium, over=over, at=AT, backend=backend))
        print(f"fresh, {len(names)} outputs, {side**2:,} points: {backend} {ours:.2f} s, C {c:.2f} s, {c / ours:.2f}")


def _best(run: Callable[[], object]) -> float:
    taken = []
    for _ in range(REPEATS):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return min(taken)


_LIBRARIES: dict[tuple[str, ...], Any] = {}


def _c_loop(
    equilibrium: Equilibrium, names: Sequence[str], grid: Grid, out: Sequence[Any], kind: str = "grid"
) -> Callable[[], None]:
    """Return a function that runs C's loop over all points, every parameter an array of its own or a number."""
    library = _LIBRARIES.get(tuple(names)) or _LIBRARIES.setdefault(tuple(names), _compiled(equilibrium, names))
    k, gamma = (np.ascontiguousarray(grid.axes[name]) for name in RANGES)
    pointers = [array.ctypes.data_as(ctypes.POINTER(ctypes.c_double)) for array in (k, gamma, *out)]
    numbers = [ctypes.c_double(value) for value in AT.values()]
    sizes = [ctypes.c_long(size) for size in grid.shape]
    function = library.scattered if grid.together else getattr(library, kind)

    def run() -> None:
        function(*sizes, *numbers, *pointers)
        assert k.size == gamma.size

    return run


def _compiled(equilibrium: Equilibrium, names: Sequence[str]) -> Any:
    shared, results = sp.cse([equilibrium[name] for name in names])
    lines = [f"double {symbol} = {sp.ccode(value)};" for symbol, value in shared]
    lines += [f"o{i}[n] = {sp.ccode(value)};" for i, value in enumerate(results)]
    numbers = "".join(f"double {name}, " for name in AT)
    arrays = "const double *ks, const double *gammas" + "".join(f", double *restrict o{i}" for i in range(len(names)))
    source = f"""#include <math.h>
    #include <stdlib.h>
    void grid(long rows, long columns, {numbers}{arrays}) {{
        for (long i = 0; i < rows; i++) for (long j = 0; j < columns; j++) {{
            long n = i*columns + j;
            double k = ks[i], gamma = gammas[j];
            {" ".join(lines)}
        }}
    }}
    void scattered(long points, {numbers}{arrays}) {{
        for (long n = 0; n < points; n++) {{
            double k = ks[n], gamma = gammas[n];
            {" ".join(lines)}
        }}
    }}
    void taken_out(long rows, long columns, {numbers}{arrays}) {{
        {_taken_out(equilibrium, names)}
    }}"""
    folder = Path(tempfile.mkdtemp())
    (folder / "loop.c").write_text(source, encoding="utf-8")
    command = ["gcc", "-O3", "-march=native", "-ffast-math", "-shared", "-fPIC", "loop.c", "-o", "loop.so", "-lm"]
    subprocess.run(command, check=True, cwd=folder)
    return ctypes.CDLL(str(folder / "loop.so"))


def _taken_out(equilibrium: Equilibrium, names: Sequence[str]) -> str:
    """Return C that computes, as our loops do, what one axis alone moves once for each of its values."""
    graph = ExpressionGraph(dict.fromkeys(AT, Level.FIXED) | {"k": Level.OUTER, "gamma": Level.INNER})
    places = [graph.place_of(equilibrium[name]) for name in names]
    writer = LoopWriter(graph, {name: name for name in graph.levels}, ())

    def declared(lines: Iterable[str]) -> str:
        return " ".join(f"double {line};" for line in lines)

    tables = writer.tables(places)
    return f"""
        {declared(writer.lines(places, Level.FIXED, ""))}
        {" ".join(f"double *restrict t{place} = malloc(columns * sizeof(double));" for place in tables)}
        for (long j = 0; j < columns; j++) {{
            double gamma = gammas[j];
            {declared(writer.lines(places, Level.INNER, ""))}
            {" ".join(f"t{place}[j] = v{place};" for place in tables)}
        }}
        for (long i = 0; i < rows; i++) {{
            double k = ks[i];
            {declared(writer.lines(places, Level.OUTER, ""))}
            for (long j = 0; j < columns; j++) {{
                long n = i*columns + j;
                {declared(writer.read(places, ""))}
                {" ".join(f"o{i}[n] = v{place};" for i, place in enumerate(places))}
            }}
        }}
        {" ".join(f"free(t{place});" for place in tables)}"""


if __name__ == "__main__":
    main()
