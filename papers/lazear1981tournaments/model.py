"""The games of the article: two workers compete for a prize, and a firm sets the prizes; noise is uniform.

Beside them linear pay of workers who shun risk, with normal noise (Holmstrom and Milgrom 1987, 1991).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sympy as sp

from lsec_models import (
    CARA,
    Equilibrium,
    Game,
    Player,
    certainty_equivalent,
    decisions,
    normal,
    parameters,
    probability,
    random,
    solve,
    uniform,
)
from lsec_models.games.static.chance.random_symbol import Random
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.games.static.results.solutions import Solutions

S, W_0, k, h, v, u_0 = parameters("S W_0 k h v u_0", positive=True)
V, V_1, V_2, rho = parameters("V V_1 V_2 rho", positive=True)
f_1, f_2, g = parameters("f_1 f_2 g", real=True)
e, e_1, e_2, D = decisions("e e_1 e_2 D")
b, b_1, b_2 = decisions("b b_1 b_2", real=True)
t_1, t_2 = decisions("t_1 t_2", real=True)

HIGHEST = 4 * k * h**2
"""The largest spread of prizes up to which competing is worth while."""
EFFORT = S / (2 * h * k)
CORNERS = ("reply", "reply_beyond", "principal")


@cache
def equilibria() -> Mapping[str, Equilibrium | PiecewiseEquilibrium]:
    """Return every game solved, by label."""
    return {label: solve(game, corners=label in CORNERS) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return every game as declared, by label; those in ``CORNERS`` are solved with corners."""
    return {
        "reply": reply(S < HIGHEST),
        "reply_beyond": reply(S > HIGHEST),
        "piece_rate": Game(players=[Player("worker", decides=[e], payoff=v * e - k * e**2 / 2)]),
        "principal": principal(),
        "competitive": competitive(),
        "linear_pay": linear_pay(),
        "relative_pay": relative_pay(),
        "two_tasks": two_tasks(),
    }


def reply(known: sp.Rel) -> Game:
    """Return the choice of effort against a rival whose effort is S/(2 h k)."""
    own = W_0 + S * _wins(e, EFFORT, h) - k * e**2 / 2
    return Game(players=[Player("worker", decides=[e], payoff=own)], assuming=[known])


def tournament(spread: int) -> Solutions:
    """Return all equilibria between two workers at a spread of prizes, k = h = 1."""
    wins = _wins(e_1, e_2, sp.S.One)
    players = [
        Player("first", decides=[e_1], payoff=spread * wins - e_1**2 / 2),
        Player("second", decides=[e_2], payoff=spread * (1 - wins) - e_2**2 / 2),
    ]
    return solve(Game(players=players), at={})


def principal() -> Game:
    """Return the spread of a firm that leaves each worker what it has elsewhere, by the lower prize."""
    effort = D / (2 * h * k)
    lower = u_0 + k * effort**2 / 2 - D / 2
    return Game(
        players=[Player("firm", decides=[D], payoff=2 * v * effort - 2 * lower - D)],
        constraints=[D <= HIGHEST],
        report=_prizes(effort, lower),
    )


def competitive() -> Game:
    """Return the spread that is best for workers among those of firms that earn nothing, inside the largest one."""
    effort = D / (2 * h * k)
    lower = v * effort - D / 2
    worker = Player("worker", decides=[D], payoff=v * effort - k * effort**2 / 2)
    return Game(players=[worker], assuming=[v < 2 * k * h], constraints=[D <= HIGHEST], report=_prizes(effort, lower))


def linear_pay() -> Game:
    """Return the share b of output, v a unit of effort and normal noise, that is best for a worker who shuns risk."""
    noise = random("n", normal(0, V))
    return _paid(v * e, b * (v * e + noise), k * e**2 / 2, [b], [e])


def relative_pay() -> Game:
    """Return shares b_1 of a worker's own output, and b_2 of what chance adds to a rival's; V_1 of it is common."""
    common, *own = (random(f"n_{i}", normal(0, risk)) for i, risk in enumerate((V_1, V_2, V_2)))
    told = b_1 * (v * t_1 + common + own[0]) + b_2 * (common + own[1])
    return _paid(v * t_1, told, k * t_1**2 / 2, [b_1, b_2], [t_1])


def two_tasks() -> Game:
    """Return shares of two outputs whose efforts t_1 and t_2 make each other costlier, or cheaper, by g."""
    told = [task + random(f"n_{i}", normal(0, risk)) for i, task, risk in ((1, t_1, V_1), (2, t_2, V_2))]
    cost = (t_1**2 + t_2**2) / 2 + g * t_1 * t_2
    return _paid(f_1 * t_1 + f_2 * t_2, b_1 * told[0] + b_2 * told[1], cost, [b_1, b_2], [t_1, t_2], [g > -1, g < 1])


def _paid(
    output: sp.Expr, bonus: sp.Expr, cost: sp.Expr, shares: list[Any], efforts: list[Any], known: Sequence[sp.Rel] = ()
) -> Game:
    """Return competition for a worker who shuns risk: firms pay all they expect, less the bonus, as a salary."""
    both = output + certainty_equivalent(bonus - cost, rho) - sp.expand(bonus).subs(_noise_free(bonus))
    firms = Player("firms", decides=shares, payoff=both)
    worker = Player("worker", decides=efforts, payoff=bonus - cost, risk=CARA(rho))
    return Game(players=[firms, worker], order=["firms", "worker"], assuming=known)


def _noise_free(bonus: sp.Expr) -> dict[sp.Basic, int]:
    return dict.fromkeys(bonus.atoms(Random), 0)


def _wins(own: sp.Expr, rival: sp.Expr, width: sp.Expr) -> sp.Expr:
    """Return how likely the first output is above the second."""
    first, second = (random(f"n_{i}", uniform(-width, width)) for i in (1, 2))
    return probability(own + first > rival + second)


def _prizes(effort: sp.Expr, lower: sp.Expr) -> dict[str, sp.Expr]:
    return {"effort": effort, "W_1": lower + D, "W_2": lower}
