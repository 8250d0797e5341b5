"""Two firms that win customers from each other by advertising with quadratic costs, against paths on a grid of dates.

Shares move by ``x' = u (1 - x) - v x`` (Lanchester). Open loop; the feedback game is in another file.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import sympy as sp
from numpy.typing import NDArray
from scipy.optimize import minimize

from lsec_models import Player, decisions, solve
from lsec_models.algebra.domains.symbols import states
from lsec_models.games.differential.game import DifferentialGame
from lsec_models.games.differential.open_loop import OpenLoopPoint
from lsec_models.games.evidence.evidence import About, Status

Array = NDArray[np.float64]
Path = Callable[[Array], Array]

x = states("x", nonnegative=True)
u, v = decisions("u v")


@dataclass(frozen=True, kw_only=True)
class Duel:
    """Margins and costs of both firms, the discount rate, the first firm's share at the start, and the horizon."""

    margins: tuple[float, float]
    costs: tuple[float, float]
    rate: float
    start: float
    horizon: float | None

    @property
    def declared(self) -> DifferentialGame:
        one, two = (sp.Rational(str(m)) for m in self.margins)
        first, second = (sp.Rational(str(c)) for c in self.costs)
        return DifferentialGame(
            states={x: u * (1 - x) - v * x},
            players=[
                Player("one", decides=[u], payoff=one * x - first * u**2 / 2),
                Player("two", decides=[v], payoff=two * (1 - x) - second * v**2 / 2),
            ],
            discount=sp.Rational(str(self.rate)),
            initial={x: sp.Rational(str(self.start))},
            horizon=None if self.horizon is None else sp.Rational(str(self.horizon)),
            information="open_loop",
        )


def drawn(seed: int) -> Duel:
    rng = np.random.default_rng(seed)
    tenths = [float(n) / 10 for n in rng.integers(2, 40, 4)]
    return Duel(
        margins=(tenths[0], tenths[1]),
        costs=(tenths[2], tenths[3]),
        rate=float(rng.integers(3, 8)) / 10,
        start=float(rng.integers(1, 10)) / 10,
        horizon=float(rng.integers(1, 5)) if seed % 2 else None,
    )


# ---- the grid: shares in closed form over each interval of constant decisions ---------------------------------------


def earned(duel: Duel, place: int, own: Array, rival: Array, dates: Array) -> tuple[float, Array]:
    """Return a firm's payoff on a grid of dates, and its slope in each of its decisions (backwards differentiation)."""
    u, v = (own, rival) if place == 0 else (rival, own)
    steps = np.diff(dates)
    pull, rest = u + v, u / (u + v + 1e-12)
    kept = np.exp(-pull * steps)
    shares = np.empty(len(dates))
    shares[0] = duel.start
    for k in range(len(steps)):
        shares[k + 1] = rest[k] + (shares[k] - rest[k]) * kept[k]
    weights = steps * np.exp(-duel.rate * (dates[1:] + dates[:-1]) / 2)
    middles = (shares[1:] + shares[:-1]) / 2
    sold = middles if place == 0 else 1 - middles
    margin, cost = duel.margins[place], duel.costs[place]
    total = float((weights * (margin * sold - cost * own**2 / 2)).sum())
    # One more unit of the share at a date is worth what it sells until it is lost.
    worth, slope = 0.0, np.empty(len(steps))
    sign = 1.0 if place == 0 else -1.0
    for k in reversed(range(len(steps))):
        at_end = worth + sign * margin * weights[k] / 2
        by_rest = (1 - kept[k]) * (v[k] if place == 0 else -u[k]) / (pull[k] + 1e-12) ** 2
        by_pull = -(shares[k] - rest[k]) * kept[k] * steps[k]
        slope[k] = at_end * (by_rest + by_pull) - weights[k] * cost * own[k]
        worth = at_end * kept[k] + sign * margin * weights[k] / 2
    return total, slope


def best_reply(duel: Duel, place: int, rival: Array, dates: Array, begin: Array) -> tuple[float, Array]:
    """Return what a firm earns at most against a path of its rival, and by which decisions."""

    def loss(own: Array) -> tuple[float, Array]:
        total, slope = earned(duel, place, own, rival, dates)
        return -total, -slope

    runs = [
        minimize(loss, first, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(first), options={"maxiter": 2000})
        for first in (begin, np.full_like(begin, 0.1))
    ]
    best = min(runs, key=lambda run: run.fun)
    return -float(best.fun), best.x


def dates_of(duel: Duel, steps: int) -> Array:
    end = duel.horizon or 12 / duel.rate
    return end * np.linspace(0, 1, steps + 1) ** (1.0 if duel.horizon else 1.5)


