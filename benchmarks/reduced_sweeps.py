"""Who is best at 1e6 to 1e9 points that are never there all at once: CPU time a point, and memory beyond the first.

All 13 power structures of three players, every condition asked, on one processor. Each row is a process of its own. The
last column is what one multiplication of arrays in the cache takes in the same process: on a machine with other work
everything grows with it. The counts of a small grid are compared with those of the whole sweep; exit code 1 if they
differ.

    python benchmarks/reduced_sweeps.py [POINTS=100000000]     # 1000000000 takes several minutes
"""

from __future__ import annotations

import importlib.util
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from math import isqrt
from typing import Any

os.environ.setdefault("NUMBA_NUM_THREADS", "1")

import numpy as np
import xarray as xr

from lsec_models import power_structures, solve, sweep
from lsec_models.evaluate.closed_forms.on_grid import BACKENDS
from lsec_models.models import load

AT = {"a": 20, "b": 2, "c": 1, "eta": 5, "upsilon": 7, "mu": 2, "tau": 1}
QUANTITY = "manufacturer"
COMPARED = 300
REPEATS = 3


def main() -> int:
    """Print a table, or one row of it."""
    if len(sys.argv) > 2:
        return _row(sys.argv[1], int(sys.argv[2]))
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000_000
    backends = [b for b in BACKENDS if b == "numpy" or importlib.util.find_spec("numba") is not None]
    print(f"{'backend':>8}{'points':>15}{'s for 1e8':>12}{'ns a point':>12}{'MB more':>10}{'ns, multiply':>14}")
    wrong = 0
    for backend in backends:
        points = 1_000_000
        while points <= most:
            wrong += subprocess.run([sys.executable, __file__, backend, str(points)], check=False).returncode
            points *= 10
    return 1 if wrong else 0


def _row(backend: str, points: int) -> int:
    orders = power_structures(["manufacturer", "streamer", "platform"])
    structures = {str(order): solve(load("power_structures", order=order)) for order in orders}
    for equilibrium in structures.values():
        _ = equilibrium.evidence
    side = isqrt(points)

    def run(side: int, **more: Any) -> xr.Dataset:
        over = {"k": (0.1, 5, side), "gamma": (0.1, 1.5, side)}
        return sweep(structures, over=over, at=AT, backend=backend, **more)

    small = run(COMPARED, reduce={QUANTITY: "argmax"})
    memory = _peak()
    taken = []
    for _ in range(REPEATS if points <= 10_000_000 else 1):
        start = time.process_time()
        found = run(side, reduce={QUANTITY: "argmax"})
        taken.append(time.process_time() - start)
    cost = min(taken) / side**2
    memory = _peak() - memory
    numbers = f"{cost * 1e8:12.2f}{cost * 1e9:12.1f}{memory:10.1f}{_reference():14.2f}"
    print(f"{backend:>8}{side**2:15,}{numbers}", flush=True)
    whole = run(COMPARED, quantities=QUANTITY)[QUANTITY].values.reshape(len(structures), -1)
    is_right = _told(small) == _counted(whole, list(structures)) and sum(_told(found).values()) == side**2
    return 0 if is_right else 1


def _told(data: xr.Dataset) -> dict[str, int]:
    counts = data[f"{QUANTITY}_argmax"]
    return dict(zip(counts[f"{QUANTITY}_best"].values.tolist(), counts.values.tolist(), strict=True))


def _counted(values: np.ndarray, labels: list[str]) -> dict[str, int]:
    """Return who is best at how many points, from all numbers."""
    met: Counter[str] = Counter()
    for point in np.where(np.isnan(values), -np.inf, values).T:
        best = point.max()
        near = point >= best - 1e-9 * abs(best) if np.isfinite(best) else np.zeros(len(labels), dtype=bool)
        met[" = ".join(label for label, is_near in zip(labels, near, strict=True) if is_near) or "none"] += 1
    return dict(met)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _reference() -> float:
    one, two, out = (np.ones(1 << 14) for _ in range(3))
    start = time.process_time()
    for _ in range(2000):
        np.multiply(one, two, out=out)
    return (time.process_time() - start) / 2000 / one.size * 1e9


if __name__ == "__main__":
    sys.exit(main())
