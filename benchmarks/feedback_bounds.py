"""Random feedback games with one state and nonnegative decisions against each player's own problem on a grid of states.

One or two linear-quadratic players, 40 % of the stocks declared nonnegative too. Prints how many games are right, right
where a bound binds off the path, right in a table that a grid of states found, wrong, more than the check can tell, or
refused. Returns 1 if anything is wrong::

    python benchmarks/feedback_bounds.py [N=100] [SEED=0]
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from feedback_bounds import random_game, verdict


def main() -> int:
    """Print the counts, and each wrong game; return 1 if there is one."""
    given = [int(word) for word in sys.argv[1:]]
    games, first = (given[i] if len(given) > i else default for i, default in enumerate((100, 0)))
    counted: Counter[str] = Counter()
    for seed in range(first, first + games):
        word = verdict(seed)
        counted[word] += 1
        if word in ("wrong", "unclear"):
            print(f"{word}: {seed}: {random_game(seed)!r}")
    for word, count in counted.most_common():
        print(f"{word:20}{count:6}{count / games:8.1%}")
    return 1 if counted["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