def gain(duel: Duel, solved: OpenLoopPoint, steps: int = 160) -> float:
    """Return the largest relative gain of a deviation from the paths that are stated."""
    dates = dates_of(duel, steps)
    middles = np.minimum((dates[1:] + dates[:-1]) / 2, solved.until)
    taken = [solved.path(name, middles) for name in ("u", "v")]
    gains = []
    for place in (0, 1):
        kept = earned(duel, place, taken[place], taken[1 - place], dates)[0]
        got = best_reply(duel, place, taken[1 - place], dates, taken[place])[0]
        gains.append((got - kept) / max(abs(kept), 1e-6))
    return max(gains)


def equilibrium_payoffs(duel: Duel, steps: int = 100) -> Array:
    """Return the payoffs where best replies in turn settle."""
    dates = dates_of(duel, steps)
    paths = [np.full(steps, 0.5), np.full(steps, 0.5)]
    for _ in range(200):
        before = [path.copy() for path in paths]
        for place in (0, 1):
            reply = best_reply(duel, place, paths[1 - place], dates, paths[place])[1]
            paths[place] = (paths[place] + reply) / 2
        if max(np.abs(a - b).max() for a, b in zip(paths, before, strict=True)) < 1e-4:
            break
    return np.array([earned(duel, place, paths[place], paths[1 - place], dates)[0] for place in (0, 1)])


def test_the_grid_knows_its_slopes():
    duel, dates, rng = drawn(3), np.linspace(0, 3, 9), np.random.default_rng(0)
    own, rival = rng.uniform(0.2, 1, 8), rng.uniform(0.2, 1, 8)
    for place in (0, 1):
        slope = earned(duel, place, own, rival, dates)[1]
        for k in range(8):
            step = np.eye(8)[k] * 1e-6
            up, down = (earned(duel, place, own + s * step, rival, dates)[0] for s in (1, -1))
            assert slope[k] == pytest.approx((up - down) / 2e-6, rel=1e-5, abs=1e-8)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 4))
def test_random_duels_are_those_of_the_grid(seed: int):
    """No deviation gains, and best replies in turn come to the same payoffs."""
    duel = drawn(seed)
    solved = solve(duel.declared, at={})
    assert solved.evidence.status(About.OPTIMAL) is Status.CHECKED
    assert gain(duel, solved) < 0.002
    known = equilibrium_payoffs(duel)
    assert np.array(list(solved.payoffs.values())) == pytest.approx(known, rel=0.01)


@pytest.mark.slow
def test_a_wrong_path_is_seen():
    duel = drawn(1)
    solved = solve(duel.declared, at={})

    class Lazy:
        until = solved.until

        def path(self, name: str, times: Any) -> Any:
            return solved.path(name, times) * (0.7 if name == "u" else 1.0)

    assert gain(duel, Lazy()) > 0.01


def test_equal_firms_come_to_rest_where_the_first_order_conditions_say():
    """At x = 1/2 and u = v: c u = (1/2) m / (r + 2 u), so that 4 c u^2 + 2 c r u = m."""
    duel = Duel(margins=(3.0, 3.0), costs=(0.5, 0.5), rate=0.2, start=0.1, horizon=None)
    solved = solve(duel.declared, at={})
    rest = (-0.2 + math.sqrt(0.2**2 + 4 * 3.0 / 0.5)) / 4
    assert solved.path("x", solved.until) == pytest.approx(0.5, abs=1e-6)
    assert solved.path("u", solved.until) == pytest.approx(rest, rel=1e-6)
    assert solved.path("v", solved.until) == pytest.approx(rest, rel=1e-6)


# ---- where the new measure of the state shows nothing ---------------------------------------------------------------


def solved_with(speed: sp.Expr, payoff: sp.Expr) -> OpenLoopPoint:
    game = DifferentialGame(
        states={x: speed}, players=[Player("one", decides=[u], payoff=payoff)], discount=sp.Rational(1, 10),
        initial={x: sp.Rational(1, 2)}, horizon=1, information="open_loop",
    )  # fmt: skip
    found = solve(game, at={})
    assert isinstance(found, OpenLoopPoint)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("speed", "payoff", "status"),
    [
        (u * (1 - x), 3 * x - u**2, Status.CHECKED),
        (u * (1 - x) - x / 2, 3 * x - u**2, Status.CHECKED),
        # A stock that is worth the more the more there is of it.
        (u * (1 - x), x + 3 / (2 - x) ** 4 - u**2, Status.OPEN),
        # By itself the state passes the zero of what effort does.
        (u * (1 - x) + sp.Rational(1, 10), 3 * x - u**2, Status.OPEN),
        # Effort costs more where the share is larger.
        (u * (1 - x), 3 * x - u**2 * (1 + x), Status.OPEN),
    ],
)
def test_what_is_not_shown_stays_open(speed: sp.Expr, payoff: sp.Expr, status: Status):
    assert solved_with(speed, payoff).evidence.status(About.OPTIMAL) is status
