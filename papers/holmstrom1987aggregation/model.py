"""Pay that is linear in what is produced, for a worker who shuns risk and whose effort nobody sees."""

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
    random,
    solve,
)
from lsec_models.games.static.chance.random_symbol import Random
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium

v, k, V, V_1, V_2, rho = parameters("v k V V_1 V_2 rho", positive=True)
f_1, f_2, g, u = parameters("f_1 f_2 g u", real=True)
e, e_1, e_2, t_1, t_2 = decisions("e e_1 e_2 t_1 t_2", real=True)
s, b, b_1, b_2 = decisions("s b b_1 b_2", real=True)

CORNERS = ("hired",)


@cache
def equilibria() -> Mapping[str, Equilibrium | PiecewiseEquilibrium]:
    """Return every game solved, by label."""
    return {label: solve(game, corners=label in CORNERS) for label, game in games().items()}


def games() -> Mapping[str, Game]:
    """Return every game as declared, by label; those in ``CORNERS`` are solved with corners."""
    return {
        "seen": Game(players=[Player("both", decides=[e], payoff=v * e - k * e**2 / 2)]),
        "linear_pay": linear_pay(),
        "hired": hired(),
        "two_periods": two_periods(),
        "relative_pay": relative_pay(),
        "two_tasks": two_tasks(),
        "one_seen": one_seen(),
    }


def linear_pay() -> Game:
    """Return the share b of output that is best for both together."""
    return _paid(v * e, b * (v * e + _noise("n", V)), k * e**2 / 2, [b], [e])


def hired() -> Game:
    """Return the salary s and the share b that a firm offers to a worker who has u elsewhere."""
    output = v * e + _noise("n", V)
    worth = certainty_equivalent(s + b * output - k * e**2 / 2, rho)
    players = [
        Player("firm", decides=[s, b], payoff=output - s - b * output),
        Player("worker", decides=[e], payoff=worth),
    ]
    return Game(players=players, order=["firm", "worker"], constraints={"firm": [worth >= u]})


def two_periods() -> Game:
    """Return shares of the outputs of two periods, whose noise differs, for a worker who is paid in the end."""
    told = b_1 * (v * e_1 + _noise("n_1", V_1)) + b_2 * (v * e_2 + _noise("n_2", V_2))
    return _paid(v * (e_1 + e_2), told, k * (e_1**2 + e_2**2) / 2, [b_1, b_2], [e_1, e_2])


def relative_pay() -> Game:
    """Return shares b_1 of a worker's own output, and b_2 of what chance adds to a rival's; V_1 of it is common."""
    common, own, rival = _noise("n_0", V_1), _noise("n_1", V_2), _noise("n_2", V_2)
    told = b_1 * (v * e + common + own) + b_2 * (common + rival)
    return _paid(v * e, told, k * e**2 / 2, [b_1, b_2], [e])


def two_tasks() -> Game:
    """Return shares of two outputs whose efforts t_1 and t_2 make each other costlier, or cheaper, by g."""
    told = b_1 * (t_1 + _noise("n_1", V_1)) + b_2 * (t_2 + _noise("n_2", V_2))
    return _paid(f_1 * t_1 + f_2 * t_2, told, _COST_OF_BOTH, [b_1, b_2], [t_1, t_2], _CONVEX)


def one_seen() -> Game:
    """Return the share of the first output where nothing is seen of the second."""
    told = b * (t_1 + _noise("n_1", V_1))
    return _paid(f_1 * t_1 + f_2 * t_2, told, _COST_OF_BOTH, [b], [t_1, t_2], _CONVEX)


def _paid(
    output: sp.Expr, bonus: sp.Expr, cost: sp.Expr, shares: list[Any], efforts: list[Any], known: Sequence[sp.Rel] = ()
) -> Game:
    """Return shares that are best for both together, to whom the salary makes no difference, and efforts after them."""
    together = output + certainty_equivalent(bonus - cost, rho) - bonus.subs(dict.fromkeys(bonus.atoms(Random), 0))
    both = Player("both", decides=shares, payoff=sp.expand(together))
    worker = Player("worker", decides=efforts, payoff=bonus - cost, risk=CARA(rho))
    return Game(players=[both, worker], order=["both", "worker"], assuming=known)


def _noise(name: str, variance: sp.Expr) -> Random:
    return random(name, normal(0, variance))


_COST_OF_BOTH = (t_1**2 + t_2**2) / 2 + g * t_1 * t_2
_CONVEX = (g > -1, g < 1)
