"""Regimes of random games beyond quadratic ones, along one parameter, against the games solved at numbers of it.

Each game of `tests/support/families/regimes.py` is cut along a parameter. At random numbers, and close to both sides of
each threshold, it is solved by itself, which eliminates nothing beforehand, and its equilibria are put to the nested
search of `tests/support/equilibrium_brute_force`, which shares no code. What is stated there of regimes, decisions
and payoffs must be the same. Returns 1 if anything is wrong::

    python benchmarks/regimes_beyond_quadratic.py [GAMES=20] [SEED=0] [POINTS=5]
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

import lsec_models as lsec
from equilibrium_brute_force import check_point
from families.regimes import FAMILIES, FreeGame, free_game
from lsec_models.errors import NoClosedForm
from lsec_models.games.static.results.regimes_along import RegimesAlong
from lsec_models.games.static.results.solutions import Solutions
from regime_statements import disagreements

_NEAR = Fraction(1, 10**6)


def main() -> int:
    given = sys.argv[1:]
    count, seed, points = (int(given[i]) if len(given) > i else n for i, n in enumerate((20, 0, 5)))
    console = Console(soft_wrap=True, width=None if sys.stdout.isatty() else 120)
    table = Table(
        "family", "games", "not cut", "pieces", "proved", "points", "not resolved", "wrong", "median s", "max s"
    )
    wrong = 0
    for family in FAMILIES:
        met: Counter[str] = Counter()
        times = []
        for number in range(count):
            free = free_game(family, seed + number)
            start = time.process_time()
            try:
                found = lsec.solve(free.game, at=free.fixed, over=free.over)
            except NoClosedForm as reason:
                met["not cut"] += 1
                console.print(f"not cut: {family} {seed + number}: {reason}", markup=False)
                continue
            finally:
                times.append(time.process_time() - start)
            met["pieces"] += len(found.pieces)
            met["proved"] += found.evidence.established
            for value in _numbers(found, random.Random(number), points):
                exact = lsec.solve(free.game, at={**free.fixed, found.symbol.name: value})
                met["points"] += 1
                met["open"] += exact.status == "open"
                said = disagreements(found, value, exact)
                said += list(_refuted(free, {**free.fixed, found.symbol.name: value}, exact))
                met["wrong"] += bool(said)
                for words in said:
                    console.print(f"wrong: {family} {seed + number} at {value}: {words}", markup=False)
        wrong += met["wrong"]
        counts = [str(met[word]) for word in ("not cut", "pieces", "proved", "points", "open", "wrong")]
        table.add_row(family, str(count), *counts, f"{sorted(times)[len(times) // 2]:.2f}", f"{max(times):.2f}")
    console.print(table)
    return 1 if wrong else 0


def _numbers(found: RegimesAlong, rng: random.Random, points: int) -> Iterator[Fraction]:
    """Yield random numbers of the parameter, and some on both sides of each threshold."""
    (low, _), (_, high) = found.pieces[0].low.interval, found.pieces[-1].high.interval
    yield from (low + (high - low) * Fraction(rng.randint(1, 999), 1000) for _ in range(points))
    for threshold in found.thresholds:
        below, above = threshold.narrowed(40).interval
        yield from (below - _NEAR, above + _NEAR)


def _refuted(free: FreeGame, point: dict[str, Fraction], exact: Solutions) -> Iterator[str]:
    for one in exact:
        finding = check_point(free.declared(point), {name: float(value) for name, value in one.decisions.items()})
        if finding.refuted:
            yield f"{dict(one.decisions)} refuted: {finding.reason}"


if __name__ == "__main__":
    sys.exit(main())
