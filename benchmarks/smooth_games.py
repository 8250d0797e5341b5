"""Random games without closed forms, against a nested grid search that the solver does not share a line with.

Chains of two or three stages with logit, isoelastic or exponential demand, a price or margin each, and for some movers
efforts, which cost their square or have a CES cost: solved in numbers, and played by brute force, each mover's decision
found on a grid that is refined around its best, all later movers searched anew for every trial. With a file, each game
is noted there, and what stands there is not played again. Returns 1 if any answer is wrong::

    python benchmarks/smooth_games.py [GAMES=200] [SEED=0] [FILE]
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from families.smooth_chains import drawn_chain, judged
from lsec_models import solve
from lsec_models.games.evidence.evidence import About
from lsec_models.games.static.results.solutions import Solutions

VERDICTS = ("right", "wrong", "several", "not found", "unclear")
STATUSES = ("verified", "checked", "none found")


def main() -> int:
    games = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    file = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    noted = [json.loads(line) for line in file.read_text().splitlines()] if file and file.exists() else []
    known = {one["seed"] for one in noted}
    for number in range(seed, seed + games):
        if number not in known:
            noted.append(_played(number))
            if file:
                with file.open("a") as stream:
                    stream.write(json.dumps(noted[-1]) + "\n")
    print(f"| demand, stages | costs | games | {' | '.join((*VERDICTS, *STATUSES))} |")
    print(f"|{'---|' * (3 + len(VERDICTS) + len(STATUSES))}")
    for family, costs in sorted({(one["family"], one["costs"]) for one in noted}):
        _row(family, costs, [one for one in noted if (one["family"], one["costs"]) == (family, costs)])
    _row("all", "", noted)
    for who in ("solver", "brute force"):
        print(f"{who}: {sum(one[who] for one in noted) / len(noted):.3f} CPU s a game")
    return int(any(one["verdict"] == "wrong" for one in noted))


def _played(seed: int) -> dict[str, str | int | float]:
    """Return what the solver says of a game, and whether that is so."""
    chain = drawn_chain(random.Random(seed))
    start = time.process_time()
    found = solve(chain.game, at=chain.at)
    middle = time.process_time()
    verdict = judged(found, chain)
    if verdict != "right":
        print(f"{verdict}: seed {seed}, {chain.game}, at {chain.at}: {found}", flush=True)
    return {
        "seed": seed,
        "family": f"{chain.family}, {len(chain.stages)}",
        "costs": chain.costs,
        "verdict": verdict,
        "status": _status(found),
        "solver": middle - start,
        "brute force": time.process_time() - middle,
    }


def _status(found: Solutions) -> str:
    """Return what is said of all conditions at what is found."""
    return found.evidence.status(About.EXISTS).name.lower() if len(found) else "none found"


def _row(family: str, costs: str, games: list[dict[str, str | int | float]]) -> None:
    verdicts, statuses = (Counter(str(one[name]) for one in games) for name in ("verdict", "status"))
    counts = [len(games), *(verdicts[word] for word in VERDICTS), *(statuses[word] for word in STATUSES)]
    print(f"| {family} | {costs} | {' | '.join(map(str, counts))} |")


if __name__ == "__main__":
    sys.exit(main())
