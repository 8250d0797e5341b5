"""Piecewise equilibria of random linear-quadratic games against nested optimisation: how often do they disagree?

Compares at POINTS random parameter points of each game and at one point of each regime that the exact solution has.
Returns 1 if they disagree anywhere; interrupted, it says what it found so far::

    python benchmarks/corner_games.py [GAMES=500] [FIRST_SEED=0] [EFFORT=0.125] [POINTS=3]

With EFFORT=0 regimes are left out: the game is solved exactly at its random points only, in minutes instead of hours.
"""

from __future__ import annotations

import sys
import traceback
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.progress import track

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from corner_comparison import Comparison, Verdict, comparisons, comparisons_at_points
from random_games import random_game


def main() -> int:
    given = sys.argv[1:]
    defaults = (500.0, 0.0, 0.125, 3.0)
    games, first, effort, points = (*map(float, given), *defaults[len(given) :])
    console = Console(soft_wrap=True)
    counts: Counter[tuple[Verdict, str]] = Counter()
    agreeing = 0
    done = 0
    try:
        for seed in track(range(int(first), int(first + games)), description="games", console=console):
            found = _compared(seed, effort, int(points))
            counts.update((comparison.verdict, comparison.reason) for comparison in found)
            agreeing += all(comparison.verdict is Verdict.AGREE for comparison in found)
            done += 1
            for comparison in found:
                if comparison.verdict is not Verdict.AGREE:
                    console.print(_told(comparison), markup=False, highlight=False)
    except KeyboardInterrupt:
        console.print("interrupted")
    console.print(f"{done} games; in {agreeing} of them agreement at every point")
    for (verdict, reason), count in sorted(counts.items(), key=lambda item: (item[0][0].value, -item[1])):
        console.print(f"{verdict.value:12}{count:7}  {reason}", highlight=False)
    return 1 if any(verdict is Verdict.DISAGREE for verdict, _ in counts) else 0


def _compared(seed: int, effort: float, points: int) -> list[Comparison]:
    """Return the comparisons of one game; an error that is not of the package's own kind counts as a disagreement."""
    try:
        drawn = random_game(seed, points=points)
        return list(comparisons(drawn, effort=effort) if effort else comparisons_at_points(drawn))
    except Exception as error:
        where = traceback.format_exc(limit=-3)
        reason = f"crash: {type(error).__name__}"
        return [Comparison(seed=seed, point={}, verdict=Verdict.DISAGREE, reason=reason, details=where)]


def _told(comparison: Comparison) -> str:
    at = ", ".join(f"{name} = {value}" for name, value in comparison.point.items())
    return f"{comparison.verdict.value}: seed {comparison.seed} at {at}: {comparison.reason}\n  {comparison.details}"


if __name__ == "__main__":
    sys.exit(main())
