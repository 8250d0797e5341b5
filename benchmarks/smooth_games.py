"""Random games without closed forms, against a nested grid search that the solver does not share a line with.

Chains of two or three stages with logit, isoelastic or exponential demand, a price or margin each, and effort for some
mover: solved in numbers, and played by brute force, each mover's decision found on a grid that is refined around its
best, all later movers searched anew for every trial. Returns 1 if any answer is wrong::

    python benchmarks/smooth_games.py [GAMES=200] [SEED=0]
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from lsec_models import solve
from smooth_chains import drawn_chain, judged


def main() -> int:
    games = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    counts: dict[str, Counter[str]] = {}
    cost = {"solver": 0.0, "brute force": 0.0}
    for number in range(games):
        chain = drawn_chain(random.Random(seed + number))
        start = time.process_time()
        found = solve(chain.game, at=chain.at)
        middle = time.process_time()
        verdict = judged(found, chain)
        cost["solver"] += middle - start
        cost["brute force"] += time.process_time() - middle
        counts.setdefault(f"{chain.family}, {len(chain.stages)} stages", Counter())[verdict] += 1
        if verdict != "right":
            print(f"{verdict}: seed {seed + number}, {chain.game}, at {chain.at}: {found}", flush=True)
    for kind, verdicts in sorted(counts.items()):
        print(f"{kind}: {', '.join(f'{word} {count}' for word, count in sorted(verdicts.items()))}")
    print(", ".join(f"{who}: {seconds / games:.3f} CPU s a game" for who, seconds in cost.items()))
    return int(any(verdicts["wrong"] for verdicts in counts.values()))


if __name__ == "__main__":
    sys.exit(main())
