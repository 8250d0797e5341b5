"""A commission that somebody chooses: how many points of fifteen games are solved, and how many stand up to a search?

Each game of `tests/support/families/commissions.py` is solved exactly at N points; every equilibrium that is stated is
put to the nested search of `tests/support/equilibrium_brute_force`. Returns 1 if one is refuted::

    python benchmarks/commissions.py [N=100] [SEED=0]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

import lsec_models as lsec
from equilibrium_brute_force import check_point
from families.commissions import commission_games


def main() -> int:
    given = sys.argv[1:]
    count, seed = (int(given[i]) if len(given) > i else default for i, default in enumerate((100, 0)))
    console = Console(soft_wrap=True, width=None if sys.stdout.isatty() else 120)
    table = Table("game", "points", "one", "several", "none", "not resolved", "refuted", "median s", "max s")
    refuted = 0
    for words, commission in commission_games().items():
        met: Counter[str] = Counter()
        times = []
        for point in commission.points(count, seed):
            start = time.process_time()
            found = lsec.solve(commission.game, at=point)
            times.append(time.process_time() - start)
            met[found.status if found.status != "found" else "one" if len(found) == 1 else "several"] += 1
            declared = commission.declared(point)
            for one in found:
                if check_point(declared, {name: float(value) for name, value in one.decisions.items()}).refuted:
                    met["refuted"] += 1
                    console.print(f"refuted: {words} at {point}: {dict(one.decisions)}", markup=False)
        refuted += met["refuted"]
        counts = [str(met[word]) for word in ("one", "several", "none", "open", "refuted")]
        table.add_row(words, str(count), *counts, f"{statistics.median(times):.2f}", f"{max(times):.2f}")
    console.print(table)
    return 1 if refuted else 0


if __name__ == "__main__":
    sys.exit(main())
