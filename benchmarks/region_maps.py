"""The exact region maps of the channel paper against brute force, at every point of a grid.

Which mode the manufacturer chooses over commission and influence, commission and spillover, slot fee and influence:
once from exact boundaries (``papers/mayang2024channel``), once by solving every mode numerically at every point
(``tests/support/brute_force/channels.py``: NumPy only, nothing of the package). Points at which the exact map tells two
different things within a millionth are counted and left out. Exit code 1 if the two disagree anywhere else.

    python benchmarks/region_maps.py [--side 200] [MAP ...]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from grids.region_map import Compared, choices, compare


def main() -> int:
    """Compare the maps and say what was found."""
    known = list(choices().MAPS)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("maps", nargs="*", metavar="MAP", help=f"of {', '.join(known)}; all without")
    parser.add_argument("--side", type=int, default=200, help="points along each axis")
    asked = parser.parse_args()
    strangers = sorted(set(asked.maps) - set(known))
    if strangers:
        parser.error(f"no map {', '.join(strangers)}; there are {', '.join(known)}")
    start = time.perf_counter()

    def progress(done: str) -> None:
        print(f"  [{time.perf_counter() - start:6.0f} s] {done}", file=sys.stderr, flush=True)

    found = {name: compare(name, asked.side, progress) for name in asked.maps or known}
    for name, result in found.items():
        _print(name, result)
    wrong = sum(len(result.disagreements) for result in found.values())
    print(f"{wrong} disagreements in {sum(result.points - result.near for result in found.values())} points compared")
    return 1 if wrong else 0


def _print(name: str, result: Compared) -> None:
    print(f"{name}: {result.points} points, {result.near} within a millionth of a boundary, left out")
    for label, count in sorted(result.labels.items(), key=lambda item: -item[1]):
        print(f"  {count:6d} {label}")
    for (x, y), exact, brute in result.disagreements[:10]:
        print(f"  at ({float(x):.9f}, {float(y):.9f}): exactly {exact}, by brute force {brute}")
    print(f"  {len(result.disagreements)} disagreements")


if __name__ == "__main__":
    raise SystemExit(main())
