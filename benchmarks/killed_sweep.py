"""The same bytes from one stored sweep and from one that was killed (SIGKILL), again and again.

A sweep of 13 power structures into a Zarr store, once as it is, and once killed whenever a random number of further
pieces is kept, each time going on from what is there; then every file of the two is compared. What is killed are copies
of a process that has solved the games already; the first sweep, and the one that ends the other, solve them anew.
Returns 1 if a byte differs or no run was killed::

    python benchmarks/killed_sweep.py [KILLS=20] [SEED=1] [BACKEND=numpy]
"""

from __future__ import annotations

import json
import multiprocessing
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from killed import files_in
from lsec_models import power_structures, solve, sweep
from lsec_models.models import load

AT = {"a": 20, "b": 2, "c": 1, "eta": 5, "upsilon": 7, "mu": 2, "tau": 1}
OVER = {"k": (0.1, 5, 600), "gamma": (0.1, 1.5, 1500)}


def main() -> int:
    words = sys.argv[1:]
    if words[:1] == ["--run"]:
        _run(_solved(), Path(words[1]), words[2])
        return 0
    kills = int(words[0]) if words else 20
    seed = int(words[1]) if len(words) > 1 else 1
    backend = words[2] if len(words) > 2 else "numpy"
    draws, killed = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as folder:
        whole, parts = Path(folder) / "whole", Path(folder) / "parts"
        subprocess.run(_command(whole, backend), check=True)
        pieces, structures = _kept(whole), _solved()
        for number in range(kills):
            process = multiprocessing.get_context("fork").Process(target=_run, args=(structures, parts, backend))
            process.start()
            until = draws.randrange(pieces * number // kills, pieces * (number + 1) // kills)
            while process.is_alive() and _kept(parts) < until:
                time.sleep(0.001)
            time.sleep(draws.uniform(0, 0.02))
            process.kill()
            process.join()
            killed += process.exitcode == -signal.SIGKILL
        subprocess.run(_command(parts, backend), check=True)
        expected, found = files_in(whole), files_in(parts)
    different = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    print(f"{killed} of {kills} runs killed; {pieces} pieces, {len(expected)} files, {len(different)} differ")
    print("\n".join(different))
    return 1 if different or not killed else 0


def _solved() -> dict[str, Any]:
    orders = power_structures(["manufacturer", "streamer", "platform"])
    return {str(order): solve(load("power_structures", order=order)) for order in orders}


def _run(structures: Mapping[str, Any], folder: Path, backend: str) -> None:
    sweep(structures, over=OVER, at=AT, backend=backend, store=folder)


def _command(folder: Path, backend: str) -> list[str]:
    return [sys.executable, __file__, "--run", str(folder), backend]


def _kept(folder: Path) -> int:
    """Return how many pieces a store holds."""
    file = folder / ".zattrs"
    if not file.is_file():
        return 0
    return int(json.loads(json.loads(file.read_text(encoding="utf-8"))["sweep"])["done"])


if __name__ == "__main__":
    sys.exit(main())
