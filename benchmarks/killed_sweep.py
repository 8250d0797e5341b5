"""The same bytes from one stored sweep and from one that was killed (SIGKILL), again and again.

A sweep of 13 power structures into a Zarr store, once as it is, and once killed whenever a random number of further
pieces is kept, each time going on from what is there; then every file of the two is compared. Returns 1 if a byte
differs or no run was killed::

    python benchmarks/killed_sweep.py [KILLS=20] [SEED=1] [BACKEND=numpy]
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from killed import files_in
from lsec_models import power_structures, solve, sweep
from lsec_models.models import load

AT = {"a": 20, "b": 2, "c": 1, "eta": 5, "upsilon": 7, "mu": 2, "tau": 1}
OVER = {"k": (0.1, 5, 600), "gamma": (0.1, 1.5, 1500)}


def main() -> int:
    words = sys.argv[1:]
    if words[:1] == ["--run"]:
        return _run(Path(words[1]), words[2])
    kills = int(words[0]) if words else 20
    seed = int(words[1]) if len(words) > 1 else 1
    backend = words[2] if len(words) > 2 else "numpy"
    draws, killed = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as folder:
        whole, parts = Path(folder) / "whole", Path(folder) / "parts"
        subprocess.run(_command(whole, backend), check=True)
        pieces = _kept(whole)
        for number in range(kills):
            process = subprocess.Popen(_command(parts, backend))
            until = draws.randrange(pieces * number // kills, pieces * (number + 1) // kills)
            while process.poll() is None and _kept(parts) < until:
                time.sleep(0.001)
            time.sleep(draws.uniform(0, 0.02))
            process.kill()
            killed += process.wait() < 0
        subprocess.run(_command(parts, backend), check=True)
        expected, found = files_in(whole), files_in(parts)
    different = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    print(f"{killed} of {kills} runs killed; {pieces} pieces, {len(expected)} files, {len(different)} differ")
    print("\n".join(different))
    return 1 if different or not killed else 0


def _run(folder: Path, backend: str) -> int:
    orders = power_structures(["manufacturer", "streamer", "platform"])
    structures = {str(order): solve(load("power_structures", order=order)) for order in orders}
    sweep(structures, over=OVER, at=AT, backend=backend, store=folder)
    return 0


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
