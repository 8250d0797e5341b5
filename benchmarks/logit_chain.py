"""A chain of three stages with logit demand over 10,000 points, against a script that nests SciPy's optimiser.

The script is what a researcher writes: the leader's bounded search calls the streamer's, which calls the retailer's,
with SciPy's tolerance, and with a narrower one. It is timed at a few points and extrapolated; all run in this process,
in CPU time. Every point is solved by itself; what a sweep costs includes that other decisions are tried at some points.
How far the script's prices are from ours, which meet all first-order conditions to the last digits, is shown too, and
what a point takes with all starts and other decisions, of the chain and of two stages with two decisions each. Returns
1 if some point has no answer::

    python benchmarks/logit_chain.py [SIDE=100] [POINTS_OF_SCRIPT=5]
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable

import numpy as np
import sympy as sp
from scipy.optimize import minimize_scalar

from lsec_models import Game, Player, decisions, parameters, solve, sweep
from lsec_models.solve.numerical.candidates.starts import middle_start
from lsec_models.solve.numerical.subgames.subgames import Subgames

HIGHEST = 60.0
COST = 0.1
# SciPy's own comes first. Less brings the script no nearer: the error of one stage is the root of that of the next.
TOLERANCES = (1e-5, 1e-7)


def main() -> int:
    side = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    points = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    a, b, c = parameters("a b c", positive=True)
    w, m, p = decisions("w m p")
    share = sp.exp(a - b * p) / (1 + sp.exp(a - b * p))
    players = [
        Player("manufacturer", decides=[w], payoff=(w - c) * share),
        Player("streamer", decides=[m], payoff=m * share),
        Player("retailer", decides=[p], payoff=(p - w - m) * share),
    ]
    game = Game(players=players, order=[player.name for player in players])
    first, others = solved(game)
    print(f"first point, all that is derived and compiled included: {first:.0f} ms")
    print(f"a point with 64 starts and 483 other decisions: {others:.0f} ms")
    _, others = solved(with_efforts(a, b, c))
    print(f"a point of two stages, 41 x 41 other decisions and more tried by both: {others:.0f} ms")
    over, missing, ours = {"a": (0.1, 5, side), "b": (0.3, 3, side)}, 0, {}
    for backend in ("numpy", "numba"):
        start = time.process_time()
        sweep(game, over={"a": [1, 2], "b": [1]}, at={"c": COST}, backend=backend)
        print(f"two points by {backend}, what is compiled included: {1e3 * (time.process_time() - start):.0f} ms")
        start = time.process_time()
        data = sweep(game, over=over, at={"c": COST}, backend=backend)
        ours[backend] = (time.process_time() - start) / side**2
        missing += int(np.isnan(data["p"]).sum())
    many = {"a": np.repeat(np.linspace(0.1, 5, side), side), "b": np.tile(np.linspace(0.3, 3, side), side)}
    many["c"] = np.full(side**2, COST)
    solving = {}
    for backend in ours:
        subgames = Subgames(game, is_compiled=backend == "numba")
        start = time.process_time()
        subgames.answered_with({}, 0, middle_start(subgames, many))
        solving[backend] = (time.process_time() - start) / side**2
    subgames = Subgames(game)
    start = time.process_time()
    for place in range(0, side**2, max(1, side**2 // 50)):
        there = {name: values[[place]] for name, values in many.items()}
        subgames.answered_with({}, 0, middle_start(subgames, there))
    single = (time.process_time() - start) / 50
    scripts = {}
    for tolerance in TOLERANCES:
        start, apart = time.process_time(), 0.0
        for place in np.linspace(0, side - 1, points).astype(int):
            there = data.isel(a=int(place), b=int(side - 1 - place))
            price = nested(float(there["a"]), float(there["b"]), tolerance)
            apart = max(apart, abs(price - float(there["w"])) / float(there["w"]))
        script = scripts[tolerance] = (time.process_time() - start) / points
        print(f"nested SciPy, to {tolerance:.0e}: {1e3 * script:.0f} ms a point, wholesale price off by {apart:.0e}")

    def ratios(cost: float) -> str:
        return ", ".join(f"{script / cost:.0f}" for script in scripts.values())

    for backend, cost in ours.items():
        alone = solving[backend]
        print(f"sweep by {backend}, other decisions tried: {1e6 * cost:.0f} us a point, ratios {ratios(cost)}")
        print(f"  its conditions alone: {1e6 * alone:.0f} us a point, ratios {ratios(alone)}")
    print(f"one point after the other by numpy: {1e3 * single:.1f} ms, ratios {ratios(single)}")
    print(f"without an answer: {missing} of {2 * side**2}")
    return int(missing > 0)


def with_efforts(a: sp.Symbol, b: sp.Symbol, c: sp.Symbol) -> Game:
    """Return two stages, a price and an effort in each, with logit demand."""
    w, e, p, s = decisions("w e p s")
    worth = (1 + e) * sp.sqrt(1 + s) * sp.exp(a - b * p)
    share = worth / (1 + worth)
    maker = Player("maker", decides=[w, e], payoff=(w - c) * share - e**2 / 2)
    shop = Player("shop", decides=[p, s], payoff=(p - w) * share - s**2 / 2)
    return Game(players=[maker, shop], order=["maker", "shop"])


def solved(game: Game) -> tuple[float, float]:
    """Return how many milliseconds the first point takes, and others on average."""
    taken = []
    for number in range(11):
        start = time.process_time()
        solve(game, at={"a": 2 + number / 10, "b": 1, "c": COST})
        taken.append(1e3 * (time.process_time() - start))
    return taken[0], sum(taken[1:]) / len(taken[1:])


def nested(a: float, b: float, tolerance: float) -> float:
    """Return the wholesale price of a script that nests searches."""

    def sold(price: float) -> float:
        return 1 / (1 + math.exp(min(b * price - a, 700)))

    def best(payoff: Callable[[float], float], low: float) -> float:
        bounds, options = (low, low + HIGHEST), {"xatol": tolerance}
        found = minimize_scalar(lambda x: -payoff(x), bounds=bounds, method="bounded", options=options)
        return float(found.x)

    def retail(cost: float) -> float:
        return best(lambda price: (price - cost) * sold(price), cost)

    def margin(w: float) -> float:
        return best(lambda m: m * sold(retail(w + m)), 0.0)

    return best(lambda w: (w - COST) * sold(retail(w + margin(w))), COST)


if __name__ == "__main__":
    sys.exit(main())
