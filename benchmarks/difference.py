"""Random linear-quadratic games in discrete time against simulated payoffs: how far apart are they?

N games of two players and one stock, under four orders of play each: feedback and plans over four periods against
`tests/support/brute_force/difference.py`, which knows payoffs only as they are simulated, also under shocks of two
values; stationary equilibria against the first period of a long horizon, and against the best plan of each player;
plans without end against each player's best plan. Prints the largest differences; returns 1 if one of finite horizons
is above 1e-10, or somebody gains::

    python benchmarks/difference.py [N=200] [SEED=0]
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import sympy as sp

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

import lsec_models as lsec
from brute_force.difference import Simulated, best_of_own_plans, feedback_and_worth, plans
from families.difference import ORDERS, two_players, x
from lsec_models.audits.dynamic.periods_audit import audit_difference
from lsec_models.errors import LsecError

SAME, GAIN, PERIODS, LONG, FADED = 1e-10, 1e-7, 4, 200, 240
SHOCKS = (-1.5, 1.5)


def drawing(seed: int) -> Callable[[int, int], int]:
    """Return what draws whole numbers between two ends."""
    generator = np.random.default_rng(seed)
    return lambda low, high: int(generator.integers(low, high + 1))


def apart(seed: int, order: dict[str, object]) -> dict[str, float]:
    """Return how far apart the solver and the brute force are for one game."""
    found: dict[str, float] = {}
    game = two_players(drawing(seed), **order)
    short = two_players(drawing(seed), horizon=PERIODS, shocks={x: sp.Rational(9, 4)}, **order)
    simulated = Simulated(short, {})
    solved = lsec.solve(short, at={})
    laws_by_period, worth = feedback_and_worth(simulated, PERIODS, SHOCKS)
    found["feedback"] = max(
        abs(solved.strategy(name, period, {"x": stock}) - law @ [1, stock]) / max(1.0, abs(law @ [1, stock]))
        for period, laws in enumerate(laws_by_period)
        for name, law in zip(simulated.names, laws, strict=True)
        for stock in (0, 2)
    )
    found["shocks"] = max(
        abs(solved.value(player.name, 0, {"x": stock}) - np.polyval(own, stock)) / max(1.0, abs(np.polyval(own, stock)))
        for player, own in zip(game.players, worth, strict=True)
        for stock in (0, 2)
    )
    planned = lsec.solve(two_players(drawing(seed), horizon=PERIODS, information="open_loop", **order), at={})
    plan = plans(simulated, PERIODS)
    ours = np.array([[float(value) for value in planned.paths[name]] for name in simulated.names]).T
    found["plans"] = float((np.abs(ours - plan) / np.maximum(1, np.abs(plan))).max())
    for one in lsec.solve(game, at={}):
        if one.evidence.established:
            far = lsec.solve(game.with_horizon(LONG), at={})
            found["without end"] = max(
                abs(far.strategy(name, 0, {"x": 1}) - float(law.subs(x, 1))) for name, law in one.strategies.items()
            )
            found["gain"] = audit_difference(one, periods=8).largest_gain
    if not order:
        found["gain of plans"] = gain_of_plans(lsec.solve(replace(game, information="open_loop"), at={}).only())
    return found


def gain_of_plans(one: Any) -> float:
    """Return what the best plan of a player gains over its own, the others' given, relatively."""
    simulated = Simulated(one.game, {})
    plan = np.array([one.path(name, FADED) for name in simulated.names]).T
    gains = []
    for owner, player in enumerate(one.game.players):
        earned = float(one.payoffs[player.name])
        gains.append((best_of_own_plans(simulated, owner, plan) - earned) / max(1.0, abs(earned)))
    return max(gains)


def main(games: int = 200, seed: int = 0) -> int:
    """Compare, print, and return the exit code."""
    worst: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    begun = time.process_time()
    for number in range(seed, seed + games):
        order = ORDERS[number % len(ORDERS)]
        try:
            for what, value in apart(number, order).items():
                worst[what] = max(worst[what], value)
        except LsecError as error:
            refused[type(error).__name__] += 1
    for what, value in worst.items():
        print(f"{what:12} {value:.1e}")
    print(f"{games} games, refused: {dict(refused) or 'none'}, {time.process_time() - begun:.0f} s of CPU")
    return int(
        max(worst["feedback"], worst["shocks"], worst["plans"]) > SAME
        or max(worst["gain"], worst["gain of plans"]) > GAIN
    )


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
